package wordcounter.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.counts.CounterValues;
import wordcounter.counts.Tally;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.summaries.SummaryMerger;
import wordcounter.summaries.SummaryRebuild;
import wordcounter.testing.InMemorySummaries;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;
import wordcounter.testing.TestContext;

class DeadLetterReplayFunctionalTest {

    private static final ReplaySettings SETTINGS =
            settings("us-east-1:123456789012", "word-counter-dev-", "-1ABCDEFGHIJKL");

    /** Of ./run-local, on which letters were captured. */
    private static final ReplaySettings LOCAL = settings("us-east-1:000000000000", "local-", "");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T13:00:00Z"));
    private final InMemoryQueue queue = new InMemoryQueue(clock);
    private final RecordingHandOver handOver = new RecordingHandOver();
    private final LogLines logLines = new LogLines();
    private final AtomicInteger runs = new AtomicInteger();

    @ParameterizedTest
    @CsvSource({
        "sns-delivery.json, publish to the topic again",
        "invocation.json, invoke sns-multiplier-fn",
        "stream-batch.json, hand 4 records of the stream to event-aggregator-fn",
        "parked-sns-record.json, invoke sns-multiplier-fn",
        "parked-stream-record.json, invoke event-aggregator-fn"
    })
    void handleRequest_shouldOnlySayWhatItWouldDo_whenItIsADryRun(String file, String plan) throws IOException {
        queue.send(ShapeTest.file(file));
        clock.advance(Duration.ofMinutes(5));

        JsonObject report = replay(ShapeTest.text("dead-letter-replay-fn/dry-run.json"));

        assertThat(messages(report)).hasSize(1);
        assertThat(messages(report).getFirst().members())
                .containsEntry("plan", plan)
                .containsEntry("outcome", "WOULD_REPLAY")
                .containsEntry("ageSeconds", 300)
                .containsEntry("replays", 0);
        assertThat(queue.visible()).as("it is visible again at once").isEqualTo(1);
        assertThat(handOver.published()).isEmpty();
        assertThat(handOver.invoked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bad-not-json.txt, unknown: not JSON",
        "bad-sns-delivery-not-an-event.json, unreadable: not JSON",
        "bad-invocation-of-another-stack.json, no function of this stack",
        "bad-parked-sns-record.json, unreadable: not JSON",
        "bad-parked-stream-record.json, unreadable: 'word' is missing",
        "bad-stream-batch-without-its-end.json, unknown: 'endSequenceNumber' is missing"
    })
    void handleRequest_shouldLeaveIt_whenAReplayCantHelp(String file, String reason) throws IOException {
        queue.send(ShapeTest.file(file));

        JsonObject report = replay("{\"execute\":true}");

        assertThat(outcomes(report)).containsExactly("LEFT");
        assertThat(messages(report).getFirst().requiredString("reason")).startsWith(reason);
        assertThat(queue.bodies()).containsExactly(ShapeTest.file(file));
        assertThat(queue.visible()).isEqualTo(1);
        assertThat(handOver.invoked()).isEmpty();
        assertThat(handOver.published()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bad-not-json.txt, UNKNOWN",
        "bad-parked-sns-record.json, PARKED_SNS_RECORD",
        "bad-parked-stream-record.json, PARKED_STREAM_RECORD",
        "bad-invocation-of-another-stack.json, INVOCATION",
        "invocation.json, INVOCATION"
    })
    void handleRequest_shouldDeleteWithoutHandingOver_whenToldToDiscard(String file, String kind) throws IOException {
        queue.send(ShapeTest.file(file));
        String kept = ShapeTest.file("sns-delivery.json");
        queue.send(kept);

        JsonObject dry = replay("{\"discard\":true,\"kind\":\"" + kind + "\"}");
        assertThat(messages(dry).getFirst().members())
                .containsEntry("plan", "discard it")
                .containsEntry("outcome", "WOULD_DISCARD");
        assertThat(queue.visible()).as("a dry run changes nothing").isEqualTo(2);

        JsonObject report = replay("{\"execute\":true,\"discard\":true,\"kind\":\"" + kind + "\"}");
        assertThat(outcomes(report)).containsExactly("DISCARDED");
        assertThat(queue.bodies()).containsExactly(kept);
        assertThat(queue.visible()).isEqualTo(1);
        assertThat(handOver.invoked()).isEmpty();
        assertThat(handOver.published()).isEmpty();
    }

    @Test
    void handleRequest_shouldLogWhatItWasButNoText_whenItDiscards() throws IOException {
        String messageId = queue.send(ShapeTest.file("invocation.json"));

        JsonObject report = replay("{\"execute\":true,\"discard\":true,\"messageId\":\"" + messageId + "\"}");

        assertThat(logLines.lines()).hasSize(1);
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("message", "discarded")
                .containsEntry("messageId", messageId)
                .containsEntry("kind", "INVOCATION")
                .containsEntry("function", "dead-letter-replay-fn")
                .containsEntry("failedFunction", "sns-multiplier-fn")
                .containsEntry("error", messages(report).getFirst().requiredString("error"));
        assertThat(logLines.text()).doesNotContain("question");
    }

    @Test
    void handleRequest_shouldHoldOnlyWhatIsNotDiscarded_whenTheRunTakesSeveralCalls() throws IOException {
        queue.send(ShapeTest.file("bad-not-json.txt"));
        queue.send(ShapeTest.file("invocation.json"));

        JsonObject report = replay("{\"execute\":true,\"discard\":true,\"kind\":\"UNKNOWN\",\"run\":\"run-1\"}");

        assertThat(report.members()).containsEntry("held", List.of("receipt-2"));
    }

    @Test
    void handleRequest_shouldSayThatItFailed_whenWhatIsToBeDiscardedCantBeDeleted() throws IOException {
        queue.failDeletes();
        queue.send(ShapeTest.file("bad-not-json.txt"));

        JsonObject report = replay("{\"execute\":true,\"discard\":true,\"kind\":\"UNKNOWN\"}");

        assertThat(outcomes(report)).containsExactly("FAILED");
        assertThat(messages(report).getFirst().requiredString("reason"))
                .isEqualTo("not deleted: IllegalStateException");
        assertThat(queue.visible()).as("it is there still, and no copy").isEqualTo(1);
    }

    @Test
    void handleRequest_shouldHandOverAndDelete_whenToldTo() throws IOException {
        handOver.hold(List.of(new JsonObject(Map.of("dynamodb", Map.of()))));
        for (String file : List.of(
                "sns-delivery.json",
                "invocation.json",
                "stream-batch.json",
                "parked-sns-record.json",
                "parked-stream-record.json")) {
            queue.send(ShapeTest.file(file));
        }

        JsonObject report = replay(ShapeTest.text("dead-letter-replay-fn/execute.json"));

        assertThat(outcomes(report)).hasSize(5).containsOnly("REPLAYED");
        assertThat(queue.size()).isZero();
        assertThat(handOver.published()).hasSize(1);
        assertThat(handOver.invoked())
                .hasSize(4)
                .allSatisfy(
                        invoked -> assertThat(invoked.requiredObject("event").requiredObjects("Records"))
                                .hasSize(1));
        assertThat(outcomes(replay("{\"execute\":true}"))).as("a second run").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "captured-sns-delivery.json, publish to the topic again",
        "captured-invocation.json, invoke sns-multiplier-fn",
        "captured-stream-batch.json, hand 1 record of the stream to event-aggregator-fn"
    })
    void handleRequest_shouldHandOverAndDelete_whenTheLetterIsOneOfARealRun(String file, String plan)
            throws IOException {
        handOver.hold(List.of(new JsonObject(Map.of("dynamodb", Map.of()))));
        queue.send(ShapeTest.file(file));

        JsonObject dry = replay("{}", LOCAL);
        JsonObject report = replay("{\"execute\":true}", LOCAL);

        assertThat(messages(dry).getFirst().requiredString("plan")).isEqualTo(plan);
        assertThat(outcomes(report)).containsExactly("REPLAYED");
        assertThat(queue.size()).isZero();
        assertThat(handOver.published().size() + handOver.invoked().size()).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldPublishTheMessageAsItWas_whenSnsRedroveIt() throws IOException {
        queue.send(ShapeTest.file("captured-sns-delivery.json"));

        replay("{\"execute\":true,\"run\":\"run-1\"}", LOCAL);

        String message =
                JsonObject.parse(ShapeTest.file("captured-sns-delivery.json")).requiredString("Message");
        assertThat(handOver.published()).containsExactly(message + " 1 run-1");
        assertThat(WordsEvent.parse(message).words().occurrences()).containsOnly(Map.entry("hello", 1));
    }

    @Test
    void handleRequest_shouldHealTheSummaries_whenTheRecordsHaveLeftTheStream() throws IOException {
        InMemorySummaries summaries = new InMemorySummaries();
        SummaryMerger merger = new SummaryMerger(summaries, new Backoff(clock, new Random(1), clock::advance));
        merger.merge("hello", Map.of(0, new Tally(1, 0, 0)), clock.instant().plusSeconds(60));
        SummaryRebuild rebuild = new SummaryRebuild(
                page -> page.accept(List.of(
                        new CounterValues("hello", 0, new Tally(1, 1, 0)),
                        new CounterValues("hello", 7, new Tally(2, 2, 0)),
                        new CounterValues("world", 3, new Tally(1, 1, 0)))),
                merger,
                clock);
        handOver.rebuildBy(deadline -> rebuild.run(deadline, ignored -> {}));
        clock.advance(Duration.ofHours(25));
        queue.send(ShapeTest.file("stream-batch.json"));

        assertThat(outcomes(replay("{\"execute\":true}"))).containsExactly("REPLAYED");

        assertThat(summaries.counts()).containsOnly(Map.entry("hello", 33L), Map.entry("world", 11L));
        assertThat(summaries.total()).isEqualTo(44);
        assertThat(queue.size()).isZero();
    }

    @Test
    void handleRequest_shouldPutItBackAndCount_whenTheFunctionFailsAgain() throws IOException {
        handOver.fail(ReplayTarget.MULTIPLIER);
        String messageId = queue.send(ShapeTest.file("invocation.json"));

        JsonObject first = replay("{\"execute\":true}");
        assertThat(outcomes(first)).as("it is tried once per run").containsExactly("FAILED");
        assertThat(messages(first).getFirst().requiredString("reason"))
                .isEqualTo("sns-multiplier-fn failed again: IllegalStateException");
        clock.advance(Duration.ofHours(1));
        replay("{\"execute\":true}");

        JsonObject dry = replay("{}");
        assertThat(messages(dry).getFirst().members())
                .containsEntry("messageId", messageId)
                .containsEntry("replays", 2)
                .containsEntry("ageSeconds", 3600);

        handOver.mend(ReplayTarget.MULTIPLIER);
        assertThat(outcomes(replay("{\"execute\":true}"))).containsExactly("REPLAYED");
        assertThat(queue.size()).isZero();
    }

    @Test
    void handleRequest_shouldKeepTheOriginal_whenItCantBePutBack() throws IOException {
        handOver.fail(ReplayTarget.MULTIPLIER);
        queue.failSends();
        queue.send(ShapeTest.file("invocation.json"));

        assertThat(outcomes(replay("{\"execute\":true}"))).containsExactly("FAILED");

        assertThat(queue.visible()).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldLeaveOneMessage_whenItIsHandedOverAndCantBeDeleted() throws IOException {
        queue.failDeletes();
        queue.send(ShapeTest.file("invocation.json"));

        JsonObject report = replay("{\"execute\":true}");

        assertThat(outcomes(report)).containsExactly("FAILED");
        assertThat(messages(report).getFirst().requiredString("reason")).startsWith("handed over, but not deleted");
        assertThat(queue.visible()).as("no copy is made").isEqualTo(1);
    }

    @Test
    void handleRequest_shouldFail_whenTheAggregatorDoesNotApplyAllRecords() throws IOException {
        handOver.hold(List.of(new JsonObject(Map.of())));
        handOver.refuse(ReplayTarget.AGGREGATOR);
        queue.send(ShapeTest.file("stream-batch.json"));

        assertThat(outcomes(replay("{\"execute\":true}"))).containsExactly("FAILED");
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldRebuildOnce_whenTheRecordsHaveLeftTheStream() throws IOException {
        clock.advance(Duration.ofHours(25));
        queue.send(ShapeTest.file("stream-batch.json"));
        queue.send(ShapeTest.file("stream-batch.json"));

        assertThat(messages(replay("{}")).getFirst().requiredString("plan"))
                .isEqualTo("rebuild the summaries: 4 records left the stream");
        assertThat(outcomes(replay("{\"execute\":true}"))).containsExactly("REPLAYED", "REPLAYED");

        assertThat(handOver.rebuilds()).isEqualTo(1);
        assertThat(queue.size()).isZero();
    }

    @Test
    void handleRequest_shouldLeaveIt_whenTheEventIsOlderThanTheLedgerRemembers() throws IOException {
        queue.send(ShapeTest.file("parked-sns-record.json").replace("2100-01-01", "2026-10-01"));

        JsonObject report = replay("{\"execute\":true}");

        assertThat(messages(report).getFirst().requiredString("reason")).contains("older than the ledger remembers");
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldPublishWithTheCount_whenSnsCouldNotHandOver() throws IOException {
        queue.send(ShapeTest.file("sns-delivery.json").replace("\"Type\"", """
                "MessageAttributes": {"replays": {"Type": "Number", "Value": "3"}}, "Type\""""));

        replay("{\"execute\":true,\"run\":\"run-1\"}");

        assertThat(handOver.published()).hasSize(1);
        assertThat(handOver.published().getFirst()).endsWith(" 4 run-1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"kind\":\"INVOCATION\" | 1",
                "\"function\":\"sns-multiplier-fn\" | 2",
                "\"error\":\"contention\" | 1",
                "\"minAge\":\"PT1H\" | 3",
                "\"maxAge\":\"PT1H\" | 1",
                "\"messageId\":\"message-2\" | 1",
                "\"function\":\"sns-multiplier-fn\",\"kind\":\"INVOCATION\",\"minAge\":\"PT2H\" | 0",
                "\"maxMessages\":2 | 2"
            })
    void handleRequest_shouldOnlyTakeWhatMatches_whenThereIsAFilter(String filter, int matching) throws IOException {
        queue.send(ShapeTest.file("sns-delivery.json"));
        queue.send(ShapeTest.file("invocation.json"));
        queue.send(ShapeTest.file("parked-stream-record.json"));
        clock.advance(Duration.ofMinutes(90));
        queue.send(ShapeTest.file("parked-sns-record.json"));

        JsonObject report = replay("{\"execute\":true," + filter + "}");

        assertThat(messages(report)).hasSize(matching);
        assertThat(queue.size()).isEqualTo(4 - matching);
        assertThat(queue.visible()).as("what does not match is visible").isEqualTo(4 - matching);
    }

    @Test
    void handleRequest_shouldKeepTheRestHiddenUntilReleased_whenTheRunTakesSeveralCalls() throws IOException {
        handOver.fail(ReplayTarget.MULTIPLIER);
        IntStream.range(0, 25).forEach(i -> queue.send(ShapeTest.file("invocation.json")));
        queue.send(ShapeTest.file("bad-not-json.txt"));

        JsonObject first = replay("{\"execute\":true,\"run\":\"run-1\",\"maxMessages\":20}");
        JsonObject second = replay("{\"execute\":true,\"run\":\"run-1\",\"maxMessages\":20}");
        assertThat(messages(first)).hasSize(20);
        assertThat(first.members()).containsEntry("more", true);
        assertThat(outcomes(second))
                .as("each is tried once in a run")
                .hasSize(6)
                .contains("LEFT");
        assertThat(second.members()).containsEntry("more", false);
        assertThat(queue.visible()).isZero();
        assertThat(outcomes(replay("{\"execute\":true}")))
                .as("somebody else meanwhile")
                .isEmpty();

        replay(new JsonObject(
                        Map.of("maxMessages", 0, "release", second.members().getOrDefault("held", List.of())))
                .toJson());
        replay(new JsonObject(
                        Map.of("maxMessages", 0, "release", first.members().getOrDefault("held", List.of())))
                .toJson());
        assertThat(queue.visible()).isEqualTo(26);
        assertThat(queue.size()).isEqualTo(26);
    }

    @Test
    void handleRequest_shouldHandOverEachOnce_whenTwoPeopleReplayAtOnce() throws Exception {
        IntStream.range(0, 200).forEach(i -> queue.send(ShapeTest.file("invocation.json")));
        String request = "{\"execute\":true,\"maxMessages\":200}";

        Thread other = Thread.ofVirtual().start(() -> {
            try {
                replay(request);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        replay(request);
        other.join();

        assertThat(handOver.invoked()).hasSize(200);
        assertThat(queue.size()).isZero();
    }

    @Test
    void handleRequest_shouldBeginNothing_whenTimeIsUp() throws IOException {
        queue.send(ShapeTest.file("invocation.json"));

        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler(SETTINGS)
                .handleRequest(
                        new ByteArrayInputStream("{\"execute\":true}".getBytes(StandardCharsets.UTF_8)),
                        output,
                        new TestContext(Duration.ofSeconds(70)));

        assertThat(JsonObject.parse(output.toByteArray()).members()).containsEntry("more", true);
        assertThat(queue.visible()).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldSayWhatIsWrong_whenTheEventFileIsTheBadOne() throws IOException {
        assertThat(replay(ShapeTest.text("dead-letter-replay-fn/bad-request.json"))
                        .requiredString("problem"))
                .startsWith("'excute' is not known");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"excute\":true} | 'excute' is not known",
                "{\"kind\":\"SNS\"} | 'kind' is none of",
                "{\"minAge\":\"1h\"} | 'minAge' is not an ISO 8601 duration",
                "{\"execute\":true,\"discard\":true} | 'discard' needs one of kind, function, error, minAge, messageId",
                "{\"execute\":true,\"discard\":true,\"error\":\"\",\"maxAge\":\"PT1H\"} | 'discard' needs one of",
                "{\"discard\":\"yes\"} | 'discard' is not",
                "{\"maxMessages\":10001} | 'maxMessages' is not 0 to 10000",
                "[] | not one JSON object"
            })
    void handleRequest_shouldSayWhatIsWrong_whenTheRequestIsBad(String request, String problem) throws IOException {
        queue.send(ShapeTest.file("invocation.json"));

        assertThat(replay(request).requiredString("problem").replace("\"", "")).startsWith(problem.replace("\"", ""));
        assertThat(queue.visible()).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldLogNoText() throws IOException {
        handOver.fail(ReplayTarget.MULTIPLIER);
        queue.send(ShapeTest.file("invocation.json"));
        queue.send(ShapeTest.file("bad-sns-delivery-not-an-event.json"));

        replay("{\"execute\":true}");

        assertThat(logLines.lines()).hasSize(2);
        assertThat(logLines.text()).doesNotContain("question").doesNotContain("is this thing on");
    }

    @Test
    void settings_shouldNameTheVariable_whenOneIsMissing() {
        Map<String, String> variables = new HashMap<>(Map.of("SNS_MULTIPLIER_FUNCTION", "arn"));

        assertThatThrownBy(() -> ReplaySettings.of(new Environment(variables)))
                .hasMessageContaining("SNS_LOGGER_FUNCTION is not set");
    }

    private JsonObject replay(String request) throws IOException {
        return replay(request, SETTINGS);
    }

    private JsonObject replay(String request, ReplaySettings settings) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler(settings)
                .handleRequest(
                        new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)),
                        output,
                        new TestContext(Duration.ofMinutes(5)));
        return JsonObject.parse(output.toByteArray());
    }

    private static ReplaySettings settings(String regionAndAccount, String prefix, String suffix) {
        String function = "arn:aws:lambda:" + regionAndAccount + ":function:" + prefix;
        return ReplaySettings.of(new Environment(Map.of(
                "DEAD_LETTER_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/123456789012/dlq",
                "TOPIC_ARN", "arn:aws:sns:" + regionAndAccount + ":" + prefix + "WordsTopic" + suffix,
                "WORD_COUNTS_TABLE", "counts",
                "SUMMARIES_TABLE", "summaries",
                "SNS_MULTIPLIER_FUNCTION", function + "SnsMultiplierFunction" + suffix + ":live",
                "SNS_LOGGER_FUNCTION", function + "SnsLoggerFunction" + suffix + ":live",
                "EVENT_AGGREGATOR_FUNCTION", function + "EventAggregatorFunction" + suffix + ":live")));
    }

    private DeadLetterReplayHandler handler(ReplaySettings settings) {
        return new DeadLetterReplayHandler(
                new Replayer(queue, handOver, settings, clock, logLines.log(FunctionModule.DEAD_LETTER_REPLAY, clock)),
                clock,
                () -> "run of its own " + runs.incrementAndGet());
    }

    private static List<JsonObject> messages(JsonObject report) {
        return report.requiredObjects("messages");
    }

    private static List<String> outcomes(JsonObject report) {
        return messages(report).stream()
                .map(message -> message.requiredString("outcome"))
                .toList();
    }
}
