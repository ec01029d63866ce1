package wordcounter.testing;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import wordcounter.summaries.SummaryChange;
import wordcounter.summaries.SummaryGroup;
import wordcounter.summaries.SummaryItem;
import wordcounter.summaries.SummaryStore;
import wordcounter.summaries.SummaryStore.WriteResult.Refused;
import wordcounter.summaries.SummaryStore.WriteResult.Written;
import wordcounter.summaries.Totals;
import wordcounter.summaries.WordSummary;

/**
 * Summaries and totals as DynamoDB keeps them, with faults to order: a write is refused while another one is at one of
 * its items. Thread-safe.
 *
 * <p>A write is {@link #check}, {@link #putWords} and {@link #moveTotals} in one. The three are there one by one too, for
 * tests of what goes wrong when they are not one.
 */
public final class InMemorySummaries implements SummaryStore {

    private final Map<String, WordSummary> stored = new TreeMap<>();
    private final Map<String, RuntimeException> unreadable = new HashMap<>();
    private final ItemsUnderWay<String> underWay = new ItemsUnderWay<>();
    private final Set<String> impossible = new HashSet<>();
    private final Deque<Supplier<Optional<WriteResult>>> faults = new ArrayDeque<>();
    private volatile Consumer<SummaryChange> onChange = InMemorySummaries::ignore;
    private volatile Runnable whileUnderWay = InMemorySummaries::doNothing;
    private Totals totals = Totals.NONE;
    private int transactions;
    private int wordsWritten;
    private int refused;

    private static void doNothing() {
        // a write takes no time
    }

    private static void ignore(SummaryChange change) {
        // nobody reads the table's stream
    }

    @Override
    public synchronized StoredSummaries read(Collection<String> words, Instant deadline) {
        Map<String, WordSummary> readable = new HashMap<>();
        Map<String, RuntimeException> failures = new HashMap<>();
        for (String word : words) {
            Optional.ofNullable(unreadable.get(word))
                    .ifPresentOrElse(failure -> failures.put(word, failure), () -> readable.put(word, summary(word)));
        }
        return new StoredSummaries(readable, failures);
    }

    @Override
    public WriteResult write(SummaryGroup group) {
        Optional<WriteResult> fault = nextFault();
        if (fault.isPresent()) {
            return told(fault.get());
        }
        List<String> items = items(group);
        Set<String> taken = underWay.take(items);
        if (!taken.isEmpty()) {
            return told(refused(group, word -> taken.contains(SummaryItem.wordId(word)), _ -> false));
        }
        try {
            whileUnderWay.run();
            return told(apply(group));
        } finally {
            underWay.release(items);
        }
    }

    private synchronized WriteResult apply(SummaryGroup group) {
        WriteResult result = check(group);
        if (result instanceof Written) {
            putWords(group);
            moveTotals(group);
        }
        return result;
    }

    /** What the conditions say; changes nothing. */
    public synchronized WriteResult check(SummaryGroup group) {
        Map<String, WordSummary> next =
                group.changes().stream().collect(Collectors.toMap(SummaryChange::word, SummaryChange::next));
        Refused refusal = refused(
                group,
                word -> summary(word).version()
                        != Objects.requireNonNull(next.get(word)).version(),
                impossible::contains);
        return refusal.contended().isEmpty() && refusal.impossible().isEmpty() ? new Written() : refusal;
    }

    /** The transaction's actions on words, without their conditions. */
    public synchronized void putWords(SummaryGroup group) {
        for (SummaryChange change : group.changes()) {
            WordSummary next = change.next();
            stored.put(next.word(), new WordSummary(next.word(), next.seen(), next.version() + 1));
            wordsWritten++;
            onChange.accept(change);
        }
    }

    /** The transaction's action on the totals. */
    public synchronized void moveTotals(SummaryGroup group) {
        totals = totals.plus(group.difference());
    }

    private synchronized Optional<WriteResult> nextFault() {
        return faults.isEmpty() ? Optional.empty() : faults.removeFirst().get();
    }

    private synchronized WriteResult told(WriteResult result) {
        if (result instanceof Refused) {
            refused++;
        } else {
            transactions++;
        }
        return result;
    }

    private static Refused refused(SummaryGroup group, Predicate<String> isContended, Predicate<String> isImpossible) {
        List<String> words = group.changes().stream().map(SummaryChange::word).toList();
        return new Refused(
                words.stream().filter(isContended).collect(Collectors.toSet()),
                words.stream()
                        .filter(isImpossible)
                        .collect(Collectors.toMap(
                                word -> word, word -> new IllegalStateException(word + " can't be written"))));
    }

    private static List<String> items(SummaryGroup group) {
        Stream<String> words = group.changes().stream().map(change -> SummaryItem.wordId(change.word()));
        return (group.difference().equals(Totals.NONE) ? words : Stream.concat(words, Stream.of(group.totalsId())))
                .toList();
    }

    private WordSummary summary(String word) {
        return stored.getOrDefault(word, WordSummary.empty(word));
    }

    /** The next write answers this, and does nothing. */
    public synchronized void answerNext(WriteResult result) {
        faults.add(() -> Optional.of(result));
    }

    /** The next write fails. */
    public synchronized void failNext() {
        faults.add(() -> {
            throw new IllegalStateException("no answer");
        });
    }

    /** The next write is done, for faults that come later. */
    public synchronized void passNext() {
        faults.add(Optional::empty);
    }

    /** From now on another transaction is at the item. */
    public void occupy(String id) {
        underWay.take(List.of(id));
    }

    /** No other transaction is at the item any more. */
    public void release(String id) {
        underWay.release(List.of(id));
    }

    /** What happens while a write is under way. */
    public void whileUnderWay(Runnable action) {
        whileUnderWay = action;
    }

    /** Tells of each word that is written, as the table's stream does. */
    public void onChange(Consumer<SummaryChange> reader) {
        onChange = reader;
    }

    /** From now on the word's summary can't be read. */
    public synchronized void breakSummary(String word, RuntimeException failure) {
        unreadable.put(word, failure);
    }

    /** From now on the word's summary can't be written. */
    public synchronized void refuseForGood(String word) {
        impossible.add(word);
    }

    public synchronized long count(String word) {
        return summary(word).itemCount();
    }

    /** Of every word that has a summary. */
    public synchronized Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        stored.forEach((word, summary) -> counts.put(word, summary.itemCount()));
        return counts;
    }

    public synchronized Totals totals() {
        return totals;
    }

    /** Words that were written, each as often as it was. */
    public synchronized int writes() {
        return wordsWritten;
    }

    /** Those that were not refused. */
    public synchronized int transactions() {
        return transactions;
    }

    public synchronized int refused() {
        return refused;
    }
}
