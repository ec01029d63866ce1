package wordcounter.http;

import java.util.Optional;

/** Ends the handling of a request with a {@link Problem} as its answer. */
public final class ProblemException extends RuntimeException {

    private final Problem problem;
    private final Optional<String> eventId;

    public ProblemException(Problem.Type type, String detail) {
        this(type, detail, Optional.empty());
    }

    /** @param eventId of the event that the request was about, for the log; the answer does not tell it */
    public ProblemException(Problem.Type type, String detail, Optional<String> eventId) {
        super(detail);
        this.problem = new Problem(type, detail);
        this.eventId = eventId;
    }

    public Problem problem() {
        return problem;
    }

    Optional<String> eventId() {
        return eventId;
    }
}
