package wordcounter.reconciliation;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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
    public record Difference(String what, String where, String expected, String found)
            implements Comparable<Difference> {

        private static final Comparator<Difference> ORDER =
                Comparator.comparing(Difference::what).thenComparing(Difference::where);

        @Override
        public int compareTo(Difference other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * What was compared, and what differs.
     *
     * @param differences the first {@link Differences#MOST_LISTED}
     * @param notListed how many there are besides
     * @param unmeasured totals that others wrote to all the time, so that nothing is known of them
     * @param words how many have counters
     * @param events how many the ledger knows
     * @param unfinished for people: what ended the comparison early; empty when all was compared
     */
    public record Result(
            List<Difference> differences,
            long notListed,
            List<Difference> unmeasured,
            long words,
            long counters,
            long events,
            Optional<String> unfinished) {

        /** How many differences there are; what could not be compared is none. */
        public long size() {
            return differences.size() + notListed;
        }
    }

    /** What is known so far. */
    private static final class Progress {
        private final Differences differences = new Differences();
        private final List<Difference> unmeasured = new ArrayList<>();
        private long words;
        private long counters;
        private long events;

        Result result(Optional<String> unfinished) {
            return new Result(
                    differences.listed(),
                    differences.notListed(),
                    unmeasured.stream().sorted().toList(),
                    words,
                    counters,
                    events,
                    unfinished);
        }
    }

    /** @param patience how long each comparison waits for what may be only late */
    public Result run(Duration patience) {
        return run(patience, Polling.PAUSE);
    }

    /**
     * Compares everything, as far as the tables can be read.
     *
     * @param patience how long each comparison waits for what may be only late
     * @param pause between two looks at it
     */
    public Result run(Duration patience, Duration pause) {
        Progress progress = new Progress();
        try {
            compare(new Patience(patience, pause), progress);
            return progress.result(Optional.empty());
        } catch (ReadLimitException | UncheckedIOException e) {
            return progress.result(Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private record Patience(Duration longest, Duration pause) {}

    private void compare(Patience patience, Progress progress) {
        Differences differences = progress.differences;
        Instant begun = clock.instant();
        try (LedgerCheck ledger = new LedgerCheck(tables, folder, begun);
                Partitions<Counter> counters = new Partitions<>(folder, Formats.COUNTER)) {
            SummaryCheck summaries = new SummaryCheck(tables);
            try (Partitions<Summary> before = summaries(Reconciliation::passOver)) {
                readCounters(counters, ledger, differences);
                progress.counters = counters.size();
                progress.words = summaries.ahead(before, counters, differences);
            }
            try (Partitions<Summary> after =
                    summaries(id -> differences.add(new Difference("word", id, "a summary", "something else")))) {
                summaries.stored(after, differences);
                summaries.behind(after, counters, polling(patience), differences);
                compareIndexAndTotals(after, patience, progress);
            }
            progress.events = ledger.compare(polling(patience), differences);
            new DocumentCheck(tables, begun).compare(polling(patience), differences);
            new UploadCheck(tables).compare(polling(patience), differences);
            new MilestoneCheck(tables, begun).compare(polling(patience), differences);
        }
    }

    private Polling polling(Patience patience) {
        return new Polling(clock, sleeper, patience.longest(), patience.pause());
    }

    private Partitions<Summary> summaries(Consumer<String> foreignKeys) {
        return Partitions.filled(folder, Formats.SUMMARY, summaries -> tables.summaries(summaries::add, foreignKeys));
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

    private void compareIndexAndTotals(Partitions<Summary> before, Patience patience, Progress progress) {
        IndexCheck check = new IndexCheck(tables, folder);
        Partitions<Summary> after;
        try (Partitions<IndexedWord> index = check.read()) {
            after = summaries(Reconciliation::passOver);
            try {
                check.compare(before, index, after, polling(patience), progress.differences);
            } catch (RuntimeException e) {
                after.close();
                throw e;
            }
        }
        compareTotals(after, clock.instant().plus(patience.longest()), progress);
    }

    private void compareTotals(Partitions<Summary> before, Instant deadline, Progress progress) {
        TotalsAudit.Results results = new TotalsAudit(tables, folder).measure(before, ATTEMPTS_AT_TOTALS, deadline);
        for (TotalsAudit.Result result : results.measured()) {
            if (result.isOff()) {
                progress.differences.add(new Difference(
                        "total",
                        result.totalsId(),
                        result.counts() + ", " + result.distinctWords() + " words",
                        result.found().itemCount() + ", " + result.found().distinctWords() + " words"));
            }
        }
        results.busy()
                .forEach((totalsId, reason) ->
                        progress.unmeasured.add(new Difference("total", totalsId, "a moment to measure it", reason)));
    }
}
