package wordcounter.counter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.Environment;
import wordcounter.testing.ApiEvent;
import wordcounter.testing.InMemoryCounts;
import wordcounter.testing.LogLines;
import wordcounter.tracing.TraceContext;

class WordCounterFunctionalTest {

    private static final String FILE = "word-counter-fn/post-words.json";

    private final Fixture fixture = new Fixture();
    private final InMemoryCounts counts = fixture.counts;
    private final Fixture.Topic topic = fixture.topic;
    private final LogLines logLines = fixture.logLines;
    private final WordCounterHandler handler = fixture.handler;

    @Test
    void handleRequest_shouldCountAndPublish_whenTheEventIsReal() {
        JsonObject response = ApiEvent.ofFile(FILE).sendTo(handler);

        assertThat(response.requiredLong("statusCode")).isEqualTo(202);
        JsonObject body = ApiEvent.bodyOf(response);
        String eventId = body.requiredString("eventId");
        assertThat(body.requiredObject("words").members())
                .isEqualTo(Map.of("be", 2, "is", 1, "not", 1, "or", 1, "question", 1, "that", 1, "the", 1, "to", 2));
        assertThat(response.requiredObject("headers").members())
                .containsEntry("Location", "/dev/events/" + eventId)
                .containsEntry("Content-Type", "application/json");
        assertThat(counts.count("be")).isEqualTo(2);
        assertThat(topic.published).extracting(WordsEvent::eventId).containsExactly(eventId);
    }

    @Test
    void handleRequest_shouldGoOnWithTheClientsTrace_inTheEventTheLogAndTheAnswer() {
        JsonObject response = ApiEvent.ofFile(FILE)
                .withHeader("Traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .sendTo(handler);

        TraceContext trace = topic.published.getFirst().trace();
        assertThat(trace.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(trace.parentSpanId()).contains("00f067aa0ba902b7");
        assertThat(response.requiredObject("headers").members()).containsEntry("traceparent", trace.traceparent());
        assertThat(logLines.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.members())
                        .containsEntry("message", "accepted")
                        .containsEntry("eventId", topic.published.getFirst().eventId())
                        .containsEntry("correlationId", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef")
                        .containsEntry("trace_id", trace.traceId())
                        .containsEntry("span_id", trace.spanId())
                        .containsEntry("parent_span_id", "00f067aa0ba902b7"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "canary", "00-00000000000000000000000000000000-00f067aa0ba902b7-01"})
    void handleRequest_shouldCount_inATraceOfItsOwn_whenTheTraceparentIsInvalid(String traceparent) {
        JsonObject response =
                ApiEvent.ofFile(FILE).withHeader("traceparent", traceparent).sendTo(handler);

        assertThat(response.requiredLong("statusCode")).isEqualTo(202);
        assertThat(response.requiredObject("headers").requiredString("traceparent"))
                .isEqualTo(topic.published.getFirst().trace().traceparent());
        assertThat(topic.published.getFirst().trace().parentSpanId()).isEmpty();
        assertThat(logLines.text()).doesNotContain("canary");
    }

    @Test
    void handleRequest_shouldAnswerTheTrace_whenTheTextIsRefused() {
        JsonObject response = ApiEvent.ofFile(FILE)
                .withTextBody("")
                .withHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .sendTo(handler);

        assertThat(response.requiredLong("statusCode")).isEqualTo(422);
        assertThat(response.requiredObject("headers").requiredString("traceparent"))
                .startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736-");
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("message", "refused")
                .containsEntry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void handleRequest_shouldSayInTheLogWhichEventItWas_whenItsIdBelongsToOtherWords() {
        ApiEvent.ofFile(FILE).withHeader("Idempotency-Key", "k").sendTo(handler);
        ApiEvent.ofFile(FILE)
                .withHeader("Idempotency-Key", "k")
                .withTextBody("other")
                .sendTo(handler);

        String eventId = topic.published.getFirst().eventId();
        assertThat(logLines.lines())
                .extracting(line -> line.requiredString("message"))
                .containsExactly("accepted", "other words count under this id", "refused");
        assertThat(logLines.lines())
                .extracting(line -> line.requiredString("eventId"))
                .containsOnly(eventId);
    }

    @Test
    void handleRequest_shouldSayWhatIsWrong_whenTheEventFileIsTheBadOne() {
        JsonObject response =
                ApiEvent.ofFile("word-counter-fn/bad-invalid-utf-8.json").sendTo(handler);

        assertProblem(response, 400, "invalid-utf-8", "not UTF-8");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        text/plain                                       | Hello hello
        text/plain; charset=UTF-8                        | Hello hello
        TEXT/PLAIN;charset="utf-8"                       | Hello hello
        application/json                                 | {"text": "Hello hello"}
        application/json; charset=utf-8                  | {"text": "Hello \\u0068ello", "more": [1]}
        application/json                                 | \uFEFF{"text": "Hello hello"}
        text/plain                                       | \uFEFFHello he\u00ADllo
        application/x-www-form-urlencoded                | text=Hello+hello
        application/x-www-form-urlencoded                | a=b&text=Hello%20hel%6Co&&c
        """)
    void handleRequest_shouldCount_whateverSupportedFormTheTextHas(String contentType, String body) {
        JsonObject response = post(contentType, body);

        assertThat(response.requiredLong("statusCode")).isEqualTo(202);
        assertThat(counts.counts()).isEqualTo(Map.of("hello", 2L));
    }

    @Test
    void handleRequest_shouldCount_whenThereIsNoContentTypeAndTheBodyIsPlain() {
        JsonObject response = ApiEvent.ofFile(FILE)
                .withoutHeader("Content-Type")
                .withTextBody("naïve")
                .sendTo(handler);

        assertThat(response.requiredLong("statusCode")).isEqualTo(202);
        assertThat(counts.counts()).isEqualTo(Map.of("naïve", 1L));
    }

    @ParameterizedTest(name = "{0}: {1} is {2} {3}")
    @CsvSource(delimiter = '|', textBlock = """
        application/xml                    | <text>hello</text>   | 415 | unsupported-content-type | text/plain
        text/plain; charset=iso-8859-1     | hello                | 415 | unsupported-content-type | UTF-8
        application/json                   | {"text": "hello"     | 400 | malformed-body           | line 1, column
        application/json                   | ["hello"]            | 400 | malformed-body           | not one JSON object
        application/json                   | {"text": "a"} b      | 400 | malformed-body           | line 1, column
        application/json                   | {"text": "a"} {}     | 400 | malformed-body           | not one JSON object
        application/json                   | {"text":"a","text":"b"} | 400 | malformed-body        | JSON with a member twice: line 1, column
        application/json                   | {"test": "hello"}    | 422 | no-text                  | 'text' is missing
        application/json                   | {"text": 11}         | 422 | no-text                  | 'text' is not a string
        application/json                   | {"text": null}       | 422 | no-text                  | 'text' is missing
        application/json                   | {"text": ""}         | 422 | no-word                  | letter, digit or emoji
        application/x-www-form-urlencoded  | hello                | 422 | no-text                  | 0 fields named text
        application/x-www-form-urlencoded  | text=a&text=b        | 422 | no-text                  | 2 fields named text
        application/x-www-form-urlencoded  | text=100%            | 400 | malformed-body           | %25
        application/x-www-form-urlencoded  | text=%E9             | 400 | malformed-body           | UTF-8
        text/plain                         | ++ !?                | 422 | no-word                  | no word
        """)
    void handleRequest_shouldSayWhatWouldBeRight_whenTheTextCantBeTaken(
            String contentType, String body, int status, String type, String detail) {
        assertProblem(post(contentType, body), status, type, detail);
    }

    @Test
    void handleRequest_shouldRefuse_whenTheBodyIsCompressed() {
        JsonObject response =
                ApiEvent.ofFile(FILE).withHeader("Content-Encoding", "gzip").sendTo(handler);

        assertProblem(response, 415, "unsupported-content-type", "Content-Encoding");
    }

    @Test
    void handleRequest_shouldTakeThirtyTwoKilobytes_andRefuseOneByteMore() {
        String longest = "a ".repeat(16 * 1024);

        assertThat(post("text/plain", longest).requiredLong("statusCode")).isEqualTo(202);
        assertProblemOnly(post("text/plain", longest + "a"), 413, "body-too-large", "32769 bytes; at most 32768");
    }

    @Test
    void handleRequest_shouldRefuse_whenThereAreMoreThanAThousandDistinctWords() {
        String text = IntStream.rangeClosed(0, 1_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));

        assertProblem(post("text/plain", text), 422, "too-many-distinct-words", "1001 distinct words");
    }

    @Test
    void handleRequest_shouldRefuse_whenAWordIsTooLong() {
        assertProblem(post("text/plain", "short " + "x".repeat(65)), 422, "word-too-long", "has 65");
    }

    @Test
    void handleRequest_shouldRefuse_whenACharacterHasTooManyMarks() {
        assertProblem(
                post("text/plain", "a" + "\u0300".repeat(8_000) + "\u0327".repeat(8_000)),
                422,
                "too-many-marks",
                "more than 30 combining marks");
    }

    @ParameterizedTest
    @CsvSource({"''", "'two words'", "'é'"})
    void handleRequest_shouldRefuse_whenTheIdempotencyKeyIsNotVisibleAscii(String key) {
        JsonObject response =
                ApiEvent.ofFile(FILE).withHeader("Idempotency-Key", key).sendTo(handler);

        assertProblem(response, 400, "invalid-idempotency-key", "1 to 255 visible ASCII");
    }

    @Test
    void handleRequest_shouldCountOnce_whenTheKeyIsRepeated() {
        String first = ApiEvent.bodyOf(post("k1", "u1", "hello")).requiredString("eventId");
        String second = ApiEvent.bodyOf(post("k1", "u1", "hello")).requiredString("eventId");

        assertThat(second).isEqualTo(first);
        assertThat(counts.count("hello")).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldCountTwice_whenThereIsNoKeyOrTheCallerIsAnother() {
        post("text/plain", "hello");
        post("text/plain", "hello");
        assertThat(counts.count("hello")).isEqualTo(2);

        post("k1", "u1", "hello");
        post("k1", "u2", "hello");
        assertThat(counts.count("hello")).as("a key belongs to the caller").isEqualTo(4);
    }

    @Test
    void handleRequest_shouldRefuse_whenTheKeyIsUsedForOtherWords() {
        post("k1", "u1", "hello");

        JsonObject response = post("k1", "u1", "hello hello");

        assertProblemOnly(response, 422, "idempotency-key-reused", "Use a new key");
        assertThat(counts.counts()).isEqualTo(Map.of("hello", 1L));
    }

    @Test
    void handleRequest_shouldAnswer503AndNotCount_whenItCantBePublished() {
        topic.fails = true;

        assertProblemOnly(post("k1", "u1", "hello"), 503, "unknown-outcome", "same Idempotency-Key");
        assertThat(counts.calls()).isZero();
    }

    @Test
    void handleRequest_shouldAnswer503_whenTheLedgerHasNotShownThatTheKeyIsOurs() {
        counts.failNext();

        assertProblemOnly(post("k1", "u1", "hello"), 503, "unknown-outcome", "same Idempotency-Key");
        assertThat(topic.published).hasSize(1);
    }

    @Test
    void handleRequest_shouldAnswer503_whenTheWordsAreContendedUntilTheTimeIsUp() {
        counts.contend(10_000);

        assertProblemOnly(post("k1", "u1", "hello"), 503, "unknown-outcome", "same Idempotency-Key");
    }

    @Test
    void handleRequest_shouldAnswer202_whenTheIdIsOursAndTheMessageIsOut() {
        counts.failNext();

        JsonObject response =
                ApiEvent.ofFile(FILE).withoutHeader("Idempotency-Key").sendTo(handler);

        assertThat(response.requiredLong("statusCode")).isEqualTo(202);
        assertThat(topic.published).hasSize(1);
    }

    @Test
    void log_shouldHoldIdsAndNumbers_neverTheTextOrTheKey() {
        post("secret-key", "u1", "confidential confidential");

        assertThat(logLines.lines()).hasSize(1);
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("message", "accepted")
                .containsEntry("correlationId", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef")
                .containsEntry("words", 2)
                .containsEntry("distinctWords", 1);
        assertThat(logLines.text()).doesNotContain("confidential").doesNotContain("secret-key");
    }

    @Test
    void handleRequest_shouldMeasureEachEventOnce_andEachRefusal() {
        WordCounterHandler measured = fixture.measuredHandler();

        ApiEvent.ofFile(FILE).sendTo(measured);
        ApiEvent.ofFile(FILE).withTextBody("").sendTo(measured);
        ApiEvent.ofFile("word-counter-fn/delete-word.json").sendTo(measured);

        assertThat(logLines.metrics()).containsExactly(Map.of("Accepted", 1), Map.of("Refused", 1));
    }

    @Test
    void prime_shouldGetToTheEnd_withoutANetworkAndInSilence() throws IOException {
        handler.prime(AwsClients.canned());

        assertThat(logLines.text()).isEmpty();
    }

    @Test
    void handleRequest_shouldAnswer500AndLogTheStack_whenSomethingIsBroken() {
        JsonObject response = ApiEvent.ofFile("word-counter-fn/delete-word.json")
                .withResource("/words/{word}", Map.of())
                .sendTo(handler);

        assertProblemOnly(response, 500, "internal-error", "our mistake");
        assertThat(response.requiredString("body")).doesNotContain("path parameter");
        assertThat(logLines.lines().getLast().members())
                .containsEntry("level", "ERROR")
                .containsEntry("correlationId", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef");
        assertThat(logLines.lines().getLast().requiredString("stackTrace")).contains("DeleteWord.handle");
    }

    @Test
    void settings_shouldNameTheVariable_whenOneIsMissing() {
        assertThatThrownBy(() -> WordCounterSettings.of(new Environment(Map.of("TOPIC_ARN", "arn"))))
                .hasMessageContaining("WORD_COUNTS_TABLE is not set");
    }

    private JsonObject post(String contentType, String body) {
        return ApiEvent.ofFile(FILE)
                .withoutHeader("Idempotency-Key")
                .withoutHeader("Content-Type")
                .withHeader("content-type", contentType)
                .withBody(body.getBytes(StandardCharsets.UTF_8))
                .sendTo(handler);
    }

    private JsonObject post(String key, String apiKeyId, String text) {
        return ApiEvent.ofFile(FILE)
                .withHeader("Idempotency-Key", key)
                .withApiKeyId(apiKeyId)
                .withBody(text)
                .sendTo(handler);
    }

    private void assertProblem(JsonObject response, int status, String type, String detail) {
        assertProblemOnly(response, status, type, detail);
        assertThat(topic.published).as("bad input makes no AWS call").isEmpty();
        assertThat(counts.calls()).as("bad input makes no AWS call").isZero();
    }

    private static void assertProblemOnly(JsonObject response, int status, String type, String detail) {
        assertThat(response.requiredLong("statusCode")).isEqualTo(status);
        assertThat(response.requiredObject("headers").members())
                .containsEntry("Content-Type", "application/problem+json");
        JsonObject problem = ApiEvent.bodyOf(response);
        assertThat(problem.requiredLong("status")).isEqualTo(status);
        assertThat(problem.requiredString("type")).endsWith(":" + type);
        assertThat(problem.requiredString("detail")).contains(detail);
    }
}
