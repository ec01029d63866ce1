package wordcounter.simulation;

/** A run that would go on for ever; the message says what there was too much of. */
final class EndlessRunException extends RuntimeException {
    EndlessRunException(String message) {
        super(message);
    }
}
