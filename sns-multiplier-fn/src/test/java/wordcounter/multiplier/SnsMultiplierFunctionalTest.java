package wordcounter.multiplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.ContentionException;
import wordcounter.counts.EventCounter;
import wordcounter.counts.MeasuredTransactions;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.Parking;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
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
import wordcounter.tracing.TraceContexts;

class SnsMultiplierFunctionalTest {

    private static final String GOOD = "sns-multiplier-fn/words-event.json";
    private static final String BAD = "sns-multiplier-fn/bad-not-an-event.json";
    private static final String EVENT_ID = "0f8fad5b-d9cb-469f-a165-70867728950e"; // the good file's

    /** The good file's event is accepted in 2100, so that the sample never grows too old. */
    private final ManualClock clock = new ManualClock(Instant.parse("2100-01-01T00:00:00Z"));

    private final InMemoryCounts counts = new InMemoryCounts();
    private final List<ParkedItem> parked = new ArrayList<>();
    private final LogLines logLines = new LogLines();

    @Test
    void handleRequest_shouldAddElevenPerOccurrence_whenThePublisherDidNotCount() {
        handle(EventFiles.open(GOOD), parked::add);

        assertThat(counts.counts())
                .containsEntry("be", 22L)
                .containsEntry("not", 11L)
                .hasSize(8);
        assertThat(parked).isEmpty();
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("message", "multiplied")
                .containsEntry("eventId", EVENT_ID)
                .containsEntry("correlationId", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef")
                .containsEntry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736")
                .containsEntry("parent_span_id", "b7ad6b7169203331")
                .extractingByKey("span_id")
                .isNotEqualTo("b7ad6b7169203331");
    }

    @Test
    void handleRequest_shouldAddNothing_whenTheMessageIsDeliveredAgain() {
        handle(EventFiles.open(GOOD), parked::add);
        handle(EventFiles.open(GOOD), parked::add);

        assertThat(counts.count("be")).isEqualTo(22);
    }

    @Test
    void handleRequest_shouldParkWithThePayload_whenTheMessageIsNoEvent() {
        handle(EventFiles.open(BAD), parked::add);

        assertThat(parked).hasSize(1);
        ParkedItem item = parked.getFirst();
        assertThat(item.kind()).isEqualTo(ParkedItem.Kind.SNS_RECORD);
        assertThat(item.reason()).contains("not an event").contains("not JSON");
        assertThat(item.payload().requiredObject("Sns").requiredString("Message"))
                .isEqualTo("hello? is this thing on?");
        assertThat(item.toJson()).contains("\"parked\":\"SNS_RECORD\"").contains("hello? is this thing on?");
        assertThat(counts.calls()).isZero();
    }

    @Test
    void handleRequest_shouldPark_whenTheEventIsOlderThanTheLedgerRemembers() {
        clock.advance(EventCounter.MAX_AGE.plusMillis(1));

        handle(EventFiles.open(GOOD), parked::add);

        assertThat(parked).extracting(ParkedItem::reason).containsExactly("older than the ledger remembers");
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("message", "parked")
                .containsEntry("eventId", EVENT_ID)
                .containsEntry("correlationId", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef")
                .containsEntry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(counts.counts()).isEmpty();
    }

    @Test
    void handleRequest_shouldLogTheEventsIdAndNoText_whenTheRestOfTheEventIsBroken() {
        String broken = EventFiles.text(GOOD).replace("fingerprint", "other");

        handle(new ByteArrayInputStream(broken.getBytes(StandardCharsets.UTF_8)), parked::add);

        assertThat(logLines.lines().getFirst().members())
                .containsEntry("message", "parked")
                .containsEntry("reason", "not an event: 'fingerprint' is missing")
                .containsEntry("eventId", EVENT_ID);
        assertThat(logLines.text()).doesNotContain("question");
    }

    @ParameterizedTest
    @MethodSource("wordcounter.testing.ForeignEvents#all")
    void handleRequest_shouldSayWhatIsMissing_whenTheEventIsNotOneOfSns(String event) {
        try {
            handle(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), parked::add);

            assertThat(parked)
                    .singleElement()
                    .satisfies(item -> assertThat(item.reason())
                            .startsWith("not an event: ")
                            .containsAnyOf("is missing", "is not"));
        } catch (InvalidJsonException e) {
            assertThat(e.getMessage()).containsAnyOf("'Records'", "not one JSON object", "not JSON");
        }
        assertThat(counts.calls()).isZero();
    }

    @Test
    void handleRequest_shouldFail_whenItCantPark() {
        Parking full = item -> {
            throw new IllegalStateException("queue is gone");
        };

        assertThatThrownBy(() -> handle(EventFiles.open(BAD), full)).hasMessage("queue is gone");
    }

    @Test
    void handleRequest_shouldFail_whenTheWordsAreContendedUntilTheTimeIsUp() {
        counts.contend(10_000);

        assertThatThrownBy(() -> handle(EventFiles.open(GOOD), parked::add)).isInstanceOf(ContentionException.class);
        assertThat(parked).isEmpty();
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("message", "not multiplied yet")
                .containsEntry("eventId", EVENT_ID);
    }

    @Test
    void prime_shouldGetToTheEnd_withoutANetworkAndInSilence() throws IOException {
        handler(parked::add).prime(AwsClients.canned());

        assertThat(logLines.text()).isEmpty();
    }

    @Test
    void settings_shouldNameTheVariable_whenOneIsMissing() {
        assertThatThrownBy(() -> MultiplierSettings.of(new Environment(Map.of())))
                .hasMessageContaining("WORD_COUNTS_TABLE is not set");
    }

    @Test
    void handleRequest_shouldWriteItsMetrics_inOneLineAnInvocation() {
        JsonLog log = logLines.measuredLog(FunctionModule.SNS_MULTIPLIER, clock);
        SnsMultiplierHandler handler = new SnsMultiplierHandler(
                new EventCounter(
                        new MeasuredTransactions(counts, log.metrics(), clock),
                        new Backoff(clock, new Random(1), clock::advance),
                        clock,
                        ChunkPlan.MAX_SIZE,
                        32),
                parked::add,
                new TraceContexts(new Random(1)),
                clock,
                log);

        Invocation.of(handler, EventFiles.open(GOOD), Duration.ofSeconds(30));
        Invocation.of(handler, EventFiles.open(BAD), Duration.ofSeconds(30));

        List<Map<String, Object>> metrics = logLines.lines().stream()
                .map(JsonObject::members)
                .filter(line -> line.containsKey("_aws"))
                .toList();
        assertThat(metrics).hasSize(2);
        assertThat(metrics.getFirst())
                .containsEntry("Stack", "words")
                .containsEntry("RepairedByMultiplier", 1)
                .containsKeys("WordsCounted", "LagSeconds");
        assertThat(metrics.getLast()).containsEntry("Parked", 1);
    }

    private void handle(InputStream event, Parking parking) {
        Invocation.of(handler(parking), event, Duration.ofSeconds(30));
    }

    private SnsMultiplierHandler handler(Parking parking) {
        return new SnsMultiplierHandler(
                new EventCounter(
                        counts, new Backoff(clock, new Random(1), clock::advance), clock, ChunkPlan.MAX_SIZE, 32),
                parking,
                new TraceContexts(new Random(1)),
                clock,
                logLines.log(FunctionModule.SNS_MULTIPLIER, clock));
    }
}
