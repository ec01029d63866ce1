package wordcounter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.deadletters.DeadLetterReport.Outcome;
import wordcounter.deadletters.ParkedItem;
import wordcounter.queue.QueueMessage;
import wordcounter.queue.QueuedText;
import wordcounter.runtime.FunctionModule;
import wordcounter.testing.EventFiles;
import wordcounter.testing.ManualClock;
import wordcounter.uploads.Upload;

class VerdictsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T13:00:00Z");

    private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:word-counter-dev-";

    private static final ReplaySettings SETTINGS = new ReplaySettings(
            "https://sqs.us-east-1.amazonaws.com/123456789012/dlq",
            "arn:aws:sns:us-east-1:123456789012:word-counter-dev-WordsTopic-1ABCDEFGHIJKL",
            "counts",
            "summaries",
            Map.of(
                    FunctionModule.SNS_MULTIPLIER, FUNCTION + "SnsMultiplierFunction-1ABCDEFGHIJKL:live",
                    FunctionModule.QUEUED_WORDS, FUNCTION + "QueuedWordsFunction-1ABCDEFGHIJKL:live",
                    FunctionModule.DOCUMENT_WORDS, FUNCTION + "DocumentWordsFunction-1ABCDEFGHIJKL:live",
                    FunctionModule.UPLOADED_WORDS, FUNCTION + "UploadedWordsFunction-1ABCDEFGHIJKL:live",
                    FunctionModule.SNS_LOGGER, FUNCTION + "SnsLoggerFunction-1ABCDEFGHIJKL:live",
                    FunctionModule.EVENT_AGGREGATOR, FUNCTION + "EventAggregatorFunction-1ABCDEFGHIJKL:live",
                    FunctionModule.SLACK_DIGEST, FUNCTION + "SlackDigestFunction-1ABCDEFGHIJKL:live",
                    FunctionModule.NIGHTLY_RECONCILE, FUNCTION + "NightlyReconcileFunction-1ABCDEFGHIJKL:live"));

    private final Clock clock = new ManualClock(NOW);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sns-delivery.json",
                "invocation.json",
                "parked-sns-record.json",
                "upload-invocation.json",
                "parked-upload-record.json"
            })
    void of_shouldBeTooOld_whenTheLedgerMayHaveForgottenTheEvent(String file) {
        Instant accepted = NOW.minus(Duration.ofDays(40)).minusMillis(1);

        Verdict verdict = of(acceptedAt(file, accepted));

        assertThat(verdict).isEqualTo(new Verdict.TooOld());
        assertThat(verdict.outcome()).isEqualTo(Outcome.LEFT);
        assertThat(verdict.reason()).isEqualTo("older than the ledger remembers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sns-delivery.json",
                "invocation.json",
                "parked-sns-record.json",
                "upload-invocation.json",
                "parked-upload-record.json"
            })
    void of_shouldBeReplayed_whenTheLedgerStillKnowsTheEvent(String file) {
        assertThat(of(acceptedAt(file, NOW.minus(Duration.ofDays(40))))).isInstanceOf(Verdict.Replay.class);
    }

    @ParameterizedTest
    @CsvSource({
        "bad-sns-delivery-not-an-event.json, Unreadable",
        "bad-parked-stream-record.json, Unreadable",
        "bad-parked-upload-record.json, Uncountable",
        "bad-parked-summary-record.json, Unreadable",
        "bad-parked-milestones.json, Unreadable",
        "bad-invocation-of-another-stack.json, NotOurs",
        "bad-not-json.txt, Unknown"
    })
    void of_shouldSayWhy_whenAReplayCantHelp(String file, String verdict) {
        assertThat(of(EventFiles.deadLetter(file)).getClass().getSimpleName()).isEqualTo(verdict);
    }

    @Test
    void of_shouldBeLeft_whenTheFileIsGone() {
        String gone =
                EventFiles.deadLetter("parked-upload-record.json").replaceFirst("the file has [^\"]*", Upload.GONE);

        assertThat(of(gone)).isEqualTo(new Verdict.Uncountable(Upload.GONE));
    }

    @Test
    void of_shouldBeTooOld_whenAQueuesMessageIsOlderThanTheLedgerRemembers() {
        LetterBody tooOld = givenUp(NOW.minus(Duration.ofDays(40)).minusMillis(1));

        assertThat(new Verdicts(SETTINGS, clock).of(tooOld)).isEqualTo(new Verdict.TooOld());
        assertThat(new Verdicts(SETTINGS, clock).of(givenUp(NOW.minus(Duration.ofDays(40)))))
                .isEqualTo(new Verdict.Replay("invoke queued-words-fn"));
    }

    @Test
    void of_shouldBeLeft_whenOtherWordsCountUnderTheKey() {
        Verdict verdict = of(EventFiles.deadLetter("parked-queue-record.json")
                .replaceFirst("\"reason\": \"[^\"]+", "\"reason\": \"" + ParkedItem.KEY_OF_OTHER_WORDS));

        assertThat(verdict.outcome()).isEqualTo(Outcome.LEFT);
        assertThat(verdict.reason()).isEqualTo("other words count under its Idempotency-Key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"parked-milestones.json", "scheduled-event.json"})
    void of_shouldInvokeTheDigest_whenItIsTheDigests(String file) {
        assertThat(of(EventFiles.deadLetter(file))).isEqualTo(new Verdict.Replay("invoke slack-digest-fn"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"scheduled-night.json", "night-invocation.json"})
    void of_shouldInvokeTheComparison_whenItIsItsOwn(String file) {
        assertThat(of(EventFiles.deadLetter(file))).isEqualTo(new Verdict.Replay("invoke nightly-reconcile-fn"));
    }

    @Test
    void of_shouldBelieveTheAttribute_whenEventBridgeSaysWhomItCouldNotInvoke() {
        String ofAnotherRule = EventFiles.deadLetter("scheduled-event.json");

        LetterBody letter = LetterBody.of(new DeadLetter(
                "message",
                "receipt",
                ofAnotherRule,
                Map.of("TARGET_ARN", FUNCTION + "NightlyReconcileFunction-1ABCDEFGHIJKL:live"),
                NOW,
                0,
                ""));

        assertThat(new Verdicts(SETTINGS, clock).of(letter))
                .isEqualTo(new Verdict.Replay("invoke nightly-reconcile-fn"));
    }

    @Test
    void of_shouldHandTheDigestItsRecords_whileTheStreamHasThem_andBeLeftAfterwards() {
        String batch =
                EventFiles.deadLetter("stream-batch.json").replace("EventAggregatorFunction", "SlackDigestFunction");

        assertThat(of(batch)).isEqualTo(new Verdict.Replay("hand 4 records of the stream to slack-digest-fn"));
        Verdict later =
                new Verdicts(SETTINGS, new ManualClock(NOW.plus(Duration.ofDays(1)))).of(LetterBody.parse(batch));
        assertThat(later).isEqualTo(new Verdict.Gone("4 records left the stream"));
        assertThat(later.outcome()).isEqualTo(Outcome.LEFT);
    }

    @Test
    void of_shouldNotBeOurs_whenTheStackHasNoQueue() {
        ReplaySettings withoutQueue = new ReplaySettings("dlq", "topic", "counts", "summaries", Map.of());

        assertThat(new Verdicts(withoutQueue, clock).of(givenUp(NOW)))
                .isEqualTo(new Verdict.NotOurs("no function of this stack: queued-words-fn"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST /documents/{id}/changed, team%2Freadme, Replay, invoke document-words-fn",
        "document-check, team%2Freadme, Replay, invoke document-words-fn",
        "document-check, .., Unreadable, the message names no document"
    })
    void of_shouldHandAMessageAboutADocumentOver_howeverOldItIs(
            String route, String body, String verdict, String planOrReason) {
        LetterBody givenUp = LetterBody.of(new DeadLetter(
                "m-1",
                "receipt",
                body,
                Map.of(QueueMessage.ROUTE, route, "changedAt", "1795262400000"),
                NOW.minus(Duration.ofDays(50)),
                0,
                ""));

        Verdict found = new Verdicts(SETTINGS, clock).of(givenUp);

        assertThat(found.getClass().getSimpleName()).isEqualTo(verdict);
        assertThat(found instanceof Verdict.Replay(var plan) ? plan : found.reason())
                .contains(planOrReason);
    }

    private static LetterBody givenUp(Instant sentAt) {
        return LetterBody.of(new DeadLetter(
                "m-1", "receipt", "aGVsbG8=", Map.of(QueueMessage.ROUTE, QueuedText.ROUTE), sentAt, 0, ""));
    }

    private Verdict of(String body) {
        return new Verdicts(SETTINGS, clock).of(LetterBody.parse(body));
    }

    /** The file with another time in the event inside it. */
    private static String acceptedAt(String file, Instant acceptedAt) {
        return EventFiles.deadLetter(file)
                .replaceAll("(\"eventTime\": \")[^\"]+", "$1" + acceptedAt)
                .replaceAll("(\\\\\"acceptedAt\\\\\":\\\\\")[^\\\\]+", "$1" + acceptedAt);
    }
}
