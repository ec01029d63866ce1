package localrunner.functions;

/**
 * Says that a process ended or failed before it asked for work. Its outcome is that of the invocation that waited for
 * it.
 */
final class InitFailure extends RuntimeException {

    private final transient InvocationOutcome outcome;

    InitFailure(InvocationOutcome outcome) {
        super(outcome.payload());
        this.outcome = outcome;
    }

    InvocationOutcome outcome() {
        return outcome;
    }
}
