package localrunner.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.facts.Fact;
import localrunner.facts.RecordingFacts;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportedDynamoDbTest {

    private static final String CANCELLED = """
            {"__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException", "CancellationReasons":\
             [{"Code": "TransactionConflict"}, {"Code": "ConditionalCheckFailed"}, {"Code": "ThrottlingError"}]}""";
    private static final String TRANSACTION = """
            {"TransactItems": [{"Update": {"TableName": "Words"}}, {"ConditionCheck": {"TableName": "Ledger"}},\
             {"Put": {"TableName": "Words"}}, {"Put": {"TableName": "Elsewhere"}}]}""";

    private final ManualTime time = new ManualTime();
    private final RecordingFacts facts = new RecordingFacts();

    @AfterEach
    void close() {
        time.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PutItem | {'TableName': 'Words', 'Item': {'word': {'S': 'a'}, 'shard': {'N': '1'}, 'count': {'N': '2'}}}",
                "UpdateItem | {'TableName': 'Words', 'Key': {'shard': {'N': '1'}, 'word': {'S': 'a'}}}",
                "DeleteItem | {'TableName': 'Words', 'Key': {'word': {'S': 'a'}, 'shard': {'N': '1'}}}",
                "TransactWriteItems | {'TransactItems': [{'Update': {'TableName': 'Words', 'Key': {'word': {'S': 'a'}, 'shard': {'N': '1'}}}}, {'ConditionCheck': {'TableName': 'Words', 'Key': {'word': {'S': 'b'}, 'shard': {'N': '1'}}}}]}",
                "BatchWriteItem | {'RequestItems': {'Words': [{'DeleteRequest': {'Key': {'word': {'S': 'a'}, 'shard': {'N': '1'}}}}]}}"
            })
    void handle_shouldTellTheKeysThatItsStreamWillTell(String operation, String request) throws Exception {
        call(operation, request.replace('\'', '"'), 200, "{}");

        assertThat(facts.of(Fact.TableUsed.class))
                .singleElement()
                .satisfies(used ->
                        assertThat(used.writtenKeys()).containsExactly("shard={\"N\":\"1\"},word={\"S\":\"a\"}"));
    }

    @Test
    void handle_shouldTellNoKeys_whenNothingIsWritten_orNobodyCanReadAStream() throws Exception {
        call("PutItem", "{\"TableName\": \"Words\", \"Item\": {\"word\": {\"S\": \"a\"}}}", 400, "{}");
        call("PutItem", "{\"TableName\": \"Ledger\", \"Item\": {\"word\": {\"S\": \"a\"}}}", 200, "{}");
        call("GetItem", "{\"TableName\": \"Words\", \"Key\": {\"word\": {\"S\": \"a\"}}}", 200, "{}");

        assertThat(facts.of(Fact.TableUsed.class))
                .hasSize(3)
                .allSatisfy(used -> assertThat(used.writtenKeys()).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PutItem    | {\"TableName\": \"Words\"}                           | 0.0 1.0",
                "UpdateItem | {\"TableName\": \"Words\"}                           | 0.0 1.0",
                "GetItem    | {\"TableName\": \"Words\"}                           | 0.5 0.0",
                "GetItem    | {\"TableName\": \"Words\", \"ConsistentRead\": true} | 1.0 0.0",
                "BatchGetItem | {\"RequestItems\": {\"Words\": {\"Keys\": [{}, {}]}}} | 1.0 0.0",
                "BatchWriteItem | {\"RequestItems\": {\"Words\": [{}, {}, {}]}}    | 0.0 3.0",
                "DescribeTable | {\"TableName\": \"Words\"}                        | 0.0 0.0"
            })
    void handle_shouldTellWhatACallConsumes(String operation, String request, String units) throws Exception {
        call(operation, request, 200, "{}");

        assertThat(facts.of(Fact.TableUsed.class)).singleElement().satisfies(used -> {
            assertThat(used.who()).isEqualTo("WordsTable");
            assertThat(used.operation()).isEqualTo(operation);
            assertThat(used.effect().readUnits() + " " + used.effect().writeUnits())
                    .isEqualTo(units);
        });
    }

    @Test
    void handle_shouldTellWhatALargeAnswerConsumes() throws Exception {
        call("Query", "{\"TableName\": \"Words\"}", 200, "x".repeat(4097));

        assertThat(facts.of(Fact.TableUsed.class).getFirst().effect().readUnits())
                .isEqualTo(1);
    }

    @Test
    void handle_shouldTellOfEachTableOfATransaction() throws Exception {
        call("TransactWriteItems", TRANSACTION, 200, "{}");
        assertThat(effects()).isEqualTo(Map.of("WordsTable", effect(4, 0, 0, 0), "LedgerTable", effect(2, 0, 0, 0)));
    }

    @Test
    void handle_shouldReadTheReasonsOfACancellation() throws Exception {
        call("TransactWriteItems", TRANSACTION, 400, CANCELLED);

        assertThat(effects()).isEqualTo(Map.of("WordsTable", effect(0, 1, 1, 0), "LedgerTable", effect(0, 0, 0, 1)));
    }

    private Map<String, Fact.Effect> effects() {
        return facts.of(Fact.TableUsed.class).stream()
                .collect(Collectors.toMap(Fact.TableUsed::who, Fact.TableUsed::effect));
    }

    private static Fact.Effect effect(double writeUnits, int throttled, int conflicts, int conditions) {
        return new Fact.Effect(0, writeUnits, 0, throttled, conflicts, conditions);
    }

    @ParameterizedTest
    @CsvSource({
        "PutItem, ThrottlingException,                    0, 1, 0, 0",
        "Query,   ProvisionedThroughputExceededException, 1, 0, 0, 0",
        "PutItem, ConditionalCheckFailedException,        0, 0, 0, 1",
        "PutItem, TransactionConflictException,           0, 0, 1, 0",
        "PutItem, ValidationException,                    0, 0, 0, 0"
    })
    void handle_shouldTellWhyACallFailed(
            String operation, String code, int reads, int writes, int conflicts, int conditions) throws Exception {
        call(operation, "{\"TableName\": \"Words\"}", 400, "{\"__type\": \"x#" + code + "\"}");

        assertThat(facts.of(Fact.TableUsed.class))
                .extracting(Fact.TableUsed::status, Fact.TableUsed::effect)
                .containsExactly(tuple(400, new Fact.Effect(0, 0, reads, writes, conflicts, conditions)));
    }

    @Test
    void handle_shouldPassOnWhatItCannotRead() throws Exception {
        assertThat(call("PutItem", "no json", 400, "<html>").bodyText()).isEqualTo("<html>");

        assertThat(facts.all()).isEmpty();
    }

    private EdgeResponse call(String operation, String request, int status, String answer) throws InterruptedException {
        EdgeService answering = new EdgeService() {
            @Override
            public String name() {
                return "dynamodb";
            }

            @Override
            public EdgeResponse handle(EdgeRequest ignored) {
                return EdgeResponse.of(status, "application/x-amz-json-1.0", answer);
            }
        };
        List<Fact.Place> tables =
                List.of(new Fact.Place("WordsTable", "Words"), new Fact.Place("LedgerTable", "Ledger"));
        return new ReportedDynamoDb(
                        answering,
                        tables.stream().collect(Collectors.toMap(Fact.Place::name, place -> place)),
                        Map.of("Words", Set.of("word", "shard")),
                        facts,
                        time)
                .handle(new EdgeRequest(
                        "POST",
                        "/",
                        "",
                        Map.of("X-Amz-Target", "DynamoDB_20120810." + operation),
                        request.getBytes(StandardCharsets.UTF_8)));
    }
}
