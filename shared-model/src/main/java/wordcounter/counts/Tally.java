package wordcounter.counts;

/**
 * What one counter has: occurrences that got their +1, that got their +10, and how many of them are forgotten.
 *
 * <p>Each number only grows, so of two readings the larger numbers are the newer ones.
 */
public record Tally(long counted, long multiplied, long forgotten) {

    public Tally {
        if (counted < 0 || multiplied < 0 || forgotten < 0) {
            throw new IllegalArgumentException("a counter is never negative");
        }
    }

    public Tally max(Tally other) {
        return new Tally(
                Math.max(counted, other.counted),
                Math.max(multiplied, other.multiplied),
                Math.max(forgotten, other.forgotten));
    }

    /** What the counter adds to its word's count; a +10 that arrives after the word was forgotten stays hidden. */
    public long total() {
        return (counted - forgotten) + 10 * Math.max(0, multiplied - forgotten);
    }
}
