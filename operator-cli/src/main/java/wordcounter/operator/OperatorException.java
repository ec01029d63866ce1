package wordcounter.operator;

/** What was asked for can't be done; the message is the one line that the operator is told. */
final class OperatorException extends RuntimeException {
    OperatorException(String message) {
        super(message);
    }

    OperatorException(String message, Throwable cause) {
        super(message, cause);
    }
}
