package benchmarks.stub;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DynamoDbStubTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final CallTime NONE = () -> {};

    private final Usage usage = new Usage();
    private final DynamoDbStub stub = new DynamoDbStub(
            List.of(
                    new TableDefinition("Counts", "word"),
                    new TableDefinition(
                            "Summaries", "id", List.of(new TableDefinition.Index("Top", "bucket", "count")))),
            usage);

    @Test
    void transactWriteItems_shouldCancel_whenAnotherOneHoldsAnItem() throws Exception {
        List<StubAnswer> inner = new ArrayList<>();

        StubAnswer outer = stub.answer(
                "TransactWriteItems",
                transaction("a", "b"),
                () -> inner.add(stub.answer("TransactWriteItems", transaction("b", "c"), NONE)));

        assertThat(outer.status()).isEqualTo(200);
        assertThat(inner.getFirst().status()).isEqualTo(400);
        assertThat(codes(inner.getFirst())).containsExactly("TransactionConflict", "None");
        assertThat(usage.counts()).containsEntry("conflicts Counts", 1.0);
        assertThat(stub.items("Counts"))
                .extracting(item -> item.path("word").path("S").asString())
                .containsExactly("a", "b");
    }

    @Test
    void transactWriteItems_shouldHoldNothing_onceItIsAnswered() throws Exception {
        stub.answer("TransactWriteItems", transaction("a"), NONE);

        assertThat(stub.answer("TransactWriteItems", transaction("a"), NONE).status())
                .isEqualTo(200);
        assertThat(stub.items("Counts").getFirst().path("count").path("N").asString())
                .isEqualTo("2");
    }

    @Test
    void updateItem_shouldReturnTheNewItem_orTheOneThatDidNotMeetTheCondition() throws Exception {
        String update = """
                {"TableName": "Counts", "Key": {"word": {"S": "a"}}, "UpdateExpression": "SET #plan = :plan",
                 "ConditionExpression": "attribute_not_exists(#plan) OR #plan.#id = :id", "ReturnValues": "ALL_NEW",
                 "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
                 "ExpressionAttributeNames": {"#plan": "plan", "#id": "id"},
                 "ExpressionAttributeValues": {":plan": {"M": {"id": {"S": "one"}}}, ":id": {"S": "ID"}}}""";

        StubAnswer first = stub.answer("UpdateItem", JSON.readTree(update.replace("ID", "one")), NONE);
        StubAnswer again = stub.answer("UpdateItem", JSON.readTree(update.replace("ID", "one")), NONE);
        StubAnswer refused = stub.answer("UpdateItem", JSON.readTree(update.replace("ID", "two")), NONE);

        assertThat(JSON.readTree(text(first)).at("/Attributes/plan/M/id/S").asString())
                .isEqualTo("one");
        assertThat(again.status()).isEqualTo(200);
        assertThat(text(refused)).contains("ConditionalCheckFailedException");
        assertThat(JSON.readTree(text(refused)).at("/Item/plan/M/id/S").asString())
                .isEqualTo("one");
    }

    @Test
    void updateItem_shouldBeRefused_whenATransactionHoldsTheItem() throws Exception {
        List<StubAnswer> inner = new ArrayList<>();

        stub.answer("TransactWriteItems", transaction("a"), () -> inner.add(stub.answer("UpdateItem", add("a"), NONE)));

        assertThat(text(inner.getFirst())).contains("TransactionConflictException");
    }

    @Test
    void transactWriteItems_shouldChangeNothing_whenAConditionFails() throws Exception {
        JsonNode request = JSON.readTree("""
                {"TransactItems": [{"Update": %s}, {"Put": {"TableName": "Counts", "Item": {"word": {"S": "b"}},
                  "ConditionExpression": "attribute_exists(word)"}}]}""".formatted(add("a")));

        StubAnswer answer = stub.answer("TransactWriteItems", request, NONE);

        assertThat(codes(answer)).containsExactly("None", "ConditionalCheckFailed");
        assertThat(stub.items("Counts")).isEmpty();
    }

    @Test
    void writeUnits_shouldBeTwiceAsMany_inATransaction() throws Exception {
        stub.answer("UpdateItem", add("a"), NONE);
        assertThat(usage.counts()).containsEntry("write units Counts", 1.0);

        stub.answer("TransactWriteItems", transaction("b", "c"), NONE);
        assertThat(usage.counts()).containsEntry("write units Counts", 5.0);
    }

    @Test
    void writeUnits_shouldHaveTheIndex_whenAnEntryMoves() throws Exception {
        stub.answer("PutItem", summary(1), NONE);
        assertThat(usage.counts()).containsEntry("write units Top", 1.0);

        stub.answer("PutItem", summary(1), NONE);
        assertThat(usage.counts()).containsEntry("write units Top", 1.0);

        stub.answer("PutItem", summary(2), NONE);
        assertThat(usage.counts()).containsEntry("write units Top", 3.0);
    }

    @Test
    void answer_shouldRefuseByName_whatTheStubDoesNotHave() throws Exception {
        assertThat(text(stub.answer("Query", JSON.readTree("{}"), NONE))).contains("Query");
    }

    private static JsonNode add(String word) {
        return JSON.readTree("""
                {"TableName": "Counts", "Key": {"word": {"S": "%s"}}, "UpdateExpression": "ADD #count :one",
                 "ExpressionAttributeNames": {"#count": "count"}, "ExpressionAttributeValues": {":one": {"N": "1"}}}""".formatted(word));
    }

    private static JsonNode transaction(String... words) {
        StringBuilder actions = new StringBuilder();
        for (String word : words) {
            actions.append(actions.isEmpty() ? "" : ",")
                    .append("{\"Update\":")
                    .append(add(word))
                    .append("}");
        }
        return JSON.readTree("{\"TransactItems\": [" + actions + "]}");
    }

    private static JsonNode summary(int count) {
        return JSON.readTree("""
                {"TableName": "Summaries", "Item": {"id": {"S": "hello"}, "bucket": {"S": "1"}, "count": {"N": "%d"}}}""".formatted(count));
    }

    private static List<String> codes(StubAnswer answer) {
        return JSON.readTree(answer.body())
                .path("CancellationReasons")
                .valueStream()
                .map(reason -> reason.path("Code").asString())
                .toList();
    }

    private static String text(StubAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
