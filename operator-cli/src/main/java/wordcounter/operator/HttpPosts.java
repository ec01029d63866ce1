package wordcounter.operator;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import wordcounter.runtime.Environment;

/** Posts by the client that the calls of AWS are made with, so that a proxy is treated alike. */
final class HttpPosts implements SlackSender.Http, AutoCloseable {

    /** Longer than API Gateway waits for a function. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(35);

    private final SdkHttpClient client;

    HttpPosts(Environment environment) {
        client = new NetworkClient.Builder(environment, LONGEST_ANSWER).build();
    }

    @Override
    public SlackSender.Answer post(URI uri, Map<String, String> headers, byte[] body) {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(uri);
        headers.forEach(request::putHeader);
        request.putHeader("Content-Length", Integer.toString(body.length));
        try {
            HttpExecuteResponse response = client.prepareRequest(HttpExecuteRequest.builder()
                            .request(request.build())
                            .contentStreamProvider(ContentStreamProvider.fromByteArray(body))
                            .build())
                    .call();
            try (AbortableInputStream answer = response.responseBody().orElseGet(AbortableInputStream::createEmpty)) {
                return new SlackSender.Answer(
                        response.httpResponse().statusCode(),
                        new String(answer.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new OperatorException("nothing answers at " + uri + ": start ./run-local, or give --api-url", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
