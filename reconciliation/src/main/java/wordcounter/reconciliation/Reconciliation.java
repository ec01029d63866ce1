package wordcounter.reconciliation;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import wordcounter.reconciliation.Tables.Counter;
import wordcounter.reconciliation.Tables.IndexedWord;
import wordcounter.reconciliation.Tables.Summary;
import wordcounter.runtime.Backoff.Sleeper;

/**
 * Compares ledger, counters, summaries, totals, index and milestones, and looks for documents and files that were left behind, while all
 * of them go on being written. None of them has to fit into memory: what does not is kept in temporary files.
 *
 * <p>The comparison is exact, since counters only grow: a summary that was read before the counters must not be ahead of them, and
 * one that is read after them has to reach them. The aggregator is a second or so behind, so what may only be late is looked at
 * again for a while. What is still wrong then is a difference.
 *
 * <p>Counters, ledger and index are read once and the summaries four times, the last time for the totals (decision 4). What differs
 * is read again: summaries and counters by their keys, index and ledger as a whole.
 */
public final class Reconciliation {

    private static final int ATTEMPTS_AT_TOTALS = 8;

    private final Tables tables;
    private final Path folder;
    private final Clock clock;
    private final Sleeper sleeper;

    /** @param folder for temporary files */
    public Reconciliation(Tables tables, Path folder, Clock clock, Sleeper sleeper) {
        this.tables = tables;
        this.folder = folder;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** @param what word, total, index, counter, event, document, upload or milestone */
    public record Difference(String what, String where, String expected, String found) {}

    /**
     * What was compared, and what differs.
     *
     * @param differences the first thousand
     * @param notListed how many there are besides
     * @param words how many have counters
     * @param events how many the ledger knows
     */
    public record Result(List<Difference> differences, long notListed, long words, long counters, long events) {}

    /** @param patience how long each comparison waits for what may be only late */
    public Result run(Duration patience) {
        Differences differences = new Differences();
        Instant begun = clock.instant();
        try (LedgerCheck ledger = new LedgerCheck(tables, folder, begun);
                Partitions<Counter> counters = new Partitions<>(folder, Formats.COUNTER)) {
            SummaryCheck summaries = new SummaryCheck(tables);
            long words;
            try (Partitions<Summary> before = summaries(Reconciliation::passOver)) {
                readCounters(counters, ledger, differences);
                words = summaries.ahead(before, counters, differences);
            }
            try (Partitions<Summary> after =
                    summaries(id -> differences.add(new Difference("word", id, "a summary", "something else")))) {
                summaries.stored(after, differences);
                summaries.behind(after, counters, polling(patience), differences);
                compareIndexAndTotals(after, patience, differences);
            }
            long events = ledger.compare(polling(patience), differences);
            new DocumentCheck(tables, begun).compare(polling(patience), differences);
            new UploadCheck(tables).compare(polling(patience), differences);
            new MilestoneCheck(tables, begun).compare(polling(patience), differences);
            return new Result(differences.listed(), differences.notListed(), words, counters.size(), events);
        }
    }

    private Polling polling(Duration patience) {
        return new Polling(clock, sleeper, patience);
    }

    private Partitions<Summary> summaries(Consumer<String> foreignKeys) {
        Partitions<Summary> summaries = new Partitions<>(folder, Formats.SUMMARY);
        tables.summaries(summaries::add, foreignKeys);
        return summaries;
    }

    private static void passOver(String foreignKey) {
        // one of the readings tells it
    }

    /** Reads the counters, and compares each one's count with what it was made of. */
    private void readCounters(Partitions<Counter> counters, LedgerCheck ledger, Differences differences) {
        tables.counters(
                counter -> {
                    counters.add(counter);
                    ledger.add(counter);
                    long sum = counter.tally().counted() + 10 * counter.tally().multiplied();
                    if (counter.count() != sum) {
                        differences.add(new Difference(
                                "counter",
                                counter.word() + "#" + counter.shard(),
                                "count " + sum + " (counted + 10 * multiplied)",
                                "count " + counter.count()));
                    }
                },
                key -> differences.add(new Difference("counter", key, "a counter", "something else")));
    }

    private void compareIndexAndTotals(Partitions<Summary> before, Duration patience, Differences differences) {
        IndexCheck check = new IndexCheck(tables, folder);
        Partitions<Summary> after;
        try (Partitions<IndexedWord> index = check.read()) {
            after = summaries(Reconciliation::passOver);
            check.compare(before, index, after, polling(patience), differences);
        }
        compareTotals(after, clock.instant().plus(patience), differences);
    }

    private void compareTotals(Partitions<Summary> before, Instant deadline, Differences differences) {
        TotalsAudit.Results results = new TotalsAudit(tables, folder).measure(before, ATTEMPTS_AT_TOTALS, deadline);
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
    }
}
