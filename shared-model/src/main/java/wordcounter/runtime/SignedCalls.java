package wordcounter.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Makes single calls to services without their SDK clients. A client is large for one operation: Lambda's has 3.4 MB.
 * The calls are signed by the SDK's own signer, and are not repeated. Thread-safe.
 */
public final class SignedCalls {

    private final SdkHttpClient http;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final Optional<URI> endpoint;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    /** @param endpoint where every service answers; empty for AWS's own addresses */
    SignedCalls(SdkHttpClient http, Region region, AwsCredentialsProvider credentials, Optional<URI> endpoint) {
        this.http = http;
        this.region = region;
        this.credentials = credentials;
        this.endpoint = endpoint;
    }

    /**
     * What the service answered.
     *
     * @param errorHeader the value of the header {@code X-Amz-Function-Error}, which an invoked function's failure sets
     */
    public record Answer(int status, Optional<String> errorHeader, String body) {

        public boolean isThrottledOrBroken() {
            return status == 429 || status >= 500;
        }
    }

    /**
     * Where AWS answers for the service, by the region's partition: a region that is newer than the SDK has one too.
     */
    static String host(String service, Region region) {
        return service + "." + region.id() + "." + PartitionMetadata.of(region).dnsSuffix();
    }

    /**
     * Posts the body, and waits for the answer.
     *
     * @param path percent-encoded, with a leading slash
     * @throws UncheckedIOException when there was no answer: it is not known whether it was done
     */
    public Answer post(String service, String path, Map<String, String> headers, byte[] body) {
        URI uri = URI.create(endpoint.map(URI::toString).orElseGet(() -> "https://" + host(service, region)) + path);
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri);
        headers.forEach(request::putHeader);
        request.putHeader("Content-Length", Integer.toString(body.length));
        SignedRequest signed = signer.sign(call -> call.identity(credentials.resolveCredentials())
                .request(request.build())
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
        try {
            HttpExecuteResponse response = http.prepareRequest(HttpExecuteRequest.builder()
                            .request(signed.request())
                            .contentStreamProvider(signed.payload().orElse(null))
                            .build())
                    .call();
            try (AbortableInputStream answer = response.responseBody().orElseGet(AbortableInputStream::createEmpty)) {
                return new Answer(
                        response.httpResponse().statusCode(),
                        response.httpResponse().firstMatchingHeader("X-Amz-Function-Error"),
                        new String(answer.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
