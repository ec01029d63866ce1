package wordcounter.operator;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.Tally;
import wordcounter.documents.Document;
import wordcounter.reconciliation.Reconciliation;
import wordcounter.reconciliation.Tables;
import wordcounter.summaries.MilestoneItem;
import wordcounter.summaries.SummaryItem;
import wordcounter.testing.ManualClock;
import wordcounter.uploads.Upload;

/**
 * Tables that are much larger than the memory, made up while they are read: all equal, but that the multiplier has stood still, so that
 * no event of the ledger is finished. {@link #main} compares them; its memory is what the JVM was given.
 */
final class LargeTables implements Tables {

    static final int EVENTS = 1_000_000;
    static final int WORDS = 40_000;
    static final int SHARDS = 20;

    private static final Tally TALLY = new Tally(25, 0, 0);
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    public static void main(String[] arguments) {
        ManualClock clock = new ManualClock(NOW);
        Reconciliation.Result result = new Reconciliation(
                        new LargeTables(), Path.of(arguments[0]), clock, clock::advance)
                .run(Duration.ofSeconds(1));
        int _ = ReconcileCommand.report(result, new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    }

    private static String word(int number) {
        return "word" + number;
    }

    private static Summary summary(String word) {
        SortedMap<Integer, Tally> seen = new TreeMap<>();
        for (int shard = 0; shard < SHARDS; shard++) {
            seen.put(shard, TALLY);
        }
        return new Summary(word, seen, SHARDS * TALLY.total(), Optional.of(SummaryItem.topBucket(word)), 1);
    }

    @Override
    public void counters(Consumer<Counter> counters, Consumer<String> foreignKeys) {
        for (int i = 0; i < WORDS * SHARDS; i++) {
            counters.accept(new Counter(word(i % WORDS), i / WORDS, TALLY, TALLY.total()));
        }
    }

    @Override
    public List<Counter> counters(Collection<String> keys) {
        return List.of();
    }

    @Override
    public void summaries(Consumer<Summary> summaries, Consumer<String> foreignKeys) {
        for (int i = 0; i < WORDS; i++) {
            summaries.accept(summary(word(i)));
        }
    }

    @Override
    public List<Summary> summaries(Collection<String> words) {
        return words.stream().map(LargeTables::summary).toList();
    }

    @Override
    public void topWords(Consumer<IndexedWord> words) {
        for (int i = 0; i < WORDS; i++) {
            words.accept(new IndexedWord(word(i), SHARDS * TALLY.total()));
        }
    }

    @Override
    public long unfinishedEvents(Consumer<LedgerEntry> unfinished, Consumer<String> foreignKeys) {
        for (int i = 0; i < EVENTS; i++) {
            unfinished.accept(new LedgerEntry(
                    "event" + i,
                    "fingerprint",
                    new ChunkPlan(99, 1, i % SHARDS),
                    Set.of(0),
                    Set.of(),
                    NOW.minusSeconds(60)));
        }
        return EVENTS;
    }

    @Override
    public void unfinishedDocuments(BiConsumer<String, Document> unfinished, Consumer<String> foreignKeys) {
        // there are none
    }

    @Override
    public void unfinishedUploads(Consumer<Upload> unfinished, Consumer<String> foreignKeys) {
        // it has no files
    }

    @Override
    public void milestones(Consumer<MilestoneItem.Entry> entries, Consumer<String> foreignKeys) {
        for (int i = 0; i < WORDS; i++) {
            entries.accept(
                    new MilestoneItem.Entry(SummaryItem.wordId(word(i)), 100, Optional.of(NOW), Optional.empty()));
        }
    }

    @Override
    public Optional<Snapshot> snapshot(String totalsId, Set<String> words, Instant deadline) {
        long distinctWords = IntStream.range(0, WORDS)
                .filter(i -> SummaryItem.totalsId(word(i)).equals(totalsId))
                .count();
        return Optional.of(
                new Snapshot(new Bucket(distinctWords * SHARDS * TALLY.total(), distinctWords, 0), new TreeMap<>()));
    }

    @Override
    public RepairResult repair(String totalsId, Bucket asRead, long counts, long distinctWords, Instant deadline) {
        throw new IllegalStateException("nothing is to be repaired here");
    }
}
