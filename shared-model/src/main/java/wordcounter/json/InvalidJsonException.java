package wordcounter.json;

import org.jspecify.annotations.Nullable;

/**
 * A text is not JSON, or not of the form that was asked for. The message says what is wrong. It never quotes the text,
 * since it goes to the logs.
 */
public final class InvalidJsonException extends RuntimeException {

    public InvalidJsonException(String message) {
        super(message);
    }

    InvalidJsonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
