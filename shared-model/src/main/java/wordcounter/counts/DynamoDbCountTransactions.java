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
 * Writes each chunk as one TransactWriteItems. Its first action marks the chunk in the ledger, under a condition; the
 * others add to the counters.
 *
 * <p>The SDK adds a ClientRequestToken, so that its own retries of a lost answer do not apply a chunk twice. The token
 * is good for 10 minutes; after that the ledger's condition does the same. Thread-safe.
 */
public final class DynamoDbCountTransactions implements CountTransactions {

    /** The first writer's times stay; the rest is equal, or the condition does not hold. */
    private static final String LEDGER_VALUES =
            "SET #fingerprint = :fingerprint, #chunkSize = :chunkSize, #chunks = :chunks, #shard = :shard,"
                    + " #acceptedAt = if_not_exists(#acceptedAt, :acceptedAt),"
                    + " #expiresAt = if_not_exists(#expiresAt, :expiresAt)";

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
        return Update.builder()
                .tableName(eventLedgerTable)
                .key(Map.of(LedgerItem.EVENT_ID, AttributeValue.fromS(write.eventId())))
                .updateExpression(LEDGER_VALUES + " ADD " + marks(write.effect()))
                .conditionExpression(condition(write))
                .expressionAttributeNames(ledgerNames(write))
                .expressionAttributeValues(ledgerValues(write))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /** Which of the entry's sets get the chunk's number. */
    private static String marks(Effect effect) {
        return switch (effect) {
            case COUNT -> "#counted :marks";
            case MULTIPLY -> "#multiplied :marks";
            case COUNT_AND_MULTIPLY -> "#counted :marks, #multiplied :marks";
        };
    }

    private static String condition(ChunkWrite write) {
        String condition = OURS + " AND " + condition(write.effect());
        return mayCreate(write) ? ABSENT + " OR (" + condition + ")" : condition;
    }

    /** What has to hold of the chunk in an entry that is there. */
    private static String condition(Effect effect) {
        return switch (effect) {
            case COUNT -> NOT_COUNTED;
            case MULTIPLY -> COUNTED + " AND " + NOT_MULTIPLIED;
            case COUNT_AND_MULTIPLY -> NOT_COUNTED + " AND " + NOT_MULTIPLIED;
        };
    }

    /** A +10 alone needs a +1 before it, so only the effects that count make the entry. */
    private static boolean mayCreate(ChunkWrite write) {
        return write.mayCreate() && write.effect().counts();
    }

    /** Those that the expressions use: DynamoDB refuses any other. */
    private static Map<String, String> ledgerNames(ChunkWrite write) {
        Map<String, String> names = new HashMap<>();
        name(
                names,
                LedgerItem.FINGERPRINT,
                LedgerItem.CHUNK_SIZE,
                LedgerItem.CHUNKS,
                LedgerItem.SHARD,
                LedgerItem.ACCEPTED_AT,
                LedgerItem.EXPIRES_AT,
                LedgerItem.COUNTED);
        if (write.effect().multiplies()) {
            name(names, LedgerItem.MULTIPLIED);
        }
        if (mayCreate(write)) {
            name(names, LedgerItem.EVENT_ID);
        }
        return names;
    }

    private static Map<String, AttributeValue> ledgerValues(ChunkWrite write) {
        return Map.of(
                ":fingerprint", AttributeValue.fromS(write.fingerprint()),
                ":chunkSize", number(write.plan().size()),
                ":chunks", number(write.plan().chunks()),
                ":shard", number(write.plan().shard()),
                ":acceptedAt", AttributeValue.fromS(write.acceptedAt().toString()),
                ":expiresAt",
                        number(write.acceptedAt()
                                .plus(EventCounter.LEDGER_LIFETIME)
                                .getEpochSecond()),
                ":chunk", number(write.chunk()),
                ":marks", AttributeValue.fromNs(List.of(Integer.toString(write.chunk()))));
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
