package wordcounter.counts;

/** The words were busy, or the table throttled, until time ran out. A later try will do. */
public final class ContentionException extends RuntimeException {
    public ContentionException(String eventId) {
        super("the words of event " + eventId + " were contended until the deadline");
    }
}
