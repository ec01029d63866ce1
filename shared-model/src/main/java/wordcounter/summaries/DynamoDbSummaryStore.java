package wordcounter.summaries;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import wordcounter.dynamodb.Cancellation;
import wordcounter.dynamodb.Cancellation.Cause;
import wordcounter.dynamodb.Contention;
import wordcounter.dynamodb.StoredItem;
import wordcounter.dynamodb.TimedReads;
import wordcounter.summaries.SummaryStore.WriteResult.Refused;
import wordcounter.summaries.SummaryStore.WriteResult.Written;

/** Keeps summaries in DynamoDB, laid out as {@link SummaryItem} says. Thread-safe. */
public final class DynamoDbSummaryStore implements SummaryStore {

    private final DynamoDbClient dynamoDb;
    private final TimedReads reads;
    private final String table;

    /** @param reads of the same DynamoDB */
    public DynamoDbSummaryStore(DynamoDbClient dynamoDb, TimedReads reads, String table) {
        this.dynamoDb = dynamoDb;
        this.reads = reads;
        this.table = table;
    }

    @Override
    public StoredSummaries read(Collection<String> words, Instant deadline) {
        Map<String, WordSummary> readable = new HashMap<>();
        Map<String, RuntimeException> unreadable = new HashMap<>();
        words.forEach(word -> readable.put(word, WordSummary.empty(word)));
        List<String> ids = words.stream().map(SummaryItem::wordId).toList();
        for (Map<String, AttributeValue> item : reads.getItems(table, SummaryItem.ID, ids, deadline)) {
            StoredItem summary = new StoredItem(SummaryItem.KIND, item);
            String word = SummaryItem.word(summary.requiredText(SummaryItem.ID));
            try {
                readable.put(word, parse(word, summary));
            } catch (IllegalStateException e) {
                readable.remove(word);
                unreadable.put(word, e);
            }
        }
        return new StoredSummaries(readable, unreadable);
    }

    private static WordSummary parse(String word, StoredItem summary) {
        return new WordSummary(word, SeenAttribute.parse(summary), summary.requiredNumber(SummaryItem.VERSION));
    }

    @Override
    public WriteResult write(SummaryGroup group) {
        try {
            dynamoDb.transactWriteItems(request -> request.transactItems(actions(group)));
            return new Written();
        } catch (TransactionCanceledException e) {
            return refused(group, e);
        } catch (DynamoDbException e) {
            if (Contention.isCauseOf(e)) {
                return new Refused(Set.of(), Map.of());
            }
            throw e;
        }
    }

    /** Reads the reasons one by one: they stand in the order of the actions, of which the totals' is the last. */
    static Refused refused(SummaryGroup group, TransactionCanceledException cancelled) {
        List<Cause> causes = Cancellation.causes(cancelled);
        List<SummaryChange> changes = group.changes();
        if (causes.size() < changes.size()
                || causes.subList(changes.size(), causes.size()).contains(Cause.OTHER)) {
            throw cancelled;
        }
        Set<String> contended = new HashSet<>();
        Map<String, RuntimeException> impossible = new HashMap<>();
        for (int i = 0; i < changes.size(); i++) {
            String word = changes.get(i).word();
            switch (causes.get(i)) {
                case NONE -> {}
                case CONDITION, CONTENTION -> contended.add(word);
                case OTHER -> impossible.put(word, cancelled);
            }
        }
        return new Refused(contended, impossible);
    }

    private List<TransactWriteItem> actions(SummaryGroup group) {
        List<TransactWriteItem> actions = new ArrayList<>();
        group.changes().forEach(change -> actions.add(action(putWord(change))));
        Totals difference = group.difference();
        if (!difference.equals(Totals.NONE)) {
            actions.add(action(moveTotals(group.totalsId(), difference)));
        }
        return actions;
    }

    private Update putWord(SummaryChange change) {
        WordSummary next = change.next();
        long milestone = change.milestonePassed();
        Map<String, String> names = new HashMap<>(Map.of(
                "#word", SummaryItem.WORD,
                "#seen", SummaryItem.SEEN,
                "#itemCount", SummaryItem.ITEM_COUNT,
                "#version", SummaryItem.VERSION,
                "#topBucket", SummaryItem.TOP_BUCKET,
                "#passed", SummaryItem.PASSED));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":word", AttributeValue.fromS(next.word()),
                ":seen", SeenAttribute.of(next.seen()),
                ":itemCount", number(next.itemCount()),
                ":version", number(next.version() + 1)));
        String update = "SET #word = :word, #seen = :seen, #itemCount = :itemCount, #version = :version";
        List<String> removed = new ArrayList<>();
        if (next.itemCount() == 0) {
            removed.add("#topBucket"); // a word that is not shown is not in the index
        } else {
            values.put(":topBucket", AttributeValue.fromS(SummaryItem.topBucket(next.word())));
            update += ", #topBucket = :topBucket";
        }
        if (milestone == 0) {
            removed.add("#passed"); // of an earlier write
        } else {
            values.put(":passed", number(milestone));
            update += ", #passed = :passed";
        }
        if (!removed.isEmpty()) {
            update += " REMOVE " + String.join(", ", removed);
        }
        String condition;
        if (next.version() == 0) {
            condition = "attribute_not_exists(#version)";
        } else {
            values.put(":previousVersion", number(next.version()));
            condition = "#version = :previousVersion";
        }
        return Update.builder()
                .tableName(table)
                .key(key(SummaryItem.wordId(next.word())))
                .updateExpression(update)
                .conditionExpression(condition)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .build();
    }

    private Update moveTotals(String totalsId, Totals difference) {
        return Update.builder()
                .tableName(table)
                .key(key(totalsId))
                .updateExpression("ADD #itemCount :counts, #distinctWords :distinctWords")
                .expressionAttributeNames(
                        Map.of("#itemCount", SummaryItem.ITEM_COUNT, "#distinctWords", SummaryItem.DISTINCT_WORDS))
                .expressionAttributeValues(Map.of(
                        ":counts", number(difference.count()), ":distinctWords", number(difference.distinctWords())))
                .build();
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(SummaryItem.ID, AttributeValue.fromS(id));
    }

    private static TransactWriteItem action(Update update) {
        return TransactWriteItem.builder().update(update).build();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
