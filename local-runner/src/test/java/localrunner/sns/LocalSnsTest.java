package localrunner.sns;

import static java.util.stream.Collectors.joining;
import static localrunner.application.ApplicationBuilder.applicationIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import localrunner.application.Application.Subscription;
import localrunner.application.Application.Topic;
import localrunner.console.Console;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.facts.Fact;
import localrunner.facts.Payload;
import localrunner.facts.RecordingFacts;
import localrunner.invoke.AsyncInvoker;
import localrunner.invoke.FunctionNotFoundException;
import localrunner.service.ServiceContext;
import localrunner.sqs.QueueSender;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LocalSnsTest {

    private static final String TOPIC = "arn:aws:sns:eu-west-1:000000000000:app-Words";
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:000000000000:app-Dead";
    private static final String ADDER = "arn:aws:lambda:eu-west-1:000000000000:function:app-Adder:live";
    private static final String LOGGER = "arn:aws:lambda:eu-west-1:000000000000:function:app-Logger:live";
    private static final Subscription ADDER_SUBSCRIPTION =
            new Subscription(TOPIC + ":adder", ADDER, Optional.of(QUEUE));
    private static final Subscription LOGGER_SUBSCRIPTION =
            new Subscription(TOPIC + ":logger", LOGGER, Optional.empty());

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-03T10:15:30.007Z"));
    private final Functions functions = new Functions();
    private final Queues queues = new Queues();
    private final Lines console = new Lines();
    private final RecordingFacts facts = new RecordingFacts();
    private final LocalSns sns = new LocalSns(
            applicationIn("eu-west-1")
                    .with(new Topic("Words", "app-Words", TOPIC, List.of(ADDER_SUBSCRIPTION, LOGGER_SUBSCRIPTION)))
                    .build(),
            functions,
            new ServiceContext(time, console, () -> UUID.randomUUID().toString(), queues, facts),
            new DeliveryPolicy(3));

    @AfterEach
    void close() {
        sns.close();
        time.close();
    }

    @Test
    void publish_shouldHandTheDocumentedEventToEverySubscriber() {
        EdgeResponse response = request(
                "Action", "Publish",
                "TopicArn", TOPIC,
                "Message", "a & <b> 日本",
                "Subject", "Hello",
                "MessageAttributes.entry.1.Name", "kind",
                "MessageAttributes.entry.1.Value.DataType", "String",
                "MessageAttributes.entry.1.Value.StringValue", "words",
                "MessageAttributes.entry.2.Name", "raw",
                "MessageAttributes.entry.2.Value.DataType", "Binary",
                "MessageAttributes.entry.2.Value.BinaryValue", "AgME");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.headers()).containsEntry("Content-Type", "text/xml");
        assertThat(response.bodyText())
                .matches("<PublishResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><PublishResult>"
                        + "<MessageId>[0-9a-f-]{36}</MessageId></PublishResult><ResponseMetadata>"
                        + "<RequestId>[0-9a-f-]{36}</RequestId></ResponseMetadata></PublishResponse>");
        await().until(() -> functions.calls.size() == 2);
        assertThat(functions.calls).extracting(Call::function).containsExactlyInAnyOrder(ADDER, LOGGER);
        String messageId = response.bodyText().replaceAll(".*<MessageId>(.*)</MessageId>.*", "$1");
        assertThat(json(functions.payloadFor(ADDER))).isEqualTo(json("""
                {"Records": [{
                  "EventSource": "aws:sns",
                  "EventVersion": "1.0",
                  "EventSubscriptionArn": "%s:adder",
                  "Sns": {
                    "Type": "Notification",
                    "MessageId": "%s",
                    "TopicArn": "%s",
                    "Subject": "Hello",
                    "Message": "a & <b> 日本",
                    "Timestamp": "2026-11-03T10:15:30.007Z",
                    "SignatureVersion": "1",
                    "Signature": "bG9jYWwtcnVubmVyLWRvZXMtbm90LXNpZ24=",
                    "SigningCertUrl": "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-local-runner.pem",
                    "UnsubscribeUrl": "https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=%s:adder",
                    "MessageAttributes": {
                      "kind": {"Type": "String", "Value": "words"},
                      "raw": {"Type": "Binary", "Value": "AgME"}
                    }
                  }
                }]}
                """.formatted(TOPIC, messageId, TOPIC, TOPIC)));
        await().until(() -> sns.pendingDeliveries() == 0);
    }

    @Test
    void publish_shouldSayNullAndEmpty_whenThereIsNoSubjectAndNoAttribute() {
        publish("x");

        await().until(() -> functions.calls.size() == 2);
        JsonNode notification = json(functions.payloadFor(ADDER)).at("/Records/0/Sns");
        assertThat(notification.get("Subject").isNull()).isTrue();
        assertThat(notification.get("MessageAttributes")).isEqualTo(json("{}"));
    }

    @Test
    void publish_shouldAnswerAtOnce_whenDeliveryHangs() {
        var release = new CountDownLatch(1);
        functions.before = () -> awaitQuietly(release);

        EdgeResponse response = publish("x");

        assertThat(response.status()).isEqualTo(200);
        assertThat(sns.pendingDeliveries()).isEqualTo(2);
        release.countDown();
        await().until(() -> sns.pendingDeliveries() == 0);
    }

    @Test
    void publish_shouldRedriveAtOnceWithTheEnvelope_whenTheFunctionIsGone() {
        functions.failure = () -> Optional.of(new FunctionNotFoundException(ADDER));

        request(
                "Action", "Publish",
                "TopicArn", TOPIC,
                "Message", "hello",
                "MessageAttributes.entry.1.Name", "n",
                "MessageAttributes.entry.1.Value.DataType", "Number",
                "MessageAttributes.entry.1.Value.StringValue", "7");

        await().until(() -> sns.pendingDeliveries() == 0);
        assertThat(functions.attempts(ADDER)).isEqualTo(1);
        assertThat(queues.messages).hasSize(1);
        assertThat(queues.messages.getFirst().queueArn()).isEqualTo(QUEUE);
        JsonNode envelope = json(queues.messages.getFirst().body());
        assertThat(envelope.propertyNames())
                .containsExactly(
                        "Type",
                        "MessageId",
                        "TopicArn",
                        "Message",
                        "Timestamp",
                        "SignatureVersion",
                        "Signature",
                        "SigningCertURL",
                        "UnsubscribeURL",
                        "MessageAttributes");
        assertThat(envelope.get("Message").stringValue()).isEqualTo("hello");
        assertThat(envelope.get("MessageAttributes")).isEqualTo(json("""
                {"n": {"Type": "Number", "Value": "7"}}"""));
        assertThat(console.warnings)
                .anyMatch(
                        line -> line.contains("is lost") && line.contains("no RedrivePolicy") && line.contains(LOGGER))
                .anyMatch(line -> line.contains("it is in " + QUEUE));
    }

    @Test
    void publish_shouldTellWhatBecomesOfTheMessage() {
        Fact.Place topic = new Fact.Place("Words", "app-Words");
        request("Action", "Publish", "TopicArn", TOPIC, "Message", "hello");
        await().until(() -> sns.pendingDeliveries() == 0);

        String messageId = facts.of(Fact.Published.class).getFirst().messageId();
        assertThat(facts.all())
                .containsExactlyInAnyOrder(
                        new Fact.Published(time.now(), topic, messageId, 5, Payload.text("hello")),
                        new Fact.Notified(time.now(), topic, messageId, ADDER),
                        new Fact.Notified(time.now(), topic, messageId, LOGGER));

        functions.failure = () -> Optional.of(new FunctionNotFoundException(ADDER));
        request("Action", "Publish", "TopicArn", TOPIC, "Message", "hello");
        await().until(() -> sns.pendingDeliveries() == 0);

        assertThat(facts.of(Fact.NotificationFailed.class))
                .extracting(Fact.NotificationFailed::endpointArn, Fact.NotificationFailed::redrive)
                .containsExactlyInAnyOrder(tuple(ADDER, Fact.Redrive.TAKEN), tuple(LOGGER, Fact.Redrive.NONE));
    }

    @Test
    void publish_shouldRetryByThePolicy_whenLambdaFailsForAWhile() {
        functions.failure = () -> Optional.of(new IllegalStateException("Lambda is down"));
        publish("x");
        await().until(() -> functions.attempts(ADDER) == 4 && functions.attempts(LOGGER) == 4 && time.waiting() == 2);

        time.advance(Duration.ofSeconds(1));
        int afterOneSecond = functions.attempts(ADDER);
        time.advance(Duration.ofSeconds(1));
        int afterTwoSeconds = functions.attempts(ADDER);
        functions.failure = Optional::empty;
        time.advance(Duration.ofSeconds(1));

        assertThat(afterOneSecond).isEqualTo(5);
        assertThat(afterTwoSeconds).isEqualTo(6);
        assertThat(functions.calls).hasSize(2);
        assertThat(sns.pendingDeliveries()).isZero();
        assertThat(queues.messages).isEmpty();
    }

    @Test
    void publish_shouldRedrive_whenThePolicyIsExhausted() {
        functions.failure = () -> Optional.of(new IllegalStateException("Lambda is down"));
        publish("x");
        await().until(() -> time.waiting() == 2);

        time.advance(Duration.ofMinutes(10));

        assertThat(functions.attempts(ADDER)).isEqualTo(1 + 3 + 2 + 10 + 3);
        assertThat(queues.messages).hasSize(1);
        assertThat(sns.pendingDeliveries()).isZero();
    }

    @Test
    void publish_shouldWarn_whenTheRedriveQueueIsGoneToo() {
        functions.failure = () -> Optional.of(new FunctionNotFoundException(ADDER));
        queues.gone = true;

        publish("x");

        await().until(() -> sns.pendingDeliveries() == 0);
        assertThat(console.warnings).anyMatch(line -> line.contains("its redrive queue did not take it"));
    }

    @Test
    void publish_shouldAcceptExactly256KilobytesWithAttributes() {
        String longest = "x".repeat(256 * 1024 - "kStringv".length());
        String[] attribute = {
            "MessageAttributes.entry.1.Name", "k",
            "MessageAttributes.entry.1.Value.DataType", "String",
            "MessageAttributes.entry.1.Value.StringValue", "v"
        };

        EdgeResponse accepted = request(attribute, "Action", "Publish", "TopicArn", TOPIC, "Message", longest);
        EdgeResponse refused = request(attribute, "Action", "Publish", "TopicArn", TOPIC, "Message", longest + "x");

        assertThat(accepted.status()).isEqualTo(200);
        assertError(refused, 400, "InvalidParameter", "Invalid parameter: Message too long");
    }

    @Test
    void publish_shouldRefuseWithAwsErrors() {
        assertError(
                request("Action", "Publish", "TopicArn", TOPIC + "s", "Message", "x"),
                404,
                "NotFound",
                "Topic does not exist");
        assertError(
                request("Action", "Publish", "TopicArn", "Words", "Message", "x"),
                400,
                "InvalidParameter",
                "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1");
        assertError(
                request("Action", "Publish", "Message", "x"),
                400,
                "InvalidParameter",
                "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter");
        assertError(
                request("Action", "Publish", "TopicArn", TOPIC, "Message", ""),
                400,
                "InvalidParameter",
                "Invalid parameter: Empty message");
        assertError(
                request("Action", "Publish", "TopicArn", TOPIC, "Message", "x", "Subject", "two\nlines"),
                400,
                "InvalidParameter",
                "Invalid parameter: Subject");
        assertThat(functions.calls).isEmpty();
    }

    /** As recorded on AWS: LocalStack's test_publish_non_existent_target, 24-08-2023, and its sns/provider.py. */
    @Test
    void publish_shouldNameTheParameter_whenTheTopicIsOfAnotherRegionOrTheTargetIsAnEndpoint() {
        assertError(
                request("Action", "Publish", "TopicArn", TOPIC.replace("eu-west-1", "us-east-1"), "Message", "x"),
                400,
                "InvalidParameter",
                "Invalid parameter: TopicArn");
        assertError(
                request(
                        "Action", "Publish",
                        "TargetArn", "arn:aws:sns:eu-west-1:000000000000:endpoint/APNS/app/1",
                        "Message", "x"),
                400,
                "InvalidParameter",
                "Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified");
    }

    /** As recorded on AWS: LocalStack's test_validations_for_fifo, 18-08-2025. */
    @Test
    void publish_shouldRefuseADeduplicationId_andTakeAGroupId_whenTheTopicIsAStandardOne() {
        assertError(
                request("Action", "Publish", "TopicArn", TOPIC, "Message", "x", "MessageDeduplicationId", "1"),
                400,
                "InvalidParameter",
                "Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter"
                        + " that is not valid for this topic type");
        assertThat(request("Action", "Publish", "TopicArn", TOPIC, "Message", "x", "MessageGroupId", "1")
                        .status())
                .isEqualTo(200);
    }

    /** As recorded on AWS: LocalStack's test_message_structure_json_exc, 24-08-2023. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"lambda": "x"}        | Invalid parameter: Message Structure - No default entry in JSON message body
            {"default": {"a": 1}}  | Invalid parameter: Message Structure - No default entry in JSON message body
            not JSON               | Invalid parameter: Message Structure - JSON message body failed to parse
            """)
    void publish_shouldRefuseTextsByProtocol_whenThereIsNoDefault(String message, String expected) {
        assertError(
                request("Action", "Publish", "TopicArn", TOPIC, "Message", message, "MessageStructure", "json"),
                400,
                "InvalidParameter",
                expected);
        assertError(
                batchWith(Map.of("Message", message, "MessageStructure", "json")), 400, "InvalidParameter", expected);
        assertThat(functions.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"default": "all", "lambda": "mine", "sqs": "other"} | mine
            {"default": "all", "sqs": "other"}                   | all
            """)
    void publish_shouldGiveFunctionsTheirText_whenThereIsOneForEachProtocol(String message, String expected) {
        request("Action", "Publish", "TopicArn", TOPIC, "Message", message, "MessageStructure", "json");

        await().until(() -> functions.calls.size() == 2);
        assertThat(json(functions.payloadFor(ADDER))
                        .at("/Records/0/Sns/Message")
                        .stringValue())
                .isEqualTo(expected);
    }

    /**
     * As recorded on AWS: LocalStack's test_empty_or_wrong_message_attributes (11-2024) and
     * test_message_attributes_prefixes (24-08-2023). A batch with one such entry is refused as a whole.
     */
    @ParameterizedTest
    @MethodSource("wrongAttributes")
    void publish_shouldRefuseTheMessageOrTheWholeBatch_whenAnAttributeIsWrong(
            Map<String, String> attribute, String code, String message) {
        var parameters = new LinkedHashMap<>(Map.of("Action", "Publish", "TopicArn", TOPIC, "Message", "x"));
        var entry = new LinkedHashMap<>(Map.of("Message", "x"));
        attribute.forEach((name, value) -> {
            parameters.put("MessageAttributes.entry.1." + name, value);
            entry.put("MessageAttributes.entry.1." + name, value);
        });

        assertError(send(parameters), 400, code, message);
        assertError(
                batchWith(entry),
                400,
                code,
                message.replace("'messageAttributes.", "'publishBatchRequestEntries.2.member.messageAttributes."));
        assertThat(functions.calls).isEmpty();
    }

    static List<Arguments> wrongAttributes() {
        String empty =
                "The message attribute 'attr1' must contain non-empty message attribute value for message attribute type '%s'.";
        String otherField = "The message attribute 'attr1' with type '%s' must use field '%s'.";
        String type =
                "The message attribute 'attr1' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.";
        String character =
                "Invalid non-alphanumeric character '%s' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.";
        return List.of(
                wrong(empty.formatted("String"), "attr1", "String", Map.of("StringValue", "")),
                wrong(empty.formatted("String"), "attr1", "String", Map.of()),
                wrong(empty.formatted("Number"), "attr1", "Number", Map.of("StringValue", "")),
                wrong(empty.formatted("Binary"), "attr1", "Binary", Map.of("BinaryValue", "")),
                wrong(otherField.formatted("String", "String"), "attr1", "String", Map.of("BinaryValue", "AgME")),
                wrong(otherField.formatted("Number", "String"), "attr1", "Number", Map.of("BinaryValue", "AgME")),
                wrong(otherField.formatted("String.own", "String"), "attr1", "String.own", Map.of("BinaryValue", "AA")),
                wrong(otherField.formatted("Binary", "Binary"), "attr1", "Binary", Map.of("StringValue", "v")),
                wrong(type, "attr1", "InvalidType", Map.of("StringValue", "v")),
                wrong(type, "attr1", "Stringprefixed", Map.of("StringValue", "v")),
                wrong(type, "attr1", "String.", Map.of("StringValue", "v")),
                wrong(type, "attr1", "", Map.of("StringValue", "v")),
                wrong(character.formatted("#x5E"), "a^*?", "String", Map.of("StringValue", "v")),
                wrong(character.formatted("#xE4"), "wärter", "String", Map.of("StringValue", "v")),
                wrong(
                        "Invalid message attribute name starting with character '.' was found.",
                        ".abc",
                        "String",
                        Map.of("StringValue", "v")),
                wrong(
                        "Invalid message attribute name ending with character '.' was found.",
                        "abc.",
                        "String",
                        Map.of("StringValue", "v")),
                wrong(
                        "Message attribute name can not have successive '.' character.",
                        "a..bc",
                        "String",
                        Map.of("StringValue", "v")),
                wrong(
                        "Length of message attribute name must be less than 256 bytes.",
                        "a".repeat(257),
                        "String",
                        Map.of("StringValue", "v")),
                Arguments.of(
                        Map.of("Name", "attr1", "Value.StringValue", "v"),
                        "ValidationError",
                        "1 validation error detected: Value null at 'messageAttributes.attr1.member.dataType' failed to satisfy constraint: Member must not be null"));
    }

    private static Arguments wrong(String message, String name, String type, Map<String, String> value) {
        var attribute = new LinkedHashMap<>(Map.of("Name", name, "Value.DataType", type));
        value.forEach((field, text) -> attribute.put("Value." + field, text));
        return Arguments.of(attribute, "ParameterValueInvalid", message);
    }

    /** As recorded on AWS: LocalStack's test_publish_batch_messages_from_sns_to_sqs, 24-08-2023. */
    @Test
    void publishBatch_shouldGiveEachEntryAMessageId() {
        assertThat(batch("one", "two").bodyText())
                .containsPattern("<Successful><member><Id>one</Id><MessageId>[0-9a-f-]{36}</MessageId></member>"
                        + "<member><Id>two</Id><MessageId>[0-9a-f-]{36}</MessageId></member></Successful>"
                        + "<Failed></Failed>");
        await().until(() -> functions.calls.size() == 4);
    }

    /** AWS refuses the batch when the format of one message is wrong: LocalStack's test_publish_batch_exceptions. */
    @Test
    void publishBatch_shouldPublishNothing_whenOneOfItsMessagesIsWrong() {
        assertError(batchWith(Map.of("Message", "")), 400, "InvalidParameter", "Invalid parameter: Empty message");
        assertError(
                batchWith(Map.of("Message", "x", "Subject", "")),
                400,
                "InvalidParameter",
                "Invalid parameter: Subject");
        assertError(
                batchWith(Map.of("Message", "x", "MessageDeduplicationId", "1")),
                400,
                "InvalidParameter",
                "Invalid parameter: MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter"
                        + " that is not valid for this topic type");
        assertThat(sns.pendingDeliveries()).isZero();
        assertThat(functions.calls).isEmpty();
    }

    /** As recorded on AWS: LocalStack's test_publish_batch_exceptions and its successor of 12-2025. */
    @Test
    void publishBatch_shouldSayWhatIsWrong_whenIdsOrSizesAre() {
        assertError(
                batch("a", "a"),
                400,
                "BatchEntryIdsNotDistinct",
                "Two or more batch entries in the request have the same Id.");
        assertError(
                batch("a b"),
                400,
                "InvalidBatchEntryId",
                "The Id of a batch entry in the batch request contains an impermissible character: a b");
        assertError(
                batch("a".repeat(81)),
                400,
                "InvalidBatchEntryId",
                "The Id of a batch entry in the batch request is too long: " + "a".repeat(81));
        assertError(
                request(
                        "Action",
                        "PublishBatch",
                        "TopicArn",
                        TOPIC,
                        "PublishBatchRequestEntries.member.1.Id",
                        "one",
                        "PublishBatchRequestEntries.member.1.Message",
                        "x".repeat(200_000),
                        "PublishBatchRequestEntries.member.2.Id",
                        "two",
                        "PublishBatchRequestEntries.member.2.Message",
                        "x".repeat(100_000)),
                400,
                "BatchRequestTooLong",
                "The length of all the messages put together is more than the limit.");
        assertThat(functions.calls).isEmpty();
    }

    @Test
    void publishBatch_shouldRefuseBatchesThatBreakTheRules() {
        assertThat(request("Action", "PublishBatch", "TopicArn", TOPIC).bodyText())
                .contains("<Code>EmptyBatchRequest</Code>");
        assertThat(batch("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11")
                        .bodyText())
                .contains("<Code>TooManyEntriesInBatchRequest</Code>");
    }

    /** As recorded on AWS: LocalStack's test_create_topic_test_arn, 29-09-2025. */
    @Test
    void getTopicAttributes_shouldHaveThePoliciesOfANewTopic() {
        String attributes =
                request("Action", "GetTopicAttributes", "TopicArn", TOPIC).bodyText();

        assertThat(json(attribute(attributes, "Policy"))).isEqualTo(json("""
                {"Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [{
                  "Sid": "__default_statement_ID", "Effect": "Allow", "Principal": {"AWS": "*"},
                  "Action": ["SNS:GetTopicAttributes", "SNS:SetTopicAttributes", "SNS:AddPermission",
                    "SNS:RemovePermission", "SNS:DeleteTopic", "SNS:Subscribe", "SNS:ListSubscriptionsByTopic",
                    "SNS:Publish"],
                  "Resource": "%s", "Condition": {"StringEquals": {"AWS:SourceOwner": "000000000000"}}}]}
                """.formatted(TOPIC)));
        assertThat(json(attribute(attributes, "EffectiveDeliveryPolicy"))).isEqualTo(json("""
                {"http": {
                  "defaultHealthyRetryPolicy": {"minDelayTarget": 20, "maxDelayTarget": 20, "numRetries": 3,
                    "numMaxDelayRetries": 0, "numNoDelayRetries": 0, "numMinDelayRetries": 0,
                    "backoffFunction": "linear"},
                  "disableSubscriptionOverrides": false,
                  "defaultRequestPolicy": {"headerContentType": "text/plain; charset=UTF-8"}}}
                """));
    }

    private static String attribute(String xml, String name) {
        return xml.replaceAll(".*<key>" + name + "</key><value>(.*?)</value>.*", "$1")
                .replace("&quot;", "\"");
    }

    @Test
    void lists_shouldShowTopicsAndSubscriptions() {
        assertThat(request("Action", "ListTopics").bodyText())
                .contains("<Topics><member><TopicArn>" + TOPIC + "</TopicArn></member></Topics>");
        assertThat(request("Action", "GetTopicAttributes", "TopicArn", TOPIC).bodyText())
                .contains("<entry><key>SubscriptionsConfirmed</key><value>2</value></entry>");
        for (String action : List.of("ListSubscriptions", "ListSubscriptionsByTopic")) {
            assertThat(request("Action", action, "TopicArn", TOPIC).bodyText())
                    .contains("<member><TopicArn>" + TOPIC + "</TopicArn><Protocol>lambda</Protocol><SubscriptionArn>"
                            + TOPIC + ":adder</SubscriptionArn><Owner>000000000000</Owner><Endpoint>" + ADDER
                            + "</Endpoint></member>");
        }
    }

    @Test
    void handle_shouldNameWhatIsSupported_whenTheActionIsNot() {
        EdgeResponse response = request("Action", "CreateTopic", "Name", "x");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.bodyText())
                .contains("<Type>Sender</Type><Code>InvalidAction</Code>", "CreateTopic", "PublishBatch", "ListTopics");
    }

    @Test
    void handle_shouldRefuse_whenTheFormIsMalformed() {
        var request = new EdgeRequest(
                "POST",
                "/",
                "",
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "Action=%ZZ".getBytes(StandardCharsets.UTF_8));

        assertThat(sns.handle(request).bodyText()).contains("<Code>MalformedQueryString</Code>");
    }

    private EdgeResponse publish(String message) {
        return request("Action", "Publish", "TopicArn", TOPIC, "Message", message);
    }

    private EdgeResponse batch(String... ids) {
        var parameters = new LinkedHashMap<>(Map.of("Action", "PublishBatch", "TopicArn", TOPIC));
        for (int i = 0; i < ids.length; i++) {
            parameters.put("PublishBatchRequestEntries.member." + (i + 1) + ".Id", ids[i]);
            parameters.put("PublishBatchRequestEntries.member." + (i + 1) + ".Message", "x");
        }
        return send(parameters);
    }

    /** A batch of a good message and then this one, whose id is given. */
    private EdgeResponse batchWith(Map<String, String> entry) {
        var parameters = new LinkedHashMap<>(Map.of("Action", "PublishBatch", "TopicArn", TOPIC));
        parameters.put("PublishBatchRequestEntries.member.1.Id", "good");
        parameters.put("PublishBatchRequestEntries.member.1.Message", "x");
        parameters.put("PublishBatchRequestEntries.member.2.Id", "wrong");
        entry.forEach((name, value) -> parameters.put("PublishBatchRequestEntries.member.2." + name, value));
        return send(parameters);
    }

    private EdgeResponse request(String... namesAndValues) {
        return request(new String[0], namesAndValues);
    }

    private EdgeResponse request(String[] more, String... namesAndValues) {
        var parameters = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            parameters.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return send(parameters);
    }

    private EdgeResponse send(Map<String, String> parameters) {
        String form = parameters.entrySet().stream()
                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                .collect(joining("&", "", "&Version=2010-03-31"));
        return sns.handle(new EdgeRequest(
                "POST",
                "/",
                "",
                Map.of("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
                form.getBytes(StandardCharsets.UTF_8)));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void assertError(EdgeResponse response, int status, String code, String message) {
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.bodyText())
                .startsWith(
                        "<ErrorResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\"><Error><Type>Sender</Type>"
                                + "<Code>" + code + "</Code><Message>" + message + "</Message></Error><RequestId>");
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Call(String function, String payload) {}

    private record Sent(String queueArn, String body) {}

    private interface Failure {
        Optional<RuntimeException> next();
    }

    private static final class Functions implements AsyncInvoker {
        private final List<Call> calls = new CopyOnWriteArrayList<>();
        private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
        private volatile Failure failure = Optional::empty;
        private volatile Runnable before = () -> {};

        @Override
        public void enqueue(String function, String payload) {
            before.run();
            attempts.merge(function, 1, Integer::sum);
            Optional<RuntimeException> toThrow = failure.next();
            if (toThrow.isPresent()) {
                throw toThrow.get();
            }
            calls.add(new Call(function, payload));
        }

        int attempts(String function) {
            return attempts.getOrDefault(function, 0);
        }

        String payloadFor(String function) {
            return calls.stream()
                    .filter(call -> call.function().equals(function))
                    .findFirst()
                    .orElseThrow()
                    .payload();
        }
    }

    private static final class Queues implements QueueSender {
        private final List<Sent> messages = new CopyOnWriteArrayList<>();
        private volatile boolean gone;

        @Override
        public void send(String queueArn, String body) {
            if (gone) {
                throw new IllegalArgumentException("no queue " + queueArn);
            }
            messages.add(new Sent(queueArn, body));
        }
    }

    private static final class Lines implements Console {
        private final List<String> warnings = new CopyOnWriteArrayList<>();

        @Override
        public void line(String source, String text) {}

        @Override
        public void warn(String source, String text) {
            warnings.add(source + ": " + text);
        }
    }
}
