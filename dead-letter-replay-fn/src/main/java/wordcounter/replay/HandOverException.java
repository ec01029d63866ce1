package wordcounter.replay;

/** A dead letter could not be handed over, or what it was handed to failed; the message says which, without its content. */
final class HandOverException extends RuntimeException {
    HandOverException(String message) {
        super(message);
    }

    HandOverException(String message, Throwable cause) {
        super(message, cause);
    }
}
