package wordcounter.summaries;

/**
 * What becomes of a word's summary.
 *
 * @param previous as it was read; what is stored must still have its version when the next one is written
 * @param next under the same version: storing it gives it the one after that
 */
public record SummaryChange(WordSummary previous, WordSummary next) {

    public SummaryChange {
        if (!previous.word().equals(next.word()) || previous.version() != next.version()) {
            throw new IllegalArgumentException("a change is that of one word, and of what was read");
        }
    }

    public String word() {
        return next.word();
    }

    /** Whether there is anything to write. */
    boolean isNone() {
        return next.equals(previous);
    }

    /** The largest milestone that the word's count passes; 0 when it passes none. */
    public long milestonePassed() {
        long reached = Milestone.reached(next.itemCount());
        return reached > Milestone.reached(previous.itemCount()) ? reached : 0;
    }

    /** What the totals change by. */
    public Totals difference() {
        return new Totals(
                next.itemCount() - previous.itemCount(),
                Long.signum(next.itemCount()) - Long.signum(previous.itemCount()));
    }
}
