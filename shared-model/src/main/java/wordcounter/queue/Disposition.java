package wordcounter.queue;

/** What becomes of a message that was delivered. */
public sealed interface Disposition {

    /** The queue may forget it. */
    record Done() implements Disposition {}

    /** The queue delivers it once more; why is logged. */
    record ComesAgain() implements Disposition {}

    /**
     * No retry can help it, so it goes to the dead-letter queue.
     *
     * @param reason for people; nothing of the text
     */
    record Parked(String reason) implements Disposition {}
}
