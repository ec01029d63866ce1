package wordcounter.counts;

/** The layout of the WordCounts table: one item per word and shard, whose numbers only grow. */
public final class CounterItem {

    /** Partition key: {@code word#shard}. A shard holds no '#', so that no two keys are the same. */
    public static final String WORD_SHARD = "wordShard";

    public static final String WORD = "word";
    public static final String SHARD = "shard";

    /** The sum of what was added for each occurrence, 1 and 10: once "hello" is 11. */
    public static final String COUNT = "count";

    /** Occurrences that have their +1. */
    public static final String COUNTED = "counted";

    /** Occurrences that have their +10. */
    public static final String MULTIPLIED = "multiplied";

    /** What {@link #COUNTED} was when the word was last forgotten. */
    public static final String FORGOTTEN = "forgotten";

    private CounterItem() {}

    public static String key(String word, int shard) {
        return word + "#" + shard;
    }
}
