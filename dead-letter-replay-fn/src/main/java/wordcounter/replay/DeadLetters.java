package wordcounter.replay;

import java.util.List;

/**
 * The dead-letter queue. What is received is hidden from everybody else until it is deleted, released, or its visibility
 * timeout has passed; so two replays at once never hold the same message.
 */
interface DeadLetters {

    /** Up to that many; empty when nothing is visible. */
    List<DeadLetter> receive(int max);

    void delete(DeadLetter deadLetter);

    /**
     * Puts a copy of the message into the queue, which still has the original: a message can't be changed.
     *
     * @param replays what the copy counts
     */
    void putCopy(DeadLetter deadLetter, int replays, String run);

    /** Makes messages visible again at once; receipts that are no longer valid are passed over. */
    void release(List<String> receiptHandles);
}
