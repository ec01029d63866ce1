package wordcounter.counts;

/** How counting an event ended. */
public enum Outcome {
    /** Every word has what is due to it, from this call or an earlier one. */
    DONE,
    /** The ledger holds other words under this id: they count, these don't. */
    DIFFERENT_WORDS,
    /** The event is older than the ledger remembers, so it can't be told whether it was counted: nothing was done. */
    TOO_OLD
}
