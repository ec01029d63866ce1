package localrunner.template.resources;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import localrunner.application.Application;
import localrunner.application.Application.LogFormat;
import localrunner.application.Application.RetryPolicy;
import localrunner.template.document.Problems;
import localrunner.template.document.PropertyReader;
import localrunner.template.document.Value;

/**
 * Reads {@code AWS::Serverless::Function}, without its events.
 *
 * <p>Follows "AWS::Serverless::Function" in the SAM Developer Guide for names and "Configuring Lambda functions" and
 * "Lambda quotas" in the Lambda Developer Guide for defaults and ranges.
 */
final class FunctionReader {

    private static final int DEFAULT_MEMORY_MEGABYTES = 128;
    private static final int DEFAULT_TIMEOUT_SECONDS = 3;
    private static final List<String> RUNTIMES = List.of(
            "java8",
            "java8.al2",
            "java8.al2023",
            "java11",
            "java11.al2023",
            "java17",
            "java17.al2023",
            "java21",
            "java25");
    private static final String IMAGE = "Image";
    private static final List<String> ARCHITECTURES = List.of("x86_64", "arm64");

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
        reader.oneOf("PackageType", "Zip");
        refuseUnsupported(reader);
        checkArchitectures(reader);
        Application.Function function = new Application.Function(
                resource.logicalId(),
                name,
                names.functionArn(name),
                code(resource, reader),
                configuration(reader, name),
                alias(reader),
                async(reader),
                reader.integer("ReservedConcurrentExecutions", 0, Integer.MAX_VALUE));
        // Events are read apart from this, when all that they can name has been read.
        reader.any("Events");
        reader.finish();
        return function;
    }

    private Application.Configuration configuration(PropertyReader reader, String name) {
        Optional<PropertyReader> logging = reader.object("LoggingConfig");
        Application.Configuration configuration = new Application.Configuration(
                requiredOfZip(reader, "Runtime", reader.oneOf("Runtime", reader.text("Runtime"), RUNTIMES))
                        .orElse(""),
                handler(reader),
                reader.integer("MemorySize", 128, 10_240).orElse(DEFAULT_MEMORY_MEGABYTES),
                Duration.ofSeconds(reader.integer("Timeout", 1, 900).orElse(DEFAULT_TIMEOUT_SECONDS)),
                environment(reader),
                logging.map(FunctionReader::logFormat).orElse(LogFormat.TEXT),
                logging.flatMap(inner -> inner.text("LogGroup")).orElse("/aws/lambda/" + name));
        logging.ifPresent(PropertyReader::finish);
        return configuration;
    }

    /** A container image has no such property; that it is not supported is told already. */
    private static Optional<String> requiredOfZip(PropertyReader reader, String name, Optional<String> value) {
        boolean image = reader.text("PackageType").filter(IMAGE::equals).isPresent();
        return image ? value : reader.required(name, value);
    }

    private static void checkName(PropertyReader reader, String name) {
        if (!name.matches("[a-zA-Z0-9-_]{1,64}")) {
            reader.problem(
                    "FunctionName",
                    "the function's name '" + name + "' must have 1 to 64 letters, digits, hyphens and underscores");
        }
    }

    private static void refuseUnsupported(PropertyReader reader) {
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
            reader.oneOf("Architectures", Optional.of(architecture), ARCHITECTURES);
        }
    }

    private static String handler(PropertyReader reader) {
        return reader.check(
                        "Handler",
                        requiredOfZip(reader, "Handler", reader.text("Handler")),
                        text -> text.matches("[^\\s]{1,128}"),
                        _ -> "must be package.Class or package.Class::method, at most 128 characters, no blanks")
                .orElse("");
    }

    /** Without a {@code CodeUri} the code is in the template's folder, as for {@code sam build}. */
    private Application.Code code(Resource resource, PropertyReader reader) {
        Application.Places places =
                new Application.Places(problems.place(reader.at("CodeUri")), problems.place(reader.at("Handler")));
        return new Application.Code(uri(reader).orElse(folder), build(resource), places);
    }

    private Optional<Path> uri(PropertyReader reader) {
        String inS3 = "code in S3 is not supported; name a folder, zip or jar file";
        if (reader.any("CodeUri").orElse(null) instanceof Value.Mapping) {
            reader.problem("CodeUri", inS3);
            return Optional.empty();
        }
        return reader.check("CodeUri", reader.text("CodeUri"), text -> !text.startsWith("s3:"), _ -> inS3)
                .flatMap(text -> path(text, reader));
    }

    private Optional<Path> path(String text, PropertyReader reader) {
        try {
            return Optional.of(folder.resolve(text).normalize());
        } catch (InvalidPathException e) {
            reader.problem("CodeUri", "not a path: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Application.Build build(Resource resource) {
        PropertyReader metadata = new PropertyReader(
                "Metadata", new Value.Mapping(resource.at(), resource.metadata()), _ -> Set.of(), problems);
        if (metadata.bool("SkipBuild").orElse(false)) {
            return new Application.Build.Skipped();
        }
        Value.Entry buildMethod = resource.metadata().get("BuildMethod");
        if (buildMethod == null || buildMethod.value() instanceof Value.Broken) {
            return new Application.Build.ByBuildFile();
        }
        if (!(buildMethod.value() instanceof Value.Scalar method
                && method.text().equals("makefile"))) {
            problems.add(
                    buildMethod.at(),
                    buildMethod.value().kind()
                            + " is not supported; use makefile, or none: a folder with a pom.xml, build.gradle or"
                            + " build.gradle.kts is built by Maven or Gradle");
        }
        return new Application.Build.Makefile("build-" + resource.logicalId());
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
            if (Application.Configuration.RESERVED_VARIABLES.contains(name)) {
                problems.add(entry.at(), "Lambda sets this environment variable itself and refuses functions that do");
            }
        });
        return variables;
    }

    private static Optional<Application.Alias> alias(PropertyReader reader) {
        boolean snapStart = snapStart(reader);
        return reader.check(
                        "AutoPublishAlias",
                        reader.text("AutoPublishAlias"),
                        text -> text.matches("(?![0-9]+$)[a-zA-Z0-9_-]{1,128}"),
                        wrong -> "an alias has letters, digits, hyphens and underscores, and not digits only; found '"
                                + wrong + "'")
                .map(name -> new Application.Alias(name, snapStart));
    }

    private static boolean snapStart(PropertyReader reader) {
        Optional<PropertyReader> snapStart = reader.object("SnapStart");
        Optional<String> applyOn = snapStart.flatMap(
                inner -> inner.required("ApplyOn", inner.oneOf("ApplyOn", "PublishedVersions", "None")));
        snapStart.ifPresent(PropertyReader::finish);
        return applyOn.filter("PublishedVersions"::equals).isPresent();
    }

    private static LogFormat logFormat(PropertyReader logging) {
        Optional<String> format = logging.oneOf("LogFormat", LogFormat.JSON.text(), LogFormat.TEXT.text());
        return format.filter(LogFormat.JSON.text()::equals).isPresent() ? LogFormat.JSON : LogFormat.TEXT;
    }

    private RetryPolicy async(PropertyReader reader) {
        Optional<PropertyReader> config = reader.object("EventInvokeConfig");
        Optional<RetryPolicy> policy = config.map(inner -> new RetryPolicy(
                inner.integer("MaximumRetryAttempts", 0, 2).orElse(RetryPolicy.ASYNC_DEFAULTS.maximumRetries()),
                inner.integer("MaximumEventAgeInSeconds", 60, 21_600)
                        .map(Duration::ofSeconds)
                        .or(RetryPolicy.ASYNC_DEFAULTS::maximumAge),
                OnFailureDestination.ofAsyncInvocations(inner, catalog)));
        config.ifPresent(PropertyReader::finish);
        return policy.orElse(RetryPolicy.ASYNC_DEFAULTS);
    }
}
