package wordcounter.debounce;

import java.time.Instant;
import wordcounter.documents.DocumentId;

/** Where documents are kept. */
@FunctionalInterface
interface DocumentServer {

    /** What was found. */
    sealed interface Answer {

        record Content(String text) implements Answer {}

        /** There is no such document, or not any more. */
        record Gone() implements Answer {}

        /**
         * The server sends what can't be counted, or refuses to send anything. The same will not succeed later, unless somebody
         * changes the document or the server.
         */
        record Unreadable(String reason) implements Answer {}
    }

    /**
     * Asks for a document.
     *
     * @param deadline when the answer has to be there
     * @throws UnavailableException when the same may succeed later
     */
    Answer fetch(DocumentId id, Instant deadline);

    /** The server is busy, broken or does not answer. */
    final class UnavailableException extends RuntimeException {

        UnavailableException(String message) {
            super(message);
        }

        UnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
