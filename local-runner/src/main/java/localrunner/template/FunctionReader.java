package localrunner.template;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads {@code AWS::Serverless::Function}, without its events.
 *
 * <p>Follows "AWS::Serverless::Function" in the SAM Developer Guide for names and "Configuring Lambda functions" and
 * "Lambda quotas" in the Lambda Developer Guide for defaults and ranges.
 */
final class FunctionReader {

    static final int DEFAULT_MEMORY_MEGABYTES = 128;
    static final int DEFAULT_TIMEOUT_SECONDS = 3;
    static final int DEFAULT_RETRY_ATTEMPTS = 2;
    static final int DEFAULT_EVENT_AGE_SECONDS = 21_600;

    private static final String[] RUNTIMES = {"java17", "java21", "java25"};

    /** Lambda sets these itself and refuses a function that tries to: "Reserved environment variables". */
    private static final Set<String> RESERVED_VARIABLES = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_DEFAULT_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_LAMBDA_RUNTIME_API",
            "AWS_REGION",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "LAMBDA_RUNTIME_DIR",
            "LAMBDA_TASK_ROOT");

    private final Path folder;
    private final PhysicalNames names;
    private final Catalog catalog;
    private final Problems problems;

    /** @param folder of the template, which relative paths start from */
    FunctionReader(Path folder, PhysicalNames names, Catalog catalog, Problems problems) {
        this.folder = folder;
        this.names = names;
        this.catalog = catalog;
        this.problems = problems;
    }

    Application.Function read(Resource resource, PropertyReader reader) {
        String name = reader.text("FunctionName").orElse(names.name(resource.logicalId()));
        checkName(reader, name);
        String runtime =
                reader.required("Runtime", reader.oneOf("Runtime", RUNTIMES)).orElse("");
        reader.oneOf("PackageType", "Zip");
        checkRefused(reader);
        checkArchitectures(reader);
        if (reader.integer("ReservedConcurrentExecutions", 0, Integer.MAX_VALUE)
                .filter(n -> n == 0)
                .isPresent()) {
            reader.problem(
                    "ReservedConcurrentExecutions",
                    "0 keeps the function from ever running; use 1 or more, or remove it");
        }
        Application.Function function = new Application.Function(
                resource.logicalId(),
                name,
                names.functionArn(name),
                runtime,
                handler(reader),
                code(resource, reader),
                reader.integer("MemorySize", 128, 10_240).orElse(DEFAULT_MEMORY_MEGABYTES),
                Duration.ofSeconds(reader.integer("Timeout", 1, 900).orElse(DEFAULT_TIMEOUT_SECONDS)),
                environment(reader),
                alias(reader),
                snapStart(reader),
                jsonLogs(reader),
                async(reader));
        // Read elsewhere, and always supported.
        reader.any("Events");
        reader.finish();
        return function;
    }

    private static void checkName(PropertyReader reader, String name) {
        if (!name.matches("[a-zA-Z0-9-_]{1,64}")) {
            reader.problem(
                    "FunctionName",
                    "the function's name '" + name + "' must have 1 to 64 letters, digits, hyphens and underscores");
        }
    }

    private static void checkRefused(PropertyReader reader) {
        reader.refuse("Layers", "layers are not supported; put what the function needs into its own build output");
        reader.refuse("ImageUri", "container images are not supported; use PackageType Zip with Runtime and CodeUri");
        reader.refuse(
                "ImageConfig", "container images are not supported; use PackageType Zip with Runtime and CodeUri");
        reader.refuse("InlineCode", "inline code is not supported, as a Java function can't have it; use CodeUri");
        reader.refuse(
                "DeadLetterQueue",
                "a function's own dead-letter queue is not supported; use EventInvokeConfig.DestinationConfig.OnFailure");
        reader.refuse("FunctionUrlConfig", "function URLs are not supported; use an event of type Api");
        reader.refuse("FileSystemConfigs", "EFS is not supported");
    }

    private void checkArchitectures(PropertyReader reader) {
        List<String> architectures = reader.texts("Architectures");
        if (reader.list("Architectures").size() > 1) {
            reader.problem(
                    "Architectures",
                    "Lambda takes one architecture; " + architectures
                            + " are several (a list in Globals is joined with the function's own)");
        }
        for (String architecture : architectures) {
            if (!architecture.equals("x86_64") && !architecture.equals("arm64")) {
                reader.problem(
                        "Architectures",
                        "'" + architecture + "' is not supported"
                                + Suggestion.among(architecture, "Supported", List.of("x86_64", "arm64")));
            }
        }
    }

    private static String handler(PropertyReader reader) {
        Optional<String> handler = reader.requiredText("Handler");
        handler.filter(text -> !text.matches("[^\\s]{1,128}"))
                .ifPresent(_ -> reader.problem(
                        "Handler",
                        "must be package.Class or package.Class::method, at most 128 characters, no blanks"));
        return handler.orElse("");
    }

    private Application.Code code(Resource resource, PropertyReader reader) {
        Path uri = reader.requiredText("CodeUri")
                .filter(text -> {
                    if (text.startsWith("s3:")) {
                        reader.problem("CodeUri", "code in S3 is not supported; name a folder, zip or jar file");
                    }
                    return !text.startsWith("s3:");
                })
                .flatMap(text -> path(text, reader))
                .orElse(folder);
        return new Application.Code(uri, makeTarget(resource));
    }

    private Optional<Path> path(String text, PropertyReader reader) {
        try {
            return Optional.of(folder.resolve(text).normalize());
        } catch (InvalidPathException e) {
            reader.problem("CodeUri", "not a path: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<String> makeTarget(Resource resource) {
        if (resource.buildMethod().isEmpty()) {
            return Optional.empty();
        }
        Value.Entry buildMethod = resource.buildMethod().get();
        if (buildMethod.value() instanceof Value.Scalar method && method.text().equals("makefile")) {
            return Optional.of("build-" + resource.logicalId());
        }
        if (!(buildMethod.value() instanceof Value.Broken)) {
            problems.add(
                    buildMethod.at(),
                    buildMethod.value().kind()
                            + " is not supported; use makefile, or no BuildMethod and a CodeUri that is built");
        }
        return Optional.empty();
    }

    private Map<String, String> environment(PropertyReader reader) {
        Optional<PropertyReader> environment = reader.object("Environment");
        if (environment.isEmpty()) {
            return Map.of();
        }
        Map<String, Value.Entry> entries = environment.get().map("Variables");
        Map<String, String> variables = environment.get().textsByKey("Variables");
        environment.get().finish();
        entries.forEach((name, entry) -> {
            if (!name.matches("[a-zA-Z][a-zA-Z0-9_]+")) {
                problems.add(
                        entry.at(),
                        "an environment variable has two or more letters, digits and underscores, a letter first");
            }
            if (RESERVED_VARIABLES.contains(name)) {
                problems.add(entry.at(), "Lambda sets this environment variable itself and refuses functions that do");
            }
        });
        return variables;
    }

    private static Optional<String> alias(PropertyReader reader) {
        return reader.text("AutoPublishAlias").filter(alias -> {
            boolean valid = alias.matches("(?![0-9]+$)[a-zA-Z0-9_-]{1,128}");
            if (!valid) {
                reader.problem(
                        "AutoPublishAlias",
                        "an alias has letters, digits, hyphens and underscores, and not digits only; found '" + alias
                                + "'");
            }
            return valid;
        });
    }

    private static boolean snapStart(PropertyReader reader) {
        Optional<PropertyReader> snapStart = reader.object("SnapStart");
        Optional<String> applyOn = snapStart.flatMap(
                inner -> inner.required("ApplyOn", inner.oneOf("ApplyOn", "PublishedVersions", "None")));
        snapStart.ifPresent(PropertyReader::finish);
        return applyOn.filter("PublishedVersions"::equals).isPresent();
    }

    private static boolean jsonLogs(PropertyReader reader) {
        Optional<PropertyReader> logging = reader.object("LoggingConfig");
        Optional<String> format = logging.flatMap(inner -> inner.oneOf("LogFormat", "JSON", "Text"));
        logging.ifPresent(PropertyReader::finish);
        return format.filter("JSON"::equals).isPresent();
    }

    private Application.AsyncInvokeConfig async(PropertyReader reader) {
        Optional<PropertyReader> config = reader.object("EventInvokeConfig");
        int retries = config.flatMap(inner -> inner.integer("MaximumRetryAttempts", 0, 2))
                .orElse(DEFAULT_RETRY_ATTEMPTS);
        int age = config.flatMap(inner -> inner.integer("MaximumEventAgeInSeconds", 60, 21_600))
                .orElse(DEFAULT_EVENT_AGE_SECONDS);
        Optional<String> queueArn = config.flatMap(inner -> OnFailureDestination.read(inner, true, catalog));
        config.ifPresent(PropertyReader::finish);
        return new Application.AsyncInvokeConfig(retries, Duration.ofSeconds(age), queueArn);
    }
}
