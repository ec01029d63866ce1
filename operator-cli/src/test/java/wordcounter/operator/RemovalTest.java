package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.model.SqsException;
import wordcounter.operator.FakeAccount.FileOfAccount;
import wordcounter.operator.FakeAccount.Killed;
import wordcounter.operator.FakeAccount.StackOfAccount;
import wordcounter.operator.FakeAccount.TableOfAccount;
import wordcounter.reconciliation.PatientCalls;
import wordcounter.reconciliation.Polling;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Environment;
import wordcounter.testing.ManualClock;

class RemovalTest {

    private static final String QUEUE = "https://sqs/1/words-DeadLetterQueue";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-27T12:00:00Z"));
    private final FakeAccount account = accountWithAStack();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static FakeAccount accountWithAStack() {
        FakeAccount account = new FakeAccount();
        List<KeptResource> resources = new ArrayList<>(List.of(
                new KeptResource("AWS::KMS::Key", "UploadsKey", "key-1"),
                new KeptResource("AWS::DynamoDB::Table", "WordCounts", "words-WordCounts"),
                new KeptResource("AWS::DynamoDB::Table", "Summaries", "words-Summaries"),
                new KeptResource("AWS::SQS::Queue", "DeadLetterQueue", QUEUE),
                new KeptResource("AWS::S3::Bucket", "UploadsBucket", "words-uploads"),
                new KeptResource("AWS::SNS::Topic", "WordsTopic", "arn:topic"),
                new KeptResource("AWS::SSM::Parameter", "ApiUrl", "/words/dev/ApiUrl")));
        account.stacks.put(
                "now",
                new StackOfAccount(
                        "words",
                        "arn:stack/words/now",
                        resources,
                        List.of("UploadsKey", "WordCounts", "Summaries", "DeadLetterQueue", "UploadsBucket")));
        account.tables.put("words-WordCounts", new TableOfAccount());
        account.tables.put("words-Summaries", new TableOfAccount());
        account.queues.put(QUEUE, 7);
        List<FileOfAccount> files = new ArrayList<>();
        IntStream.range(0, 7).forEach(n -> files.add(new FileOfAccount("a.txt", "v" + n, n == 6, false)));
        account.buckets.put("words-uploads", files);
        account.keys.put("key-1", KeyState.ENABLED);
        account.parameters.add("/words/dev/ApiUrl");
        IntStream.range(0, 12).forEach(n -> account.parameters.add("/words/dev/slack/secret-" + n));
        return account;
    }

    @Test
    void run_shouldLeaveNothing_whenItIsConfirmed() {
        account.parameters.add("/words-of-others/dev/ApiUrl");

        assertThat(run()).isEqualTo(WordsCommand.DONE);

        assertThat(account.parameters).containsExactly("/words-of-others/dev/ApiUrl");
        account.parameters.clear();
        assertThat(account.isEmpty()).isTrue();
        assertThat(out.toString())
                .contains(
                        "table      words-WordCounts",
                        "about 1,234 items",
                        "about 7 messages",
                        "7 versions of files",
                        "out of use at once, gone in 7 days",
                        "parameter  /words/dev/slack/secret-11")
                .doesNotContain("/words/dev/ApiUrl")
                .endsWith("Nothing of words is left.\n");
        assertThat(account.calls().indexOf("DeleteBucket"))
                .isLessThan(account.calls().indexOf("ScheduleKeyDeletion"));
        assertThat(account.calls().indexOf("DeleteStack"))
                .isLessThan(account.calls().indexOf("DeleteTable"));
    }

    @Test
    void run_shouldTouchNothing_whenItIsNotConfirmed() {
        assertThat(removal().run("words", () -> false)).isEqualTo(WordsCommand.NOT_ALL);

        assertThat(account.tables).hasSize(2);
        assertThat(account.calls()).noneMatch(call -> call.startsWith("Delete") || call.startsWith("Schedule"));
        assertThat(out.toString()).contains("words-Summaries").endsWith("Nothing was removed.\n");
    }

    /** Ended after each of its calls, and run again. */
    @Test
    void run_shouldGoOn_whereverAnEarlierOneWasEnded() {
        run();
        int calls = account.calls().size();

        assertThat(calls).isGreaterThan(30);
        for (int number = 1; number <= calls; number++) {
            FakeAccount killed = accountWithAStack();
            killed.killAfter(number);
            assertThatThrownBy(() -> removal(killed).run("words", () -> true)).isInstanceOf(Killed.class);
            killed.killAfter(0);
            if (!killed.isEmpty()) {
                assertThat(removal(killed).run("words", () -> true))
                        .as("after call %d", number)
                        .isEqualTo(WordsCommand.DONE);
            }
            assertThat(killed.isEmpty()).as("after call %d", number).isTrue();
        }
    }

    @Test
    void run_shouldTryAgain_whenServicesAreThrottled() {
        account.refuse("DescribeTable", throttled(), throttled());
        account.refuse("DeleteTable", throttled());
        account.refuse("DescribeStacks", throttledStacks(), throttledStacks());
        account.refuse("DeleteStack", throttledStacks());
        account.refuse("DeleteObjects", slowDown(), slowDown());

        assertThat(run()).isEqualTo(WordsCommand.DONE);
        assertThat(account.isEmpty()).isTrue();
    }

    @Test
    void run_shouldTakeDeletionProtectionOff() {
        existing(account.tables, "words-WordCounts").isProtected = true;

        assertThat(run()).isEqualTo(WordsCommand.DONE);
        assertThat(account.isEmpty()).isTrue();
    }

    @Test
    void run_shouldWait_whenATableIsInUse() {
        existing(account.tables, "words-WordCounts").status = TableStatus.UPDATING;

        assertThat(run()).isEqualTo(WordsCommand.DONE);
        assertThat(account.isEmpty()).isTrue();
    }

    @Test
    void run_shouldEmptyABucketAgain_whenSomeoneUploadsMeanwhile() {
        account.haveSomeoneUpload();

        assertThat(run()).isEqualTo(WordsCommand.DONE);
        assertThat(account.isEmpty()).isTrue();
    }

    @Test
    void run_shouldSkipWhatIsGoneAlready() {
        account.tables.remove("words-Summaries");
        account.queues.clear();
        account.keys.put("key-1", KeyState.PENDING_DELETION);

        assertThat(run()).isEqualTo(WordsCommand.DONE);
        assertThat(account.isEmpty()).isTrue();
        assertThat(out.toString()).doesNotContain("words-Summaries", "DeadLetterQueue", "key-1");
    }

    @Test
    void run_shouldRemoveWhatDeletedStacksOfThatNameKept() {
        StackOfAccount before = new StackOfAccount(
                "words",
                "arn:stack/words/before",
                List.of(new KeptResource("AWS::DynamoDB::Table", "WordCounts", "words-WordCounts-before")),
                List.of("WordCounts"));
        before.status = StackStatus.DELETE_COMPLETE;
        account.stacks.put("before", before);
        account.tables.put("words-WordCounts-before", new TableOfAccount());

        assertThat(run()).isEqualTo(WordsCommand.DONE);
        assertThat(account.isEmpty()).isTrue();
    }

    @Test
    void run_shouldKeepEverything_whenTheStackCannotBeDeleted() {
        existing(account.stacks, "now").obstacle = "WordsTopic";

        assertThat(run()).isEqualTo(WordsCommand.NOT_ALL);

        assertThat(err.toString()).contains("It could not be deleted.", "  WordsTopic: it is attached");
        assertThat(account.tables).hasSize(2);

        existing(account.stacks, "now").obstacle = "";
        assertThat(run()).isEqualTo(WordsCommand.DONE);
        assertThat(account.isEmpty()).isTrue();
    }

    @Test
    void run_shouldGoOnWithTheRest_whenOneThingIsRefused() {
        account.refuse("DeleteQueue", (RuntimeException) SqsException.builder()
                .awsErrorDetails(FakeAccount.error("AccessDenied", "not yours"))
                .build());
        existing(account.buckets, "words-uploads").clear();
        existing(account.buckets, "words-uploads").add(new FileOfAccount("a.txt", "v0", false, true));

        assertThat(run()).isEqualTo(WordsCommand.NOT_ALL);

        assertThat(err.toString())
                .contains(
                        "not removed: queue " + QUEUE + ": AccessDenied: not yours",
                        "not removed: bucket words-uploads: none of 1 files could be deleted; the first is a.txt:"
                                + " AccessDenied, it is locked",
                        "Run the same command again");
        assertThat(account.tables).isEmpty();
        assertThat(account.parameters).isEmpty();
    }

    @Test
    void run_shouldNameWhatItDoesNotKnow() {
        StackOfAccount stack = account.stacks.get("now");
        account.stacks.put(
                "now",
                new StackOfAccount(
                        "words",
                        "arn:stack/words/now",
                        List.of(new KeptResource("AWS::Kinesis::Stream", "Clicks", "words-Clicks")),
                        List.of("Clicks")));

        assertThat(run()).isEqualTo(WordsCommand.NOT_ALL);

        assertThat(stack).isNotNull();
        assertThat(out.toString()).contains("AWS::Kinesis::Stream", "words-Clicks", "is not removed by this command");
    }

    @Test
    void run_shouldRefuse_whenTheStackIsProtected() {
        existing(account.stacks, "now").isProtected = true;

        assertThatThrownBy(this::run)
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(
                        "the stack words has termination protection; take it off first: aws cloudformation");
        assertThat(account.tables).hasSize(2);
    }

    @Test
    void run_shouldSayThatThereIsNone() {
        assertThatThrownBy(() -> removal().run("other", () -> true))
                .isInstanceOf(OperatorException.class)
                .hasMessage(
                        "there is no stack other, and nothing is left of one that was deleted within the last 90 days");
    }

    private int run() {
        return removal().run("words", () -> true);
    }

    private Removal removal() {
        return removal(account);
    }

    private Removal removal(FakeAccount of) {
        StackAccess access = new StackAccess(
                new StackOptions(new Environment(Map.of()), "words", "eu-central-1", null),
                new PatientCalls(new Backoff(clock, new Random(1), clock::advance), clock));
        return new Removal(
                new CloudFormationStacks(access, of.new CloudFormation()),
                new StackParameters(access, of.new Ssm()),
                List.of(
                        new KeptTables(access, of.new DynamoDb()),
                        new KeptQueues(access, of.new Sqs()),
                        new KeptBuckets(access, of.new S3()),
                        new KeptKeys(access, of.new Kms())),
                () -> new Polling(clock, clock::advance, Duration.ofMinutes(5)),
                new Console(new PrintWriter(out, true), new PrintWriter(err, true), false));
    }

    private static RuntimeException throttled() {
        return ThrottlingException.builder().build();
    }

    private static RuntimeException throttledStacks() {
        return (RuntimeException) CloudFormationException.builder()
                .awsErrorDetails(FakeAccount.error("Throttling", "Rate exceeded"))
                .build();
    }

    private static RuntimeException slowDown() {
        return (RuntimeException) S3Exception.builder()
                .statusCode(503)
                .awsErrorDetails(FakeAccount.error("SlowDown", "reduce your rate"))
                .build();
    }

    private static <T> T existing(Map<String, T> things, String name) {
        return Optional.ofNullable(things.get(name)).orElseThrow();
    }
}
