package wordcounter.counts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import wordcounter.counts.ChunkResult.Applied;
import wordcounter.counts.ChunkResult.Contended;
import wordcounter.counts.ChunkResult.Refused;
import wordcounter.dynamodb.Cancellation;
import wordcounter.dynamodb.Contention;

/**
 * Chunks as TransactWriteItems, whose first action is the ledger's.
 *
 * <p>The SDK adds a ClientRequestToken, so that its own retries of a lost answer do not apply a chunk twice; beyond its 10
 * minutes the ledger's condition does that.
 */
public final class DynamoDbCountTransactions implements CountTransactions {

    private static final String ABSENT = "attribute_not_exists(#eventId)";
    private static final String OURS = "#fingerprint = :fingerprint AND #chunkSize = :chunkSize AND #shard = :shard";
    private static final String NOT_COUNTED = "NOT contains(#counted, :chunk)";
    private static final String COUNTED = "contains(#counted, :chunk)";
    private static final String NOT_MULTIPLIED = "NOT contains(#multiplied, :chunk)";

    private final DynamoDbClient dynamoDb;
    private final String wordCountsTable;
    private final String eventLedgerTable;

    public DynamoDbCountTransactions(DynamoDbClient dynamoDb, String wordCountsTable, String eventLedgerTable) {
        this.dynamoDb = dynamoDb;
        this.wordCountsTable = wordCountsTable;
        this.eventLedgerTable = eventLedgerTable;
    }

    @Override
    public ChunkResult apply(ChunkWrite write) {
        List<TransactWriteItem> actions = new ArrayList<>();
        actions.add(action(markInLedger(write)));
        write.words().forEach((word, occurrences) -> actions.add(action(add(write, word, occurrences))));
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(actions));
            return new Applied();
        } catch (TransactionCanceledException e) {
            return result(e);
        } catch (DynamoDbException e) {
            if (Contention.isCauseOf(e)) {
                return new Contended();
            }
            throw e;
        }
    }

    /** Reads the reasons one by one: they stand in the order of the actions. */
    static ChunkResult result(TransactionCanceledException cancelled) {
        return Cancellation.failedCondition(cancelled)
                .<ChunkResult>map(ledger -> new Refused(
                        ledger.hasItem() && !ledger.item().isEmpty()
                                ? Optional.of(LedgerItem.parse(ledger.item()))
                                : Optional.empty()))
                .orElseGet(Contended::new);
    }

    private Update markInLedger(ChunkWrite write) {
        Map<String, String> names = new HashMap<>();
        Map<String, AttributeValue> values = new HashMap<>();
        name(
                names,
                LedgerItem.FINGERPRINT,
                LedgerItem.CHUNK_SIZE,
                LedgerItem.CHUNKS,
                LedgerItem.SHARD,
                LedgerItem.ACCEPTED_AT,
                LedgerItem.EXPIRES_AT,
                LedgerItem.COUNTED);
        values.put(":fingerprint", AttributeValue.fromS(write.fingerprint()));
        values.put(":chunkSize", number(write.plan().size()));
        values.put(":chunks", number(write.plan().chunks()));
        values.put(":shard", number(write.plan().shard()));
        values.put(":acceptedAt", AttributeValue.fromS(write.acceptedAt().toString()));
        values.put(
                ":expiresAt",
                number(write.acceptedAt().plus(EventCounter.LEDGER_LIFETIME).getEpochSecond()));
        values.put(":chunk", number(write.chunk()));
        values.put(":marks", AttributeValue.fromNs(List.of(Integer.toString(write.chunk()))));

        List<String> marks = new ArrayList<>();
        if (write.effect().counts()) {
            marks.add("#counted :marks");
        }
        if (write.effect().multiplies()) {
            name(names, LedgerItem.MULTIPLIED);
            marks.add("#multiplied :marks");
        }
        String condition = OURS
                + switch (write.effect()) {
                    case COUNT -> " AND " + NOT_COUNTED;
                    case MULTIPLY -> " AND " + COUNTED + " AND " + NOT_MULTIPLIED;
                    case COUNT_AND_MULTIPLY -> " AND " + NOT_COUNTED + " AND " + NOT_MULTIPLIED;
                };
        // a +10 alone needs a +1 before it, so only the effects that count may make the entry
        if (write.mayCreate() && write.effect().counts()) {
            name(names, LedgerItem.EVENT_ID);
            condition = ABSENT + " OR (" + condition + ")";
        }
        return Update.builder()
                .tableName(eventLedgerTable)
                .key(Map.of(LedgerItem.EVENT_ID, AttributeValue.fromS(write.eventId())))
                .updateExpression("SET #fingerprint = :fingerprint, #chunkSize = :chunkSize, #chunks = :chunks,"
                        + " #shard = :shard, #acceptedAt = if_not_exists(#acceptedAt, :acceptedAt),"
                        + " #expiresAt = if_not_exists(#expiresAt, :expiresAt) ADD " + String.join(", ", marks))
                .conditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    private Update add(ChunkWrite write, String word, int occurrences) {
        Map<String, String> names = new HashMap<>();
        name(names, CounterItem.WORD, CounterItem.SHARD, CounterItem.COUNT);
        List<String> additions = new ArrayList<>(List.of("#count :amount"));
        if (write.effect().counts()) {
            name(names, CounterItem.COUNTED);
            additions.add("#counted :occurrences");
        }
        if (write.effect().multiplies()) {
            name(names, CounterItem.MULTIPLIED);
            additions.add("#multiplied :occurrences");
        }
        return Update.builder()
                .tableName(wordCountsTable)
                .key(Map.of(
                        CounterItem.WORD_SHARD,
                        AttributeValue.fromS(CounterItem.key(word, write.plan().shard()))))
                .updateExpression("SET #word = :word, #shard = :shard ADD " + String.join(", ", additions))
                .expressionAttributeNames(names)
                .expressionAttributeValues(Map.of(
                        ":word", AttributeValue.fromS(word),
                        ":shard", number(write.plan().shard()),
                        ":amount", number((long) write.effect().amount() * occurrences),
                        ":occurrences", number(occurrences)))
                .build();
    }

    private static TransactWriteItem action(Update update) {
        return TransactWriteItem.builder().update(update).build();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static void name(Map<String, String> names, String... attributes) {
        for (String attribute : attributes) {
            names.put("#" + attribute, attribute);
        }
    }
}
