package localrunner.functions;

/** A process did not get as far as asking for work; the outcome is what the invocation that waited for it gets. */
final class InitFailure extends RuntimeException {

    private final transient Outcome outcome;

    InitFailure(Outcome outcome) {
        super(outcome.payload());
        this.outcome = outcome;
    }

    Outcome outcome() {
        return outcome;
    }
}
