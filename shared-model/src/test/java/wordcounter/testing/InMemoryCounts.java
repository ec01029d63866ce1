package wordcounter.testing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import wordcounter.counts.ChunkResult;
import wordcounter.counts.ChunkResult.Applied;
import wordcounter.counts.ChunkResult.Contended;
import wordcounter.counts.ChunkResult.Refused;
import wordcounter.counts.ChunkWrite;
import wordcounter.counts.CountTransactions;
import wordcounter.counts.Effect;
import wordcounter.counts.LedgerEntry;

/** The ledger and the counters as DynamoDB keeps them, with faults to order. */
public final class InMemoryCounts implements CountTransactions {

    private final Map<String, LedgerEntry> ledger = new HashMap<>();
    private final Map<String, Long> counts = new TreeMap<>();
    private final Deque<Supplier<Optional<ChunkResult>>> faults = new ArrayDeque<>();
    private boolean dieAfterNext;
    private Runnable beforeEachCall = () -> {};
    private int calls;

    @Override
    public ChunkResult apply(ChunkWrite write) {
        calls++;
        beforeEachCall.run();
        Optional<ChunkResult> fault =
                faults.isEmpty() ? Optional.empty() : faults.removeFirst().get();
        if (fault.isPresent()) {
            return fault.get();
        }
        Optional<LedgerEntry> existing = Optional.ofNullable(ledger.get(write.eventId()));
        if (!mayApply(write, existing)) {
            return new Refused(existing);
        }
        ledger.put(write.eventId(), marked(write, existing));
        write.words()
                .forEach((word, occurrences) ->
                        counts.merge(word, (long) write.effect().amount() * occurrences, Long::sum));
        if (dieAfterNext) {
            dieAfterNext = false;
            throw new LostAnswerException();
        }
        return new Applied();
    }

    private static boolean mayApply(ChunkWrite write, Optional<LedgerEntry> existing) {
        if (existing.isEmpty()) {
            return write.mayCreate() && write.effect().counts();
        }
        LedgerEntry entry = existing.get();
        boolean isOurs = entry.fingerprint().equals(write.fingerprint())
                && entry.plan().size() == write.plan().size()
                && entry.plan().shard() == write.plan().shard();
        boolean isCounted = entry.counted().contains(write.chunk());
        boolean isMultiplied = entry.multiplied().contains(write.chunk());
        return isOurs && isCounted == (write.effect() == Effect.MULTIPLY) && !isMultiplied;
    }

    private static LedgerEntry marked(ChunkWrite write, Optional<LedgerEntry> existing) {
        Set<Integer> counted = new HashSet<>(existing.map(LedgerEntry::counted).orElse(Set.of()));
        Set<Integer> multiplied =
                new HashSet<>(existing.map(LedgerEntry::multiplied).orElse(Set.of()));
        if (write.effect().counts()) {
            counted.add(write.chunk());
        }
        if (write.effect().multiplies()) {
            multiplied.add(write.chunk());
        }
        return new LedgerEntry(
                write.eventId(),
                write.fingerprint(),
                write.plan(),
                counted,
                multiplied,
                existing.map(LedgerEntry::acceptedAt).orElse(write.acceptedAt()));
    }

    /** What happens while a call is under way. */
    public void beforeEachCall(Runnable action) {
        beforeEachCall = action;
    }

    /** The next so many calls meet other transactions. */
    public void contend(int times) {
        for (int i = 0; i < times; i++) {
            faults.add(() -> Optional.of(new Contended()));
        }
    }

    /** The next call passes, for faults that come later. */
    public void pass() {
        faults.add(Optional::empty);
    }

    /** The next call fails before it takes effect. */
    public void failNext() {
        faults.add(() -> {
            throw new LostAnswerException();
        });
    }

    /** The next call that takes effect loses its answer. */
    public void loseNextAnswer() {
        dieAfterNext = true;
    }

    /** What the word shows: 1 and 10 per occurrence. */
    public long count(String word) {
        return counts.getOrDefault(word, 0L);
    }

    public Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    public Optional<LedgerEntry> entry(String eventId) {
        return Optional.ofNullable(ledger.get(eventId));
    }

    public int calls() {
        return calls;
    }

    /** No answer came. */
    public static final class LostAnswerException extends RuntimeException {}
}
