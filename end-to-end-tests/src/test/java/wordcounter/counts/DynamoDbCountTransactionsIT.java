package wordcounter.counts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ssm.SsmClient;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;
import wordcounter.testing.CountTransactionsContract;

/** The count store that is deployed, against the target's DynamoDB, held to what its fake is held to. */
@AgainstTarget
class DynamoDbCountTransactionsIT extends CountTransactionsContract {

    private final DynamoDbClient dynamoDb;
    private final String wordCounts;
    private final String eventLedger;
    private final CountTransactions transactions;

    DynamoDbCountTransactionsIT(Target target) {
        dynamoDb = target.client(DynamoDbClient.builder());
        try (SsmClient ssm = target.client(SsmClient.builder())) {
            wordCounts = parameter(ssm, target.parameterPrefix() + "WordCountsTable");
            eventLedger = parameter(ssm, target.parameterPrefix() + "EventLedgerTable");
        }
        transactions = new DynamoDbCountTransactions(dynamoDb, wordCounts, eventLedger);
    }

    @AfterEach
    void closeClient() {
        dynamoDb.close();
    }

    @Override
    protected CountTransactions transactions() {
        return transactions;
    }

    @Override
    protected long count(String word) {
        return Counters.sum(dynamoDb, wordCounts, word);
    }

    @Override
    protected Optional<LedgerEntry> entry(String eventId) {
        Map<String, AttributeValue> item = get(eventLedger, LedgerItem.EVENT_ID, eventId);
        return item.isEmpty() ? Optional.empty() : Optional.of(LedgerItem.parse(item));
    }

    @Test
    void apply_shouldLayItemsOutAsTheReadersExpect_whenApplied() {
        String eventId = UUID.randomUUID().toString();
        String word = "word" + eventId.replace("-", "");
        Instant acceptedAt = Instant.parse("2026-11-21T12:00:00.123Z");
        ChunkPlan plan = new ChunkPlan(99, 1, 7);

        for (Effect effect : List.of(Effect.COUNT, Effect.MULTIPLY)) {
            transactions.apply(new ChunkWrite(eventId, "f", acceptedAt, plan, 0, effect, true, Map.of(word, 3)));
        }

        assertThat(counter(word, 7))
                .isEqualTo(Map.of(
                        "wordShard", AttributeValue.fromS(word + "#7"),
                        "word", AttributeValue.fromS(word),
                        "shard", AttributeValue.fromN("7"),
                        "count", AttributeValue.fromN("33"),
                        "counted", AttributeValue.fromN("3"),
                        "multiplied", AttributeValue.fromN("3")));
        assertThat(get(eventLedger, LedgerItem.EVENT_ID, eventId))
                .isEqualTo(Map.of(
                        "eventId", AttributeValue.fromS(eventId),
                        "fingerprint", AttributeValue.fromS("f"),
                        "chunkSize", AttributeValue.fromN("99"),
                        "chunks", AttributeValue.fromN("1"),
                        "shard", AttributeValue.fromN("7"),
                        "counted", AttributeValue.fromNs(List.of("0")),
                        "multiplied", AttributeValue.fromNs(List.of("0")),
                        "acceptedAt", AttributeValue.fromS("2026-11-21T12:00:00.123Z"),
                        "expiresAt", AttributeValue.fromN("1799150400")));
    }

    private Map<String, AttributeValue> counter(String word, int shard) {
        return get(wordCounts, CounterItem.WORD_SHARD, CounterItem.key(word, shard));
    }

    private Map<String, AttributeValue> get(String table, String key, String value) {
        return dynamoDb.getItem(request -> request.tableName(table)
                        .key(Map.of(key, AttributeValue.fromS(value)))
                        .consistentRead(true))
                .item();
    }

    private static String parameter(SsmClient ssm, String name) {
        return ssm.getParameter(request -> request.name(name)).parameter().value();
    }
}
