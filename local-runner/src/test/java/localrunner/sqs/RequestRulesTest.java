package localrunner.sqs;

import static java.util.stream.Collectors.joining;
import static localrunner.edge.Requests.json;
import static localrunner.edge.Requests.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes and texts are as recorded on AWS: LocalStack's tests/aws/services/sqs/test_sqs.snapshot.json, 14-11-2023. */
class RequestRulesTest {

    private static final String QUEUE = "\"QueueUrl\":\"http://127.0.0.1:4566/000000000000/demo-Dlq\"";

    /** test_send_receive_max_number_of_messages, and its like for the other two numbers. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "MaxNumberOfMessages":11  | Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.
            "MaxNumberOfMessages":0   | Value 0 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.
            "WaitTimeSeconds":21      | Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.
            "WaitTimeSeconds":-1      | Value -1 for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.
            "VisibilityTimeout":43201 | Value 43201 for parameter VisibilityTimeout is invalid. Reason: Must be >= 0 and <= 43200, if provided.
            """, quoteCharacter = '~')
    void check_shouldRefuseReceive_whenANumberIsOutOfRange(String parameter, String text) {
        assertRefused("ReceiveMessage", parameter, "InvalidParameterValue", text);
    }

    @Test
    void check_shouldTakeReceive_whenNumbersAreAtTheirLimits() {
        assertTaken("ReceiveMessage", "\"MaxNumberOfMessages\":10,\"WaitTimeSeconds\":20,\"VisibilityTimeout\":43200");
        assertTaken("ReceiveMessage", "\"MaxNumberOfMessages\":1,\"WaitTimeSeconds\":0,\"VisibilityTimeout\":0");
    }

    /** test_send_oversized_message, test_send_message_with_empty_string_attribute, and check_attributes of LocalStack. */
    @ParameterizedTest
    @MethodSource("wrongMessages")
    void check_shouldRefuseTheMessageOrTheWholeBatch_whenItIsWrong(String message, String code, String text) {
        assertRefused("SendMessage", message, code, text);
        assertRefused(
                "SendMessageBatch",
                "\"Entries\":[{\"Id\":\"good\",\"MessageBody\":\"x\"},{\"Id\":\"wrong\"," + message + "}]",
                code,
                text);
    }

    static Stream<Arguments> wrongMessages() {
        return Stream.of(
                wrongAttribute(
                        "ErrorDetails",
                        "\"DataType\":\"String\",\"StringValue\":\"\"",
                        "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'."),
                wrongAttribute(
                        "a",
                        "\"DataType\":\"String\"",
                        "Message (user) attribute 'a' must contain a non-empty value of type 'String'."),
                wrongAttribute(
                        "a",
                        "\"DataType\":\"Binary\",\"StringValue\":\"x\"",
                        "Message (user) attribute 'a' must contain a non-empty value of type 'Binary'."),
                wrongAttribute("a", "\"StringValue\":\"x\"", "Missing required parameter DataType"),
                wrongAttribute(
                        "a",
                        "\"DataType\":\"Stringy\",\"StringValue\":\"x\"",
                        "Type for parameter MessageAttributes.Attribute_name.DataType must be prefixed with \"String\", \"Binary\", or \"Number\", but was: Stringy"),
                wrongName(
                        "a^b",
                        "Message (user) attributes name can only contain upper and lower score characters, digits, periods, hyphens and underscores. "),
                wrongName("a".repeat(256), "Message (user) attribute names must be shorter than 256 Bytes"),
                wrongName("AWS.a", RESERVED),
                wrongName("amazon.a", RESERVED),
                wrongName(".a", RESERVED),
                wrongName("a.", RESERVED),
                Arguments.of(
                        "\"MessageBody\":\"x\",\"DelaySeconds\":901",
                        "InvalidParameterValue",
                        "Value 901 for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900."),
                Arguments.of(
                        "\"MessageBody\":\"\\u0001\"",
                        "InvalidMessageContents",
                        "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF"));
    }

    private static final String RESERVED =
            "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use. Additionally, they cannot start or end with '.'.";

    private static Arguments wrongName(String name, String text) {
        return wrongAttribute(name, "\"DataType\":\"String\",\"StringValue\":\"x\"", text);
    }

    private static Arguments wrongAttribute(String name, String attribute, String text) {
        return Arguments.of(
                "\"MessageBody\":\"x\",\"MessageAttributes\":{\"%s\":{%s}}".formatted(name, attribute),
                "InvalidParameterValue",
                text);
    }

    @Test
    void check_shouldRefuseTheMessage_whenItIsEmptyOrTooLarge() {
        assertRefused(
                "SendMessage",
                "\"MessageBody\":\"\"",
                "MissingParameter",
                "The request must contain the parameter MessageBody.");
        assertRefused(
                "SendMessage",
                "\"MessageBody\":\"" + "x".repeat(1024 * 1024 + 1) + "\"",
                "InvalidParameterValue",
                "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.");
        assertTaken("SendMessage", "\"MessageBody\":\"" + "x".repeat(1024 * 1024) + "\"");
    }

    /** test_send_message_batch_with_oversized_contents: bodies and attributes of all entries count together. */
    @Test
    void check_shouldRefuseTheBatch_whenItIsTooLargeAsAWhole() {
        String attribute = ",\"MessageAttributes\":{\"k\":{\"DataType\":\"Binary\",\"BinaryValue\":\"AAA=\"}}}";
        int rest = 1024 * 1024 - 600_000 - "kBinary".length() - 2;

        assertRefused(
                "SendMessageBatch",
                "\"Entries\":[" + entry("1", 600_000) + attribute + "," + entry("2", rest + 1) + "}]",
                "AWS.SimpleQueueService.BatchRequestTooLong",
                "Batch requests cannot be longer than 1048576 bytes. You have sent 1048577 bytes.");
        assertTaken(
                "SendMessageBatch", "\"Entries\":[" + entry("1", 600_000) + attribute + "," + entry("2", rest) + "}]");
    }

    private static String entry(String id, int bytes) {
        return "{\"Id\":\"%s\",\"MessageBody\":\"%s\"".formatted(id, "x".repeat(bytes));
    }

    /** test_invalid_batch_id and test_too_many_entries_in_batch_request; the other two are moto's, verified on AWS. */
    @ParameterizedTest
    @ValueSource(strings = {"SendMessageBatch", "DeleteMessageBatch", "ChangeMessageVisibilityBatch"})
    void check_shouldRefuseTheBatch_whenItsIdsOrItsNumberOfEntriesAreWrong(String operation) {
        String wrongId =
                "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.";
        for (String id : new String[] {"", "invalid:id", "a.b", "testLongId".repeat(10)}) {
            assertRefused(operation, entries(id), "AWS.SimpleQueueService.InvalidBatchEntryId", wrongId);
        }
        assertRefused(
                operation,
                entries("id_1", "id_2", "id_1"),
                "AWS.SimpleQueueService.BatchEntryIdsNotDistinct",
                "Id id_1 repeated.");
        assertRefused(
                operation,
                entries(Stream.iterate(0, i -> i + 1)
                        .limit(20)
                        .map(i -> "e" + i)
                        .toArray(String[]::new)),
                "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
                "Maximum number of entries per request are 10. You have sent 20.");
        assertRefused(
                operation,
                "\"Entries\":[]",
                "AWS.SimpleQueueService.EmptyBatchRequest",
                "There should be at least one " + operation + "RequestEntry in the request.");
        assertTaken(operation, entries("a", "b-_9"));
    }

    private static String entries(String... ids) {
        return Stream.of(ids)
                .map(id -> "{\"Id\":\"%s\",\"MessageBody\":\"x\",\"ReceiptHandle\":\"x\"}".formatted(id))
                .collect(joining(",", "\"Entries\":[", "]"));
    }

    /** test_set_unsupported_attribute_fifo has the text for a name. */
    @Test
    void check_shouldRefuseAttributes_whenNameOrValueIsWrong() {
        assertRefused(
                "GetQueueAttributes",
                "\"AttributeNames\":[\"Nope\"]",
                "InvalidAttributeName",
                "Unknown Attribute Nope.");
        assertRefused(
                "SetQueueAttributes",
                "\"Attributes\":{\"Nope\":\"1\"}",
                "InvalidAttributeName",
                "Unknown Attribute Nope.");
        assertRefused(
                "SetQueueAttributes",
                "\"Attributes\":{\"VisibilityTimeout\":\"43201\"}",
                "InvalidAttributeValue",
                "Invalid value for the parameter VisibilityTimeout.");
        assertRefused(
                "CreateQueue",
                "\"QueueName\":\"a b\"",
                "InvalidParameterValue",
                "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length");
    }

    @ParameterizedTest
    @CsvSource({
        "SendMessage, MessageBody",
        "DeleteMessage, ReceiptHandle",
        "ChangeMessageVisibility, ReceiptHandle",
        "GetQueueUrl, QueueName",
        "StartMessageMoveTask, SourceArn",
        "CancelMessageMoveTask, TaskHandle"
    })
    void check_shouldNameTheParameter_whenOneIsMissing(String operation, String parameter) {
        assertRefused(
                operation,
                "\"Other\":1",
                "MissingParameter",
                "The request must contain the parameter " + parameter + ".");
    }

    /** Older SDKs speak the query protocol: the same rules, codes and texts. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Action=ReceiveMessage&MaxNumberOfMessages=11 | InvalidParameterValue
            Action=SendMessage&MessageBody= | MissingParameter
            Action=SendMessage&MessageBody=x&MessageAttribute.1.Name=.a&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=v | InvalidParameterValue
            Action=SendMessageBatch | AWS.SimpleQueueService.EmptyBatchRequest
            Action=DeleteMessageBatch&DeleteMessageBatchRequestEntry.1.Id=a.b&DeleteMessageBatchRequestEntry.1.ReceiptHandle=x | AWS.SimpleQueueService.InvalidBatchEntryId
            Action=SendMessageBatch&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=x&SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=a..&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=String | InvalidParameterValue
            Action=GetQueueAttributes&AttributeName.1=Nope | InvalidAttributeName
            Action=SetQueueAttributes&Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=-1 | InvalidAttributeValue
            """)
    void check_shouldRefuse_whenTheRequestIsInTheQueryProtocol(String form, String code) {
        var request = SqsRequest.of(query("sqs", "/000000000000/demo-Dlq", form));

        var refused = catchThrowableOfType(SqsException.class, () -> RequestRules.check(request));

        assertThat(refused.code()).isEqualTo(code);
    }

    @Test
    void check_shouldTakeAGoodMessage_whenTheRequestIsInTheQueryProtocol() {
        var request = SqsRequest.of(query(
                "sqs",
                "/000000000000/demo-Dlq",
                "Action=SendMessage&MessageBody=x&DelaySeconds=900&MessageAttribute.1.Name=a.b-C_9"
                        + "&MessageAttribute.1.Value.DataType=Number.int&MessageAttribute.1.Value.StringValue=7"));

        assertThatCode(() -> RequestRules.check(request)).doesNotThrowAnyException();
        assertThat(request.queueName()).isEqualTo("demo-Dlq");
    }

    private static void assertRefused(String operation, String parameters, String code, String text) {
        var request = SqsRequest.of(json("sqs", "AmazonSQS." + operation, "{" + QUEUE + "," + parameters + "}"));

        var refused = catchThrowableOfType(SqsException.class, () -> RequestRules.check(request));

        assertThat(refused).as(operation + " should be refused: " + text).isNotNull();
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.text()).isEqualTo(text);
    }

    private static void assertTaken(String operation, String parameters) {
        var request = SqsRequest.of(json("sqs", "AmazonSQS." + operation, "{" + QUEUE + "," + parameters + "}"));

        assertThatCode(() -> RequestRules.check(request)).doesNotThrowAnyException();
    }
}
