package wordcounter.counts;

import java.time.Instant;
import java.util.Map;

/**
 * One chunk's transaction: the mark in the ledger and one addition per word.
 *
 * @param mayCreate whether the ledger entry is made when it is absent
 * @param words the words of this chunk, and how often each occurs
 */
public record ChunkWrite(
        String eventId,
        String fingerprint,
        Instant acceptedAt,
        ChunkPlan plan,
        int chunk,
        Effect effect,
        boolean mayCreate,
        Map<String, Integer> words) {

    public ChunkWrite {
        words = Map.copyOf(words);
    }
}
