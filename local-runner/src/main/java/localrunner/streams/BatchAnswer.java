package localrunner.streams;

import java.util.List;
import java.util.Optional;
import localrunner.invoke.InvocationResult;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an invocation means for its batch: which records are done. */
sealed interface BatchAnswer {

    /** All records are done. */
    record Success() implements BatchAnswer {}

    /** The records before the index are done; that record and those after it are not. */
    record FailedFrom(int index, InvocationResult result) implements BatchAnswer {}

    /** No record counts as done. */
    record Failure(InvocationResult result) implements BatchAnswer {}

    /** The function did not run: it was throttled, or can't be found. */
    record NotInvoked(String reason) implements BatchAnswer {}

    /**
     * Reads a function's answer.
     *
     * <p>AWS document "Configuring partial batch response with DynamoDB and Lambda": an empty answer is a success, and
     * so is an empty list of failures, or none; an answer that is an empty list itself was recorded on AWS as a success
     * as well. The batch has failed when an identifier is empty, null, under a wrong
     * name, or of no record in the batch. Of several identifiers, the one with the lowest sequence number counts.
     *
     * @param partialResponses whether the mapping has {@code ReportBatchItemFailures}; otherwise any answer is a
     *     success
     */
    static BatchAnswer of(InvocationResult result, List<StreamRecord> batch, boolean partialResponses) {
        if (result.failed()) {
            return new Failure(result);
        }
        if (!partialResponses || result.payload().isBlank()) {
            return new Success();
        }
        try {
            return read(JsonMapper.shared().readTree(result.payload()), result, batch);
        } catch (JacksonException e) {
            return new Failure(result);
        }
    }

    private static BatchAnswer read(JsonNode answer, InvocationResult result, List<StreamRecord> batch) {
        if (answer.isNull() || (answer.isArray() && answer.isEmpty())) {
            return new Success();
        }
        JsonNode failures = answer.path("batchItemFailures");
        if (answer.isObject() && (failures.isMissingNode() || failures.isNull())) {
            return new Success();
        }
        if (!failures.isArray()) {
            return new Failure(result);
        }
        int lowest = batch.size();
        for (JsonNode failure : failures) {
            Optional<Integer> index = indexOf(failure.path("itemIdentifier"), batch);
            if (index.isEmpty()) {
                return new Failure(result);
            }
            lowest = Math.min(lowest, index.get());
        }
        return lowest == batch.size() ? new Success() : new FailedFrom(lowest, result);
    }

    /** Records of a batch are in the order of their sequence numbers, so the lowest index is the lowest number. */
    private static Optional<Integer> indexOf(JsonNode identifier, List<StreamRecord> batch) {
        if (!identifier.isString()) {
            return Optional.empty();
        }
        for (int index = 0; index < batch.size(); index++) {
            if (batch.get(index).sequenceNumber().equals(identifier.stringValue())) {
                return Optional.of(index);
            }
        }
        return Optional.empty();
    }
}
