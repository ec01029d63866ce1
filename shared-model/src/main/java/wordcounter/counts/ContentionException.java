package wordcounter.counts;

/**
 * The words were busy, the table throttled or the calls slow until time ran out. The same may succeed when it is tried
 * again.
 */
public final class ContentionException extends RuntimeException {
    public ContentionException(String eventId) {
        super("the words of event " + eventId + " could not be finished before the deadline");
    }
}
