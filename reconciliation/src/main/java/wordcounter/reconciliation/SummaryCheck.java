package wordcounter.reconciliation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import wordcounter.counts.Tally;
import wordcounter.reconciliation.Reconciliation.Difference;
import wordcounter.reconciliation.Tables.Counter;
import wordcounter.reconciliation.Tables.Summary;

/** Compares the summaries with the counters, word by word, and with themselves. */
final class SummaryCheck {

    private static final Tally NOTHING = new Tally(0, 0, 0);

    private final Tables tables;

    SummaryCheck(Tables tables) {
        this.tables = tables;
    }

    /**
     * Finds summaries that are ahead of counters that were read after them.
     *
     * @return how many words have counters
     */
    long ahead(Partitions<Summary> before, Partitions<Counter> counters, Differences differences) {
        long words = 0;
        for (int number : Partitions.numbers()) {
            Map<String, SortedMap<Integer, Tally>> counted = byWord(counters, number);
            words += counted.size();
            for (Summary summary : before.get(number)) {
                Optional<SortedMap<Integer, Tally>> values = Optional.ofNullable(counted.get(summary.word()));
                if (!covers(values.orElseGet(TreeMap::new), summary.seen())) {
                    differences.add(new Difference(
                            "word",
                            summary.word(),
                            values.map(SummaryCheck::shown).orElse("no counters"),
                            shown(summary.seen()) + ", ahead of the counters"));
                }
            }
        }
        return words;
    }

    /** Finds summaries that do not reach what the counters said before. Those that may be only late are read again. */
    void behind(Partitions<Summary> after, Partitions<Counter> counters, Polling polling, Differences differences) {
        for (int number : Partitions.numbers()) {
            Map<String, SortedMap<Integer, Tally>> late = byWord(counters, number);
            removeReached(late, byWord(after.get(number)));
            while (!late.isEmpty()) {
                Map<String, Summary> summaries = byWord(tables.summaries(late.keySet()));
                removeReached(late, summaries);
                if (!late.isEmpty() && !polling.again()) {
                    late.forEach((word, values) ->
                            differences.add(behind(word, values, Optional.ofNullable(summaries.get(word)))));
                    late.clear();
                }
            }
        }
    }

    private static void removeReached(Map<String, SortedMap<Integer, Tally>> late, Map<String, Summary> summaries) {
        late.entrySet().removeIf(word -> {
            Optional<Summary> summary = Optional.ofNullable(summaries.get(word.getKey()));
            return covers(summary.map(Summary::seen).orElseGet(TreeMap::new), word.getValue());
        });
    }

    private static Difference behind(String word, SortedMap<Integer, Tally> values, Optional<Summary> summary) {
        return new Difference(
                "word",
                word,
                shown(values),
                summary.map(found -> shown(found.seen()) + ", behind the counters")
                        .orElse("no summary"));
    }

    /** Compares each summary's count and index bucket with the values that it keeps per shard. */
    void stored(Partitions<Summary> summaries, Differences differences) {
        for (int number : Partitions.numbers()) {
            for (Summary summary : summaries.get(number)) {
                if (!summary.isStoredRight()) {
                    differences.add(new Difference(
                            "word",
                            summary.word(),
                            summary.shown() + " in bucket "
                                    + summary.rightTopBucket().orElse("none"),
                            summary.itemCount() + " in bucket "
                                    + summary.topBucket().orElse("none")));
                }
            }
        }
    }

    private static Map<String, SortedMap<Integer, Tally>> byWord(Partitions<Counter> counters, int number) {
        Map<String, SortedMap<Integer, Tally>> words = new HashMap<>();
        counters.get(number)
                .forEach(counter -> words.computeIfAbsent(counter.word(), _ -> new TreeMap<>())
                        .put(counter.shard(), counter.tally()));
        return words;
    }

    private static Map<String, Summary> byWord(Iterable<Summary> summaries) {
        Map<String, Summary> words = new HashMap<>();
        summaries.forEach(summary -> words.put(summary.word(), summary));
        return words;
    }

    /** Whether the first has everything that the second has. */
    private static boolean covers(SortedMap<Integer, Tally> first, SortedMap<Integer, Tally> second) {
        return second.entrySet().stream().allMatch(entry -> {
            Tally seen = first.getOrDefault(entry.getKey(), NOTHING);
            return seen.max(entry.getValue()).equals(seen);
        });
    }

    private static String shown(SortedMap<Integer, Tally> values) {
        return Long.toString(values.values().stream().mapToLong(Tally::total).sum());
    }
}
