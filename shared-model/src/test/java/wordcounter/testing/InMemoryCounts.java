package wordcounter.testing;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import wordcounter.counts.ChunkResult;
import wordcounter.counts.ChunkResult.Applied;
import wordcounter.counts.ChunkResult.Contended;
import wordcounter.counts.ChunkResult.Refused;
import wordcounter.counts.ChunkWrite;
import wordcounter.counts.CountTransactions;
import wordcounter.counts.CounterItem;
import wordcounter.counts.CounterValues;
import wordcounter.counts.Effect;
import wordcounter.counts.EventCounter;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.Tally;

/**
 * The ledger and the counters as DynamoDB keeps them, with faults to order.
 *
 * <p>A transaction is {@link #check}, {@link #mark} and {@link #add} in one. The three are there one by one too, for
 * tests of what goes wrong when they are not one.
 */
public final class InMemoryCounts implements CountTransactions {

    private final Map<String, LedgerEntry> ledger = new HashMap<>();
    private final Map<String, Counter> counters = new TreeMap<>();
    private Consumer<Counter> stream = InMemoryCounts::tellNobody;
    private final Deque<Supplier<Optional<ChunkResult>>> faults = new ArrayDeque<>();
    private boolean dieAfterNext;
    private Runnable beforeEachCall = InMemoryCounts::doNothing;
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
        ChunkResult result = check(write);
        if (!(result instanceof Applied)) {
            return result;
        }
        mark(write);
        add(write);
        if (dieAfterNext) {
            dieAfterNext = false;
            throw new LostAnswerException();
        }
        return result;
    }

    private static void tellNobody(Counter counter) {
        // no stream is read
    }

    private static void doNothing() {
        // nothing happens while a call is under way
    }

    /** What the ledger's condition says; changes nothing. */
    public ChunkResult check(ChunkWrite write) {
        Optional<LedgerEntry> existing = entry(write.eventId());
        return mayApply(write, existing) ? new Applied() : new Refused(existing);
    }

    /** The transaction's first action without its condition. */
    public void mark(ChunkWrite write) {
        ledger.put(write.eventId(), marked(write, entry(write.eventId())));
    }

    /** The transaction's other actions. */
    public void add(ChunkWrite write) {
        // in a fixed order: that of an immutable map changes from one JVM to the next
        new TreeMap<>(write.words()).forEach((word, occurrences) -> {
            Counter counter = counters.merge(
                    CounterItem.key(word, write.plan().shard()),
                    new Counter(
                            word,
                            write.plan().shard(),
                            (long) write.effect().amount() * occurrences,
                            write.effect().counts() ? occurrences : 0,
                            write.effect().multiplies() ? occurrences : 0,
                            0),
                    Counter::plus);
            stream.accept(counter);
        });
    }

    /** Notes on the counter that all of it up to now is forgotten. */
    public void forget(String word, int shard) {
        counters.computeIfPresent(CounterItem.key(word, shard), (key, counter) -> {
            Counter forgotten = counter.forget();
            if (!forgotten.equals(counter)) {
                stream.accept(forgotten); // a write that changes nothing is not in the stream
            }
            return forgotten;
        });
    }

    /** The word's counters. */
    public List<CounterValues> countersOf(String word) {
        return counters.values().stream()
                .filter(counter -> counter.word().equals(word))
                .map(Counter::values)
                .toList();
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

    /** Tells what each write makes of a counter, as the table's stream does. */
    public void onChange(Consumer<Counter> stream) {
        this.stream = stream;
    }

    /** Deletes the ledger entries whose time to live has passed. */
    public void expire(Instant now) {
        ledger.values()
                .removeIf(entry ->
                        !entry.acceptedAt().plus(EventCounter.LEDGER_LIFETIME).isAfter(now));
    }

    /** What the word shows: 1 and 10 per occurrence that is not forgotten. */
    public long count(String word) {
        return counts().getOrDefault(word, 0L);
    }

    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        counters.values()
                .forEach(counter ->
                        counts.merge(counter.word(), counter.values().tally().total(), Long::sum));
        counts.values().removeIf(count -> count == 0);
        return Collections.unmodifiableMap(counts);
    }

    /** Every item of the WordCounts table, in the order of their keys. */
    public Collection<Counter> counters() {
        return Collections.unmodifiableCollection(counters.values());
    }

    public Optional<LedgerEntry> entry(String eventId) {
        return Optional.ofNullable(ledger.get(eventId));
    }

    public int calls() {
        return calls;
    }

    /** An item of the WordCounts table. */
    public record Counter(String word, int shard, long count, long counted, long multiplied, long forgotten) {

        Counter plus(Counter more) {
            return new Counter(
                    word,
                    shard,
                    count + more.count,
                    counted + more.counted,
                    multiplied + more.multiplied,
                    forgotten + more.forgotten);
        }

        Counter forget() {
            return new Counter(word, shard, count, counted, multiplied, counted);
        }

        public CounterValues values() {
            return new CounterValues(word, shard, new Tally(counted, multiplied, forgotten));
        }
    }

    /** No answer came. */
    public static final class LostAnswerException extends RuntimeException {}
}
