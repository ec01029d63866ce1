package wordcounter.operator;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import wordcounter.counts.CounterScan;
import wordcounter.reconciliation.Tables;
import wordcounter.reconciliation.TotalsAudit;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.VirtualThreads;
import wordcounter.summaries.SummaryChange;
import wordcounter.summaries.SummaryGroup;
import wordcounter.summaries.SummaryMerger;
import wordcounter.summaries.SummaryRebuild;
import wordcounter.summaries.SummaryRebuild.UnfinishedRebuildException;
import wordcounter.summaries.SummaryStore;
import wordcounter.summaries.SummaryStore.StoredSummaries;
import wordcounter.summaries.SummaryStore.WriteResult;

/** Merges the counters into the summaries, and corrects what a merge does not touch: stored counts, and the totals. */
final class Rebuild {

    private static final int ATTEMPTS_AT_TOTALS = 20;

    private final Tables tables;
    private final CounterScan counters;
    private final SummaryStore store;
    private final Backoff backoff;
    private final Clock clock;
    private final Console console;
    private final Path folder;

    /** @param folder for temporary files */
    Rebuild(
            Tables tables,
            CounterScan counters,
            SummaryStore store,
            Backoff backoff,
            Clock clock,
            Console console,
            Path folder) {
        this.tables = tables;
        this.counters = counters;
        this.store = store;
        this.backoff = backoff;
        this.clock = clock;
        this.console = console;
        this.folder = folder;
    }

    /** A store that counts the summaries it has written. */
    private static final class CountingStore implements SummaryStore {
        private final SummaryStore store;
        private final AtomicInteger written = new AtomicInteger();

        CountingStore(SummaryStore store) {
            this.store = store;
        }

        @Override
        public StoredSummaries read(Collection<String> words, Instant deadline) {
            return store.read(words, deadline);
        }

        @Override
        public WriteResult write(SummaryGroup group) {
            WriteResult result = store.write(group);
            if (result instanceof WriteResult.Written) {
                written.addAndGet(group.changes().size());
            }
            return result;
        }
    }

    /** @return whether every summary is up to date */
    boolean summaries(Instant deadline) {
        CountingStore counting = new CountingStore(store);
        int[] merged = {0};
        try {
            SummaryMerger merger =
                    new SummaryMerger(counting, new VirtualThreads(SummaryMerger.AT_ONCE), backoff, clock);
            new SummaryRebuild(counters, merger).run(deadline, words -> {
                merged[0] += words;
                console.progress("Rebuilding", merged[0], merged[0]);
            });
        } catch (UnfinishedRebuildException e) {
            console.err().println("words: " + e.getMessage() + "; what is done is done, run it again");
            return false;
        } finally {
            console.endProgress();
        }
        boolean allStored = correctStored(counting, deadline);
        console.out().println(merged[0] + " words, " + counting.written.get() + " summaries brought up to date.");
        return allStored;
    }

    /** @return whether every bucket of the totals is the sum over its words */
    boolean totals(Instant deadline) {
        TotalsAudit audit = new TotalsAudit(tables, folder);
        TotalsAudit.Results results = audit.measure(ATTEMPTS_AT_TOTALS, deadline);
        int corrected = 0;
        boolean all = results.busy().isEmpty();
        for (TotalsAudit.Result result : results.measured()) {
            if (result.isOff()) {
                boolean isCorrected = audit.repair(result, deadline);
                corrected += isCorrected ? 1 : 0;
                all &= isCorrected;
            }
        }
        console.out()
                .println(results.measured().size() + " buckets of the totals measured, " + corrected + " corrected.");
        if (!all) {
            console.err()
                    .println(
                            "words: some totals could not be corrected, as others write to them all the time, too many of"
                                    + " their words change, or somebody else corrects them; run it again");
        }
        return all;
    }

    /** Writes summaries again whose stored count or place in the index is not what they have seen; that sets both. */
    private boolean correctStored(SummaryStore counting, Instant deadline) {
        boolean[] all = {true};
        tables.summaries(
                summary -> {
                    if (!summary.isStoredRight()) {
                        all[0] &= writeAgain(summary.word(), counting, deadline);
                    }
                },
                Rebuild::passOver);
        return all[0];
    }

    private static void passOver(String foreignKey) {
        // what is no summary has no word whose counters could bring it up to date
    }

    private boolean writeAgain(String word, SummaryStore counting, Instant deadline) {
        return backoff.retryWhile(
                        WriteResult.Refused.class::isInstance, () -> writeAsRead(word, counting, deadline), deadline)
                instanceof WriteResult.Written;
    }

    private static WriteResult writeAsRead(String word, SummaryStore store, Instant deadline) {
        StoredSummaries stored = store.read(Set.of(word), deadline);
        for (RuntimeException unreadable : stored.unreadable().values()) {
            throw unreadable;
        }
        return store.write(new SummaryGroup(stored.readable().values().stream()
                .map(summary -> new SummaryChange(summary, summary))
                .toList()));
    }
}
