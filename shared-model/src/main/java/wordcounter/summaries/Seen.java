package wordcounter.summaries;

import wordcounter.counts.CounterItem;

/** The values of one counter, which only grow; so of two readings the larger values are the newer ones. */
public record Seen(long counted, long multiplied, long forgotten) {

    public Seen {
        if (counted < 0 || multiplied < 0 || forgotten < 0) {
            throw new IllegalArgumentException("a counter is never negative");
        }
    }

    public Seen max(Seen other) {
        return new Seen(
                Math.max(counted, other.counted),
                Math.max(multiplied, other.multiplied),
                Math.max(forgotten, other.forgotten));
    }

    public long shown() {
        return CounterItem.shown(counted, multiplied, forgotten);
    }
}
