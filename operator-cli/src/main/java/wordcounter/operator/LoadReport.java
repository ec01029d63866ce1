package wordcounter.operator;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import wordcounter.runtime.Backoff.Sleeper;

/**
 * Says what a load came to: once, at its end or when Ctrl-C ends it, whichever is first. Thread-safe.
 */
final class LoadReport {

    /** What each word of a text that is counted has in the end: the +1 and the +10. */
    private static final int COUNTS_A_WORD = 11;

    /** From here on a time of the table is this machine's own as well. */
    private static final Duration LATE = Duration.ofMillis(100);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private final LoadMeasurements measurements;
    private final PrintWriter out;
    private final Clock clock;
    private final Instant begin;
    private final AtomicBoolean isTold = new AtomicBoolean();

    LoadReport(LoadMeasurements measurements, PrintWriter out, Clock clock) {
        this.measurements = measurements;
        this.out = out;
        this.clock = clock;
        begin = clock.instant();
    }

    /** Says what was measured so far; nothing when it is said already. */
    void tell() {
        if (isTold.getAndSet(true)) {
            return;
        }
        if (measurements.sent() > measurements.open()) {
            out.println(measurements.table().text());
        }
        out.println(measurements.sent() + " posts in " + LoadMeasurements.text(Duration.between(begin, clock.instant()))
                + ": " + measurements.summary() + ".");
        if (measurements.latest().compareTo(LATE) >= 0) {
            out.println("This machine was up to " + LoadMeasurements.text(measurements.latest())
                    + " late in sending: so much of the times may be its own.");
        }
    }

    boolean isAllAccepted() {
        return measurements.accepted() == measurements.sent();
    }

    /**
     * Waits until the summaries have what was accepted, and says how long that was after the last answer. If others post meanwhile, what
     * they post is taken for ours.
     *
     * @param before the count of all words before the load
     * @param words of each text
     * @return whether they have it
     */
    boolean tellCounted(LoadApi api, long before, int words, Duration patience, Sleeper sleeper)
            throws InterruptedException {
        long texts = measurements.accepted();
        long wanted = texts * words * COUNTS_A_WORD;
        Instant begin = clock.instant();
        long found = found(api, before, 0);
        while (found < wanted && Duration.between(begin, clock.instant()).compareTo(patience) < 0) {
            sleeper.sleep(PAUSE);
            found = found(api, before, found);
        }
        String waited = LoadMeasurements.text(Duration.between(begin, clock.instant()));
        if (found < wanted) {
            out.println("After " + waited + " the summaries have " + Math.max(0, found) + " of " + wanted + ", which "
                    + texts + " texts of " + words(words) + " come to: docs/operate.md says where to look.");
            return false;
        }
        out.println("Counted: the summaries have all " + wanted + " (" + texts + " texts of " + words(words) + ", "
                + COUNTS_A_WORD + " each) " + waited + " after the last answer.");
        return true;
    }

    /** @param last what was found before, which is all that is known when the API does not answer just now */
    private static long found(LoadApi api, long before, long last) {
        try {
            return api.countOfAllWords() - before;
        } catch (OperatorException e) {
            return last;
        }
    }

    private static String words(int words) {
        return words == 1 ? "1 word" : words + " words";
    }
}
