package wordcounter.debounce;

import wordcounter.documents.DocumentMessage;

/** Sends the messages that come when a document may have been quiet. */
@FunctionalInterface
interface Checks {

    /** The check arrives after the quiet time, at least once. */
    void send(DocumentMessage check);
}
