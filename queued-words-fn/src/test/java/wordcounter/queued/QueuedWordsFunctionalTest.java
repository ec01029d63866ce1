package wordcounter.queued;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.EventCounter;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.Parking;
import wordcounter.events.WordsEvent;
import wordcounter.http.IdempotencyKey;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.Publisher;
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
import wordcounter.testing.Invocation;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;
import wordcounter.tracing.TraceContext;
import wordcounter.tracing.TraceContexts;

class QueuedWordsFunctionalTest {

    private static final String GOOD = "queued-words-fn/texts.json";
    private static final String BAD = "queued-words-fn/bad-invalid-utf-8.json";

    /** The good file's message without a key, and the one with a key. */
    private static final String MESSAGE_ID = "059f36b4-87a3-44ab-83d2-661975830a7d";

    private static final String KEYED_MESSAGE_ID = "2e1424d4-f796-459a-8184-9c92662be6da";
    private static final IdempotencyKey KEY = new IdempotencyKey("3f6c5d2e-8f0e-4b57-9c53-1c2f2f1d7f10");
    private static final String API_KEY_ID = "a1b2c3d4e5";

    /** The good file's messages are sent in 2100, so that the sample never grows too old. */
    private static final Instant SENT_AT = Instant.parse("2100-01-01T00:00:00Z");

    private final ManualClock clock = new ManualClock(SENT_AT);
    private final InMemoryCounts counts = new InMemoryCounts();
    private final Topic topic = new Topic();
    private final List<ParkedItem> parked = new ArrayList<>();
    private final LogLines logLines = new LogLines();
    private final EventIds eventIds = new EventIds(new Random(1));
    private final TraceContexts traces = new TraceContexts(new Random(1));

    @Test
    void handleRequest_shouldPublishAndCountEachText_whenTheyAreGood() {
        List<String> failures = handle(EventFiles.text(GOOD));

        assertThat(failures).isEmpty();
        assertThat(counts.counts())
                .containsEntry("be", 2L)
                .containsEntry("naïve", 1L)
                .hasSize(9);
        assertThat(topic.published).extracting(WordsEvent::acceptedAt).containsOnly(SENT_AT);
        assertThat(parked).isEmpty();
        assertThat(logLines.text()).doesNotContain("question").doesNotContain("naïve");
    }

    @Test
    void handleRequest_shouldMeasureEachEventOnce_andWhatItParks() {
        QueuedWordsHandler measured = handler(parked::add, logLines.measuredLog(FunctionModule.QUEUED_WORDS, clock));

        Invocation.of(measured, EventFiles.open(GOOD), Duration.ofSeconds(20));
        Invocation.of(measured, EventFiles.open(BAD), Duration.ofSeconds(20));

        assertThat(logLines.metrics()).containsExactly(Map.of("Accepted", 2), Map.of("Parked", 1));
    }

    @Test
    void handleRequest_shouldNameTheEventByTheMessage_whenTheTextHasNoKey() {
        handle(EventFiles.text(GOOD));

        assertThat(topic.published.getFirst().eventId()).isEqualTo(MESSAGE_ID);
        assertThat(topic.published.getFirst().correlationId()).isEqualTo("c6af9ac6-7b61-11e6-9a41-93e8deadbeef");
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("message", "taken from the queue")
                .containsEntry("messageId", MESSAGE_ID)
                .containsEntry("eventId", MESSAGE_ID)
                .containsEntry("correlationId", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef")
                .containsEntry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736")
                .containsEntry("parent_span_id", "c6af9ac67b6111e6");
        assertThat(logLines.lines())
                .allSatisfy(line ->
                        assertThat(line.members()).containsKeys("eventId", "correlationId", "trace_id", "span_id"));
    }

    @Test
    void handleRequest_shouldGoOnWithTheMessagesTrace_orWithOneThatARetryFindsToo() {
        handle(EventFiles.text(GOOD));
        handle(EventFiles.text(GOOD));

        TraceContext traced = topic.published.getFirst().trace();
        assertThat(traced.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(traced.parentSpanId()).contains("c6af9ac67b6111e6");
        List<TraceContext> ofAnOldMessage = topic.published.stream()
                .filter(event -> !event.eventId().equals(MESSAGE_ID))
                .map(WordsEvent::trace)
                .toList();
        assertThat(ofAnOldMessage)
                .extracting(TraceContext::traceId)
                .containsOnly(TraceContext.named(KEYED_MESSAGE_ID).traceId());
        assertThat(ofAnOldMessage).extracting(TraceContext::spanId).doesNotHaveDuplicates();
    }

    @Test
    void handleRequest_shouldCount_whenTheTraceparentIsInvalid() {
        handle(EventFiles.text(GOOD).replace("00-4bf92f3577b34da6a3ce929d0e0e4736-c6af9ac67b6111e6-01", "canary"));

        assertThat(counts.count("be")).isEqualTo(2);
        assertThat(topic.published.getFirst().trace().traceId())
                .isEqualTo(TraceContext.named(MESSAGE_ID).traceId());
        assertThat(logLines.text()).doesNotContain("canary");
    }

    @Test
    void handleRequest_shouldNameTheEventAsPostWordsDoes_whenTheTextHasAKey() {
        handle(EventFiles.text(GOOD));

        assertThat(topic.published.getLast().eventId())
                .isEqualTo(eventIds.of("POST /words", API_KEY_ID, KEY.value()))
                .isEqualTo(KEY.eventId(eventIds, API_KEY_ID));
    }

    @Test
    void handleRequest_shouldCountOnce_whenTheBatchComesAgain() {
        handle(EventFiles.text(GOOD));
        List<String> failures = handle(EventFiles.text(GOOD));

        assertThat(failures).isEmpty();
        assertThat(counts.count("be")).isEqualTo(2);
        assertThat(counts.count("naïve")).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldParkWithThePayload_whenTheTextCantBeRead() {
        List<String> failures = handle(EventFiles.text(BAD));

        assertThat(failures).isEmpty();
        assertThat(parked).hasSize(1);
        assertThat(parked.getFirst().kind()).isEqualTo(ParkedItem.Kind.QUEUE_RECORD);
        assertThat(parked.getFirst().reason()).contains("not UTF-8");
        assertThat(parked.getFirst().payload().requiredString("messageId"))
                .isEqualTo("7c2f0c3e-0d0f-4b6c-9a53-1d5a3d0f6a11");
        assertThat(topic.published).isEmpty();
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("message", "parked")
                .containsEntry("eventId", "7c2f0c3e-0d0f-4b6c-9a53-1d5a3d0f6a11")
                .containsEntry("correlationId", "e8c1bce8-7b61-11e6-9a41-93e8deadbeef")
                .containsKey("trace_id");
    }

    @Test
    void handleRequest_shouldReportOnlyTheOneThatFailed_whenItsReasonPasses() {
        counts.pass();
        counts.failNext(); // its key's owner is not known then; a text without a key would be the multiplier's

        List<String> failures = handle(event(
                message("m-1", "one", Map.of()),
                message("m-2", "two", Map.of(QueueMessage.IDEMPOTENCY_KEY, "k-2")),
                message("m-3", "three", Map.of())));

        assertThat(failures).containsExactly("m-2");
        assertThat(counts.counts()).containsOnlyKeys("one", "three");
        assertThat(parked).isEmpty();

        assertThat(handle(event(message("m-2", "two", Map.of(QueueMessage.IDEMPOTENCY_KEY, "k-2")))))
                .as("it comes again")
                .isEmpty();
        assertThat(counts.count("two")).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldReportAll_whenTheTopicTakesNothing() {
        topic.fails = true;

        assertThat(handle(EventFiles.text(GOOD))).containsExactly(MESSAGE_ID, KEYED_MESSAGE_ID);
        assertThat(counts.counts()).isEmpty();
    }

    @Test
    void handleRequest_shouldLeaveItToTheMultiplier_whenATextWithoutAKeyIsPublishedButNotCounted() {
        counts.failNext();

        assertThat(handle(event(message("m-1", "one", Map.of())))).isEmpty();
        assertThat(topic.published).hasSize(1);
    }

    @Test
    void handleRequest_shouldReportWhatItDidNotBegin_whenTheTimeIsUp() {
        topic.beforeEach = () -> clock.advance(Duration.ofSeconds(16));

        assertThat(handle(EventFiles.text(GOOD))).containsExactly(KEYED_MESSAGE_ID);
        assertThat(counts.count("naïve")).isZero();
        assertThat(logLines.lines().getLast().members())
                .containsEntry("message", "not begun, out of time")
                .containsEntry("messageId", KEYED_MESSAGE_ID);
    }

    @Test
    void handleRequest_shouldPark_whenTheKeyWasUsedWithOtherWords() {
        handle(event(message("m-1", "one", Map.of(QueueMessage.IDEMPOTENCY_KEY, "k"))));

        List<String> failures = handle(event(message("m-2", "two", Map.of(QueueMessage.IDEMPOTENCY_KEY, "k"))));

        assertThat(failures).isEmpty();
        assertThat(counts.counts()).containsOnlyKeys("one");
        assertThat(parked)
                .extracting(ParkedItem::reason)
                .containsExactly("other words count under its Idempotency-Key");
    }

    @Test
    void handleRequest_shouldCountBoth_whenTheSameKeyComesWithAnotherApiKey() {
        handle(event(
                message("m-1", "one", Map.of(QueueMessage.IDEMPOTENCY_KEY, "k", QueueMessage.API_KEY_ID, "a")),
                message("m-2", "two", Map.of(QueueMessage.IDEMPOTENCY_KEY, "k", QueueMessage.API_KEY_ID, "b"))));

        assertThat(counts.counts()).containsOnlyKeys("one", "two");
    }

    @Test
    void handleRequest_shouldParkAndNotPublish_whenTheMessageIsOlderThanTheLedgerRemembers() {
        clock.advance(EventCounter.MAX_AGE.plusMillis(1));

        assertThat(handle(event(message("m-1", "one", Map.of())))).isEmpty();
        assertThat(parked).extracting(ParkedItem::reason).containsExactly("older than the ledger remembers");
        assertThat(topic.published).isEmpty();
    }

    @Test
    void handleRequest_shouldLeaveOutWhatDoesNotFit_asNobodyHearsAnAnswer() {
        String manyWords = IntStream.range(0, 1_001).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));

        List<String> failures =
                handle(event(message("m-1", "short " + "x".repeat(65), Map.of()), message("m-2", manyWords, Map.of())));

        assertThat(failures).isEmpty();
        assertThat(parked).isEmpty();
        assertThat(counts.counts()).containsKeys("short", "w0", "w999").hasSize(1_001);
    }

    @Test
    void handleRequest_shouldForgetIt_whenThereIsNoWord() {
        assertThat(handle(event(message("m-1", "!?", Map.of())))).isEmpty();
        assertThat(parked).isEmpty();
        assertThat(topic.published).isEmpty();
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("message", "ignored")
                .containsEntry("reason", "NO_WORD");
    }

    @ParameterizedTest
    @CsvSource({
        "contentType, application/xml, content type is not supported",
        "contentEncoding, gzip, encoded",
        "idempotencyKey, with a space, visible ASCII",
        "contentType, application/json, The body is not JSON"
    })
    void handleRequest_shouldParkWhatPostWordsWouldRefuse(String attribute, String value, String reason) {
        assertThat(handle(event(message("m-1", "hello", Map.of(attribute, value)))))
                .isEmpty();
        assertThat(parked).hasSize(1);
        assertThat(parked.getFirst().reason()).contains(reason);
    }

    @Test
    void handleRequest_shouldPark_whenTheBodyIsTooLong() {
        handle(event(message("m-1", "x".repeat(32 * 1024 + 1), Map.of())));

        assertThat(parked.getFirst().reason()).contains("at most 32768");
    }

    @Test
    void handleRequest_shouldPark_whenTheBodyIsNotBase64() {
        handle(event(new QueueMessage("m-1", SENT_AT, "sent by hand", Map.of())));

        assertThat(parked.getFirst().reason()).isEqualTo("'body' is not base64");
    }

    @Test
    void handleRequest_shouldLetItComeAgain_whenItCantPark() {
        Parking full = item -> {
            throw new IllegalStateException("queue is gone");
        };

        assertThat(handle(EventFiles.text(BAD), full)).containsExactly("7c2f0c3e-0d0f-4b6c-9a53-1d5a3d0f6a11");
        assertThat(logLines.lines().getFirst().members()).containsEntry("message", "failed");
    }

    @ParameterizedTest
    @MethodSource("wordcounter.testing.ForeignEvents#all")
    void handleRequest_shouldSayWhatIsMissing_whenTheEventIsNotOneOfSqs(String event) {
        try {
            handle(event);

            assertThat(parked)
                    .singleElement()
                    .satisfies(item -> assertThat(item.reason()).contains("is missing"));
        } catch (InvalidJsonException e) {
            assertThat(e.getMessage())
                    .containsAnyOf("'Records'", "'messageId' is missing", "not one JSON object", "not JSON");
        }
        assertThat(counts.calls()).isZero();
    }

    @Test
    void prime_shouldGetToTheEnd_withoutANetworkAndInSilence() throws IOException {
        handler(parked::add).prime(AwsClients.canned());

        assertThat(logLines.text()).isEmpty();
    }

    @Test
    void settings_shouldNameTheVariable_whenOneIsMissing() {
        assertThatThrownBy(() -> QueuedWordsSettings.of(new Environment(Map.of())))
                .hasMessageContaining("TOPIC_ARN is not set");
    }

    private static QueueMessage message(String messageId, String text, Map<String, String> attributes) {
        Map<String, String> all = new TreeMap<>(Map.of(QueueMessage.API_KEY_ID, API_KEY_ID));
        all.putAll(attributes);
        return new QueueMessage(
                messageId, SENT_AT, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)), all);
    }

    private static String event(QueueMessage... messages) {
        return JsonObject.builder()
                .put(
                        "Records",
                        Arrays.stream(messages).map(QueueMessage::toSqsRecord).toList())
                .build()
                .toJson();
    }

    private List<String> handle(String event) {
        return handle(event, parked::add);
    }

    /** @return the messages that are to come again */
    private List<String> handle(String event, Parking parking) {
        String answer = Invocation.of(
                handler(parking),
                new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                Duration.ofSeconds(20));
        return JsonObject.parse(answer).requiredObjects("batchItemFailures").stream()
                .map(failure -> failure.requiredString("itemIdentifier"))
                .toList();
    }

    private QueuedWordsHandler handler(Parking parking) {
        return handler(parking, logLines.log(FunctionModule.QUEUED_WORDS, clock));
    }

    private QueuedWordsHandler handler(Parking parking, JsonLog log) {
        EventCounter eventCounter = new EventCounter(
                counts, new Backoff(clock, new Random(1), clock::advance), clock, ChunkPlan.MAX_SIZE, 32);
        return new QueuedWordsHandler(
                new EventIntake(topic, eventCounter, clock, log), eventIds, parking, traces, clock, log);
    }

    /** Keeps what is published, or takes nothing. */
    private static final class Topic implements Publisher {

        private final List<WordsEvent> published = new ArrayList<>();
        private boolean fails;
        private Runnable beforeEach = () -> {};

        @Override
        public void publish(WordsEvent event) {
            beforeEach.run();
            if (fails) {
                throw new PublishException(new IllegalStateException("no answer"));
            }
            published.add(event);
        }
    }
}
