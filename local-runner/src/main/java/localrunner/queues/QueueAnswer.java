package localrunner.queues;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import localrunner.invoke.InvocationResult;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an invocation means for its batch: which messages are done.
 *
 * <p>AWS document "Handling errors for an SQS event source in Lambda", "Success and failure conditions": an empty
 * answer, no list or an empty one is a success. The batch has failed when the answer is no JSON, or an identifier is
 * empty, null, under a wrong name, or of no message in the batch.
 *
 * @param failed ids of the messages that are to come again
 * @param malformed whether all have failed because the answer has a wrong form
 */
record QueueAnswer(Set<String> failed, boolean malformed) {

    QueueAnswer {
        failed = Set.copyOf(failed);
    }

    /**
     * Reads a function's answer.
     *
     * @param partialResponses whether the mapping has {@code ReportBatchItemFailures}; otherwise any answer is a
     *     success
     */
    static QueueAnswer of(InvocationResult result, List<QueueRecord> batch, boolean partialResponses) {
        Set<String> all =
                batch.stream().map(record -> record.message().messageId()).collect(Collectors.toSet());
        if (result.failed()) {
            return new QueueAnswer(all, false);
        }
        if (!partialResponses || result.payload().isBlank()) {
            return new QueueAnswer(Set.of(), false);
        }
        try {
            return read(JsonMapper.shared().readTree(result.payload()), all);
        } catch (JacksonException e) {
            return new QueueAnswer(all, true);
        }
    }

    private static QueueAnswer read(JsonNode answer, Set<String> all) {
        JsonNode failures = answer.path("batchItemFailures");
        if (answer.isNull() || (answer.isObject() && (failures.isMissingNode() || failures.isNull()))) {
            return new QueueAnswer(Set.of(), false);
        }
        if (!failures.isArray()) {
            return new QueueAnswer(all, true);
        }
        Set<String> failed = new HashSet<>();
        for (JsonNode failure : failures) {
            String id = failure.path("itemIdentifier").asString("");
            if (!all.contains(id)) {
                return new QueueAnswer(all, true);
            }
            failed.add(id);
        }
        return new QueueAnswer(failed, false);
    }
}
