package wordcounter.counts;

import java.util.Map;
import wordcounter.words.Words;

/**
 * How an event's words are cut into transactions and where they go. The first writer of the ledger entry decides;
 * whoever comes later takes over what stands there.
 *
 * @param size distinct words in a chunk; DynamoDB takes 100 actions in a transaction, one of which is the ledger's
 * @param chunks how many chunks the event has
 * @param shard which of a word's counters the event adds to
 */
public record ChunkPlan(int size, int chunks, int shard) {

    public static final int MAX_SIZE = 99;

    public ChunkPlan {
        if (size < 1 || size > MAX_SIZE || chunks < 1 || shard < 0) {
            throw new IllegalArgumentException("not a plan: " + size + ", " + chunks + ", " + shard);
        }
    }

    static ChunkPlan of(Words words, int size, int shard) {
        return new ChunkPlan(size, Math.ceilDiv(words.distinct(), size), shard);
    }

    /** @param chunk from 0 */
    Map<String, Integer> words(Words words, int chunk) {
        return words.chunks(size).get(chunk);
    }
}
