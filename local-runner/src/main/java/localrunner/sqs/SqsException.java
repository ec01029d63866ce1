package localrunner.sqs;

import java.util.Map;
import java.util.Set;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeResponse;
import localrunner.sqs.SqsRequest.Protocol;

/**
 * Says why SQS refuses a request.
 *
 * <p>An error has two codes: its shape in the JSON protocol, and the code of the older query protocol. SDKs show the
 * older one in both protocols, as the header {@code x-amzn-query-error} carries it (Smithy, "AWS query compatible
 * trait").
 */
final class SqsException extends RuntimeException {

    private static final String LEGACY_PREFIX = "AWS.SimpleQueueService.";

    /** Errors whose older code has {@link #LEGACY_PREFIX} before it. */
    private static final Set<String> PREFIXED = Set.of(
            "BatchEntryIdsNotDistinct",
            "BatchRequestTooLong",
            "EmptyBatchRequest",
            "InvalidBatchEntryId",
            "MessageNotInflight",
            "PurgeQueueInProgress",
            "QueueDeletedRecently",
            "TooManyEntriesInBatchRequest",
            "UnsupportedOperation");

    /** Errors whose older code is another word. */
    private static final Map<String, String> RENAMED = Map.of(
            "QueueDoesNotExist", LEGACY_PREFIX + "NonExistentQueue",
            "QueueNameExists", "QueueAlreadyExists",
            "InvalidParameterValueException", "InvalidParameterValue",
            "MissingRequiredParameterException", "MissingParameter",
            "UnknownOperationException", "InvalidAction");

    /** Errors with another status than 400. */
    private static final Map<String, Integer> STATUSES = Map.of(
            "OverLimit", 403,
            "PurgeQueueInProgress", 403,
            "ReceiptHandleIsInvalid", 404,
            "ResourceNotFoundException", 404);

    private final String shape;

    /** @param shape the error's name in the JSON protocol, without a namespace */
    SqsException(String shape, String message) {
        super(message);
        this.shape = shape;
    }

    static SqsException invalidParameterValue(String message) {
        return new SqsException("InvalidParameterValueException", message);
    }

    static SqsException missingParameter(String name) {
        return new SqsException(
                "MissingRequiredParameterException", "The request must contain the parameter " + name + ".");
    }

    static SqsException noSuchResource(String parameter) {
        return new SqsException(
                "ResourceNotFoundException",
                "The resource that you specified for the " + parameter + " parameter doesn't exist.");
    }

    /** The code that SDKs show. */
    String code() {
        return PREFIXED.contains(shape) ? LEGACY_PREFIX + shape : RENAMED.getOrDefault(shape, shape);
    }

    String text() {
        return String.valueOf(getMessage());
    }

    EdgeResponse answer(Protocol protocol) {
        int status = STATUSES.getOrDefault(shape, 400);
        return switch (protocol) {
            case JSON ->
                new AwsError(status, "com.amazonaws.sqs#" + shape, text())
                        .awsJson10()
                        .with("x-amzn-query-error", code() + ";Sender");
            case QUERY -> new AwsError(status, code(), text()).query("00000000-0000-0000-0000-000000000000");
        };
    }
}
