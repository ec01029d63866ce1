package wordcounter.debounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.EventCounter;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.Parking;
import wordcounter.debounce.DocumentServer.Answer;
import wordcounter.debounce.DocumentServer.UnavailableException;
import wordcounter.documents.Document;
import wordcounter.documents.Document.State;
import wordcounter.documents.DocumentId;
import wordcounter.documents.DocumentMessage;
import wordcounter.documents.DocumentMessage.Kind;
import wordcounter.events.WordsEvent;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.testing.EventFiles;
import wordcounter.testing.InMemoryCounts;
import wordcounter.testing.InMemoryDocuments;
import wordcounter.testing.Invocation;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;
import wordcounter.tracing.TraceContext;
import wordcounter.tracing.TraceContexts;

class DocumentWordsFunctionalTest {

    private static final String CHANGED = "document-words-fn/changed.json";
    private static final String CHECK = "document-words-fn/check.json";
    private static final String BAD = "document-words-fn/bad-id.json";
    private static final String CHECK_ID = "9c0d7f34-19c5-4d6f-b6a0-0e4d8a7b2c53";
    private static final DocumentId CHAPTER = new DocumentId("handbook/chapter 1");
    private static final DocumentId MINUTES = new DocumentId("minutes-2026-11-27");

    /** The messages are sent in 2100, so that the samples never grow too old. */
    private static final Instant SENT_AT = Instant.parse("2100-01-01T00:00:00Z");

    private final ManualClock clock = new ManualClock(SENT_AT);
    private final InMemoryDocuments documents = new InMemoryDocuments();
    private final InMemoryCounts counts = new InMemoryCounts();
    private final List<DocumentMessage> checks = new ArrayList<>();
    private final List<WordsEvent> published = new ArrayList<>();
    private final List<ParkedItem> parked = new ArrayList<>();
    private final LogLines logLines = new LogLines();
    private Answer content = new Answer.Content("to be or not to be");
    private int fetches;
    private Checks checksQueue = checks::add;
    private Parking parking = parked::add;

    @Test
    void change_shouldMarkTheDocument_andSendADelayedCheck() {
        assertThat(handle(EventFiles.text(CHANGED))).isEmpty();

        assertThat(document(CHAPTER).changedAt()).isEqualTo(SENT_AT);
        assertThat(document(MINUTES).changedAt()).isEqualTo(SENT_AT.plusSeconds(1));
        assertThat(checks).extracting(DocumentMessage::kind).containsOnly(Kind.CHECK);
        assertThat(checks)
                .extracting(DocumentMessage::id, DocumentMessage::changedAt, DocumentMessage::correlationId)
                .containsExactly(
                        tuple(CHAPTER, SENT_AT, "c6af9ac6-7b61-11e6-9a41-93e8deadbeef"),
                        tuple(MINUTES, SENT_AT.plusSeconds(1), "d7b0abd7-7b61-11e6-9a41-93e8deadbeef"));
        TraceContext hop = TraceContext.parse(checks.getFirst().traceparent().orElseThrow())
                .orElseThrow();
        assertThat(hop.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(hop.spanId()).isNotEqualTo("c6af9ac67b6111e6");
        assertThat(fetches).as("before it was quiet").isZero();
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("message", "marked as changed")
                .containsEntry("documentId", "handbook/chapter 1")
                .containsEntry("correlationId", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef")
                .containsEntry("trace_id", hop.traceId())
                .containsEntry("span_id", hop.spanId())
                .containsEntry("parent_span_id", "c6af9ac67b6111e6");
    }

    @Test
    void handleRequest_shouldMeasureEachEventOnce_andWhatItParks() {
        DocumentWordsHandler measured =
                handler(this::fetch, logLines.measuredLog(FunctionModule.DOCUMENT_WORDS, clock));

        handle(measured, EventFiles.text(CHANGED));
        handle(measured, EventFiles.text(CHECK));
        handle(measured, EventFiles.text(BAD));

        assertThat(logLines.metrics()).containsExactly(Map.of("Accepted", 1), Map.of("Parked", 1));
    }

    @Test
    void change_shouldSendACheckAgain_whenItWasMarkedButTheProcessDiedBeforeSending() {
        checksQueue = check -> {
            throw new IllegalStateException("queue is gone");
        };
        assertThat(handle(EventFiles.text(CHANGED))).hasSize(2);
        assertThat(document(CHAPTER).changes()).isEqualTo(1);
        checksQueue = checks::add;

        assertThat(handle(EventFiles.text(CHANGED))).isEmpty();

        assertThat(checks).hasSize(2);
    }

    @Test
    void check_shouldCountTheDocument_whenNothingHasChangedSince() {
        documents.mark(CHAPTER, SENT_AT);

        assertThat(handle(EventFiles.text(CHECK))).isEmpty();

        assertThat(fetches).isEqualTo(1);
        assertThat(counts.counts()).isEqualTo(Map.of("to", 2L, "be", 2L, "or", 1L, "not", 1L));
        assertThat(published.getFirst().trace().traceId())
                .isEqualTo(logLines.lines().getLast().requiredString("trace_id"));
        assertThat(document(CHAPTER).state()).isEqualTo(State.COUNTED);
        assertThat(published)
                .extracting(WordsEvent::correlationId)
                .containsExactly("c6af9ac6-7b61-11e6-9a41-93e8deadbeef");
        assertThat(logLines.text()).contains("up to date").doesNotContain("not to be");
    }

    @Test
    void check_shouldDoNothing_whenTheDocumentHasChangedAgain() {
        documents.mark(CHAPTER, SENT_AT);
        documents.mark(CHAPTER, SENT_AT.plusMillis(1));

        assertThat(handle(EventFiles.text(CHECK))).isEmpty();

        assertThat(fetches).isZero();
        assertThat(logLines.lines().getFirst().members()).containsEntry("message", "changed again since");
    }

    @Test
    void check_shouldCount_whenTheTableKnowsNothingOfTheDocument() {
        assertThat(handle(EventFiles.text(CHECK))).isEmpty();

        assertThat(counts.count("be")).isEqualTo(2);
    }

    @Test
    void documents_shouldBeFetchedOnce_whenTheyChangeFiftyTimesInARow() {
        List<Map<String, Object>> changes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            changes.add(new QueueMessage(
                            "m-" + i,
                            SENT_AT.plusMillis(200L * i),
                            MINUTES.pathSegment(),
                            Map.of(QueueMessage.ROUTE, Kind.CHANGE.route()))
                    .toSqsRecord()
                    .members());
        }
        handle(new JsonObject(Map.of("Records", changes)).toJson());
        List<DocumentMessage> delayed = List.copyOf(checks);
        for (DocumentMessage check : delayed) {
            handle(event(check));
        }

        assertThat(delayed).hasSize(50);
        assertThat(fetches).isEqualTo(1);
        assertThat(document(MINUTES).changes()).isEqualTo(50);
        assertThat(counts.count("be")).isEqualTo(2);
    }

    @Test
    void check_shouldForgetTheMessage_whenTheDocumentIsGone() {
        documents.mark(CHAPTER, SENT_AT);
        content = new Answer.Gone();

        assertThat(handle(EventFiles.text(CHECK))).isEmpty();

        assertThat(document(CHAPTER).state()).isEqualTo(State.GONE);
        assertThat(parked).isEmpty();
        assertThat(published).isEmpty();
        assertThat(logLines.lines().getLast().members()).containsEntry("message", "gone");
    }

    @Test
    void check_shouldParkWithThePayload_whenTheDocumentIsUnreadable() {
        documents.mark(CHAPTER, SENT_AT);
        content = new Answer.Unreadable("the document has more than 1048576 bytes");

        assertThat(handle(EventFiles.text(CHECK))).isEmpty();

        assertThat(document(CHAPTER).state()).isEqualTo(State.UNREADABLE);
        assertThat(parked).singleElement().satisfies(item -> {
            assertThat(item.kind()).isEqualTo(ParkedItem.Kind.QUEUE_RECORD);
            assertThat(item.function()).isEqualTo(FunctionModule.DOCUMENT_WORDS);
            assertThat(item.reason()).isEqualTo("the document has more than 1048576 bytes");
            assertThat(item.payload().requiredString("messageId")).isEqualTo(CHECK_ID);
        });
    }

    @Test
    void check_shouldComeAgain_whenTheServerDoesNotAnswer() {
        DocumentServer busy = (id, deadline) -> {
            throw new UnavailableException("the documents' server answered 503");
        };

        assertThat(handle(handler(busy), EventFiles.text(CHECK))).containsExactly(CHECK_ID);
        assertThat(parked).isEmpty();
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("message", "the documents' server does not answer");
        assertThat(handle(EventFiles.text(CHECK))).isEmpty();
        assertThat(counts.count("be")).isEqualTo(2);
    }

    @Test
    void check_shouldComeAgain_whenItIsNotKnownWhetherItsEventCounts() {
        counts.failNext();

        assertThat(handle(EventFiles.text(CHECK))).containsExactly(CHECK_ID);
        assertThat(handle(EventFiles.text(CHECK))).isEmpty();

        assertThat(counts.count("be")).isEqualTo(2);
    }

    @Test
    void message_shouldBeParked_whenItNamesNoDocument() {
        assertThat(handle(EventFiles.text(BAD))).isEmpty();

        assertThat(parked)
                .singleElement()
                .satisfies(item -> assertThat(item.reason()).contains("names no document"));
        assertThat(documents.all()).isEmpty();
        assertThat(logLines.lines().getFirst().members()).containsEntry("message", "parked");
    }

    @Test
    void message_shouldComeAgain_whenItCantBeParked() {
        parking = item -> {
            throw new IllegalStateException("queue is gone");
        };

        assertThat(handle(EventFiles.text(BAD))).containsExactly("3a1b8c55-7d2e-4f90-8c1b-2b6e9d0f4e54");
        assertThat(logLines.lines().getFirst().members()).containsEntry("message", "failed");
    }

    @Test
    void handleRequest_shouldReportOnlyWhatFailed_andWhatItDidNotBegin() {
        checksQueue = check -> {
            checks.add(check);
            clock.advance(Duration.ofSeconds(16));
        };

        assertThat(handle(EventFiles.text(CHANGED))).containsExactly("5f1f5d0a-60a7-4d0c-8f0a-1f5a1f3f0c52");
        assertThat(checks).hasSize(1);
        assertThat(logLines.lines().getLast().members()).containsEntry("message", "not begun, out of time");
    }

    @ParameterizedTest
    @MethodSource("wordcounter.testing.ForeignEvents#all")
    void handleRequest_shouldSayWhatIsMissing_whenTheEventIsNotOneOfSqs(String event) {
        try {
            handle(event);

            assertThat(parked)
                    .singleElement()
                    .satisfies(
                            item -> assertThat(item.reason()).containsAnyOf("is missing", "of no route of documents"));
        } catch (InvalidJsonException e) {
            assertThat(e.getMessage())
                    .containsAnyOf("'Records'", "'messageId' is missing", "not one JSON object", "not JSON");
        }
        assertThat(documents.all()).isEmpty();
    }

    @Test
    void prime_shouldGetToTheEnd_withoutANetworkAndInSilence() throws IOException {
        handler(this::fetch).prime(AwsClients.canned());

        assertThat(logLines.text()).isEmpty();
        assertThat(fetches).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://docs.example", "https://docs.example:8443/a/b/", "https://docs.example/"})
    void settings_shouldTakeAnHttpsAddress(String url) {
        assertThat(settings(Map.of("DOCUMENTS_BASE_URL", url)).baseUrl()).hasToString(url.replaceFirst("/$", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://docs.example",
                "http://127.0.0.1:8000",
                "ftp://docs.example",
                "https://user:secret@docs.example",
                "https://docs.example/?q=",
                "https://docs.example/#a",
                "https:docs.example",
                "docs.example",
                "https://docs example"
            })
    void settings_shouldRefuseOtherAddresses(String url) {
        assertThatThrownBy(() -> settings(Map.of("DOCUMENTS_BASE_URL", url)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("environment variable DOCUMENTS_BASE_URL is not an https address")
                .hasMessageEndingWith(": " + url);
    }

    @Test
    void settings_shouldTakeHttpOfThisMachine_inTheLocalRunnerOnly() {
        Map<String, String> local =
                Map.of("AWS_ENDPOINT_URL", "http://127.0.0.1:4566", "DOCUMENTS_BASE_URL", "http://127.0.0.1:8000");

        assertThat(settings(local).baseUrl()).hasToString("http://127.0.0.1:8000");
        assertThatThrownBy(() -> settings(Map.of(
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:4566", "DOCUMENTS_BASE_URL", "http://docs.example")))
                .hasMessageContaining("nor an http one of this machine");
    }

    @ParameterizedTest
    @CsvSource({"0", "901", "soon"})
    void settings_shouldRefuseAQuietTimeThatSqsCantDelayBy(String seconds) {
        assertThatThrownBy(() -> settings(Map.of("DOCUMENTS_QUIET_SECONDS", seconds)))
                .hasMessageContaining("DOCUMENTS_QUIET_SECONDS is not a whole number from 1 to 900");
    }

    @Test
    void settings_shouldNameTheVariable_whenOneIsMissing() {
        assertThatThrownBy(() -> DocumentWordsSettings.of(new Environment(Map.of())))
                .hasMessageContaining("TOPIC_ARN is not set");
    }

    @Test
    void token_shouldBeReadAgainAfterAMinute() {
        Map<String, String> secrets = new HashMap<>(Map.of("/token", "first"));
        List<List<String>> asked = new ArrayList<>();
        BearerToken token = new BearerToken(
                names -> {
                    asked.add(names);
                    return Map.copyOf(secrets);
                },
                "/token",
                clock);

        assertThat(token.get()).contains("first");
        secrets.clear();
        clock.advance(Duration.ofSeconds(59));
        assertThat(token.get()).contains("first");
        clock.advance(Duration.ofSeconds(1));
        assertThat(token.get()).isEmpty();
        assertThat(asked).containsExactly(List.of("/token"), List.of("/token"));
    }

    private static DocumentWordsSettings settings(Map<String, String> some) {
        Map<String, String> all = new HashMap<>(Map.of(
                "TOPIC_ARN", "topic",
                "WORD_COUNTS_TABLE", "counts",
                "EVENT_LEDGER_TABLE", "ledger",
                "COUNTER_SHARDS", "32",
                "DEAD_LETTER_QUEUE_URL", "dlq",
                "DOCUMENTS_TABLE", "documents",
                "DOCUMENT_CHECKS_QUEUE_URL", "checks",
                "DOCUMENTS_BASE_URL", "https://docs.example",
                "DOCUMENTS_QUIET_SECONDS", "60",
                "DOCUMENTS_TOKEN_PARAMETER", "/token"));
        all.putAll(some);
        return DocumentWordsSettings.of(new Environment(all));
    }

    private Document document(DocumentId id) {
        return documents.read(id).orElseThrow();
    }

    private static String event(DocumentMessage message) {
        QueueMessage queued = new QueueMessage("check", SENT_AT, message.body(), message.attributes());
        return new JsonObject(Map.of("Records", List.of(queued.toSqsRecord().members()))).toJson();
    }

    private Answer fetch(DocumentId id, Instant deadline) {
        fetches++;
        return content;
    }

    private List<String> handle(String event) {
        return handle(handler(this::fetch), event);
    }

    /** @return the messages that are to come again */
    private static List<String> handle(DocumentWordsHandler handler, String event) {
        String answer = Invocation.of(handler, event, Duration.ofSeconds(20));
        return JsonObject.parse(answer).requiredObjects("batchItemFailures").stream()
                .map(failure -> failure.requiredString("itemIdentifier"))
                .toList();
    }

    private DocumentWordsHandler handler(DocumentServer server) {
        return handler(server, logLines.log(FunctionModule.DOCUMENT_WORDS, clock));
    }

    private DocumentWordsHandler handler(DocumentServer server, JsonLog log) {
        EventCounter eventCounter = new EventCounter(
                counts, new Backoff(clock, new Random(1), clock::advance), clock, ChunkPlan.MAX_SIZE, 32);
        return new DocumentWordsHandler(
                new DocumentWordsHandler.Services(
                        documents,
                        check -> checksQueue.send(check),
                        server,
                        new EventIntake(published::add, eventCounter, clock, log),
                        new EventIds(new Random(1)),
                        new TraceContexts(new Random(1)),
                        item -> parking.park(item)),
                clock,
                log);
    }
}
