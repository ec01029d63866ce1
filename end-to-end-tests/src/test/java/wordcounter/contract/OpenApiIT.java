package wordcounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import wordcounter.targets.Target;
import wordcounter.targets.TroubledWorld;

/** openapi.yaml is what the routes do: each answer is documented, and each documented answer is seen. */
class OpenApiIT extends Contract {

    private static final int TOO_LARGE = 10 * 1024 * 1024 + 1;

    /** Answers of a word counter in trouble. */
    private static final Set<Integer> TROUBLE = Set.of(429, 503);

    private final OpenApi openApi = OpenApi.read();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Set<String> seen = new ConcurrentSkipListSet<>();

    OpenApiIT(Target target) {
        super(target);
    }

    @Test
    void everyAnswer_shouldBeDocumentedAndSeen() throws IOException, InterruptedException {
        SlackClient slack = new SlackClient(target, stack, api);
        String word = Fresh.word();
        String eventId = accepted(api.postText(word));
        awaitCount(word, 11);

        send("POST /words 202", with("/words", "POST", word));
        send("POST /words 400", with("/words", "POST", word).header("Idempotency-Key", "two words"));
        send("POST /words 413", with("/words", "POST", "x ".repeat(20_000)));
        if (target.hasExactGateway()) {
            send("POST /words 413", with("/words", "POST", "x".repeat(TOO_LARGE)));
        }
        send("POST /words 415", with("/words", "POST", word).header("Content-Type", "application/xml"));
        send("POST /words 422", with("/words", "POST", "?!"));
        send("GET /words 200", with("/words?top=3", "GET", ""));
        send("GET /words 304", with("/words", "GET", "").header("If-None-Match", "*"));
        send("GET /words 400", with("/words?top=0", "GET", ""));
        send("GET /words/{word} 200", with("/words/" + word, "GET", ""));
        send("GET /words/{word} 200", with("/words/" + word + "?consistent=true", "GET", ""));
        send("GET /words/{word} 304", with("/words/" + word, "GET", "").header("If-None-Match", "*"));
        send("GET /words/{word} 400", with("/words/two%20words", "GET", ""));
        send("GET /words/{word} 404", with("/words/" + Fresh.word(), "GET", ""));
        send("DELETE /words/{word} 204", with("/words/" + Fresh.word(), "DELETE", ""));
        send("DELETE /words/{word} 400", with("/words/two%20words", "DELETE", ""));
        send("GET /summaries 200", with("/summaries?limit=1", "GET", ""));
        send("GET /summaries 304", with("/summaries", "GET", "").header("If-None-Match", "*"));
        send("GET /summaries 400", with("/summaries?cursor=!", "GET", ""));
        send("GET /summaries/{id} 200", with("/summaries/totals", "GET", ""));
        send("GET /summaries/{id} 200", with("/summaries/word%23" + word, "GET", ""));
        send("GET /summaries/{id} 304", with("/summaries/totals", "GET", "").header("If-None-Match", "*"));
        send("GET /summaries/{id} 400", with("/summaries/%E9", "GET", ""));
        send("GET /summaries/{id} 404", with("/summaries/nothing", "GET", ""));
        send("GET /events/{id} 200", with("/events/" + eventId, "GET", ""));
        send("GET /events/{id} 304", with("/events/" + eventId, "GET", "").header("If-None-Match", "*"));
        send("GET /events/{id} 400", with("/events/%E9", "GET", ""));
        send("GET /events/{id} 404", with("/events/nothing", "GET", ""));
        for (String operation : openApi.operations()) {
            if (openApi.needsApiKey(operation)) {
                String[] parts = operation.split(" ", 2);
                send(operation + " 403", anyhow(target, parts[0], parts[1]));
            }
        }
        String challenge = "{\"type\":\"url_verification\",\"challenge\":\"c\"}";
        String message = SlackClient.message("message", word, "1", word);
        String help = "command=%2Fwords&text=";
        send("POST /slack/events 200", slack.sign(at(target, "/slack/events"), challenge, Instant.now()));
        send("POST /slack/events 200", slack.sign(at(target, "/slack/events"), message, Instant.now()));
        send("POST /slack/commands 200", slack.sign(at(target, "/slack/commands"), help, Instant.now()));
        send("POST /slack/commands 200", slack.sign(at(target, "/slack/commands"), "%", Instant.now()));
        send("POST /slack/outgoing-webhook 200", webhook("token=" + slack.token()));
        for (String entry : new String[] {"events", "commands", "outgoing-webhook"}) {
            HttpRequest.Builder request = at(target, "/slack/" + entry);
            send("POST /slack/" + entry + " 401", request.POST(BodyPublishers.ofString("token=none")));
            send("POST /slack/" + entry + " 413", request.POST(BodyPublishers.ofByteArray(new byte[256 * 1024 + 1])));
            if (target.hasExactGateway()) {
                send("POST /slack/" + entry + " 413", request.POST(BodyPublishers.ofByteArray(new byte[TOO_LARGE])));
            }
        }

        Set<String> documented = openApi.answers();
        documented.removeIf(answer -> TROUBLE.contains(Integer.valueOf(answer.substring(answer.length() - 3))));
        documented.remove("POST /slack/outgoing-webhook 404"); // the suite has set its token
        assertThat(seen).isEqualTo(documented);
    }

    @Test
    @EnabledIfSystemProperty(named = "target", matches = "local")
    void everyAnswerInTrouble_shouldBeDocumentedAndSeen(@TempDir Path folder)
            throws InterruptedException, ExecutionException {
        try (Target troubled = TroubledWorld.start(folder)) {
            for (int status : new int[] {503, 429}) {
                sendToAll(troubled, status);
            }
        }

        Set<String> documented = openApi.answers();
        documented.removeIf(answer -> !TROUBLE.contains(Integer.valueOf(answer.substring(answer.length() - 3))));
        assertThat(seen).isEqualTo(documented);
    }

    @Test
    void requestsOfAWebPage_shouldBeRefused_sinceThereIsNoCors() throws IOException, InterruptedException {
        HttpResponse<String> preflight = http.send(
                at(target, "/words")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Access-Control-Request-Method", "POST")
                        .build(),
                BodyHandlers.ofString(UTF_8));
        HttpResponse<String> get = http.send(
                with("/words", "GET", "").header("Sec-Fetch-Mode", "cors").build(), BodyHandlers.ofString(UTF_8));

        assertThat(preflight.statusCode()).isEqualTo(403);
        assertThat(get.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
    }

    /** A request that keeps to the contract, but without a key. */
    private static HttpRequest.Builder anyhow(Target target, String method, String path) {
        String known = path.replace("/summaries/{id}", "/summaries/totals").replaceAll("\\{.*}", "hello");
        HttpRequest.Builder request = at(target, known);
        return method.equals("POST")
                ? request.POST(BodyPublishers.ofString("hello")).header("Idempotency-Key", Fresh.key())
                : request.method(method, BodyPublishers.noBody());
    }

    private HttpRequest.Builder with(String path, String method, String body) {
        return at(target, path).method(method, BodyPublishers.ofString(body)).header("x-api-key", target.apiKey());
    }

    private HttpRequest.Builder webhook(String body) {
        return at(target, "/slack/outgoing-webhook").POST(BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder at(Target target, String path) {
        return HttpRequest.newBuilder(URI.create(target.api() + path));
    }

    /** At once, as a function that reaches no service takes seconds to say so. */
    private void sendToAll(Target target, int expected) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> answers = new ArrayList<>();
            for (String operation : openApi.operations()) {
                String[] parts = operation.split(" ", 2);
                HttpRequest.Builder request = anyhow(target, parts[0], parts[1]).header("x-api-key", target.apiKey());
                answers.add(threads.submit(() -> {
                    send(operation + " " + expected, request);
                    return null;
                }));
            }
            for (Future<?> answer : answers) {
                answer.get();
            }
        }
    }

    /** @param expected {@code POST /words 202} */
    private void send(String expected, HttpRequest.Builder request) throws IOException, InterruptedException {
        String operation = expected.substring(0, expected.lastIndexOf(' '));
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString(UTF_8));
        assertThat(operation + " " + answer.statusCode()).as(answer.body()).isEqualTo(expected);
        assertThat(openApi.problems(operation, answer)).isEmpty();
        seen.add(expected);
    }
}
