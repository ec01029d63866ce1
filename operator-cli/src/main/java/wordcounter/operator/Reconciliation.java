package wordcounter.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.Tally;
import wordcounter.operator.Tables.Counter;
import wordcounter.operator.Tables.Summary;
import wordcounter.runtime.Backoff.Sleeper;
import wordcounter.summaries.SummaryItem;

/**
 * Compares ledger, counters, summaries, totals and index, while all of them go on being written.
 *
 * <p>The comparison is exact, since counters only grow: a summary that was read before the counters must not be ahead of them, and
 * one that is read after them has to reach them. The aggregator is a second or so behind, so what may only be late is looked at
 * again until the deadline. What is still wrong then is a difference.
 */
final class Reconciliation {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int ATTEMPTS_AT_TOTALS = 8;
    private static final Tally NOTHING = new Tally(0, 0, 0);

    private final Tables tables;
    private final Clock clock;
    private final Sleeper sleeper;

    Reconciliation(Tables tables, Clock clock, Sleeper sleeper) {
        this.tables = tables;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** @param what word, total, index, counter or event */
    record Difference(String what, String where, String expected, String found) {}

    /** @param events how many the ledger knows */
    record Result(List<Difference> differences, int words, int counters, int events) {}

    Result run(Duration patience) {
        Instant begun = clock.instant();
        Instant deadline = begun.plus(patience);
        List<Difference> differences = new ArrayList<>();

        Map<String, Summary> before = tables.summaries();
        List<Counter> counters = tables.counters();
        Map<String, SortedMap<Integer, Tally>> counted = byWord(counters);
        for (Counter counter : counters) {
            long sum = counter.tally().counted() + 10 * counter.tally().multiplied();
            if (counter.count() != sum) {
                differences.add(new Difference(
                        "counter",
                        counter.word() + "#" + counter.shard(),
                        "count " + sum + " (counted + 10 * multiplied)",
                        "count " + counter.count()));
            }
        }
        tables.foreignKeys()
                .forEach(key -> differences.add(new Difference("counter", key, "a counter", "something else")));
        before.forEach((word, summary) -> {
            if (!covers(counted.getOrDefault(word, new TreeMap<>()), summary.seen())) {
                differences.add(new Difference(
                        "word", word, shown(counted.get(word)), shown(summary.seen()) + ", ahead of the counters"));
            }
        });
        differences.addAll(late(counted, deadline));
        differences.addAll(index(deadline));
        differences.addAll(totals(clock.instant().plus(patience)));
        int events = ledger(differences, begun, deadline);
        return new Result(differences, counted.size(), counters.size(), events);
    }

    /** Words whose summaries have not seen what their counters said. */
    private List<Difference> late(Map<String, SortedMap<Integer, Tally>> counted, Instant deadline) {
        while (true) {
            Map<String, Summary> summaries = tables.summaries();
            List<Difference> differences = new ArrayList<>();
            new TreeMap<>(counted).forEach((word, values) -> {
                Summary summary = summaries.get(word);
                if (!covers(summary == null ? new TreeMap<>() : summary.seen(), values)) {
                    differences.add(new Difference(
                            "word",
                            word,
                            shown(values),
                            summary == null ? "no summary" : shown(summary.seen()) + ", behind the counters"));
                }
            });
            if (differences.isEmpty() || !slept(deadline)) {
                summaries.values().forEach(summary -> stored(summary).ifPresent(differences::add));
                return differences;
            }
        }
    }

    /** Compares a summary's count and index bucket with the values that it keeps per shard. */
    private static Optional<Difference> stored(Summary summary) {
        long shown = TotalsAudit.shown(summary);
        Optional<String> topBucket = shown == 0 ? Optional.empty() : Optional.of(SummaryItem.topBucket(summary.word()));
        if (summary.itemCount() != shown || !summary.topBucket().equals(topBucket)) {
            return Optional.of(new Difference(
                    "word",
                    summary.word(),
                    shown + " in bucket " + topBucket.orElse("none"),
                    summary.itemCount() + " in bucket " + summary.topBucket().orElse("none")));
        }
        return Optional.empty();
    }

    /**
     * Compares the index of the most frequent words with the summaries. DynamoDB writes an index a moment after its table, so a
     * word whose summary changes while the index is read is left out, and looked at again.
     */
    private List<Difference> index(Instant deadline) {
        Set<String> settled = new HashSet<>();
        while (true) {
            Map<String, Summary> before = tables.summaries();
            Map<String, Long> index = tables.topWords();
            Map<String, Summary> after = tables.summaries();
            List<Difference> differences = new ArrayList<>();
            Set<String> words = new HashSet<>(after.keySet());
            words.addAll(index.keySet());
            for (String word : words) {
                Optional<Summary> summary = Optional.ofNullable(after.get(word));
                Optional<Long> expected =
                        summary.filter(it -> it.topBucket().isPresent()).map(Summary::itemCount);
                Optional<Long> found = Optional.ofNullable(index.get(word));
                if (found.equals(expected) || !summary.equals(Optional.ofNullable(before.get(word)))) {
                    settled.add(word);
                } else if (!settled.contains(word)) {
                    differences.add(new Difference("index", word, text(expected), text(found)));
                }
            }
            if (differences.isEmpty() || !slept(deadline)) {
                return differences;
            }
        }
    }

    private static String text(Optional<Long> count) {
        return count.map(number -> Long.toString(number)).orElse("not there");
    }

    private List<Difference> totals(Instant deadline) {
        List<Difference> differences = new ArrayList<>();
        TotalsAudit.Results results = new TotalsAudit(tables).measure(ATTEMPTS_AT_TOTALS, deadline);
        for (TotalsAudit.Result result : results.measured()) {
            if (result.isOff()) {
                differences.add(new Difference(
                        "total",
                        result.totalsId(),
                        result.counts() + ", " + result.distinctWords() + " words",
                        result.found().itemCount() + ", " + result.found().distinctWords() + " words"));
            }
        }
        results.busy()
                .forEach((totalsId, reason) ->
                        differences.add(new Difference("total", totalsId, "a moment to measure it", reason)));
        return differences;
    }

    /**
     * Compares the ledger with the counters. The ledger does not hold an event's words, only its shard and which of its chunks are
     * counted and multiplied. So two things can be checked: an event that was accepted before the check began gets finished, and
     * where a counter's +1 and +10 differ, an unfinished event of its shard explains it.
     */
    private int ledger(List<Difference> differences, Instant begun, Instant deadline) {
        Set<String> settled = new HashSet<>();
        while (true) {
            Set<Integer> openShards = new HashSet<>();
            List<Difference> unfinished = new ArrayList<>();
            List<LedgerEntry> entries = tables.ledger();
            List<Counter> counters = tables.counters();
            for (LedgerEntry entry : entries) {
                if (!entry.isCounted() || !entry.isMultiplied()) {
                    openShards.add(entry.plan().shard());
                    if (entry.acceptedAt().isBefore(begun)) {
                        unfinished.add(unfinished(entry));
                    }
                }
            }
            List<Difference> unexplained = new ArrayList<>();
            for (Counter counter : counters) {
                String key = counter.word() + "#" + counter.shard();
                if (counter.tally().counted() == counter.tally().multiplied() || openShards.contains(counter.shard())) {
                    settled.add(key);
                } else if (!settled.contains(key)) {
                    unexplained.add(new Difference(
                            "counter",
                            key,
                            "an event under way, or as many multiplied as counted",
                            counter.tally().counted() + " counted, "
                                    + counter.tally().multiplied() + " multiplied"));
                }
            }
            if ((unfinished.isEmpty() && unexplained.isEmpty()) || !slept(deadline)) {
                differences.addAll(unfinished);
                differences.addAll(unexplained);
                return entries.size();
            }
        }
    }

    private static Difference unfinished(LedgerEntry entry) {
        return new Difference(
                "event",
                entry.eventId(),
                entry.plan().chunks() + " chunks counted and multiplied",
                entry.counted().size() + " counted, " + entry.multiplied().size() + " multiplied; accepted "
                        + entry.acceptedAt());
    }

    private boolean slept(Instant deadline) {
        if (!clock.instant().plus(POLL).isBefore(deadline)) {
            return false;
        }
        try {
            sleeper.sleep(POLL);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Map<String, SortedMap<Integer, Tally>> byWord(List<Counter> counters) {
        Map<String, SortedMap<Integer, Tally>> words = new HashMap<>();
        counters.forEach(counter -> words.computeIfAbsent(counter.word(), ignored -> new TreeMap<>())
                .put(counter.shard(), counter.tally()));
        return words;
    }

    /** Whether the first has everything that the second has. */
    private static boolean covers(SortedMap<Integer, Tally> first, SortedMap<Integer, Tally> second) {
        return second.entrySet().stream().allMatch(entry -> {
            Tally seen = first.getOrDefault(entry.getKey(), NOTHING);
            return seen.max(entry.getValue()).equals(seen);
        });
    }

    private static String shown(@Nullable SortedMap<Integer, Tally> values) {
        return values == null
                ? "no counters"
                : Long.toString(values.values().stream().mapToLong(Tally::total).sum());
    }
}
