package wordcounter.aggregator;

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
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.Parking;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.summaries.SummaryItem;
import wordcounter.summaries.SummaryMerger;
import wordcounter.summaries.SummaryStore.WriteResult.Refused;
import wordcounter.summaries.Totals;
import wordcounter.testing.EventFiles;
import wordcounter.testing.InMemorySummaries;
import wordcounter.testing.InOrder;
import wordcounter.testing.Invocation;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;

class EventAggregatorFunctionalTest {

    private static final String COUNTS = "event-aggregator-fn/counts.json";
    private static final String UNREADABLE = "event-aggregator-fn/bad-unreadable-record.json";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final InMemorySummaries summaries = new InMemorySummaries();
    private final List<ParkedItem> parked = new ArrayList<>();
    private final LogLines logLines = new LogLines();

    @Test
    void handleRequest_shouldWriteOncePerWord_whenAWordHasSeveralRecords() throws IOException {
        assertThat(failures(EventFiles.open(COUNTS))).isEmpty();

        assertThat(summaries.count("hello")).isEqualTo(11);
        assertThat(summaries.count("world")).isEqualTo(22);
        assertThat(summaries.totals().count()).isEqualTo(33);
        assertThat(summaries.totals().distinctWords()).isEqualTo(2);
        assertThat(summaries.writes()).isEqualTo(2);
        assertThat(logLines.lines().getLast().members())
                .containsEntry("message", "aggregated")
                .containsEntry("function", "event-aggregator-fn")
                .containsEntry("records", 4)
                .containsEntry("words", 2)
                .containsEntry("parked", 0)
                .containsEntry("transactions", 2)
                .containsEntry("refused", 0);
    }

    @Test
    void handleRequest_shouldChangeNothing_whenTheBatchIsDeliveredAgain() throws IOException {
        failures(EventFiles.open(COUNTS));
        assertThat(failures(EventFiles.open(COUNTS))).isEmpty();

        assertThat(summaries.totals().count()).isEqualTo(33);
        assertThat(summaries.writes()).isEqualTo(2);
    }

    @Test
    void handleRequest_shouldKeepTheLargest_whenRecordsComeLateAndInAnotherOrder() throws IOException {
        failures(batch(counter(1, "hello", 0, 5, 5), counter(2, "hello", 1, 2, 0)));
        failures(batch(counter(3, "hello", 0, 3, 1), counter(4, "hello", 1, 1, 0)));

        assertThat(summaries.count("hello")).isEqualTo(5 + 50 + 2);
    }

    @Test
    void handleRequest_shouldParkOneAndApplyTheRest_whenARecordIsUnreadable() throws IOException {
        assertThat(failures(EventFiles.open(UNREADABLE))).isEmpty();

        assertThat(summaries.count("hello")).isEqualTo(1);
        assertThat(summaries.count("world")).isEqualTo(2);
        assertThat(parked).hasSize(1);
        assertThat(parked.getFirst().kind()).isEqualTo(ParkedItem.Kind.STREAM_RECORD);
        assertThat(parked.getFirst().reason()).isEqualTo("not a counter: 'word' is missing");
        assertThat(parked.getFirst().toJson()).contains("written by hand");
    }

    @Test
    void handleRequest_shouldMeasureWhatItParks_andEachWriteThatWasRefused() {
        EventAggregatorHandler measured =
                handler(parked::add, logLines.measuredLog(FunctionModule.EVENT_AGGREGATOR, clock));
        summaries.answerNext(new Refused(Set.of("hello"), Map.of()));

        Invocation.of(measured, EventFiles.open(COUNTS), Duration.ofSeconds(60));
        Invocation.of(measured, EventFiles.open(UNREADABLE), Duration.ofSeconds(60));

        assertThat(logLines.metrics()).containsExactly(Map.of("ConflictRetries", 1), Map.of("Parked", 1));
    }

    @Test
    void handleRequest_shouldApplyNinetyNine_whenOneOfAHundredIsUnreadable() throws IOException {
        List<String> records = new ArrayList<>(IntStream.range(0, 100)
                .mapToObj(i -> counter(i, "w" + i, 0, 1, 1))
                .toList());
        records.set(41, counter(41, "w41", 0, -1, 1));

        assertThat(failures(batch(records.toArray(String[]::new)))).isEmpty();

        assertThat(summaries.totals().distinctWords()).isEqualTo(99);
        assertThat(parked).extracting(ParkedItem::reason).containsExactly("not a counter: 'counted' is negative");
    }

    @Test
    void handleRequest_shouldParkAndApplyTheRest_whenShardOrWordCanBeNoCounters() throws IOException {
        String farShard = counter(1, "far", 0, 1, 1)
                .replace("#0", "#99999999999")
                .replace("{\"N\":\"0\"}", "{\"N\":\"99999999999\"}");

        assertThat(failures(batch(farShard, counter(2, "w".repeat(65), 0, 1, 1), counter(3, "hello", 0, 1, 1))))
                .isEmpty();

        assertThat(summaries.count("hello")).isEqualTo(11);
        assertThat(parked)
                .extracting(ParkedItem::reason)
                .containsExactly(
                        "not a counter: 'shard' is none: a word has 256",
                        "not a counter: 'word' is longer than a word may be");
    }

    @Test
    void handleRequest_shouldReportTheFirstUnappliedWordsFirstRecord_whenAWriteFails() throws IOException {
        // each is in a bucket of its own; b's record is the checkpoint, and c's later record is done already
        summaries.passNext();
        summaries.failNext();

        List<String> failures = failures(batch(
                counter(10, "a", 0, 1, 0),
                counter(11, "b", 0, 1, 0),
                counter(12, "a", 0, 2, 0),
                counter(13, "c", 0, 1, 0)));

        assertThat(failures).containsExactly("11");
        assertThat(summaries.count("a")).isEqualTo(2);
        assertThat(summaries.count("b")).isZero();
        assertThat(summaries.count("c")).as("it comes again, which is harmless").isEqualTo(1);
        assertThat(logLines.text()).contains("no answer").contains("\"unmerged\":1");

        assertThat(failures(batch(counter(11, "b", 0, 1, 0), counter(12, "a", 0, 2, 0), counter(13, "c", 0, 1, 0))))
                .isEmpty();
        assertThat(summaries.totals()).isEqualTo(new Totals(4, 3));
        assertThat(summaries.writes()).as("b is written, the others were").isEqualTo(3);
    }

    @Test
    void handleRequest_shouldTellTheFailureThatLeftTheFirstWord_whenItsGroupWasNotTheOneThatFailed()
            throws IOException {
        List<String> ofOneBucket = IntStream.range(0, 1_000)
                .mapToObj(i -> "w" + i)
                .filter(word -> SummaryItem.totalsId(word).equals("totals#5"))
                .limit(30)
                .toList();
        List<String> records = new ArrayList<>();
        for (String word : ofOneBucket) {
            records.add(counter(records.size(), word, 0, 1, 1));
        }
        summaries.breakSummary(ofOneBucket.get(28), new IllegalStateException("of another layout"));
        summaries.passNext();
        summaries.failNext();

        assertThat(failures(batch(records.toArray(String[]::new)))).containsExactly("25");

        assertThat(logLines.lines())
                .extracting(line ->
                        line.members().get("message") + " " + line.members().get("sequenceNumber"))
                .containsExactly("failed 25", "failed 28", "stopped 25");
    }

    @Test
    void handleRequest_shouldApplyTheOthers_whenOneWordIsBusyUntilTimeIsUp() throws IOException {
        summaries.occupy(SummaryItem.wordId("b"));

        assertThat(failures(batch(counter(1, "a", 0, 1, 1), counter(2, "b", 0, 1, 1), counter(3, "c", 0, 1, 1))))
                .containsExactly("2");

        assertThat(summaries.counts()).isEqualTo(Map.of("a", 11L, "c", 11L));
    }

    @Test
    void handleRequest_shouldParkNothingThatComesAgain_whenAWordBeforeItIsNotApplied() throws IOException {
        summaries.occupy(SummaryItem.wordId("b"));
        String unreadable = counter(3, "b", 0, -1, 1);

        assertThat(failures(batch(counter(1, "a", 0, -1, 1), counter(2, "b", 0, 1, 1), unreadable)))
                .containsExactly("2");

        assertThat(parked).as("the one before the checkpoint").hasSize(1);

        summaries.release(SummaryItem.wordId("b"));
        assertThat(failures(batch(counter(2, "b", 0, 1, 1), unreadable))).isEmpty();
        assertThat(parked).hasSize(2);
    }

    @Test
    void handleRequest_shouldReportTheRecord_whenItCantBeParked() throws IOException {
        Parking gone = item -> {
            throw new IllegalStateException("queue is gone");
        };

        List<String> failures = failures(gone, EventFiles.open(UNREADABLE), Duration.ofSeconds(60));

        assertThat(failures).containsExactly("4421584500000000017450439092");
        assertThat(summaries.count("hello")).isEqualTo(1);
        assertThat(summaries.count("world")).as("it comes again").isEqualTo(2);
    }

    @Test
    void handleRequest_shouldReadAgain_whenAnotherWriterWasFaster() throws IOException {
        summaries.answerNext(new Refused(Set.of("hello"), Map.of()));
        summaries.answerNext(new Refused(Set.of(), Map.of()));

        assertThat(failures(batch(counter(1, "hello", 0, 1, 1)))).isEmpty();
        assertThat(summaries.count("hello")).isEqualTo(11);
    }

    @Test
    void handleRequest_shouldStop_whenTimeRunsOut() throws IOException {
        assertThat(failures(parked::add, EventFiles.open(COUNTS), Duration.ofSeconds(5)))
                .containsExactly("4421584500000000017450439091");
        assertThat(summaries.writes()).isZero();
    }

    @Test
    void handleRequest_shouldShowWhatWasCountedAfterForgetting_whenAWordWasForgotten() throws IOException {
        failures(batch(counter(1, "hello", 0, 3, 2)));
        failures(batch(counter(2, "hello", 0, 3, 2, 3)));
        assertThat(summaries.count("hello")).isZero();
        assertThat(summaries.totals().distinctWords()).isZero();

        failures(batch(counter(3, "hello", 0, 3, 3, 3)));
        assertThat(summaries.count("hello"))
                .as("a +10 that comes after it stays hidden")
                .isZero();

        failures(batch(counter(4, "hello", 0, 4, 4, 3)));
        assertThat(summaries.count("hello")).isEqualTo(11);
        assertThat(summaries.totals().count()).isEqualTo(11);
        assertThat(summaries.totals().distinctWords()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("wordcounter.testing.ForeignEvents#all")
    void handleRequest_shouldSayWhatIsMissing_whenTheEventIsNotOneOfAStream(String event) {
        assertThatThrownBy(() -> failures(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(InvalidJsonException.class)
                .message()
                .containsAnyOf("'Records'", "'dynamodb'", "'SequenceNumber'", "not one JSON object", "not JSON");
        assertThat(summaries.writes()).isZero();
    }

    @Test
    void prime_shouldGetToTheEnd_withoutANetworkAndInSilence() throws IOException {
        handler(parked::add).prime(AwsClients.canned());

        assertThat(logLines.text()).isEmpty();
    }

    @Test
    void settings_shouldNameTheVariable_whenOneIsMissing() {
        assertThatThrownBy(() -> AggregatorSettings.of(new Environment(Map.of())))
                .hasMessageContaining("SUMMARIES_TABLE is not set");
    }

    private List<String> failures(InputStream event) throws IOException {
        return failures(parked::add, event, Duration.ofSeconds(60));
    }

    private List<String> failures(Parking parking, InputStream event, Duration remaining) throws IOException {
        return JsonObject.parse(Invocation.of(handler(parking), event, remaining))
                .requiredObjects("batchItemFailures")
                .stream()
                .map(failure -> failure.requiredString("itemIdentifier"))
                .toList();
    }

    private EventAggregatorHandler handler(Parking parking) {
        return handler(parking, logLines.log(FunctionModule.EVENT_AGGREGATOR, clock));
    }

    private EventAggregatorHandler handler(Parking parking, JsonLog log) {
        return new EventAggregatorHandler(
                new SummaryMerger(summaries, new InOrder(), new Backoff(clock, new Random(1), clock::advance), clock),
                parking,
                clock,
                log);
    }

    private static InputStream batch(String... records) {
        String event = "{\"Records\":[" + String.join(",", records) + "]}";
        return new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
    }

    private static String counter(int sequenceNumber, String word, int shard, int counted, int multiplied) {
        return counter(sequenceNumber, word, shard, counted, multiplied, 0);
    }

    private static String counter(
            int sequenceNumber, String word, int shard, int counted, int multiplied, int forgotten) {
        return """
                {"eventName":"MODIFY","dynamodb":{"SequenceNumber":"%d","NewImage":{"wordShard":{"S":"%s#%d"},"word":{"S":"%s"},
                 "shard":{"N":"%d"},"counted":{"N":"%d"},"multiplied":{"N":"%d"},"forgotten":{"N":"%d"}}}}""".formatted(sequenceNumber, word, shard, word, shard, counted, multiplied, forgotten);
    }
}
