package wordcounter.operator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Posts by the JDK's client. */
final class JavaHttp implements SlackSender.Http, AutoCloseable {

    /** Longer than API Gateway waits for a function. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(35);

    private final HttpClient client = HttpClient.newHttpClient();

    @Override
    public SlackSender.Answer post(URI uri, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(LONGEST_ANSWER).POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new SlackSender.Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new OperatorException("nothing answers at " + uri + ": start ./run-local, or give --api-url", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("interrupted while waiting for " + uri, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
