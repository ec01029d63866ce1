package benchmarks;

import benchmarks.answers.AnswersContenders;
import benchmarks.cost.UnitBenchmark.Functions;
import benchmarks.cost.WayBenchmark;
import benchmarks.merging.MergingContenders;
import benchmarks.process.Contender;
import benchmarks.process.JavaCommand;
import benchmarks.stub.AwsStub;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The functions of all designs whose cost is compared, each as it is deployed, with SnapStart. */
record DesignFunctions(JavaCommand java, AnswersContenders answers, MergingContenders merging) {

    private static final Path USUAL =
            Path.of("benchmarks/usual-fn/target/lambda").toAbsolutePath();

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "WORD_COUNTS_TABLE", "WordCounts",
            "EVENT_LEDGER_TABLE", "EventLedger",
            "SUMMARIES_TABLE", "Summaries",
            "STACK_NAME", "words",
            "COUNTER_SHARDS", "128",
            "DEAD_LETTER_QUEUE_URL", "https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters");

    Functions functions() {
        return new Functions(
                withSettings(
                        answers.ours("ours", "ours", built("word-counter-fn")).getLast()),
                function("sns-multiplier-fn", "wordcounter.multiplier.SnsMultiplierHandler"),
                function("sns-logger-fn", "wordcounter.logger.SnsLoggerHandler"),
                merging.ours("ours-summaries", "ours", built("event-aggregator-fn")),
                answers.usual(USUAL).stream()
                        .filter(contender -> contender.name().equals("usual-restored"))
                        .findFirst()
                        .orElseThrow(),
                merging.wordAtATime("same-summaries", USUAL),
                new Contender(
                        "one-number",
                        "one number a word",
                        true,
                        java.restored("benchmarks.usual.OneNumberAggregator::handleRequest"),
                        ENVIRONMENT,
                        USUAL));
    }

    /** The functions of the other ways in and out. */
    WayBenchmark.Functions ways(AwsStub aws) {
        return new WayBenchmark.Functions(
                way("queued-words-fn", "wordcounter.queued.QueuedWordsHandler", Map.of()),
                way(
                        "document-words-fn",
                        "wordcounter.debounce.DocumentWordsHandler",
                        Map.of(
                                "DOCUMENTS_TABLE", "Documents",
                                "DOCUMENTS_BASE_URL", aws.documents().toString(),
                                "DOCUMENTS_QUIET_SECONDS", "60",
                                "DOCUMENTS_TOKEN_PARAMETER", "/words/dev/documents/bearer-token",
                                "DOCUMENT_CHECKS_QUEUE_URL",
                                        "https://sqs.us-east-1.amazonaws.com/123456789012/checks")),
                way(
                                "uploaded-words-fn",
                                "wordcounter.uploaded.UploadedWordsHandler",
                                Map.of("UPLOADS_TABLE", "Uploads", "UPLOAD_LIMIT_MEGABYTES", "100"))
                        .withTimeout(Duration.ofMinutes(15)),
                way(
                        "slack-digest-fn",
                        "wordcounter.digest.SlackDigestHandler",
                        Map.of("MILESTONES_TABLE", "Milestones", "SLACK_SECRETS_PATH", "/words/dev/slack")));
    }

    private Contender way(String module, String handler, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("TOPIC_ARN", "arn:aws:sns:us-east-1:123456789012:words");
        environment.putAll(more);
        return new Contender(
                module, "ours", true, java.restored(handler + "::handleRequest"), environment, built(module));
    }

    private static Contender withSettings(Contender contender) {
        Map<String, String> environment = new HashMap<>(contender.environment());
        environment.putAll(ENVIRONMENT);
        return new Contender(
                contender.name(),
                contender.description(),
                contender.restored(),
                contender.command(),
                environment,
                contender.folder());
    }

    private Contender function(String module, String handler) {
        return new Contender(
                module, "ours", true, java.restored(handler + "::handleRequest"), ENVIRONMENT, built(module));
    }

    private static Path built(String module) {
        return Path.of(module, "target", "lambda").toAbsolutePath();
    }
}
