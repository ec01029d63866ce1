package wordcounter.summaries;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * The layout of the Summaries table: one item per word, and the totals in buckets.
 *
 * <p>A word belongs to one of {@value #BUCKETS} buckets, by its hash: that is its bucket of the totals, and its bucket
 * of the index too. The number is part of the stored data: it can't be changed without rebuilding the table. It is
 * enough for 250 events a second of ten words each, of which 4 buckets of the index would be at the 1,000 write units
 * that DynamoDB gives one key.
 */
public final class SummaryItem {

    /** What the message of an exception calls an item that can't be read. */
    public static final String KIND = "a summary";

    /** Partition key: {@code word#hello}, or {@code totals#0} and so on. */
    public static final String ID = "id";

    /** What the id of a word's summary starts with. */
    public static final String WORD_PREFIX = "word#";

    public static final String WORD = "word";

    /** What is shown as the word's count; in a bucket of the totals the sum over its words. */
    public static final String ITEM_COUNT = "itemCount";

    /** Words whose count is not 0, in a bucket of the totals. */
    public static final String DISTINCT_WORDS = "distinctWords";

    /** How often an operator corrected a bucket of the totals; absent when never. */
    public static final String REPAIRS = "repairs";

    /** The largest values seen of each of the word's counters, as {@link SeenAttribute} writes them. */
    public static final String SEEN = "seen";

    /** Grows with each write, so that two writers notice each other. */
    public static final String VERSION = "version";

    /** Partition key of the index; only words whose count is not 0 have it. */
    public static final String TOP_BUCKET = "topBucket";

    /**
     * The milestone that this very write has passed, see {@link Milestone}; absent when it has passed none. The mapping that reads the
     * table's stream lets only such writes through, since a filter can't compare two images.
     */
    public static final String PASSED = "passed";

    /** Words by bucket and count: the most frequent ones without a scan. */
    public static final String TOP_WORDS_INDEX = "TopWords";

    private static final String TOTALS_PREFIX = "totals#";
    private static final int BUCKETS = 16;

    private SummaryItem() {}

    public static String wordId(String word) {
        return WORD_PREFIX + word;
    }

    public static boolean isWordId(String id) {
        return id.startsWith(WORD_PREFIX) && id.length() > WORD_PREFIX.length();
    }

    /** The word of an id for which {@link #isWordId} holds. */
    public static String word(String wordId) {
        return wordId.substring(WORD_PREFIX.length());
    }

    public static String topBucket(String word) {
        return Integer.toString(bucket(word));
    }

    public static List<String> topBuckets() {
        return IntStream.range(0, BUCKETS).mapToObj(Integer::toString).toList();
    }

    public static String totalsId(String word) {
        return TOTALS_PREFIX + bucket(word);
    }

    public static List<String> totalsIds() {
        return IntStream.range(0, BUCKETS)
                .mapToObj(bucket -> TOTALS_PREFIX + bucket)
                .toList();
    }

    private static int bucket(String word) {
        CRC32 crc = new CRC32();
        crc.update(word.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % BUCKETS);
    }
}
