package localrunner.sqs;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What SQS refuses and ElasticMQ does not, or under another code.
 *
 * <p>Limits are from "Amazon SQS message quotas", texts and codes are those that SQS answers. A batch with a wrong
 * entry is refused as a whole.
 */
final class RequestRules {

    static final int LARGEST_MESSAGE_BYTES = 1024 * 1024;

    private static final int MOST_ENTRIES = 10;
    private static final int LONGEST_WAIT_SECONDS = 20;
    private static final int LONGEST_VISIBILITY_SECONDS = 43_200;
    private static final int LONGEST_DELAY_SECONDS = 900;
    private static final int LONGEST_ATTRIBUTE_NAME = 255;
    private static final Pattern ENTRY_ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");
    private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z0-9_.-]+");
    private static final Pattern RESERVED_NAME =
            Pattern.compile("(aws\\.|amazon\\.|\\.).*|.*\\.", Pattern.CASE_INSENSITIVE);
    private static final Pattern ATTRIBUTE_TYPE = Pattern.compile("(String|Number|Binary)(\\..+)?");
    private static final Pattern QUEUE_NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}|[A-Za-z0-9_-]{1,75}\\.fifo");

    private static final Set<String> WITHOUT_QUEUE_URL = Set.of(
            "CreateQueue",
            "GetQueueUrl",
            "ListQueues",
            "StartMessageMoveTask",
            "CancelMessageMoveTask",
            "ListMessageMoveTasks");

    private static final Map<String, List<String>> REQUIRED = Map.of(
            "SendMessage", List.of("MessageBody"),
            "DeleteMessage", List.of("ReceiptHandle"),
            "ChangeMessageVisibility", List.of("ReceiptHandle", "VisibilityTimeout"),
            "CreateQueue", List.of("QueueName"),
            "GetQueueUrl", List.of("QueueName"),
            "StartMessageMoveTask", List.of("SourceArn"),
            "ListMessageMoveTasks", List.of("SourceArn"),
            "CancelMessageMoveTask", List.of("TaskHandle"));

    /** The numbers that a queue's attributes may be. AWS document "API Reference: SetQueueAttributes". */
    private static final Map<String, Range> ATTRIBUTE_RANGES = Map.of(
            "DelaySeconds", new Range(0, LONGEST_DELAY_SECONDS),
            "MaximumMessageSize", new Range(1024, LARGEST_MESSAGE_BYTES),
            "MessageRetentionPeriod", new Range(60, 1_209_600),
            "ReceiveMessageWaitTimeSeconds", new Range(0, LONGEST_WAIT_SECONDS),
            "VisibilityTimeout", new Range(0, LONGEST_VISIBILITY_SECONDS));

    private static final Set<String> READABLE_ATTRIBUTES = Set.of(
            "All",
            "ApproximateNumberOfMessages",
            "ApproximateNumberOfMessagesDelayed",
            "ApproximateNumberOfMessagesNotVisible",
            "ContentBasedDeduplication",
            "CreatedTimestamp",
            "DeduplicationScope",
            "DelaySeconds",
            "FifoQueue",
            "FifoThroughputLimit",
            "KmsDataKeyReusePeriodSeconds",
            "KmsMasterKeyId",
            "LastModifiedTimestamp",
            "MaximumMessageSize",
            "MessageRetentionPeriod",
            "Policy",
            "QueueArn",
            "ReceiveMessageWaitTimeSeconds",
            "RedriveAllowPolicy",
            "RedrivePolicy",
            "SqsManagedSseEnabled",
            "VisibilityTimeout");

    private RequestRules() {}

    private record Range(int lowest, int highest) {
        boolean contains(String number) {
            return number.matches("[0-9]{1,9}")
                    && Integer.parseInt(number) >= lowest
                    && Integer.parseInt(number) <= highest;
        }
    }

    /** @throws SqsException when SQS would refuse the request, whatever is in its queues */
    static void check(SqsRequest request) {
        JsonNode parameters = request.parameters();
        if (!WITHOUT_QUEUE_URL.contains(request.operation())) {
            require(parameters, "QueueUrl");
        }
        REQUIRED.getOrDefault(request.operation(), List.of()).forEach(name -> require(parameters, name));
        switch (request.operation()) {
            case "SendMessage" -> {
                checkMessage(parameters);
                if (size(parameters) > LARGEST_MESSAGE_BYTES) {
                    throw SqsException.invalidParameterValue(
                            "One or more parameters are invalid. Reason: Message must be shorter than "
                                    + LARGEST_MESSAGE_BYTES + " bytes.");
                }
            }
            case "SendMessageBatch" -> {
                checkEntries(request);
                checkBatchSize(parameters.path("Entries"));
                int number = 0;
                for (JsonNode entry : parameters.path("Entries")) {
                    number++;
                    if (entry.path("MessageBody").asString("").isEmpty()) {
                        throw SqsException.missingParameter("SendMessageBatchRequestEntry." + number + ".MessageBody");
                    }
                    checkMessage(entry);
                }
            }
            case "DeleteMessageBatch", "ChangeMessageVisibilityBatch" -> checkEntries(request);
            case "ReceiveMessage" -> {
                checkNumber(
                        parameters, "MaxNumberOfMessages", new Range(1, 10), "Must be between 1 and 10, if provided.");
                checkNumber(
                        parameters,
                        "WaitTimeSeconds",
                        new Range(0, LONGEST_WAIT_SECONDS),
                        "Must be >= 0 and <= 20, if provided.");
                checkVisibility(parameters);
            }
            case "ChangeMessageVisibility" -> checkVisibility(parameters);
            case "GetQueueAttributes" -> checkAttributeNames(parameters.path("AttributeNames"));
            case "CreateQueue" -> {
                if (!QUEUE_NAME.matcher(parameters.path("QueueName").asString()).matches()) {
                    throw SqsException.invalidParameterValue(
                            "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
                }
                checkAttributeValues(parameters.path("Attributes"));
            }
            case "SetQueueAttributes" -> checkAttributeValues(parameters.path("Attributes"));
            default -> {
                // The operation's other parameters are checked by ElasticMQ.
            }
        }
    }

    private static void require(JsonNode parameters, String name) {
        if (parameters.path(name).asString("").isEmpty()) {
            throw SqsException.missingParameter(name);
        }
    }

    private static void checkEntries(SqsRequest request) {
        JsonNode entries = request.parameters().path("Entries");
        if (entries.isEmpty()) {
            throw new SqsException(
                    "EmptyBatchRequest",
                    "There should be at least one " + request.operation() + "RequestEntry in the request.");
        }
        if (entries.size() > MOST_ENTRIES) {
            throw new SqsException(
                    "TooManyEntriesInBatchRequest",
                    "Maximum number of entries per request are %d. You have sent %d."
                            .formatted(MOST_ENTRIES, entries.size()));
        }
        Set<String> ids = new HashSet<>();
        for (JsonNode entry : entries) {
            String id = entry.path("Id").asString("");
            if (!ENTRY_ID.matcher(id).matches()) {
                throw new SqsException(
                        "InvalidBatchEntryId",
                        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.");
            }
            if (!ids.add(id)) {
                throw new SqsException("BatchEntryIdsNotDistinct", "Id " + id + " repeated.");
            }
        }
    }

    private static void checkBatchSize(JsonNode entries) {
        int bytes = entries.valueStream().mapToInt(RequestRules::size).sum();
        if (bytes > LARGEST_MESSAGE_BYTES) {
            throw new SqsException(
                    "BatchRequestTooLong",
                    "Batch requests cannot be longer than %d bytes. You have sent %d bytes."
                            .formatted(LARGEST_MESSAGE_BYTES, bytes));
        }
    }

    private static void checkMessage(JsonNode message) {
        if (!isValidText(message.path("MessageBody").asString(""))) {
            throw new SqsException(
                    "InvalidMessageContents",
                    "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF");
        }
        message.path("MessageAttributes").properties().forEach(attribute -> {
            checkAttributeName(attribute.getKey());
            checkAttribute(attribute.getKey(), attribute.getValue());
        });
        checkNumber(
                message,
                "DelaySeconds",
                new Range(0, LONGEST_DELAY_SECONDS),
                "DelaySeconds must be >= 0 and <= " + LONGEST_DELAY_SECONDS + ".");
    }

    private static void checkAttributeName(String name) {
        if (name.length() > LONGEST_ATTRIBUTE_NAME) {
            throw SqsException.invalidParameterValue("Message (user) attribute names must be shorter than 256 Bytes");
        }
        if (!ATTRIBUTE_NAME.matcher(name).matches()) {
            throw SqsException.invalidParameterValue(
                    "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. ");
        }
        if (RESERVED_NAME.matcher(name).matches()) {
            throw SqsException.invalidParameterValue(
                    "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.");
        }
    }

    private static void checkAttribute(String name, JsonNode attribute) {
        String type = attribute.path("DataType").asString("");
        if (type.isEmpty()) {
            throw SqsException.invalidParameterValue("Missing required parameter DataType");
        }
        if (!ATTRIBUTE_TYPE.matcher(type).matches()) {
            throw SqsException.invalidParameterValue(
                    "Type for parameter MessageAttributes.Attribute_name.DataType must be prefixed with \"String\", \"Binary\", or \"Number\", but was: "
                            + type);
        }
        String base = type.split("\\.", 2)[0];
        String field = base.equals("Binary") ? "BinaryValue" : "StringValue";
        if (attribute.path(field).asString("").isEmpty()) {
            throw SqsException.invalidParameterValue(
                    "Message (user) attribute '%s' must contain a non-empty value of type '%s'.".formatted(name, base));
        }
    }

    private static void checkVisibility(JsonNode parameters) {
        checkNumber(
                parameters,
                "VisibilityTimeout",
                new Range(0, LONGEST_VISIBILITY_SECONDS),
                "Must be >= 0 and <= 43200, if provided.");
    }

    private static void checkNumber(JsonNode parameters, String name, Range range, String reason) {
        String number = parameters.path(name).asString("");
        if (!number.isEmpty() && !range.contains(number)) {
            throw SqsException.invalidParameterValue(
                    "Value %s for parameter %s is invalid. Reason: %s".formatted(number, name, reason));
        }
    }

    private static void checkAttributeNames(JsonNode names) {
        for (JsonNode name : names) {
            if (!READABLE_ATTRIBUTES.contains(name.asString(""))) {
                throw new SqsException("InvalidAttributeName", "Unknown Attribute " + name.asString("") + ".");
            }
        }
    }

    private static void checkAttributeValues(JsonNode attributes) {
        attributes.properties().forEach(attribute -> {
            if (!READABLE_ATTRIBUTES.contains(attribute.getKey())) {
                throw new SqsException("InvalidAttributeName", "Unknown Attribute " + attribute.getKey() + ".");
            }
            Range range = ATTRIBUTE_RANGES.get(attribute.getKey());
            if (range != null && !range.contains(attribute.getValue().asString(""))) {
                throw new SqsException(
                        "InvalidAttributeValue", "Invalid value for the parameter " + attribute.getKey() + ".");
            }
        });
    }

    /** The size of a message in bytes, with its attributes. */
    private static int size(JsonNode message) {
        int size = bytes(message.path("MessageBody").asString(""));
        for (Map.Entry<String, JsonNode> attribute :
                message.path("MessageAttributes").properties()) {
            JsonNode value = attribute.getValue();
            // Base64 has four characters for three bytes, of which up to two may fill the last group.
            String binary = value.path("BinaryValue").asString("");
            int padding = binary.endsWith("==") ? 2 : binary.endsWith("=") ? 1 : 0;
            size += bytes(attribute.getKey())
                    + bytes(value.path("DataType").asString(""))
                    + bytes(value.path("StringValue").asString(""))
                    + binary.length() / 4 * 3
                    - padding;
        }
        return size;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isValidText(String text) {
        return text.codePoints()
                .allMatch(character -> character == '\t'
                        || character == '\n'
                        || character == '\r'
                        || (character >= 0x20 && character <= 0xD7FF)
                        || (character >= 0xE000 && character <= 0xFFFD)
                        || character >= 0x10000);
    }
}
