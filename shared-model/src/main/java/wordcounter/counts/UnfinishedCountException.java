package wordcounter.counts;

/** An event's +1 could not be finished, or it is not known whether it was. */
public final class UnfinishedCountException extends RuntimeException {

    private final boolean owned;

    UnfinishedCountException(boolean owned, Throwable cause) {
        super(cause);
        this.owned = owned;
    }

    /**
     * Whether the ledger has shown that the id belongs to this event's words, so that the multiplier will finish it.
     */
    public boolean isOwned() {
        return owned;
    }
}
