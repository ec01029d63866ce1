package wordcounter.replay;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;

/**
 * What template.yaml tells the function.
 *
 * @param functions the alias of each, as its ARN; without those that the stack leaves out
 */
record ReplaySettings(
        String deadLetterQueueUrl,
        String topicArn,
        String wordCountsTable,
        String summariesTable,
        Map<FunctionModule, String> functions) {

    /** How long DynamoDB Streams keeps records. */
    static final Duration STREAM_RETENTION = Duration.ofHours(24);

    private static final int NAME_IN_ARN = 6;

    ReplaySettings {
        functions = Map.copyOf(functions);
    }

    static ReplaySettings of(Environment environment) {
        Map<FunctionModule, String> functions = new EnumMap<>(FunctionModule.class);
        functions.put(FunctionModule.SNS_MULTIPLIER, environment.required("SNS_MULTIPLIER_FUNCTION"));
        functions.put(FunctionModule.SNS_LOGGER, environment.required("SNS_LOGGER_FUNCTION"));
        functions.put(FunctionModule.EVENT_AGGREGATOR, environment.required("EVENT_AGGREGATOR_FUNCTION"));
        environment
                .optional("QUEUED_WORDS_FUNCTION")
                .ifPresent(function -> functions.put(FunctionModule.QUEUED_WORDS, function));
        environment
                .optional("DOCUMENT_WORDS_FUNCTION")
                .ifPresent(function -> functions.put(FunctionModule.DOCUMENT_WORDS, function));
        environment
                .optional("UPLOADED_WORDS_FUNCTION")
                .ifPresent(function -> functions.put(FunctionModule.UPLOADED_WORDS, function));
        environment
                .optional("SLACK_DIGEST_FUNCTION")
                .ifPresent(function -> functions.put(FunctionModule.SLACK_DIGEST, function));
        environment
                .optional("NIGHTLY_RECONCILE_FUNCTION")
                .ifPresent(function -> functions.put(FunctionModule.NIGHTLY_RECONCILE, function));
        return new ReplaySettings(
                environment.required("DEAD_LETTER_QUEUE_URL"),
                environment.required("TOPIC_ARN"),
                environment.required("WORD_COUNTS_TABLE"),
                environment.required("SUMMARIES_TABLE"),
                functions);
    }

    /** @param function its ARN with any version or alias, or the name it parks under; empty when it is none of this stack's */
    Optional<FunctionModule> target(String function) {
        for (FunctionModule target : functions.keySet()) {
            if (target.module().equals(function)
                    || (function.startsWith("arn:") && unqualified(function).equals(unqualified(arn(target))))) {
                return Optional.of(target);
            }
        }
        return Optional.empty();
    }

    String arn(FunctionModule target) {
        return Optional.ofNullable(functions.get(target)).orElseThrow();
    }

    private static String unqualified(String arn) {
        String[] parts = arn.split(":", NAME_IN_ARN + 2);
        return parts.length <= NAME_IN_ARN
                ? arn
                : String.join(":", Arrays.asList(parts).subList(0, NAME_IN_ARN + 1));
    }
}
