package wordcounter.counts;

import java.time.Instant;
import java.util.Set;

/**
 * What is known of an event: whose words it has, and which chunks of them have their +1 and their +10.
 *
 * @param counted numbers of the chunks that have their +1, from 0
 * @param multiplied numbers of the chunks that have their +10; each of them is counted too
 */
public record LedgerEntry(
        String eventId,
        String fingerprint,
        ChunkPlan plan,
        Set<Integer> counted,
        Set<Integer> multiplied,
        Instant acceptedAt) {

    public LedgerEntry {
        counted = Set.copyOf(counted);
        multiplied = Set.copyOf(multiplied);
    }

    public boolean isCounted() {
        return counted.size() == plan.chunks();
    }

    public boolean isMultiplied() {
        return multiplied.size() == plan.chunks();
    }
}
