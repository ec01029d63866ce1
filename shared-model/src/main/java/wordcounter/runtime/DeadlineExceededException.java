package wordcounter.runtime;

/** A service was busy, or the calls were slow, until time ran out. The same may succeed when it is tried again. */
public final class DeadlineExceededException extends RuntimeException {

    /** @param what could not be done in time */
    public DeadlineExceededException(String what) {
        super(what + " before the deadline");
    }
}
