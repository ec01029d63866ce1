package benchmarks.stub;

/** The time that a call to AWS takes. */
@FunctionalInterface
interface CallTime {

    void pass() throws InterruptedException;
}
