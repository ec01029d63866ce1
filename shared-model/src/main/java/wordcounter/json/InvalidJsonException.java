package wordcounter.json;

import org.jspecify.annotations.Nullable;

/** A text that is not JSON, or not of the form that was asked for; the message says which, never what the text holds. */
public final class InvalidJsonException extends RuntimeException {

    public InvalidJsonException(String message) {
        super(message);
    }

    InvalidJsonException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
