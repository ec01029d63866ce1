package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.targets.Target;
import wordcounter.words.Words;

/** The stack as AWS's own clients see it. */
class AwsSdkIT extends Contract {

    private static final String ALIAS = "live";

    AwsSdkIT(Target target) {
        super(target);
    }

    @Test
    void parameters_shouldNameWhatToolsNeed_whenReadOneByOne() {
        try (SsmClient ssm = target.client(SsmClient.builder())) {
            for (String name : new String[] {
                "SnsTopicArn", "WordCountsTable", "EventLedgerTable", "SummariesTable", "DeadLetterQueueUrl"
            }) {
                String value = ssm.getParameter(request -> request.name(target.parameterPrefix() + name))
                        .parameter()
                        .value();
                assertThat(value).isEqualTo(stack.name(name));
            }
            assertThat(catchThrowable(
                            () -> ssm.getParameter(request -> request.name(target.parameterPrefix() + "Nothing"))))
                    .isInstanceOf(ParameterNotFoundException.class);
        }
    }

    @Test
    void parameterApiUrl_shouldBeWhereTheApiAnswers() {
        assumeTrue(target.hasExactGateway(), "the name of this target's API is not known to every resolver");

        assertThat(stack.name("ApiUrl")).isEqualTo(target.api().toString());
    }

    @Test
    void tables_shouldHoldCountersLedgerAndSummary_whenScanned() {
        String word = Fresh.word();
        String eventId = accepted(api.postText(word + " " + word));
        awaitCount(word, 22);

        Map<String, AttributeValue> counter = item("WordCountsTable", "word", word);
        assertThat(counter)
                .containsEntry("count", AttributeValue.fromN("22"))
                .containsEntry("counted", AttributeValue.fromN("2"))
                .containsEntry("multiplied", AttributeValue.fromN("2"));
        assertThat(attribute(counter, "wordShard").s())
                .isEqualTo(word + "#" + attribute(counter, "shard").n());
        Map<String, AttributeValue> entry = item("EventLedgerTable", "eventId", eventId);
        assertThat(entry)
                .containsEntry("counted", AttributeValue.fromNs(List.of("0")))
                .containsEntry("multiplied", AttributeValue.fromNs(List.of("0")));
        Instant acceptedAt = Instant.parse(attribute(entry, "acceptedAt").s());
        assertThat(Long.parseLong(attribute(entry, "expiresAt").n()))
                .isEqualTo(acceptedAt.getEpochSecond() + Duration.ofDays(45).toSeconds());
        assertThat(item("SummariesTable", "id", "word#" + word)).containsEntry("itemCount", AttributeValue.fromN("22"));
    }

    @Test
    void event_shouldBeCountedWhole_whenPublishedStraightToTheTopic() {
        String word = Fresh.word();
        WordsEvent event = new WordsEvent(Fresh.key(), "by-hand", Instant.now(), Words.of(Map.of(word, 3)));

        stack.publish(event.toJson());
        stack.publish(event.toJson());

        awaitCount(word, 33);
        String sentinel = Fresh.word();
        accepted(api.postText(sentinel));
        awaitCount(sentinel, 11);
        assertThat(api.consistentCount(word)).isEqualTo(33);
    }

    @Test
    void queue_shouldGiveBackWhatWasSent_whenReceived() {
        String body = "{\"by\": \"hand\", \"mark\": \"" + Fresh.word() + " \u65e5\u672c\"}";

        stack.sqs()
                .sendMessage(request ->
                        request.queueUrl(stack.name("DeadLetterQueueUrl")).messageBody(body));

        assertThat(stack.takeDeadLetter(body::equals)).isEqualTo(body);
    }

    @Test
    void function_shouldAnswer_whenInvokedByItsAlias() {
        String word = Fresh.word();
        accepted(api.postText(word));
        awaitCount(word, 11);
        String event = """
            {"resource": "/words/{word}", "path": "/words/WORD", "httpMethod": "GET", "headers": {},
             "pathParameters": {"word": "WORD"}, "requestContext": {"requestId": "by-hand"}}
            """.replace("WORD", word);

        try (LambdaClient lambda = target.client(LambdaClient.builder())) {
            InvokeResponse answer =
                    lambda.invoke(request -> request.functionName(target.functionName("SummaryRetrieverFunction"))
                            .qualifier(ALIAS)
                            .payload(SdkBytes.fromUtf8String(event)));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.functionError()).isNull();
            assertThat(answer.executedVersion()).isNotEqualTo("$LATEST");
            JsonObject response = JsonObject.parse(answer.payload().asUtf8String());
            assertThat(response.requiredLong("statusCode")).isEqualTo(200);
            assertThat(JsonObject.parse(response.requiredString("body")).requiredLong("count"))
                    .isEqualTo(11);
        }
    }

    @Test
    void function_shouldSayThatItFailed_whenItThrows() {
        try (LambdaClient lambda = target.client(LambdaClient.builder())) {
            InvokeResponse answer = lambda.invoke(
                    request -> request.functionName(target.functionName("SummaryRetrieverFunction") + ":" + ALIAS)
                            .payload(SdkBytes.fromUtf8String("{\"no\": \"request\"}")));

            assertThat(answer.functionError()).isEqualTo("Unhandled");
            assertThat(JsonObject.parse(answer.payload().asUtf8String()).requiredString("errorType"))
                    .contains("InvalidJsonException");
        }
    }

    @Test
    void function_shouldRunLater_whenInvokedAsAnEvent() {
        String mark = Fresh.word();
        String event = "{\"Records\": [{\"Sns\": {\"MessageId\": \"m\", \"Message\": \"" + mark + "\"}}]}";

        try (LambdaClient lambda = target.client(LambdaClient.builder())) {
            InvokeResponse answer = lambda.invoke(
                    request -> request.functionName(target.functionName("SnsMultiplierFunction") + ":" + ALIAS)
                            .invocationType(InvocationType.EVENT)
                            .payload(SdkBytes.fromUtf8String(event)));

            assertThat(answer.statusCode()).isEqualTo(202);
        }
        assertThat(stack.takeDeadLetter(body -> body.contains(mark))).contains("SNS_RECORD");
    }

    private static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).orElseThrow(() -> new AssertionError("no " + name + " in " + item));
    }

    private Map<String, AttributeValue> item(String table, String attribute, String value) {
        return stack.scan(table).stream()
                .filter(item -> item.containsKey(attribute)
                        && value.equals(item.get(attribute).s()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no item with " + attribute + " = " + value + " in " + table));
    }
}
