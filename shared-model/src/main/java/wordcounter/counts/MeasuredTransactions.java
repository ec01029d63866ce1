package wordcounter.counts;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import wordcounter.runtime.InvocationMetrics;
import wordcounter.runtime.Metric;

/** Tells what is counted, what was counted already, and how long the +10 took. Thread-safe if what it stands around is. */
public record MeasuredTransactions(CountTransactions transactions, InvocationMetrics metrics, Clock clock)
        implements CountTransactions {

    @Override
    public ChunkResult apply(ChunkWrite write) {
        ChunkResult result = transactions.apply(write);
        switch (result) {
            case ChunkResult.Applied() -> applied(write);
            case ChunkResult.Refused(var existing) -> refused(write, existing);
            case ChunkResult.Contended() -> metrics.add(Metric.CONFLICT_RETRIES, 1);
        }
        return result;
    }

    private void applied(ChunkWrite write) {
        if (write.effect().counts()) {
            metrics.add(
                    Metric.WORDS_COUNTED,
                    write.words().values().stream()
                            .mapToLong(Integer::longValue)
                            .sum());
        }
        if (write.effect() == Effect.COUNT_AND_MULTIPLY) {
            metrics.add(Metric.REPAIRED_BY_MULTIPLIER, 1);
        }
        if (write.effect().multiplies()) {
            Duration lag = Duration.between(write.acceptedAt(), clock.instant());
            metrics.record(Metric.LAG_SECONDS, Math.max(0, lag.toMillis()) / 1000.0);
        }
    }

    /** The ledger's condition did not hold. It is a duplicate only where the chunk is marked with all that was to be added. */
    private void refused(ChunkWrite write, Optional<LedgerEntry> existing) {
        existing.filter(entry -> entry.fingerprint().equals(write.fingerprint()))
                .filter(entry -> marked(write.effect(), entry).contains(write.chunk()))
                .ifPresent(_ -> metrics.add(Metric.DUPLICATE_SKIPPED, 1));
    }

    private static Set<Integer> marked(Effect effect, LedgerEntry entry) {
        return effect.multiplies() ? entry.multiplied() : entry.counted();
    }
}
