package wordcounter.summaries;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import wordcounter.dynamodb.StoredItem;
import wordcounter.dynamodb.TimedReads;
import wordcounter.runtime.ParallelTasks;

/** Reads summaries from DynamoDB, laid out as {@link SummaryItem} says. Thread-safe. */
public final class DynamoDbSummaryReads implements SummaryReads {

    /** The most items that one scan reads, and pays for. */
    private static final int MAX_SCAN_SIZE = 250;

    /** The most scans for one page: so a page has a bounded cost, however many words are forgotten. */
    private static final int MAX_SCANS = 8;

    private final TimedReads reads;
    private final ParallelTasks parallel;
    private final String table;

    /** @param parallel runs the queries of the index, one a bucket */
    public DynamoDbSummaryReads(TimedReads reads, ParallelTasks parallel, String table) {
        this.reads = reads;
        this.parallel = parallel;
        this.table = table;
    }

    @Override
    public long countOf(String word, Instant deadline) {
        return item(reads.getItem(request -> request.tableName(table).key(key(SummaryItem.wordId(word))), deadline))
                .optionalNumber(SummaryItem.ITEM_COUNT);
    }

    @Override
    public List<WordTotal> mostFrequent(int number, Instant deadline) {
        List<Supplier<List<WordTotal>>> queries = new ArrayList<>();
        for (String bucket : SummaryItem.topBuckets()) {
            queries.add(() -> mostFrequent(bucket, number, deadline));
        }
        return parallel.run(queries).stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingLong(WordTotal::count).reversed().thenComparing(WordTotal::word))
                .limit(number)
                .toList();
    }

    private List<WordTotal> mostFrequent(String bucket, int number, Instant deadline) {
        return reads
                .query(
                        request -> request.tableName(table)
                                .indexName(SummaryItem.TOP_WORDS_INDEX)
                                .keyConditionExpression("#bucket = :bucket")
                                .expressionAttributeNames(Map.of("#bucket", SummaryItem.TOP_BUCKET))
                                .expressionAttributeValues(Map.of(":bucket", AttributeValue.fromS(bucket)))
                                .scanIndexForward(false)
                                .limit(number),
                        deadline)
                .items()
                .stream()
                .map(DynamoDbSummaryReads::wordTotal)
                .toList();
    }

    @Override
    public Totals totals(Instant deadline) {
        return reads.getItems(table, SummaryItem.ID, SummaryItem.totalsIds(), deadline).stream()
                .map(DynamoDbSummaryReads::item)
                .map(bucket -> new Totals(
                        bucket.optionalNumber(SummaryItem.ITEM_COUNT),
                        bucket.optionalNumber(SummaryItem.DISTINCT_WORDS)))
                .reduce(Totals.NONE, Totals::plus);
    }

    /**
     * {@inheritDoc}
     *
     * <p>A scan also reads, and pays for, the totals and the forgotten words, which are left out of the page. The first
     * one reads as many items as are needed when there are none of them, each further one twice as many as it lacks.
     * When {@link #MAX_SCANS} did not find enough, the page is short though there is more.
     */
    @Override
    public Page page(int size, Optional<String> afterId, Instant deadline) {
        List<WordTotal> words = new ArrayList<>();
        Optional<String> last = afterId;
        for (int round = 0; round < MAX_SCANS; round++) {
            int lacking = size + 1 - words.size(); // one more than is shown, to know whether there is a next page
            ScanResponse response = scan(Math.min(MAX_SCAN_SIZE, lacking << round), last, deadline);
            response.items().forEach(item -> words.add(wordTotal(item)));
            if (words.size() > size) {
                return new Page(
                        words.subList(0, size),
                        Optional.of(SummaryItem.wordId(words.get(size - 1).word())));
            }
            if (!response.hasLastEvaluatedKey()) {
                return new Page(words, Optional.empty());
            }
            last = Optional.of(item(response.lastEvaluatedKey()).requiredText(SummaryItem.ID));
        }
        return new Page(words, last);
    }

    private ScanResponse scan(int size, Optional<String> afterId, Instant deadline) {
        return reads.scan(
                request -> {
                    request.tableName(table)
                            .filterExpression("begins_with(#id, :prefix) AND #itemCount > :none")
                            .expressionAttributeNames(
                                    Map.of("#id", SummaryItem.ID, "#itemCount", SummaryItem.ITEM_COUNT))
                            .expressionAttributeValues(Map.of(
                                    ":prefix",
                                    AttributeValue.fromS(SummaryItem.WORD_PREFIX),
                                    ":none",
                                    AttributeValue.fromN("0")))
                            .limit(size);
                    afterId.ifPresent(id -> request.exclusiveStartKey(key(id)));
                },
                deadline);
    }

    private static WordTotal wordTotal(Map<String, AttributeValue> attributes) {
        StoredItem summary = item(attributes);
        return new WordTotal(
                SummaryItem.word(summary.requiredText(SummaryItem.ID)), summary.optionalNumber(SummaryItem.ITEM_COUNT));
    }

    private static StoredItem item(Map<String, AttributeValue> attributes) {
        return new StoredItem(SummaryItem.KIND, attributes);
    }

    private static Map<String, AttributeValue> key(String id) {
        return Map.of(SummaryItem.ID, AttributeValue.fromS(id));
    }
}
