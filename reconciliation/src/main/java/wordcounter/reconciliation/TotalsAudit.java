package wordcounter.reconciliation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import wordcounter.reconciliation.Tables.Bucket;
import wordcounter.reconciliation.Tables.RepairResult;
import wordcounter.reconciliation.Tables.Snapshot;
import wordcounter.reconciliation.Tables.Summary;
import wordcounter.summaries.SummaryItem;

/**
 * Finds how much each bucket of the totals differs from the sum of its words, exactly, while the aggregator goes on writing.
 *
 * <p>A word and its bucket change by the same amount in one transaction, so the difference between them stays as it is. The audit
 * reads all summaries twice. A word with the same version in both readings had that value at every moment in between. The words
 * that changed are read together with their bucket, in one transaction. See decision 4.
 */
public final class TotalsAudit {

    private final Tables tables;
    private final Path folder;

    /** @param folder for temporary files */
    public TotalsAudit(Tables tables, Path folder) {
        this.tables = tables;
        this.folder = folder;
    }

    /**
     * A bucket that was measured.
     *
     * @param found the bucket as it is
     * @param counts what its sum of counts should be
     * @param distinctWords what its number of words should be
     */
    public record Result(String totalsId, Bucket found, long counts, long distinctWords) {
        public boolean isOff() {
            return found.itemCount() != counts || found.distinctWords() != distinctWords;
        }
    }

    /** @param busy the buckets that could not be measured, each with the reason, for people */
    public record Results(List<Result> measured, SortedMap<String, String> busy) {}

    /** What two readings of all summaries say of the words of a bucket. */
    private static final class Words {
        private long counts;
        private long distinctWords;

        /** The words that changed: all of them, or more than a snapshot takes. */
        private final Set<String> changed = new TreeSet<>();

        void add(Summary summary) {
            counts += summary.shown();
            distinctWords += Long.signum(summary.shown());
        }

        void addChanged(String word) {
            if (changed.size() <= Tables.MOST_IN_SNAPSHOT) {
                changed.add(word);
            }
        }
    }

    /** Measures every bucket, see {@link #measure(Partitions, int, Instant)}. */
    public Results measure(int attempts, Instant deadline) {
        return measure(read(), attempts, deadline);
    }

    /**
     * Measures every bucket.
     *
     * @param first the first reading of all summaries, which is closed here
     * @param attempts how often to go back to buckets whose words changed in between
     * @param deadline until which to wait for the moments in which nobody writes to a bucket
     */
    Results measure(Partitions<Summary> first, int attempts, Instant deadline) {
        SortedMap<String, String> busy = new TreeMap<>();
        Set<String> open = new TreeSet<>(SummaryItem.totalsIds());
        Map<String, Set<String>> moving = new HashMap<>();
        List<Result> measured = new ArrayList<>();
        Partitions<Summary> before = first;
        try {
            for (int attempt = 0; attempt < attempts && !open.isEmpty(); attempt++) {
                Map<String, Snapshot> snapshots = new TreeMap<>();
                for (String totalsId : open) {
                    tables.snapshot(totalsId, moving.getOrDefault(totalsId, Set.of()), deadline)
                            .ifPresentOrElse(
                                    snapshot -> snapshots.put(totalsId, snapshot),
                                    () -> busy.put(totalsId, "others write to it, or to its words, all the time"));
                }
                Partitions<Summary> after = read();
                Map<String, Words> buckets = compare(before, after, moving);
                before.close();
                before = after;
                for (String totalsId : Set.copyOf(open)) {
                    Words words = buckets.getOrDefault(totalsId, new Words());
                    Set<String> known = moving.getOrDefault(totalsId, Set.of());
                    Snapshot snapshot = snapshots.get(totalsId);
                    if (snapshot != null && known.containsAll(words.changed)) {
                        snapshot.summaries().values().forEach(words::add);
                        measured.add(new Result(totalsId, snapshot.bucket(), words.counts, words.distinctWords));
                        open.remove(totalsId);
                    } else {
                        moving.put(totalsId, limited(words.changed, known));
                    }
                    if (snapshot != null) {
                        busy.put(totalsId, "too many of its words change at once");
                    }
                }
            }
        } finally {
            before.close();
        }
        busy.keySet().retainAll(open);
        return new Results(measured, busy);
    }

    /** Adds what is missing, or takes away what is too much; what the aggregator adds meanwhile stays. */
    public boolean repair(Result result, Instant deadline) {
        return tables.repair(
                        result.totalsId(),
                        result.found(),
                        result.counts() - result.found().itemCount(),
                        result.distinctWords() - result.found().distinctWords(),
                        deadline)
                == RepairResult.REPAIRED;
    }

    private Partitions<Summary> read() {
        return Partitions.filled(
                folder, Formats.SUMMARY, summaries -> tables.summaries(summaries::add, TotalsAudit::passOver));
    }

    private static void passOver(String foreignKey) {
        // what is no summary is in no total
    }

    /**
     * Compares two readings, by bucket.
     *
     * @param moving by bucket, words that are read together with it: they are not added up here
     */
    private static Map<String, Words> compare(
            Partitions<Summary> allBefore, Partitions<Summary> allAfter, Map<String, Set<String>> moving) {
        Map<String, Words> buckets = new HashMap<>();
        for (int number : Partitions.numbers()) {
            Map<String, Summary> before = new HashMap<>();
            allBefore.get(number).forEach(summary -> before.put(summary.word(), summary));
            for (Summary now : allAfter.get(number)) {
                String totalsId = SummaryItem.totalsId(now.word());
                Words words = buckets.computeIfAbsent(totalsId, _ -> new Words());
                if (!now.equals(before.remove(now.word()))) {
                    words.addChanged(now.word());
                }
                if (!moving.getOrDefault(totalsId, Set.of()).contains(now.word())) {
                    words.add(now);
                }
            }
            before.keySet() // those that are gone
                    .forEach(word -> buckets.computeIfAbsent(SummaryItem.totalsId(word), _ -> new Words())
                            .addChanged(word));
        }
        return buckets;
    }

    /** The newest movers first, as many as one transaction reads. */
    private static Set<String> limited(Set<String> newest, Set<String> older) {
        List<String> all = new ArrayList<>(newest);
        older.stream().filter(word -> !newest.contains(word)).forEach(all::add);
        return Set.copyOf(all.subList(0, Math.min(all.size(), Tables.MOST_IN_SNAPSHOT)));
    }
}
