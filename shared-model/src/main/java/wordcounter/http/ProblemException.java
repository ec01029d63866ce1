package wordcounter.http;

/** Ends the handling of a request with a {@link Problem} as its answer. */
public final class ProblemException extends RuntimeException {

    private final Problem problem;

    public ProblemException(Problem.Type type, String detail) {
        super(detail);
        this.problem = new Problem(type, detail);
    }

    public Problem problem() {
        return problem;
    }
}
