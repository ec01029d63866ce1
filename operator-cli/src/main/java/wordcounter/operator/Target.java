package wordcounter.operator;

import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.ssm.SsmClient;

/** Which stack a command works on, as its options say. */
final class Target {

    private static final String LOCAL_STACK = "local";
    private static final String LOCAL_REGION = "us-east-1";
    private static final URI LOCAL_ENDPOINT = URI.create("http://127.0.0.1:4566");

    /** Longer than dead-letter-replay-fn may take. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(310);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    @Option(
            names = "--endpoint-url",
            paramLabel = "URL",
            description =
                    "Where every AWS service answers. Default without --stack: http://127.0.0.1:4566, the local runner.")
    private @Nullable URI endpointUrl;

    @Option(names = "--stack", paramLabel = "NAME", description = "A deployed stack. Default: the local runner's.")
    private @Nullable String stack;

    @Option(names = "--stage", paramLabel = "STAGE", description = "Its Stage parameter. Default: ${DEFAULT-VALUE}")
    private String stage = "dev";

    @Option(names = "--region", paramLabel = "REGION", description = "Its region. Default: as the AWS CLI finds it.")
    private @Nullable String region;

    private @Nullable Map<String, String> names;

    /** What the stack calls one of its resources: the SSM parameter /stack/stage/parameter. */
    String name(String parameter) {
        Map<String, String> all = names;
        if (all == null) {
            all = readNames();
            names = all;
        }
        String value = all.get(path() + parameter);
        if (value == null) {
            throw new OperatorException("the stack " + stackName() + " has no parameter " + path() + parameter
                    + ": it was deployed from an older template");
        }
        return value;
    }

    private Map<String, String> readNames() {
        Map<String, String> all = new HashMap<>();
        try (SsmClient ssm = build(SsmClient.builder())) {
            call(() -> {
                ssm.getParametersByPathPaginator(request -> request.path(path().substring(0, path().length() - 1)))
                        .forEach(page ->
                                page.parameters().forEach(parameter -> all.put(parameter.name(), parameter.value())));
                return all;
            });
        }
        if (all.isEmpty()) {
            throw new OperatorException("there is no stack " + stackName() + " with stage " + stage + " in "
                    + regionName() + " (no SSM parameters under " + path() + askedElsewhere() + ")");
        }
        return all;
    }

    /** The SDK takes the variable where no endpoint is given. */
    private String askedElsewhere() {
        String endpoint = System.getenv("AWS_ENDPOINT_URL");
        return stack == null || endpointUrl != null || endpoint == null
                ? ""
                : " at AWS_ENDPOINT_URL, which is " + endpoint;
    }

    /** Makes a call and says in one line what stands in its way. */
    <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkClientException e) {
            String message = String.valueOf(e.getMessage());
            if (isCausedBy(e, ConnectException.class) && endpoint().isPresent()) {
                throw new OperatorException(
                        "nothing answers at " + endpoint().get()
                                + ": start ./run-local, or name a deployed stack with --stack",
                        e);
            }
            if (message.contains("Unable to load credentials")) {
                throw new OperatorException(
                        "no AWS credentials: set AWS_PROFILE or AWS_ACCESS_KEY_ID, or run"
                                + " eval \"$(aws configure export-credentials --format env)\"",
                        e);
            }
            throw new OperatorException(message.lines().findFirst().orElse("the call failed"), e);
        } catch (AwsServiceException e) {
            throw new OperatorException(
                    e.awsErrorDetails() == null
                            ? String.valueOf(e.getMessage())
                            : e.awsErrorDetails().errorCode() + ": "
                                    + e.awsErrorDetails().errorMessage(),
                    e);
        } catch (SdkException e) {
            throw new OperatorException(String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isCausedBy(Throwable problem, Class<? extends Throwable> type) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C extends SdkClient> C build(B builder) {
        endpoint().ifPresent(builder::endpointOverride);
        return builder.region(Region.of(regionName()))
                .credentialsProvider(credentials())
                .httpClientBuilder(Apache5HttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(LONGEST_CALL)
                        .maxConnections(64))
                .build();
    }

    /** For calls that are not to be repeated behind the operator's back. */
    <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C extends SdkClient> C buildWithoutRetries(
            B builder) {
        return build(builder.overrideConfiguration(
                configuration -> configuration.retryStrategy(AwsRetryStrategy.doNotRetry())));
    }

    boolean isLocalRunner() {
        return stack == null;
    }

    private AwsCredentialsProvider credentials() {
        return endpoint().isPresent()
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create(LOCAL_STACK, LOCAL_STACK))
                : DefaultCredentialsProvider.builder().build();
    }

    private Optional<URI> endpoint() {
        if (endpointUrl != null) {
            return Optional.of(endpointUrl);
        }
        return stack == null ? Optional.of(LOCAL_ENDPOINT) : Optional.empty();
    }

    private String regionName() {
        if (region != null) {
            return region;
        }
        if (endpoint().isPresent()) {
            return LOCAL_REGION;
        }
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
        } catch (SdkClientException e) {
            // which the AWS CLI reads, and the SDK does not
            return Optional.ofNullable(System.getenv("AWS_DEFAULT_REGION"))
                    .filter(text -> !text.isBlank())
                    .orElseThrow(() -> new OperatorException("no region: give --region or set AWS_REGION", e));
        }
    }

    private String stackName() {
        return stack == null ? LOCAL_STACK : stack;
    }

    private String path() {
        return "/" + stackName() + "/" + stage + "/";
    }
}
