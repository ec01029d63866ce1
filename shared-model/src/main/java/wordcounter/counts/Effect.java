package wordcounter.counts;

/** What a transaction adds for each occurrence of a word, and what the ledger has to show of the chunk before it. */
public enum Effect {
    /** The API function's +1, on a chunk that is not counted. */
    COUNT(1, true, false),
    /** The multiplier's +10, on a chunk that is counted and not multiplied. */
    MULTIPLY(10, false, true),
    /** Both, on a chunk that is neither: the multiplier finishes what the API function left. */
    COUNT_AND_MULTIPLY(11, true, true);

    private final int amount;
    private final boolean counts;
    private final boolean multiplies;

    Effect(int amount, boolean counts, boolean multiplies) {
        this.amount = amount;
        this.counts = counts;
        this.multiplies = multiplies;
    }

    public int amount() {
        return amount;
    }

    public boolean counts() {
        return counts;
    }

    public boolean multiplies() {
        return multiplies;
    }
}
