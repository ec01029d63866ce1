package wordcounter.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

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
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.counts.CounterValues;
import wordcounter.counts.Tally;
import wordcounter.deadletters.DeadLetterFilter;
import wordcounter.deadletters.DeadLetterKind;
import wordcounter.deadletters.DeadLetterReport;
import wordcounter.deadletters.DeadLetterReport.Outcome;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.ReplayAnswer;
import wordcounter.deadletters.ReplayRefusal;
import wordcounter.deadletters.ReplayReport;
import wordcounter.deadletters.ReplayRequest;
import wordcounter.deadletters.ReplayRequest.Mode;
import wordcounter.events.WordsEvent;
import wordcounter.intake.EventIds;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.summaries.SummaryMerger;
import wordcounter.summaries.SummaryRebuild;
import wordcounter.testing.EventFiles;
import wordcounter.testing.InMemorySummaries;
import wordcounter.testing.InOrder;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;
import wordcounter.testing.TestContext;
import wordcounter.uploads.UploadedFile;

class DeadLetterReplayFunctionalTest {

    private static final ReplaySettings SETTINGS =
            settings("us-east-1:123456789012", "word-counter-dev-", "-1ABCDEFGHIJKL");

    /** Those of ./run-local, on which letters were captured. */
    private static final ReplaySettings LOCAL = settings("us-east-1:000000000000", "local-", "");

    private static final ReplayRequest DRY_RUN = ReplayRequest.of(Mode.SHOW_REPLAY, DeadLetterFilter.ALL);
    private static final ReplayRequest EXECUTE = ReplayRequest.of(Mode.REPLAY, DeadLetterFilter.ALL);

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
        "parked-stream-record.json, invoke event-aggregator-fn",
        "parked-queue-record.json, invoke queued-words-fn",
        "upload-invocation.json, invoke uploaded-words-fn",
        "parked-upload-record.json, invoke uploaded-words-fn",
        "parked-milestones.json, invoke slack-digest-fn",
        "scheduled-event.json, invoke slack-digest-fn",
        "scheduled-night.json, invoke nightly-reconcile-fn",
        "night-invocation.json, invoke nightly-reconcile-fn"
    })
    void handleRequest_shouldOnlySayWhatItWouldDo_whenItIsADryRun(String file, String plan) throws IOException {
        queue.send(EventFiles.deadLetter(file));
        clock.advance(Duration.ofMinutes(5));

        ReplayReport report = report(EventFiles.text("dead-letter-replay-fn/dry-run.json"));

        assertThat(report.letters()).hasSize(1);
        assertThat(report.letters())
                .extracting(
                        DeadLetterReport::plan,
                        DeadLetterReport::outcome,
                        DeadLetterReport::age,
                        DeadLetterReport::replays)
                .containsExactly(tuple(plan, Outcome.WOULD_REPLAY, Duration.ofMinutes(5), 0));
        assertThat(queue.visible()).as("it is visible again at once").isEqualTo(1);
        assertThat(handOver.published()).isEmpty();
        assertThat(handOver.invoked()).isEmpty();
        assertThat(handOver.started()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bad-not-json.txt, unknown: not JSON",
        "bad-sns-delivery-not-an-event.json, unreadable: not JSON",
        "bad-invocation-of-another-stack.json, no function of this stack",
        "bad-parked-sns-record.json, unreadable: not JSON",
        "bad-parked-stream-record.json, unreadable: 'word' is missing",
        "bad-parked-queue-record.json, unreadable: The body holds bytes that are not UTF-8",
        "bad-parked-upload-record.json, it is no text in UTF-8: byte 4 is NUL",
        "bad-stream-batch-without-its-end.json, unknown: 'endSequenceNumber' is missing"
    })
    void handleRequest_shouldLeaveIt_whenAReplayCantHelp(String file, String reason) throws IOException {
        queue.send(EventFiles.deadLetter(file));

        ReplayReport report = replay(EXECUTE);

        assertThat(outcomes(report)).containsExactly(Outcome.LEFT);
        assertThat(report.letters().getFirst().reason()).startsWith(reason);
        assertThat(queue.bodies()).containsExactly(EventFiles.deadLetter(file));
        assertThat(queue.visible()).isEqualTo(1);
        assertThat(handOver.invoked()).isEmpty();
        assertThat(handOver.started()).isEmpty();
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
    void handleRequest_shouldDeleteWithoutHandingOver_whenToldToDiscard(String file, DeadLetterKind kind)
            throws IOException {
        queue.send(EventFiles.deadLetter(file));
        String kept = EventFiles.deadLetter("sns-delivery.json");
        queue.send(kept);

        ReplayReport dry = replay(ReplayRequest.of(Mode.SHOW_DISCARD, DeadLetterFilter.ALL.withKind(kind)));
        assertThat(dry.letters())
                .extracting(DeadLetterReport::plan, DeadLetterReport::outcome)
                .containsExactly(tuple("discard it", Outcome.WOULD_DISCARD));
        assertThat(queue.visible()).as("a dry run changes nothing").isEqualTo(2);

        ReplayReport report = replay(ReplayRequest.of(Mode.DISCARD, DeadLetterFilter.ALL.withKind(kind)));
        assertThat(outcomes(report)).containsExactly(Outcome.DISCARDED);
        assertThat(queue.bodies()).containsExactly(kept);
        assertThat(queue.visible()).isEqualTo(1);
        assertThat(handOver.invoked()).isEmpty();
        assertThat(handOver.published()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "invocation.json, 0f8fad5b-d9cb-469f-a165-70867728950e, c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        "sns-delivery.json, 0f8fad5b-d9cb-469f-a165-70867728950e, c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
        "parked-sns-record.json, 0f8fad5b-d9cb-469f-a165-70867728950e, c6af9ac6-7b61-11e6-9a41-93e8deadbeef"
    })
    void handleRequest_shouldSayInTheLogAndTheReportWhichEventItWas(String file, String eventId, String correlationId)
            throws IOException {
        queue.send(EventFiles.deadLetter(file));

        ReplayReport report = replay(EXECUTE);

        assertThat(report.letters().getFirst().eventId()).contains(eventId);
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("eventId", eventId)
                .containsEntry("correlationId", correlationId)
                .containsEntry("deadSince", "2026-11-21T13:00:00Z");
    }

    @Test
    void handleRequest_shouldNameWhatWouldHaveBecomeEvents_whenTheLetterIsAboutAFile() throws IOException {
        queue.send(EventFiles.deadLetter("upload-invocation.json"));

        ReplayReport report = replay(EXECUTE);

        assertThat(report.letters().getFirst().eventId()).isEmpty();
        assertThat(report.letters().getFirst().correlationId())
                .hasValueSatisfying(uploadId -> assertThat(uploadId).hasSize(64));
        assertThat(logLines.lines().getFirst().members()).containsKeys("correlationId", "trace_id");
    }

    @Test
    void handleRequest_shouldLogWhatItWasButNoText_whenItDiscards() throws IOException {
        String messageId = queue.send(EventFiles.deadLetter("invocation.json"));

        ReplayReport report = replay(ReplayRequest.of(Mode.DISCARD, DeadLetterFilter.ALL.withMessageId(messageId)));

        assertThat(logLines.lines()).hasSize(1);
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("message", "discarded")
                .containsEntry("messageId", messageId)
                .containsEntry("kind", "INVOCATION")
                .containsEntry("function", "dead-letter-replay-fn")
                .containsEntry("failedFunction", "sns-multiplier-fn")
                .containsEntry("error", report.letters().getFirst().error());
        assertThat(logLines.text()).doesNotContain("question");
    }

    @Test
    void handleRequest_shouldHoldOnlyWhatIsNotDiscarded_whenTheRunTakesSeveralCalls() throws IOException {
        queue.send(EventFiles.deadLetter("bad-not-json.txt"));
        queue.send(EventFiles.deadLetter("invocation.json"));

        ReplayReport report =
                replay(ReplayRequest.of(Mode.DISCARD, DeadLetterFilter.ALL.withKind(DeadLetterKind.UNKNOWN))
                        .withRun("run-1"));

        assertThat(report.held()).containsExactly("receipt-2");
    }

    @Test
    void handleRequest_shouldSayThatItFailed_whenWhatIsToBeDiscardedCantBeDeleted() throws IOException {
        queue.failDeletes();
        queue.send(EventFiles.deadLetter("bad-not-json.txt"));

        ReplayReport report =
                replay(ReplayRequest.of(Mode.DISCARD, DeadLetterFilter.ALL.withKind(DeadLetterKind.UNKNOWN)));

        assertThat(outcomes(report)).containsExactly(Outcome.FAILED);
        assertThat(report.letters().getFirst().reason()).isEqualTo("not deleted: IllegalStateException");
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
                "parked-stream-record.json",
                "parked-queue-record.json")) {
            queue.send(EventFiles.deadLetter(file));
        }

        ReplayReport report = report(EventFiles.text("dead-letter-replay-fn/execute.json"));

        assertThat(outcomes(report)).hasSize(6).containsOnly(Outcome.REPLAYED);
        assertThat(queue.size()).isZero();
        assertThat(handOver.published()).hasSize(1);
        assertThat(handOver.invoked())
                .hasSize(5)
                .allSatisfy(
                        invoked -> assertThat(invoked.requiredObject("event").requiredObjects("Records"))
                                .hasSize(1));
        assertThat(outcomes(replay(EXECUTE))).as("a second run").isEmpty();
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
        queue.send(EventFiles.deadLetter(file));

        ReplayReport dry = replay(DRY_RUN, LOCAL);
        ReplayReport report = replay(EXECUTE, LOCAL);

        assertThat(dry.letters().getFirst().plan()).isEqualTo(plan);
        assertThat(outcomes(report)).containsExactly(Outcome.REPLAYED);
        assertThat(queue.size()).isZero();
        assertThat(handOver.published().size() + handOver.invoked().size()).isEqualTo(1);
    }

    /** A file takes longer than a replay can wait: what fails again comes back by itself, and tells that it was replayed. */
    @ParameterizedTest
    @ValueSource(strings = {"upload-invocation.json", "parked-upload-record.json"})
    void handleRequest_shouldStartTheFunctionAndNotWait_whenTheLetterIsAFile(String file) throws IOException {
        queue.send(EventFiles.deadLetter(file));

        ReplayReport report = replay(EXECUTE.withRun("run-1"));

        assertThat(outcomes(report)).containsExactly(Outcome.REPLAYED);
        assertThat(queue.size()).isZero();
        assertThat(handOver.invoked()).isEmpty();
        assertThat(handOver.started()).singleElement().satisfies(started -> {
            assertThat(started.requiredString("function")).isEqualTo("uploaded-words-fn");
            assertThat(started.requiredObject("event").requiredObjects("Records"))
                    .singleElement()
                    .satisfies(s3Record -> {
                        assertThat(UploadedFile.of(s3Record).key()).startsWith("inbox/");
                        assertThat(s3Record.requiredObject("replay").members())
                                .isEqualTo(Map.of("replays", "1", "replayRun", "run-1"));
                    });
        });

        JsonObject s3Record = handOver.started()
                .getFirst()
                .requiredObject("event")
                .requiredObjects("Records")
                .getFirst();
        queue.send(new ParkedItem(
                        ParkedItem.Kind.UPLOAD_RECORD, FunctionModule.UPLOADED_WORDS, "still too large", s3Record)
                .toJson());
        assertThat(outcomes(replay(EXECUTE.withRun("run-1"))))
                .as("not again in this run")
                .isEmpty();
        clock.advance(Duration.ofMinutes(10));
        assertThat(replay(DRY_RUN).letters())
                .extracting(DeadLetterReport::replays)
                .containsExactly(1);
        assertThat(outcomes(replay(EXECUTE.withRun("run-2")))).containsExactly(Outcome.REPLAYED);
    }

    @Test
    void handleRequest_shouldPutTheLetterBack_whenLambdaDoesNotTakeTheFile() throws IOException {
        handOver.fail(FunctionModule.UPLOADED_WORDS);
        queue.send(EventFiles.deadLetter("upload-invocation.json"));

        assertThat(outcomes(replay(EXECUTE))).containsExactly(Outcome.FAILED);
        assertThat(queue.bodies()).containsExactly(EventFiles.deadLetter("upload-invocation.json"));
    }

    @Test
    void handleRequest_shouldHandTheFunctionTheMessageAsItWas_whenItsQueueGaveItUp() throws IOException {
        QueueMessage message = givenUp();
        clock.advance(Duration.ofDays(3));

        ReplayReport dry = replay(DRY_RUN);
        ReplayReport report = replay(EXECUTE);

        assertThat(dry.letters())
                .extracting(
                        DeadLetterReport::messageId,
                        DeadLetterReport::kind,
                        DeadLetterReport::function,
                        DeadLetterReport::plan)
                .containsExactly(tuple(
                        message.messageId(),
                        DeadLetterKind.QUEUE_MESSAGE,
                        "queued-words-fn",
                        "invoke queued-words-fn"));
        assertThat(outcomes(report)).containsExactly(Outcome.REPLAYED);
        assertThat(queue.size()).isZero();
        assertThat(handOver.invoked())
                .singleElement()
                .satisfies(invoked -> assertThat(QueueMessage.parse(invoked.requiredObject("event")
                                .requiredObjects("Records")
                                .getFirst()))
                        .as("with the id that its event is named by")
                        .isEqualTo(message));
    }

    @Test
    void handleRequest_shouldHandTheDigestItsMilestones_andKeepThemUntilTheyAreTold() throws IOException {
        queue.send(EventFiles.deadLetter("parked-milestones.json"));
        handOver.refuse(FunctionModule.SLACK_DIGEST);
        assertThat(replay(EXECUTE).letters())
                .extracting(DeadLetterReport::outcome, DeadLetterReport::reason)
                .containsExactly(tuple(Outcome.FAILED, "slack-digest-fn did not apply all of its records"));
        assertThat(queue.size()).isEqualTo(1);

        handOver.mend(FunctionModule.SLACK_DIGEST);
        assertThat(outcomes(replay(EXECUTE))).containsExactly(Outcome.REPLAYED);

        assertThat(queue.size()).isZero();
        assertThat(handOver.invoked().getLast().requiredObject("event").requiredObjects("Records"))
                .containsExactly(JsonObject.parse(EventFiles.deadLetter("parked-milestones.json"))
                        .requiredObject("payload"));
    }

    @Test
    void handleRequest_shouldLeaveTheDigestsBatch_whenItsRecordsHaveLeftTheStreamMeanwhile() throws IOException {
        queue.send(
                EventFiles.deadLetter("stream-batch.json").replace("EventAggregatorFunction", "SlackDigestFunction"));

        ReplayReport report = replay(EXECUTE);

        assertThat(report.letters())
                .extracting(DeadLetterReport::outcome, DeadLetterReport::reason)
                .containsExactly(tuple(Outcome.FAILED, "its records have left the stream"));
        assertThat(queue.size()).isEqualTo(1);
        assertThat(handOver.rebuilds()).isZero();
    }

    @Test
    void handleRequest_shouldInvokeTheDigestWithTheScheduledEvent_whenEventBridgeCouldNot() throws IOException {
        queue.send(EventFiles.deadLetter("scheduled-event.json"));

        assertThat(outcomes(replay(EXECUTE))).containsExactly(Outcome.REPLAYED);

        assertThat(handOver.invoked().getFirst().requiredObject("event"))
                .isEqualTo(JsonObject.parse(EventFiles.deadLetter("scheduled-event.json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduled-night.json", "night-invocation.json"})
    void handleRequest_shouldStartTheComparisonAgain_andNotWaitForIt(String file) throws IOException {
        queue.send(EventFiles.deadLetter(file));

        assertThat(outcomes(replay(EXECUTE))).containsExactly(Outcome.REPLAYED);

        assertThat(queue.size()).isZero();
        assertThat(handOver.invoked()).isEmpty();
        assertThat(handOver.started())
                .singleElement()
                .satisfies(started -> assertThat(started.members())
                        .containsEntry("function", "nightly-reconcile-fn")
                        .containsEntry(
                                "event",
                                JsonObject.parse(EventFiles.deadLetter("scheduled-night.json"))
                                        .members()));
    }

    @Test
    void handleRequest_shouldPutTheMessageBackAsItWas_whenTheFunctionReportsItAgain() throws IOException {
        QueueMessage message = givenUp();
        handOver.refuse(FunctionModule.QUEUED_WORDS);

        ReplayReport report = replay(EXECUTE);
        handOver.mend(FunctionModule.QUEUED_WORDS);
        replay(EXECUTE);

        assertThat(report.letters())
                .extracting(DeadLetterReport::outcome, DeadLetterReport::reason)
                .containsExactly(tuple(Outcome.FAILED, "queued-words-fn did not apply all of its records"));
        assertThat(handOver.invoked())
                .hasSize(2)
                .allSatisfy(invoked -> assertThat(QueueMessage.parse(invoked.requiredObject("event")
                                .requiredObjects("Records")
                                .getFirst()))
                        .isEqualTo(message));
        assertThat(queue.size()).isZero();
    }

    @Test
    void handleRequest_shouldHandACheckOverAsItWas_andPutItBackWhenItFailsAgain() throws IOException {
        QueueMessage check = QueueMessage.parse(JsonObject.parse(EventFiles.text("document-words-fn/check.json"))
                .requiredObjects("Records")
                .getFirst());
        queue.move(check.messageId(), check.body(), check.attributes(), check.sentAt());
        handOver.refuse(FunctionModule.DOCUMENT_WORDS);

        ReplayReport report = replay(EXECUTE);
        handOver.mend(FunctionModule.DOCUMENT_WORDS);
        replay(EXECUTE);

        assertThat(report.letters())
                .extracting(DeadLetterReport::kind, DeadLetterReport::function, DeadLetterReport::outcome)
                .containsExactly(tuple(DeadLetterKind.QUEUE_MESSAGE, "document-words-fn", Outcome.FAILED));
        assertThat(handOver.invoked())
                .hasSize(2)
                .allSatisfy(invoked -> assertThat(QueueMessage.parse(invoked.requiredObject("event")
                                .requiredObjects("Records")
                                .getFirst()))
                        .isEqualTo(check));
        assertThat(queue.size()).isZero();
    }

    @Test
    void handleRequest_shouldLeaveIt_whenItsRouteIsNotKnown() throws IOException {
        queue.send("aGVsbG8=", Map.of(QueueMessage.ROUTE, "POST /somewhere/else"));

        ReplayReport report = replay(EXECUTE);

        assertThat(report.letters().getFirst().reason()).isEqualTo("unknown: of no route that is known here");
        assertThat(queue.visible()).isEqualTo(1);
    }

    /** A message of the queue of texts, after its redrive. */
    private QueueMessage givenUp() {
        QueueMessage message = QueueMessage.parse(JsonObject.parse(EventFiles.text("queued-words-fn/texts.json"))
                .requiredObjects("Records")
                .getLast());
        queue.move(message.messageId(), message.body(), message.attributes(), message.sentAt());
        return message;
    }

    @Test
    void handleRequest_shouldPublishTheMessageAsItWas_whenSnsRedroveIt() throws IOException {
        queue.send(EventFiles.deadLetter("captured-sns-delivery.json"));

        replay(EXECUTE.withRun("run-1"), LOCAL);

        String message = JsonObject.parse(EventFiles.deadLetter("captured-sns-delivery.json"))
                .requiredString("Message");
        assertThat(handOver.published()).containsExactly(message + " 1 run-1");
        assertThat(WordsEvent.parse(message).words().occurrences()).containsOnly(Map.entry("hello", 1));
    }

    @Test
    void handleRequest_shouldHealTheSummaries_whenTheRecordsHaveLeftTheStream() throws IOException {
        InMemorySummaries summaries = new InMemorySummaries();
        SummaryMerger merger =
                new SummaryMerger(summaries, new InOrder(), new Backoff(clock, new Random(1), clock::advance), clock);
        merger.merge(
                Map.of("hello", new TreeMap<>(Map.of(0, new Tally(1, 0, 0)))),
                clock.instant().plusSeconds(60));
        SummaryRebuild rebuild = new SummaryRebuild(
                page -> page.accept(List.of(
                        new CounterValues("hello", 0, new Tally(1, 1, 0)),
                        new CounterValues("hello", 7, new Tally(2, 2, 0)),
                        new CounterValues("world", 3, new Tally(1, 1, 0)))),
                merger);
        handOver.rebuildBy(deadline -> rebuild.run(deadline, ignored -> {}));
        clock.advance(Duration.ofHours(25));
        queue.send(EventFiles.deadLetter("stream-batch.json"));

        assertThat(outcomes(replay(EXECUTE))).containsExactly(Outcome.REPLAYED);

        assertThat(summaries.counts()).containsOnly(Map.entry("hello", 33L), Map.entry("world", 11L));
        assertThat(summaries.totals().count()).isEqualTo(44);
        assertThat(queue.size()).isZero();
    }

    @Test
    void handleRequest_shouldPutItBackAndCount_whenTheFunctionFailsAgain() throws IOException {
        handOver.fail(FunctionModule.SNS_MULTIPLIER);
        String messageId = queue.send(EventFiles.deadLetter("invocation.json"));

        ReplayReport first = replay(EXECUTE);
        assertThat(outcomes(first)).as("it is tried once per run").containsExactly(Outcome.FAILED);
        assertThat(first.letters().getFirst().reason())
                .isEqualTo("sns-multiplier-fn failed again: IllegalStateException");
        clock.advance(Duration.ofHours(1));
        replay(EXECUTE);

        ReplayReport dry = replay(DRY_RUN);
        assertThat(dry.letters())
                .extracting(DeadLetterReport::messageId, DeadLetterReport::replays, DeadLetterReport::age)
                .containsExactly(tuple(messageId, 2, Duration.ofHours(1)));

        handOver.mend(FunctionModule.SNS_MULTIPLIER);
        assertThat(outcomes(replay(EXECUTE))).containsExactly(Outcome.REPLAYED);
        assertThat(queue.size()).isZero();
    }

    @Test
    void handleRequest_shouldKeepTheOriginal_whenItCantBePutBack() throws IOException {
        handOver.fail(FunctionModule.SNS_MULTIPLIER);
        queue.failSends();
        queue.send(EventFiles.deadLetter("invocation.json"));

        assertThat(outcomes(replay(EXECUTE))).containsExactly(Outcome.FAILED);

        assertThat(queue.visible()).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldLeaveOneMessage_whenItIsHandedOverAndCantBeDeleted() throws IOException {
        queue.failDeletes();
        queue.send(EventFiles.deadLetter("invocation.json"));

        ReplayReport report = replay(EXECUTE);

        assertThat(outcomes(report)).containsExactly(Outcome.FAILED);
        assertThat(report.letters().getFirst().reason()).startsWith("handed over, but not deleted");
        assertThat(queue.visible()).as("no copy is made").isEqualTo(1);
    }

    @Test
    void handleRequest_shouldFail_whenTheAggregatorDoesNotApplyAllRecords() throws IOException {
        handOver.hold(List.of(new JsonObject(Map.of())));
        handOver.refuse(FunctionModule.EVENT_AGGREGATOR);
        queue.send(EventFiles.deadLetter("stream-batch.json"));

        assertThat(outcomes(replay(EXECUTE))).containsExactly(Outcome.FAILED);
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldRebuildOnce_whenTheRecordsHaveLeftTheStream() throws IOException {
        clock.advance(Duration.ofHours(25));
        queue.send(EventFiles.deadLetter("stream-batch.json"));
        queue.send(EventFiles.deadLetter("stream-batch.json"));

        assertThat(replay(DRY_RUN).letters().getFirst().plan())
                .isEqualTo("rebuild the summaries: 4 records left the stream");
        assertThat(outcomes(replay(EXECUTE))).containsExactly(Outcome.REPLAYED, Outcome.REPLAYED);

        assertThat(handOver.rebuilds()).isEqualTo(1);
        assertThat(queue.size()).isZero();
    }

    @Test
    void handleRequest_shouldLeaveIt_whenTheEventIsOlderThanTheLedgerRemembers() throws IOException {
        queue.send(EventFiles.deadLetter("parked-sns-record.json").replace("2100-01-01", "2026-10-01"));

        ReplayReport report = replay(EXECUTE);

        assertThat(report.letters().getFirst().reason()).contains("older than the ledger remembers");
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldPublishWithTheCount_whenSnsCouldNotHandOver() throws IOException {
        queue.send(EventFiles.deadLetter("sns-delivery.json").replace("\"Type\"", """
                "MessageAttributes": {"replays": {"Type": "Number", "Value": "3"}}, "Type\""""));

        replay(EXECUTE.withRun("run-1"));

        assertThat(handOver.published()).hasSize(1);
        assertThat(handOver.published().getFirst()).endsWith(" 4 run-1");
    }

    static Stream<Arguments> filters() {
        DeadLetterFilter all = DeadLetterFilter.ALL;
        DeadLetterFilter ofTheMultiplier = all.withFunction("sns-multiplier-fn");
        return Stream.of(
                arguments(EXECUTE.withFilter(all.withKind(DeadLetterKind.INVOCATION)), 1),
                arguments(EXECUTE.withFilter(ofTheMultiplier), 2),
                arguments(EXECUTE.withFilter(all.withError("contention")), 1),
                arguments(EXECUTE.withFilter(all.withMinAge(Duration.ofHours(1))), 3),
                arguments(EXECUTE.withFilter(all.withMaxAge(Duration.ofHours(1))), 1),
                arguments(EXECUTE.withFilter(all.withMessageId("message-2")), 1),
                arguments(
                        EXECUTE.withFilter(ofTheMultiplier
                                .withKind(DeadLetterKind.INVOCATION)
                                .withMinAge(Duration.ofHours(2))),
                        0),
                arguments(EXECUTE.withMaxMessages(2), 2));
    }

    @ParameterizedTest
    @MethodSource("filters")
    void handleRequest_shouldOnlyTakeWhatMatches_whenThereIsAFilter(ReplayRequest request, int matching)
            throws IOException {
        queue.send(EventFiles.deadLetter("sns-delivery.json"));
        queue.send(EventFiles.deadLetter("invocation.json"));
        queue.send(EventFiles.deadLetter("parked-stream-record.json"));
        clock.advance(Duration.ofMinutes(90));
        queue.send(EventFiles.deadLetter("parked-sns-record.json"));

        ReplayReport report = replay(request);

        assertThat(report.letters()).hasSize(matching);
        assertThat(queue.size()).isEqualTo(4 - matching);
        assertThat(queue.visible()).as("what does not match is visible").isEqualTo(4 - matching);
    }

    @Test
    void handleRequest_shouldKeepTheRestHiddenUntilReleased_whenTheRunTakesSeveralCalls() throws IOException {
        handOver.fail(FunctionModule.SNS_MULTIPLIER);
        IntStream.range(0, 25).forEach(i -> queue.send(EventFiles.deadLetter("invocation.json")));
        queue.send(EventFiles.deadLetter("bad-not-json.txt"));

        ReplayReport first = replay(EXECUTE.withRun("run-1").withMaxMessages(20));
        ReplayReport second = replay(EXECUTE.withRun("run-1").withMaxMessages(20));
        assertThat(first.letters()).hasSize(20);
        assertThat(first.more()).isTrue();
        assertThat(outcomes(second))
                .as("each is tried once in a run")
                .hasSize(6)
                .contains(Outcome.LEFT);
        assertThat(second.more()).isFalse();
        assertThat(queue.visible()).isZero();
        assertThat(outcomes(replay(EXECUTE))).as("somebody else meanwhile").isEmpty();

        replay(ReplayRequest.releasing(second.held()));
        replay(ReplayRequest.releasing(first.held()));
        assertThat(queue.visible()).isEqualTo(26);
        assertThat(queue.size()).isEqualTo(26);
    }

    @Test
    void handleRequest_shouldHandOverEachOnce_whenTwoPeopleReplayAtOnce() throws Exception {
        IntStream.range(0, 200).forEach(i -> queue.send(EventFiles.deadLetter("invocation.json")));
        ReplayRequest request = EXECUTE.withMaxMessages(200);

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
        queue.send(EventFiles.deadLetter("invocation.json"));

        ReplayReport report = (ReplayReport) answer(EXECUTE.toJson(), SETTINGS, Duration.ofSeconds(70));

        assertThat(report.more()).isTrue();
        assertThat(queue.visible()).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldSayWhatIsWrong_whenTheEventFileIsTheBadOne() throws IOException {
        assertThat(problem(EventFiles.text("dead-letter-replay-fn/bad-request.json")))
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
                "{\"execute\":true,\"discard\":true,\"minAge\":\"PT0S\"} | 'discard' needs one of",
                "{\"execute\":true,\"discard\":true,\"minAge\":\"-PT1H\"} | 'discard' needs one of",
                "{\"execute\":true,\"discard\":true,\"function\":\"\"} | 'discard' needs one of",
                "{\"execute\":true,\"discard\":true,\"messageId\":\" \"} | 'discard' needs one of",
                "{\"discard\":\"yes\"} | 'discard' is not",
                "{\"maxMessages\":10001} | 'maxMessages' is not 0 to 10000",
                "[] | not one JSON object"
            })
    void handleRequest_shouldSayWhatIsWrong_whenTheRequestIsBad(String request, String problem) throws IOException {
        queue.send(EventFiles.deadLetter("invocation.json"));

        assertThat(problem(request)).startsWith(problem);
        assertThat(queue.visible()).isEqualTo(1);
    }

    @Test
    void handleRequest_shouldLogNoText() throws IOException {
        handOver.fail(FunctionModule.SNS_MULTIPLIER);
        queue.send(EventFiles.deadLetter("invocation.json"));
        queue.send(EventFiles.deadLetter("bad-sns-delivery-not-an-event.json"));

        replay(EXECUTE);

        assertThat(logLines.lines()).hasSize(2);
        assertThat(logLines.text()).doesNotContain("question").doesNotContain("is this thing on");
    }

    @Test
    void settings_shouldNameTheVariable_whenOneIsMissing() {
        Map<String, String> variables = new HashMap<>(Map.of("SNS_MULTIPLIER_FUNCTION", "arn"));

        assertThatThrownBy(() -> ReplaySettings.of(new Environment(variables)))
                .hasMessageContaining("SNS_LOGGER_FUNCTION is not set");
    }

    private ReplayReport replay(ReplayRequest request) throws IOException {
        return replay(request, SETTINGS);
    }

    private ReplayReport replay(ReplayRequest request, ReplaySettings settings) throws IOException {
        return (ReplayReport) answer(request.toJson(), settings, Duration.ofMinutes(5));
    }

    private ReplayReport report(String request) throws IOException {
        return (ReplayReport) answer(request, SETTINGS, Duration.ofMinutes(5));
    }

    private String problem(String request) throws IOException {
        return ((ReplayRefusal) answer(request, SETTINGS, Duration.ofMinutes(5))).problem();
    }

    private ReplayAnswer answer(String request, ReplaySettings settings, Duration timeLeft) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler(settings)
                .handleRequest(
                        new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)),
                        output,
                        new TestContext(timeLeft));
        return ReplayAnswer.parse(JsonObject.parse(output.toByteArray()));
    }

    private static ReplaySettings settings(String regionAndAccount, String prefix, String suffix) {
        String function = "arn:aws:lambda:" + regionAndAccount + ":function:" + prefix;
        return ReplaySettings.of(new Environment(Map.ofEntries(
                Map.entry("SLACK_DIGEST_FUNCTION", function + "SlackDigestFunction" + suffix + ":live"),
                Map.entry("NIGHTLY_RECONCILE_FUNCTION", function + "NightlyReconcileFunction" + suffix + ":live"),
                Map.entry("QUEUED_WORDS_FUNCTION", function + "QueuedWordsFunction" + suffix + ":live"),
                Map.entry("DOCUMENT_WORDS_FUNCTION", function + "DocumentWordsFunction" + suffix + ":live"),
                Map.entry("UPLOADED_WORDS_FUNCTION", function + "UploadedWordsFunction" + suffix + ":live"),
                Map.entry("DEAD_LETTER_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/123456789012/dlq"),
                Map.entry("TOPIC_ARN", "arn:aws:sns:" + regionAndAccount + ":" + prefix + "WordsTopic" + suffix),
                Map.entry("WORD_COUNTS_TABLE", "counts"),
                Map.entry("SUMMARIES_TABLE", "summaries"),
                Map.entry("SNS_MULTIPLIER_FUNCTION", function + "SnsMultiplierFunction" + suffix + ":live"),
                Map.entry("SNS_LOGGER_FUNCTION", function + "SnsLoggerFunction" + suffix + ":live"),
                Map.entry("EVENT_AGGREGATOR_FUNCTION", function + "EventAggregatorFunction" + suffix + ":live"))));
    }

    private DeadLetterReplayHandler handler(ReplaySettings settings) {
        return new DeadLetterReplayHandler(
                new Replayer(
                        queue,
                        handOver,
                        handOver,
                        settings,
                        new EventIds(new Random(1)),
                        clock,
                        logLines.log(FunctionModule.DEAD_LETTER_REPLAY, clock)),
                clock,
                () -> "run of its own " + runs.incrementAndGet());
    }

    private static List<Outcome> outcomes(ReplayReport report) {
        return report.letters().stream().map(DeadLetterReport::outcome).toList();
    }
}
