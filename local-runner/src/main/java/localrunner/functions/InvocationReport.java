package localrunner.functions;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import localrunner.facts.Fact;
import localrunner.service.ServiceContext;

/** Tells of one invocation how long it took and how it ended. To be closed in any case. Not thread-safe. */
final class InvocationReport implements AutoCloseable {

    private final ServiceContext context;
    private final Fact.Version function;
    private final String requestId;
    private final AtomicInteger underWay;
    private Instant beganAt = Instant.EPOCH;
    private long began;
    private int concurrent;
    private boolean counted;

    /** @param underWay counts the function's invocations that run */
    InvocationReport(ServiceContext context, Fact.Version function, String requestId, AtomicInteger underWay) {
        this.context = context;
        this.function = function;
        this.requestId = requestId;
        this.underWay = underWay;
    }

    /** A process has been found; again when that one turned out to have ended before. */
    void begin() {
        if (!counted) {
            counted = true;
            concurrent = underWay.incrementAndGet();
        }
        beganAt = context.time().now();
        began = System.nanoTime();
    }

    void end(InvocationOutcome outcome) {
        context.facts()
                .tell(new Fact.Invoked(
                        beganAt,
                        function,
                        requestId,
                        Duration.ofNanos(System.nanoTime() - began),
                        outcome.failed(),
                        concurrent));
    }

    @Override
    public void close() {
        if (counted) {
            underWay.decrementAndGet();
        }
    }
}
