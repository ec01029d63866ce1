package wordcounter.reconciliation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import wordcounter.counts.CounterItem;
import wordcounter.counts.CounterScan;
import wordcounter.counts.CounterValues;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.Tally;
import wordcounter.documents.Document;
import wordcounter.documents.Document.State;
import wordcounter.summaries.MilestoneItem;
import wordcounter.summaries.SummaryChange;
import wordcounter.summaries.SummaryGroup;
import wordcounter.summaries.SummaryItem;
import wordcounter.summaries.SummaryStore;
import wordcounter.summaries.Totals;
import wordcounter.summaries.WordSummary;
import wordcounter.testing.InMemoryDocuments;
import wordcounter.uploads.Upload;

/** The tables as DynamoDB keeps them, with hooks to write between two readings. Thread-safe, as a rebuild works in parallel. */
public final class InMemoryTables implements Tables, SummaryStore, CounterScan {

    private final Map<String, Counter> counters = new TreeMap<>();
    private final Map<String, Summary> summaries = new TreeMap<>();
    private final Map<String, Bucket> totals = new HashMap<>();
    private final List<LedgerEntry> ledger = new ArrayList<>();
    private final List<Upload> uploads = new ArrayList<>();
    private final List<MilestoneItem.Entry> milestones = new ArrayList<>();
    private final Set<String> contended = new HashSet<>();
    private final InMemoryDocuments documents = new InMemoryDocuments();
    private Runnable afterEachRead = () -> {};
    private Map<String, Long> staleIndex = Map.of();
    private List<String> foreignKeys = List.of();

    /** Counts as the functions do: the counter first; {@link #aggregate} brings the summary up to date. */
    public synchronized void count(String word, int shard, int times) {
        String key = CounterItem.key(word, shard);
        Tally seen = Optional.ofNullable(counters.get(key)).map(Counter::tally).orElse(new Tally(0, 0, 0));
        Tally more = new Tally(seen.counted() + times, seen.multiplied() + times, seen.forgotten());
        counters.put(key, new Counter(word, shard, more, more.counted() + 10 * more.multiplied()));
    }

    public synchronized void set(Counter counter) {
        counters.put(CounterItem.key(counter.word(), counter.shard()), counter);
    }

    /** What is known of a file by now. */
    public synchronized void know(Upload upload) {
        uploads.removeIf(other -> other.uploadId().equals(upload.uploadId()));
        uploads.add(upload);
    }

    /** What the digest writes down. */
    public synchronized void add(MilestoneItem.Entry milestone) {
        milestones.add(milestone);
    }

    /** What the aggregator does with the word's records. */
    public synchronized void aggregate(String word) {
        WordSummary previous = read(word);
        Map<Integer, Tally> values = new HashMap<>();
        counters.values().stream()
                .filter(counter -> counter.word().equals(word))
                .forEach(counter -> values.put(counter.shard(), counter.tally()));
        WriteResult _ = write(new SummaryGroup(List.of(new SummaryChange(previous, previous.merge(values)))));
    }

    public synchronized void set(Summary summary) {
        summaries.put(summary.word(), summary);
    }

    public synchronized Summary summary(String word) {
        return Optional.ofNullable(summaries.get(word)).orElseThrow();
    }

    public synchronized void addToTotals(String word, long counts, long distinctWords) {
        totals.merge(
                SummaryItem.totalsId(word),
                new Bucket(counts, distinctWords, 0),
                (a, b) ->
                        new Bucket(a.itemCount() + b.itemCount(), a.distinctWords() + b.distinctWords(), a.repairs()));
    }

    public synchronized void add(LedgerEntry entry) {
        ledger.add(entry);
    }

    public synchronized void remove(String eventId) {
        ledger.removeIf(entry -> entry.eventId().equals(eventId));
    }

    /** From now on others write to this bucket all the time. */
    public synchronized void contend(String totalsId) {
        contended.add(totalsId);
    }

    /** From now on nobody else writes to any bucket. */
    public synchronized void calm() {
        contended.clear();
    }

    public void afterEachRead(Runnable action) {
        afterEachRead = action;
    }

    public void showInIndex(Map<String, Long> words) {
        staleIndex = words;
    }

    /** From now on there are items of these keys, that something else has written, in every table but the index. */
    public void addForeign(List<String> keys) {
        foreignKeys = keys;
    }

    public synchronized long total() {
        return totals.values().stream().mapToLong(Bucket::itemCount).sum();
    }

    public synchronized long distinctWords() {
        return totals.values().stream().mapToLong(Bucket::distinctWords).sum();
    }

    @Override
    public void counters(Consumer<Counter> consumer, Consumer<String> foreign) {
        copy(counters).forEach(consumer);
        foreignKeys.forEach(foreign);
        afterEachRead.run();
    }

    @Override
    public List<Counter> counters(Collection<String> keys) {
        return some(counters, keys);
    }

    @Override
    public void summaries(Consumer<Summary> consumer, Consumer<String> foreign) {
        copy(summaries).forEach(consumer);
        foreignKeys.forEach(foreign);
        afterEachRead.run();
    }

    @Override
    public List<Summary> summaries(Collection<String> words) {
        return some(summaries, words);
    }

    private synchronized <T> List<T> copy(Map<String, T> table) {
        return List.copyOf(table.values());
    }

    private synchronized <T> List<T> some(Map<String, T> table, Collection<String> keys) {
        return keys.stream().filter(table::containsKey).map(table::get).toList();
    }

    @Override
    public synchronized void topWords(Consumer<IndexedWord> words) {
        Map<String, Long> index = new HashMap<>();
        summaries.values().stream()
                .filter(summary -> summary.topBucket().isPresent())
                .forEach(summary -> index.put(summary.word(), summary.itemCount()));
        index.putAll(staleIndex);
        index.forEach((word, count) -> words.accept(new IndexedWord(word, count)));
    }

    @Override
    public synchronized long unfinishedEvents(Consumer<LedgerEntry> unfinished, Consumer<String> foreign) {
        List<LedgerEntry> entries = List.copyOf(ledger);
        entries.stream()
                .filter(entry -> !entry.isCounted() || !entry.isMultiplied())
                .forEach(unfinished);
        foreignKeys.forEach(foreign);
        afterEachRead.run();
        return entries.size();
    }

    @Override
    public synchronized void unfinishedDocuments(BiConsumer<String, Document> unfinished, Consumer<String> foreign) {
        documents.all().forEach((id, document) -> {
            if (document.plan().isPresent() || document.state() == State.CHANGED) {
                unfinished.accept(id.value(), document);
            }
        });
        foreignKeys.forEach(foreign);
        afterEachRead.run();
    }

    @Override
    public synchronized void unfinishedUploads(Consumer<Upload> unfinished, Consumer<String> foreign) {
        uploads.stream()
                .filter(upload -> !upload.isCounted() && upload.refusal().isEmpty())
                .toList()
                .forEach(unfinished);
        foreignKeys.forEach(foreign);
        afterEachRead.run();
    }

    @Override
    public void milestones(Consumer<MilestoneItem.Entry> entries, Consumer<String> foreign) {
        List.copyOf(milestones).forEach(entries);
        foreignKeys.forEach(foreign);
        afterEachRead.run();
    }

    /** The table of documents. */
    public InMemoryDocuments documents() {
        return documents;
    }

    @Override
    public synchronized Optional<Snapshot> snapshot(String totalsId, Set<String> words, Instant deadline) {
        if (contended.contains(totalsId)) {
            return Optional.empty();
        }
        Map<String, Summary> found = new HashMap<>();
        for (String word : words) {
            Optional.ofNullable(summaries.get(word)).ifPresent(summary -> found.put(word, summary));
        }
        return Optional.of(new Snapshot(totals.getOrDefault(totalsId, new Bucket(0, 0, 0)), found));
    }

    @Override
    public synchronized RepairResult repair(
            String totalsId, Bucket asRead, long counts, long distinctWords, Instant deadline) {
        if (contended.contains(totalsId)) {
            return RepairResult.CONTENDED;
        }
        Bucket bucket = totals.getOrDefault(totalsId, new Bucket(0, 0, 0));
        if (bucket.repairs() != asRead.repairs()) {
            return RepairResult.REPAIRED_BY_OTHERS;
        }
        totals.put(
                totalsId,
                new Bucket(bucket.itemCount() + counts, bucket.distinctWords() + distinctWords, bucket.repairs() + 1));
        return RepairResult.REPAIRED;
    }

    @Override
    public synchronized StoredSummaries read(Collection<String> words, Instant deadline) {
        return new StoredSummaries(words.stream().collect(Collectors.toMap(word -> word, this::read)), Map.of());
    }

    private WordSummary read(String word) {
        Summary summary = summaries.get(word);
        return summary == null ? WordSummary.empty(word) : new WordSummary(word, summary.seen(), summary.version());
    }

    @Override
    public synchronized WriteResult write(SummaryGroup group) {
        Set<String> changed = group.changes().stream()
                .filter(change -> read(change.word()).version() != change.next().version())
                .map(SummaryChange::word)
                .collect(Collectors.toSet());
        if (!changed.isEmpty()) {
            return new WriteResult.Refused(changed, Map.of());
        }
        group.changes().forEach(change -> put(change.next()));
        Totals difference = group.difference();
        addToTotals(group.changes().getFirst().word(), difference.count(), difference.distinctWords());
        return new WriteResult.Written();
    }

    private void put(WordSummary next) {
        summaries.put(
                next.word(),
                new Summary(
                        next.word(),
                        next.seen(),
                        next.itemCount(),
                        next.itemCount() == 0 ? Optional.empty() : Optional.of(SummaryItem.topBucket(next.word())),
                        next.version() + 1));
    }

    @Override
    public void read(Consumer<List<CounterValues>> page) {
        List<Counter> all = copy(counters);
        afterEachRead.run();
        page.accept(all.stream()
                .map(counter -> new CounterValues(counter.word(), counter.shard(), counter.tally()))
                .toList());
    }
}
