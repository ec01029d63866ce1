package wordcounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wordcounter.json.JsonObject;
import wordcounter.targets.Target;

/** The API as a client with nothing but HTTP sees it. Thread-safe. */
final class WordsApi {

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(35);

    private final Target target;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    WordsApi(Target target) {
        this.target = target;
    }

    Answer postText(String text) {
        return post(text.getBytes(UTF_8), Map.of("Content-Type", "text/plain"));
    }

    Answer postText(String text, String idempotencyKey) {
        return post(text.getBytes(UTF_8), Map.of("Content-Type", "text/plain", "Idempotency-Key", idempotencyKey));
    }

    Answer post(byte[] body, Map<String, String> headers) {
        return post("/words", body, headers);
    }

    /** Puts a text into the queue. */
    Answer queueText(String text) {
        return queue(text.getBytes(UTF_8), Map.of("Content-Type", "text/plain"));
    }

    Answer queueText(String text, String idempotencyKey) {
        return queue(text.getBytes(UTF_8), Map.of("Content-Type", "text/plain", "Idempotency-Key", idempotencyKey));
    }

    Answer queue(byte[] body, Map<String, String> headers) {
        return post("/queued/words", body, headers);
    }

    /** Tells that a document has changed, as a webhook does: there is nothing in it. */
    Answer changed(String documentId) {
        return send(request("/documents/" + documentId + "/changed")
                .POST(BodyPublishers.noBody())
                .header("x-api-key", target.apiKey()));
    }

    private Answer post(String path, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request.header("x-api-key", target.apiKey()));
    }

    /** @param path with its query, encoded */
    Answer get(String path) {
        return send(request(path).header("x-api-key", target.apiKey()));
    }

    Answer delete(String word) {
        return send(request("/words/" + encode(word)).DELETE().header("x-api-key", target.apiKey()));
    }

    Answer getWithoutKey(String path) {
        return send(request(path));
    }

    Answer postWithKey(String text, Optional<String> apiKey) {
        HttpRequest.Builder request =
                request("/words").header("Content-Type", "text/plain").POST(BodyPublishers.ofString(text));
        apiKey.ifPresent(key -> request.header("x-api-key", key));
        return send(request);
    }

    /** 0 when the word is not counted. */
    long count(String word) {
        return countAt("/words/" + encode(word));
    }

    /** The same, from the counters themselves. */
    long consistentCount(String word) {
        return countAt("/words/" + encode(word) + "?consistent=true");
    }

    private long countAt(String path) {
        Answer answer = get(path);
        if (answer.status() == 404) {
            return 0;
        }
        assertThat(answer.status()).as(path + ": " + answer.body()).isEqualTo(200);
        return answer.json().requiredLong("count");
    }

    Totals totals() {
        return Totals.of(get("/summaries/totals").json());
    }

    /** Every word's summary, page by page to the end. */
    Map<String, Long> allSummaries(int limit) {
        Map<String, Long> counts = new LinkedHashMap<>();
        Optional<String> cursor = Optional.empty();
        do {
            Answer answer = get("/summaries?limit=" + limit
                    + cursor.map(c -> "&cursor=" + c).orElse(""));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            List<JsonObject> page = answer.json().requiredObjects("summaries");
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            for (JsonObject summary : page) {
                String word = summary.requiredString("word");
                assertThat(summary.requiredString("id")).isEqualTo("word#" + word);
                assertThat(counts).as("each word stands on one page").doesNotContainKey(word);
                counts.put(word, summary.requiredLong("itemCount"));
            }
            cursor = answer.json().optionalString("next");
        } while (cursor.isPresent());
        return counts;
    }

    static String encode(String pathPart) {
        return URLEncoder.encode(pathPart, UTF_8).replace("+", "%20");
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(target.api() + path)).timeout(LONGEST_ANSWER);
    }

    Answer send(HttpRequest.Builder request) {
        try {
            return Answer.of(http.send(request.build(), BodyHandlers.ofString(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The sum of all words' counts, and how many words there are. */
    record Totals(long itemCount, long distinctWords) {
        static Totals of(JsonObject json) {
            return new Totals(json.requiredLong("itemCount"), json.requiredLong("distinctWords"));
        }
    }
}
