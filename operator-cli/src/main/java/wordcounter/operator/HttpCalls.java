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

/**
 * Calls the API by the client that the calls of AWS are made with, so that a proxy is treated alike. A call is made once, and never
 * repeated. Thread-safe.
 */
final class HttpCalls implements SlackSender.Http, AutoCloseable {

    /** Longer than API Gateway waits for a function. */
    static final Duration LONGEST_ANSWER = Duration.ofSeconds(35);

    private final SdkHttpClient client;

    /** @param connections how many calls are made at the same time; what comes beyond that waits */
    HttpCalls(Environment environment, int connections) {
        client = new NetworkClient.Builder(environment, LONGEST_ANSWER)
                .maxConnections(connections)
                .build();
    }

    /** What came back. */
    record Answer(int status, String body) {

        boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    @Override
    public Answer post(URI uri, Map<String, String> headers, byte[] body) {
        try {
            return call(SdkHttpMethod.POST, uri, headers, body);
        } catch (IOException e) {
            throw new OperatorException("nothing answers at " + uri + ": start ./run-local, or give --api-url", e);
        }
    }

    /** @throws IOException when no answer came, or not all of it: what became of the request is not known */
    Answer call(SdkHttpMethod method, URI uri, Map<String, String> headers, byte[] body) throws IOException {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder().method(method).uri(uri);
        headers.forEach(request::putHeader);
        HttpExecuteRequest.Builder call = HttpExecuteRequest.builder();
        if (method == SdkHttpMethod.POST || method == SdkHttpMethod.PUT) {
            request.putHeader("Content-Length", Integer.toString(body.length));
            call.contentStreamProvider(ContentStreamProvider.fromByteArray(body));
        }
        HttpExecuteResponse response =
                client.prepareRequest(call.request(request.build()).build()).call();
        try (AbortableInputStream answer = response.responseBody().orElseGet(AbortableInputStream::createEmpty)) {
            return new Answer(
                    response.httpResponse().statusCode(), new String(answer.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
