package wordcounter.operator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import wordcounter.counts.Tally;
import wordcounter.operator.Tables.Bucket;
import wordcounter.operator.Tables.RepairResult;
import wordcounter.operator.Tables.Snapshot;
import wordcounter.operator.Tables.Summary;
import wordcounter.summaries.SummaryItem;

/**
 * Finds how much each bucket of the totals differs from the sum of its words, exactly, while the aggregator goes on writing.
 *
 * <p>A word and its bucket change by the same amount in one transaction, so the difference between them stays as it is. The audit
 * reads all summaries twice. A word with the same version in both readings had that value at every moment in between. The words
 * that changed are read together with their bucket, in one transaction. See decision 4.
 */
final class TotalsAudit {

    private final Tables tables;

    TotalsAudit(Tables tables) {
        this.tables = tables;
    }

    /** @param found the bucket; {@code counts} and {@code distinctWords} are what it should say */
    record Result(String totalsId, Bucket found, long counts, long distinctWords) {
        boolean isOff() {
            return found.itemCount() != counts || found.distinctWords() != distinctWords;
        }
    }

    /** @param busy the buckets that could not be measured, each with the reason, for people */
    record Results(List<Result> measured, SortedMap<String, String> busy) {}

    /**
     * Measures every bucket.
     *
     * @param attempts how often to go back to buckets whose words changed in between
     * @param deadline until which to wait for the moments in which nobody writes to a bucket
     */
    Results measure(int attempts, Instant deadline) {
        SortedMap<String, String> busy = new TreeMap<>();
        Set<String> open = new TreeSet<>(SummaryItem.totalsIds());
        Map<String, Set<String>> moving = new HashMap<>();
        List<Result> measured = new ArrayList<>();
        Map<String, Summary> before = tables.summaries();
        for (int attempt = 0; attempt < attempts && !open.isEmpty(); attempt++) {
            Map<String, Snapshot> snapshots = new TreeMap<>();
            for (String totalsId : open) {
                tables.snapshot(totalsId, moving.getOrDefault(totalsId, Set.of()), deadline)
                        .ifPresentOrElse(
                                snapshot -> snapshots.put(totalsId, snapshot),
                                () -> busy.put(totalsId, "others write to it, or to its words, all the time"));
            }
            Map<String, Summary> after = tables.summaries();
            Map<String, Set<String>> changed = changed(before, after);
            Map<String, Map<String, Summary>> words = byBucket(after);
            for (String totalsId : Set.copyOf(open)) {
                Set<String> known = moving.getOrDefault(totalsId, Set.of());
                Set<String> changedHere = changed.getOrDefault(totalsId, Set.of());
                Snapshot snapshot = snapshots.get(totalsId);
                if (snapshot != null && known.containsAll(changedHere)) {
                    Map<String, Summary> moment = new HashMap<>(words.getOrDefault(totalsId, Map.of()));
                    moment.keySet().removeAll(known);
                    moment.putAll(snapshot.summaries());
                    measured.add(result(totalsId, snapshot.bucket(), moment));
                    open.remove(totalsId);
                } else {
                    moving.put(totalsId, limited(changedHere, known));
                }
                if (snapshot != null) {
                    busy.put(totalsId, "too many of its words change at once");
                }
            }
            before = after;
        }
        busy.keySet().retainAll(open);
        return new Results(measured, busy);
    }

    /** Adds what is missing, or takes away what is too much; what the aggregator adds meanwhile stays. */
    boolean repair(Result result, Instant deadline) {
        return tables.repair(
                        result.totalsId(),
                        result.found(),
                        result.counts() - result.found().itemCount(),
                        result.distinctWords() - result.found().distinctWords(),
                        deadline)
                == RepairResult.REPAIRED;
    }

    /** What the word's counters come to: what its stored count should say. */
    static long shown(Summary summary) {
        return summary.seen().values().stream().mapToLong(Tally::total).sum();
    }

    private static Result result(String totalsId, Bucket bucket, Map<String, Summary> words) {
        long counts = 0;
        long distinctWords = 0;
        for (Summary summary : words.values()) {
            long shown = shown(summary);
            counts += shown;
            distinctWords += Long.signum(shown);
        }
        return new Result(totalsId, bucket, counts, distinctWords);
    }

    private static Map<String, Set<String>> changed(Map<String, Summary> before, Map<String, Summary> after) {
        Set<String> words = new HashSet<>(before.keySet());
        words.addAll(after.keySet());
        Map<String, Set<String>> changed = new HashMap<>();
        for (String word : words) {
            if (!Objects.equals(before.get(word), after.get(word))) {
                changed.computeIfAbsent(SummaryItem.totalsId(word), ignored -> new TreeSet<>())
                        .add(word);
            }
        }
        return changed;
    }

    private static Map<String, Map<String, Summary>> byBucket(Map<String, Summary> summaries) {
        Map<String, Map<String, Summary>> words = new HashMap<>();
        summaries.forEach(
                (word, summary) -> words.computeIfAbsent(SummaryItem.totalsId(word), ignored -> new HashMap<>())
                        .put(word, summary));
        return words;
    }

    /** The newest movers first, as many as one transaction reads. */
    private static Set<String> limited(Set<String> newest, Set<String> older) {
        List<String> all = new ArrayList<>(newest);
        older.stream().filter(word -> !newest.contains(word)).forEach(all::add);
        return Set.copyOf(all.subList(0, Math.min(all.size(), Tables.MOST_IN_SNAPSHOT)));
    }
}
