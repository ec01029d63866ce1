package wordcounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Target;
import wordcounter.targets.TroubledWorld;

/** openapi.yaml is what the routes do: each answer is documented, and each documented answer is seen. */
class OpenApiIT extends Contract {

    private static final String TOO_LARGE_FOR_SLACK = "x".repeat(256 * 1024 + 1);
    /** What troubles the functions does not trouble API Gateway, which puts messages into the queues itself. */
    private static final Set<String> QUEUE_DOES_NOT_ANSWER =
            Set.of("POST /queued/words 503", "POST /documents/{id}/changed 503");

    private static final String CONTENT_TYPE = "Content-Type";
    private static final String TEXT = "text/plain";
    private static final int TOO_LARGE = 10 * 1024 * 1024 + 1;

    /** As base64 it is above the 6 MB that Lambda takes, with nothing else in the event. */
    private static final int TOO_LARGE_FOR_LAMBDA = 6 * 1024 * 1024 / 4 * 3;

    /** Answers of a word counter in trouble. */
    private static final Set<Integer> TROUBLE = Set.of(429, 503);

    /** The suite's other tests have set the token, which switches it on. */
    private static final String WEBHOOK_IS_OFF = "POST /slack/outgoing-webhook 404";

    private final OpenApi openApi = OpenApi.read();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    OpenApiIT(Target target) {
        super(target);
    }

    /** @param expected operation and status of the answer, {@code POST /words 202} */
    private record Exchange(String expected, HttpRequest.Builder request) {

        String operation() {
            return expected.substring(0, expected.lastIndexOf(' '));
        }
    }

    @Test
    void everyAnswer_shouldBeDocumentedAndSeen() throws IOException, InterruptedException {
        SlackClient slack = new SlackClient(target, stack, api);
        String word = Fresh.word();
        String eventId = accepted(api.postText(word));
        awaitCount(word, 11);
        List<Exchange> exchanges = new ArrayList<>();
        exchanges.addAll(words(word));
        exchanges.addAll(summaries(word));
        exchanges.addAll(events(eventId));
        exchanges.addAll(withoutAKey());
        exchanges.addAll(slack(slack, word));
        if (target.hasExactGateway()) {
            exchanges.addAll(tooLarge());
            exchanges.addAll(queuedWords(word));
        }
        boolean hasDocuments = target.documents().isPresent();
        if (hasDocuments) {
            exchanges.addAll(documents(word));
        }

        SoftAssertions softly = new SoftAssertions();
        for (Exchange exchange : exchanges) {
            check(exchange, send(exchange), softly);
        }
        softly.assertAll();

        Set<String> documented = openApi.answers();
        documented.removeIf(answer -> TROUBLE.contains(Integer.valueOf(answer.substring(answer.length() - 3))));
        documented.remove(WEBHOOK_IS_OFF);
        if (!target.hasExactGateway()) {
            // what it answers of a queue's XML is not what API Gateway answers
            documented.removeIf(answer -> answer.startsWith("POST /queued/words ") && !answer.endsWith("403"));
        }
        if (!hasDocuments) {
            documented.removeIf(answer -> answer.contains(" /documents/") && !answer.endsWith("403"));
        }
        assertThat(exchanges.stream().map(Exchange::expected).collect(toSet())).isEqualTo(documented);
    }

    private List<Exchange> words(String word) {
        return List.of(
                new Exchange("POST /words 202", with("/words", "POST", word)),
                new Exchange("POST /words 400", with("/words", "POST", word).header("Idempotency-Key", "two words")),
                new Exchange("POST /words 413", with("/words", "POST", "x ".repeat(20_000))),
                new Exchange("POST /words 415", with("/words", "POST", word).header(CONTENT_TYPE, "application/xml")),
                new Exchange("POST /words 422", with("/words", "POST", "?!")),
                new Exchange("GET /words 200", with("/words?top=3", "GET", "")),
                new Exchange("GET /words 304", ifNew("/words")),
                new Exchange("GET /words 400", with("/words?top=0", "GET", "")),
                new Exchange("GET /words/{word} 200", with("/words/" + word, "GET", "")),
                new Exchange("GET /words/{word} 200", with("/words/" + word + "?consistent=true", "GET", "")),
                new Exchange("GET /words/{word} 304", ifNew("/words/" + word)),
                new Exchange("GET /words/{word} 400", with("/words/two%20words", "GET", "")),
                new Exchange("GET /words/{word} 404", with("/words/" + Fresh.word(), "GET", "")),
                new Exchange("DELETE /words/{word} 204", with("/words/" + Fresh.word(), "DELETE", "")),
                new Exchange("DELETE /words/{word} 400", with("/words/two%20words", "DELETE", "")));
    }

    private List<Exchange> queuedWords(String word) {
        return List.of(
                new Exchange(
                        "POST /queued/words 202",
                        with("/queued/words", "POST", word).header(CONTENT_TYPE, TEXT)),
                new Exchange(
                        "POST /queued/words 400",
                        with("/queued/words", "POST", "").header(CONTENT_TYPE, TEXT)),
                new Exchange(
                        "POST /queued/words 400",
                        with("/queued/words", "POST", "x".repeat(33_000)).header(CONTENT_TYPE, TEXT)),
                new Exchange(
                        "POST /queued/words 415",
                        with("/queued/words", "POST", word).header(CONTENT_TYPE, "application/xml")));
    }

    private List<Exchange> documents(String id) {
        String document = "/documents/" + id;
        assertThat(api.changed(id).status()).isEqualTo(202);
        Stack.soon().until(() -> api.get(document).status() == 200);
        return List.of(
                new Exchange("POST /documents/{id}/changed 202", with(document + "/changed", "POST", "")),
                new Exchange("POST /documents/{id}/changed 202", with(document + "/changed", "POST", "{}")),
                new Exchange("POST /documents/{id}/changed 400", with("/documents/%2e%2E/changed", "POST", "")),
                new Exchange(
                        "POST /documents/{id}/changed 413",
                        at(target, document + "/changed")
                                .header("x-api-key", target.apiKey())
                                .POST(BodyPublishers.ofByteArray(new byte[TOO_LARGE]))),
                new Exchange(
                        "POST /documents/{id}/changed 415",
                        with(document + "/changed", "POST", "").header(CONTENT_TYPE, "application/xml")),
                new Exchange("GET /documents/{id} 200", with(document, "GET", "")),
                new Exchange("GET /documents/{id} 304", ifNew(document)),
                new Exchange("GET /documents/{id} 400", with("/documents/%E9", "GET", "")),
                new Exchange("GET /documents/{id} 404", with("/documents/nothing", "GET", "")));
    }

    private List<Exchange> summaries(String word) {
        return List.of(
                new Exchange("GET /summaries 200", with("/summaries?limit=1", "GET", "")),
                new Exchange("GET /summaries 304", ifNew("/summaries")),
                new Exchange("GET /summaries 400", with("/summaries?cursor=!", "GET", "")),
                new Exchange("GET /summaries/{id} 200", with("/summaries/totals", "GET", "")),
                new Exchange("GET /summaries/{id} 200", with("/summaries/word%23" + word, "GET", "")),
                new Exchange("GET /summaries/{id} 304", ifNew("/summaries/totals")),
                new Exchange("GET /summaries/{id} 400", with("/summaries/%E9", "GET", "")),
                new Exchange("GET /summaries/{id} 404", with("/summaries/nothing", "GET", "")));
    }

    private List<Exchange> events(String eventId) {
        return List.of(
                new Exchange("GET /events/{id} 200", with("/events/" + eventId, "GET", "")),
                new Exchange("GET /events/{id} 304", ifNew("/events/" + eventId)),
                new Exchange("GET /events/{id} 400", with("/events/%E9", "GET", "")),
                new Exchange("GET /events/{id} 404", with("/events/nothing", "GET", "")));
    }

    private List<Exchange> withoutAKey() {
        return openApi.operations().stream()
                .filter(openApi::needsApiKey)
                .map(operation -> new Exchange(operation + " 403", anyhow(target, operation)))
                .toList();
    }

    private List<Exchange> slack(SlackClient slack, String word) {
        String challenge = "{\"type\":\"url_verification\",\"challenge\":\"c\"}";
        String message = SlackClient.message("message", word, "1", word);
        String help = "command=%2Fwords&text=";
        return List.of(
                new Exchange("POST /slack/events 200", slack.sign(slackEntry("events"), challenge, Instant.now())),
                new Exchange("POST /slack/events 200", slack.sign(slackEntry("events"), message, Instant.now())),
                new Exchange("POST /slack/events 401", post(slackEntry("events"), "token=none")),
                new Exchange("POST /slack/commands 200", slack.sign(slackEntry("commands"), help, Instant.now())),
                new Exchange("POST /slack/commands 200", slack.sign(slackEntry("commands"), "%", Instant.now())),
                new Exchange("POST /slack/commands 401", post(slackEntry("commands"), "token=none")),
                new Exchange(
                        "POST /slack/outgoing-webhook 200",
                        post(slackEntry("outgoing-webhook"), "token=" + slack.token())),
                new Exchange("POST /slack/outgoing-webhook 401", post(slackEntry("outgoing-webhook"), "token=none")),
                new Exchange("POST /slack/events 413", post(slackEntry("events"), TOO_LARGE_FOR_SLACK)),
                new Exchange("POST /slack/commands 413", post(slackEntry("commands"), TOO_LARGE_FOR_SLACK)),
                new Exchange(
                        "POST /slack/outgoing-webhook 413", post(slackEntry("outgoing-webhook"), TOO_LARGE_FOR_SLACK)));
    }

    private List<Exchange> tooLarge() {
        List<Exchange> exchanges = new ArrayList<>();
        for (int bytes : List.of(TOO_LARGE_FOR_LAMBDA, TOO_LARGE)) {
            BodyPublisher body = BodyPublishers.ofByteArray(new byte[bytes]);
            exchanges.add(new Exchange(
                    "POST /words 413",
                    at(target, "/words").header("x-api-key", target.apiKey()).POST(body)));
            exchanges.add(
                    new Exchange("POST /slack/events 413", slackEntry("events").POST(body)));
            exchanges.add(new Exchange(
                    "POST /slack/commands 413", slackEntry("commands").POST(body)));
            exchanges.add(new Exchange(
                    "POST /slack/outgoing-webhook 413",
                    slackEntry("outgoing-webhook").POST(body)));
        }
        exchanges.add(new Exchange(
                "POST /queued/words 413",
                at(target, "/queued/words")
                        .header("x-api-key", target.apiKey())
                        .POST(BodyPublishers.ofByteArray(new byte[TOO_LARGE]))));
        return exchanges;
    }

    @Test
    void webhookThatIsOff_shouldAnswerAsDocumented(@EmptyWorld Target other) throws IOException, InterruptedException {
        Exchange exchange = new Exchange(WEBHOOK_IS_OFF, post(at(other, "/slack/outgoing-webhook"), "token=any"));
        SoftAssertions softly = new SoftAssertions();
        check(exchange, send(exchange), softly);
        softly.assertAll();
    }

    @Test
    @EnabledIfSystemProperty(named = "target", matches = "local")
    void everyAnswerInTrouble_shouldBeDocumentedAndSeen(@TempDir Path folder)
            throws InterruptedException, ExecutionException {
        Set<String> seen = new TreeSet<>();
        SoftAssertions softly = new SoftAssertions();
        try (Target troubled = TroubledWorld.start(folder)) {
            for (int status : new int[] {503, 429}) {
                List<Exchange> exchanges = openApi.operations().stream()
                        .map(operation -> new Exchange(
                                operation + " " + status,
                                anyhow(troubled, operation).header("x-api-key", troubled.apiKey())))
                        .toList();
                Map<Exchange, HttpResponse<String>> answers = sendAtOnce(exchanges);
                answers.keySet().removeIf(exchange -> QUEUE_DOES_NOT_ANSWER.contains(exchange.expected()));
                answers.forEach((exchange, answer) -> check(exchange, answer, softly));
                answers.keySet().stream().map(Exchange::expected).forEach(seen::add);
            }
        }
        softly.assertAll();

        Set<String> documented = openApi.answers();
        documented.removeIf(answer -> !TROUBLE.contains(Integer.valueOf(answer.substring(answer.length() - 3))));
        documented.removeAll(QUEUE_DOES_NOT_ANSWER);
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
    private static HttpRequest.Builder anyhow(Target target, String operation) {
        String[] methodAndPath = operation.split(" ", 2);
        String known =
                methodAndPath[1].replace("/summaries/{id}", "/summaries/totals").replaceAll("\\{.*}", "hello");
        HttpRequest.Builder request = at(target, known);
        return methodAndPath[0].equals("POST")
                ? post(request, "hello").header("Idempotency-Key", Fresh.key())
                : request.method(methodAndPath[0], BodyPublishers.noBody());
    }

    private HttpRequest.Builder with(String path, String method, String body) {
        return at(target, path).method(method, BodyPublishers.ofString(body)).header("x-api-key", target.apiKey());
    }

    /** Any content is known to whoever sends it. */
    private HttpRequest.Builder ifNew(String path) {
        return with(path, "GET", "").header("If-None-Match", "*");
    }

    private HttpRequest.Builder slackEntry(String entry) {
        return at(target, "/slack/" + entry);
    }

    private static HttpRequest.Builder post(HttpRequest.Builder request, String body) {
        return request.POST(BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder at(Target target, String path) {
        return HttpRequest.newBuilder(URI.create(target.api() + path));
    }

    /** At once, as a function that reaches no service takes seconds to say so. */
    private Map<Exchange, HttpResponse<String>> sendAtOnce(List<Exchange> exchanges)
            throws InterruptedException, ExecutionException {
        Map<Exchange, Future<HttpResponse<String>>> answers = new LinkedHashMap<>();
        Map<Exchange, HttpResponse<String>> arrived = new LinkedHashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            exchanges.forEach(exchange -> answers.put(exchange, threads.submit(() -> send(exchange))));
            for (Map.Entry<Exchange, Future<HttpResponse<String>>> answer : answers.entrySet()) {
                arrived.put(answer.getKey(), answer.getValue().get());
            }
        }
        return arrived;
    }

    private HttpResponse<String> send(Exchange exchange) throws IOException, InterruptedException {
        return http.send(exchange.request().build(), BodyHandlers.ofString(UTF_8));
    }

    private void check(Exchange exchange, HttpResponse<String> answer, SoftAssertions softly) {
        softly.assertThat(exchange.operation() + " " + answer.statusCode())
                .as(answer.body())
                .isEqualTo(exchange.expected());
        softly.assertThat(openApi.problems(exchange.operation(), answer)).isEmpty();
    }
}
