package localrunner.application;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application.Alias;
import localrunner.application.Application.Build;
import localrunner.application.Application.Code;
import localrunner.application.Application.Configuration;
import localrunner.application.Application.Function;
import localrunner.application.Application.LogFormat;
import localrunner.application.Application.Places;
import localrunner.application.Application.RetryPolicy;

/**
 * Builds a function of a stack named {@code stack}: java25, 256 MB, 3 s, no alias, and whatever a test says otherwise.
 */
public final class FunctionBuilder {

    private final String logicalId;
    private final String name;
    private String region = "eu-central-1";
    private String handler = "a.Handler";
    private String runtime = "java25";
    private Code code = code(Path.of("/code"), new Build.ByBuildFile());
    private Duration timeout = Duration.ofSeconds(3);
    private Map<String, String> environment = Map.of();
    private Optional<Alias> alias = Optional.empty();
    private RetryPolicy async = RetryPolicy.ASYNC_DEFAULTS;
    private Optional<Integer> reservedConcurrency = Optional.empty();

    private FunctionBuilder(String logicalId, String name) {
        this.logicalId = logicalId;
        this.name = name;
    }

    public static FunctionBuilder function(String logicalId) {
        return new FunctionBuilder(logicalId, "stack-" + logicalId);
    }

    public static FunctionBuilder function(String logicalId, String name) {
        return new FunctionBuilder(logicalId, name);
    }

    public FunctionBuilder in(String awsRegion) {
        region = awsRegion;
        return this;
    }

    public FunctionBuilder withHandler(String text) {
        handler = text;
        return this;
    }

    public FunctionBuilder withHandler(Class<?> type) {
        handler = type.getName();
        return this;
    }

    public FunctionBuilder withCode(Path uri) {
        return withCode(uri, new Build.ByBuildFile());
    }

    public FunctionBuilder withCode(Path uri, Build build) {
        code = code(uri, build);
        return this;
    }

    private static Code code(Path uri, Build build) {
        return new Code(uri, build, new Places("template.yaml:7: CodeUri", "template.yaml:6: Handler"));
    }

    public FunctionBuilder withRuntime(String name) {
        runtime = name;
        return this;
    }

    public FunctionBuilder withTimeout(Duration limit) {
        timeout = limit;
        return this;
    }

    public FunctionBuilder withEnvironment(Map<String, String> variables) {
        environment = variables;
        return this;
    }

    public FunctionBuilder withAlias(String aliasName) {
        alias = Optional.of(new Alias(aliasName, false));
        return this;
    }

    public FunctionBuilder withSnapStart(String aliasName) {
        alias = Optional.of(new Alias(aliasName, true));
        return this;
    }

    public FunctionBuilder withAsync(RetryPolicy policy) {
        async = policy;
        return this;
    }

    public FunctionBuilder withReservedConcurrency(int invocations) {
        reservedConcurrency = Optional.of(invocations);
        return this;
    }

    public Function build() {
        return new Function(
                logicalId,
                name,
                "arn:aws:lambda:" + region + ":" + Application.ACCOUNT_ID + ":function:" + name,
                code,
                new Configuration(runtime, handler, 256, timeout, environment, LogFormat.TEXT, "/aws/lambda/" + name),
                alias,
                async,
                reservedConcurrency);
    }
}
