package wordcounter.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import wordcounter.deadletters.DeadLetterReport;
import wordcounter.deadletters.DeadLetterReport.Outcome;
import wordcounter.deadletters.ReplayReport;
import wordcounter.deadletters.ReplayRequest;
import wordcounter.deadletters.ReplayTimes;
import wordcounter.runtime.Backoff.Sleeper;

/**
 * One replay, in calls of the function that are small enough to be watched and slowed down.
 *
 * <p>What a call received and did not replay stays hidden, so that the next call goes on behind it, and is made visible again
 * at the end. Somebody who replays meanwhile does not see it, and so nothing is handed over twice.
 */
final class ReplayRun {

    static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int MOST_LISTED = 50;
    private static final int BATCH = 100;
    private static final int RELEASED_AT_ONCE = 500;

    private final ReplayCalls calls;
    private final DeadLetterQueue queue;
    private final ReplayRequest request;
    private final Console console;
    private final List<String> held = new ArrayList<>();

    /** @param request what is to be done, and with which letters */
    ReplayRun(ReplayCalls calls, DeadLetterQueue queue, ReplayRequest request, Console console) {
        this.calls = calls;
        this.queue = queue;
        this.request = request;
        this.console = console;
    }

    /** Says what would be done, by one call that changes nothing. */
    int show() {
        int hiddenBefore = queue.hidden();
        ReplayReport report = calls.call(request.withMaxMessages(ReplayRequest.MAX_MESSAGES));
        List<DeadLetterReport> letters = report.letters();
        if (!letters.isEmpty()) {
            console.out().println(table(letters));
        }
        long left = letters.stream()
                .filter(letter -> letter.outcome() == Outcome.LEFT)
                .count();
        console.out()
                .println((letters.size() - left) + " would be " + verb() + ", " + left + " would be left, "
                        + report.skipped() + " don't match."
                        + (report.more() ? " There are more than these." : "")
                        + (letters.size() > left ? " Nothing is changed; --execute does it." : ""));
        boolean isHidden = tellHidden(hiddenBefore, (long) letters.size() + report.skipped());
        return left == 0 && !isHidden ? WordsCommand.DONE : WordsCommand.NOT_ALL;
    }

    /**
     * Does it, call by call, until the queue has no more.
     *
     * @param run names the run
     * @param rate letters a second
     * @param expected about how many there are, for the progress bar
     */
    int execute(String run, int rate, int expected, Clock clock, Sleeper sleeper) {
        ReplayRequest batch = request.withRun(run).withMaxMessages(Math.min(BATCH, rate));
        int hiddenBefore = queue.hidden();
        Instant start = clock.instant();
        RunCounts counts = new RunCounts();
        try {
            boolean goOn = true;
            while (goOn) {
                ReplayReport report = calls.call(batch);
                hold(report);
                boolean gotOn = counts.add(report);
                console.progress(
                        request.mode().isDiscarding() ? "Discarding" : "Replaying",
                        counts.matching() + counts.skipped(),
                        expected);
                goOn = report.more() && gotOn && slept(start, counts.matching(), rate, clock, sleeper);
            }
        } finally {
            console.endProgress();
            release();
        }
        tell(counts, Duration.between(start, clock.instant()));
        boolean isHidden = tellHidden(hiddenBefore, counts.matching() + counts.skipped());
        return counts.notDone().isEmpty() && !isHidden ? WordsCommand.DONE : WordsCommand.NOT_ALL;
    }

    private void tell(RunCounts counts, Duration taken) {
        List<DeadLetterReport> notDone = counts.notDone();
        if (!notDone.isEmpty()) {
            console.out().println(table(notDone.subList(0, Math.min(notDone.size(), MOST_LISTED))));
        }
        if (notDone.size() > MOST_LISTED) {
            console.out()
                    .println("... and " + (notDone.size() - MOST_LISTED) + " more; without --execute all are"
                            + " listed.\n");
        }
        console.out()
                .println(counts.done() + " " + verb() + ", " + counts.failed() + " failed, " + counts.left() + " left, "
                        + counts.skipped() + " don't match; in " + Durations.text(taken) + ".");
    }

    private String verb() {
        return request.mode().isDiscarding() ? "discarded" : "replayed";
    }

    /**
     * Says how many letters others hold, once this run holds none.
     *
     * <p>SQS's figure lags, so what this run has just released may still be in it; then only what was hidden before counts.
     *
     * @param received by this run
     */
    private boolean tellHidden(int before, long received) {
        int after = queue.hidden();
        int hidden = received == 0 ? after : Math.min(before, after);
        if (hidden > 0) {
            console.out()
                    .println("About " + hidden + " more " + (hidden == 1 ? "is" : "are")
                            + " hidden: somebody else received them, as another replay does. What is not deleted is"
                            + " visible again within " + ReplayTimes.HIDDEN.toSeconds() + " seconds as a rule.");
        }
        return hidden > 0;
    }

    /** Makes visible again what this run holds. */
    void release() {
        List<String> receipts;
        synchronized (held) {
            receipts = List.copyOf(held);
            held.clear();
        }
        for (int start = 0; start < receipts.size(); start += RELEASED_AT_ONCE) {
            ReplayReport _ = calls.call(ReplayRequest.releasing(
                    receipts.subList(start, Math.min(start + RELEASED_AT_ONCE, receipts.size()))));
        }
    }

    private void hold(ReplayReport report) {
        synchronized (held) {
            held.addAll(report.held());
        }
    }

    /** Waits until that many letters are allowed. */
    private static boolean slept(Instant start, int letters, int rate, Clock clock, Sleeper sleeper) {
        Instant next = start.plusMillis(1000L * letters / rate);
        Duration wait = Duration.between(clock.instant(), next);
        try {
            if (wait.isPositive()) {
                sleeper.sleep(wait);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String table(List<DeadLetterReport> letters) {
        Table table = new Table("KIND", "FUNCTION", "ERROR", "AGE", "REPLAYS", "MESSAGE", "WHAT");
        for (DeadLetterReport letter : letters) {
            table.add(
                    letter.kind().name(),
                    letter.function().isEmpty() ? "-" : letter.function(),
                    letter.error(),
                    Durations.text(letter.age()),
                    Integer.toString(letter.replays()),
                    letter.messageId(),
                    switch (letter.outcome()) {
                        case LEFT -> "left: " + letter.reason();
                        case FAILED -> "failed: " + letter.reason();
                        case WOULD_REPLAY, WOULD_DISCARD, REPLAYED, DISCARDED -> letter.plan();
                    });
        }
        return table.text();
    }
}
