package wordcounter.reconciliation;

/** {@link Tables} give no more for now: whoever opened them has set a limit, and it is reached. What was read is right. */
public final class ReadLimitException extends RuntimeException {

    /** @param message for people: which limit it is */
    public ReadLimitException(String message) {
        super(message);
    }
}
