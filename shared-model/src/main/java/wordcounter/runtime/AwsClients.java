package wordcounter.runtime;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Makes the SDK clients of a function. They share one HTTP client, and their timeouts are far below a function's.
 *
 * <p>Credentials come from where Lambda puts them. That is the environment, or under SnapStart the container endpoint,
 * which is asked after the restore only.
 */
public final class AwsClients {

    /** The longest that a call takes, its retries included; a function begins none when less than that is left. */
    public static final Duration CALL_TIMEOUT = Duration.ofSeconds(4);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(2);

    /** A canned answer is there at once; what may take long is the loading of classes on a busy machine. */
    private static final Duration CANNED_TIMEOUT = Duration.ofMinutes(1);

    private final SdkHttpClient http;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final Duration attemptTimeout;
    private final Duration callTimeout;
    private final Optional<URI> endpoint;

    private AwsClients(
            SdkHttpClient http,
            Region region,
            AwsCredentialsProvider credentials,
            Duration attemptTimeout,
            Duration callTimeout,
            Optional<URI> endpoint) {
        this.http = http;
        this.region = region;
        this.credentials = credentials;
        this.attemptTimeout = attemptTimeout;
        this.callTimeout = callTimeout;
        this.endpoint = endpoint;
    }

    /** Clients for a function on Lambda. */
    public static AwsClients forLambda(Environment environment) {
        return forLambda(environment, ATTEMPT_TIMEOUT, CALL_TIMEOUT);
    }

    /**
     * Clients for calls that take long, such as the invocation of another function.
     *
     * @param attemptTimeout the longest that one attempt takes
     * @param callTimeout the longest that all attempts of a call take together
     */
    public static AwsClients forLambda(Environment environment, Duration attemptTimeout, Duration callTimeout) {
        return new AwsClients(
                http(attemptTimeout),
                Region.of(environment.required("AWS_REGION")),
                environment.optional("AWS_ACCESS_KEY_ID").isPresent()
                        ? EnvironmentVariableCredentialsProvider.create()
                        : ContainerCredentialsProvider.create(),
                attemptTimeout,
                callTimeout,
                environment.optional("AWS_ENDPOINT_URL").map(URI::create));
    }

    /** Clients that use no network: every call succeeds at once. A handler is primed over them, see {@link AwsPrimed}. */
    public static AwsClients canned() {
        return canned(new CannedHttpClient(), new Environment(Map.of("AWS_REGION", "us-east-1")));
    }

    /** Such clients, whose requests are addressed as those of the environment's function. */
    static AwsClients canned(CannedHttpClient http, Environment environment) {
        return new AwsClients(
                http,
                Region.of(environment.required("AWS_REGION")),
                StaticCredentialsProvider.create(AwsSessionCredentials.create("canned", "canned", "canned")),
                CANNED_TIMEOUT,
                CANNED_TIMEOUT,
                environment.optional("AWS_ENDPOINT_URL").map(URI::create));
    }

    /** An HTTP client as a function's own, which waits less long for an answer. */
    static SdkHttpClient throwAwayHttp() {
        return http(CONNECT_TIMEOUT);
    }

    private static SdkHttpClient http(Duration socketTimeout) {
        return Apache5HttpClient.builder()
                .connectionTimeout(CONNECT_TIMEOUT)
                .socketTimeout(socketTimeout)
                .build();
    }

    /** Calls to services that have no SDK client here. */
    public SignedCalls signedCalls() {
        return new SignedCalls(http, region, credentials, endpoint);
    }

    /** Builds one client, for instance of {@code DynamoDbClient.builder()}. */
    public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C extends SdkClient> C build(B builder) {
        return builder.httpClient(http)
                .region(region)
                .credentialsProvider(credentials)
                .defaultsMode(DefaultsMode.IN_REGION)
                .overrideConfiguration(configuration ->
                        configuration.apiCallAttemptTimeout(attemptTimeout).apiCallTimeout(callTimeout))
                .build();
    }
}
