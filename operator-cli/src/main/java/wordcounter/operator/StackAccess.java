package wordcounter.operator;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import wordcounter.deadletters.ReplayTimes;
import wordcounter.reconciliation.PatientCalls;
import wordcounter.runtime.DeadlineExceededException;

/** Makes clients for the stack that the options name, finds its resources, and says in one line what stands in a call's way. */
final class StackAccess {

    private final StackOptions options;
    private final PatientCalls calls;

    private @Nullable Map<String, String> names;

    StackAccess(StackOptions options, PatientCalls calls) {
        this.options = options;
        this.calls = calls;
    }

    PatientCalls calls() {
        return calls;
    }

    boolean isLocalRunner() {
        return options.isLocalRunner();
    }

    /** What the stack calls one of its resources: the value of the SSM parameter /stack/stage/parameter. */
    String name(String parameter) {
        return optionalName(parameter)
                .orElseThrow(() -> new OperatorException("the stack " + options.stackName() + " has no parameter "
                        + path() + "/" + parameter + ": it was deployed from an older template"));
    }

    /** The same of a resource that a stack may leave out. */
    Optional<String> optionalName(String parameter) {
        Map<String, String> all = names;
        if (all == null) {
            all = readNames();
            names = all;
        }
        return Optional.ofNullable(all.get(path() + "/" + parameter));
    }

    String stackName() {
        return options.stackName();
    }

    /** Whether all services answer at one address, where a bucket's name is no host. */
    boolean hasEndpoint() {
        return options.endpointText().isPresent();
    }

    private Map<String, String> readNames() {
        Map<String, String> all = new HashMap<>();
        try (SsmClient ssm = build(SsmClient.builder())) {
            Map<String, String> _ = call(() -> {
                ssm.getParametersByPathPaginator(request -> request.path(path()))
                        .forEach(page ->
                                page.parameters().forEach(parameter -> all.put(parameter.name(), parameter.value())));
                return all;
            });
        }
        if (all.isEmpty()) {
            throw new OperatorException("there is no stack " + options.stackName() + " with stage " + options.stage()
                    + " in " + options.region() + " (no SSM parameters under " + path() + "/"
                    + options.endpointText().map(endpoint -> " at " + endpoint).orElse("") + ")");
        }
        return all;
    }

    private String path() {
        return "/" + options.stackName() + "/" + options.stage();
    }

    /**
     * Makes one call, again while a service is throttled.
     *
     * @throws OperatorException when the call fails
     */
    <T> T call(Supplier<T> call) {
        return explained(() -> calls.call(call));
    }

    /**
     * Does something that makes calls of its own.
     *
     * @throws OperatorException when one of them fails; it says in one line what stood in its way
     */
    <T> T explained(Supplier<T> work) {
        try {
            return work.get();
        } catch (SdkException e) {
            throw new OperatorException(reason(e), e);
        } catch (DeadlineExceededException e) {
            throw new OperatorException(e.getMessage() + ": try again when the tables are less busy", e);
        } catch (UncheckedIOException e) {
            throw new OperatorException(e.getMessage() + "; TMPDIR names a folder with more room", e);
        } catch (IllegalStateException e) {
            // what fails in a thread of its own comes as the cause
            if (e.getCause() instanceof SdkException cause) {
                throw new OperatorException(reason(cause), e);
            }
            throw e;
        }
    }

    private String reason(SdkException problem) {
        String message = String.valueOf(problem.getMessage());
        if (problem instanceof AwsServiceException refusal
                && refusal.awsErrorDetails() != null
                && refusal.awsErrorDetails().errorCode() != null) {
            return refusal.awsErrorDetails().errorCode() + ": "
                    + refusal.awsErrorDetails().errorMessage();
        }
        if (problem instanceof SdkClientException) {
            if (isCausedBy(problem, ConnectException.class)
                    && options.endpointText().isPresent()) {
                return "nothing answers at " + options.endpointText().get()
                        + (options.isEndpointFromVariable()
                                ? ": start ./run-local there, or unset the variable"
                                : ": start ./run-local, or name a deployed stack with --stack");
            }
            if (message.contains("Unable to load credentials")) {
                return "no AWS credentials: set AWS_PROFILE or AWS_ACCESS_KEY_ID, or run"
                        + " eval \"$(aws configure export-credentials --format env)\"";
            }
            return message.lines().findFirst().orElse("the call failed");
        }
        return message;
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
        options.endpoint().ifPresent(builder::endpointOverride);
        return builder.region(Region.of(options.region()))
                .credentialsProvider(credentials())
                .httpClientBuilder(new NetworkClient.Builder(options.environment(), ReplayTimes.CALL))
                .build();
    }

    /** Builds a client whose calls are not repeated behind the operator's back. */
    <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C extends SdkClient> C buildWithoutRetries(
            B builder) {
        return build(builder.overrideConfiguration(
                configuration -> configuration.retryStrategy(AwsRetryStrategy.doNotRetry())));
    }

    private AwsCredentialsProvider credentials() {
        return options.endpoint().isPresent()
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))
                : DefaultCredentialsProvider.builder().build();
    }
}
