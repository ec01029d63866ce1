package localrunner.functions;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import localrunner.facts.Fact;
import localrunner.facts.Payload;
import localrunner.service.ServiceContext;

/** Tells of one invocation when it began, how long it took and how it ended. To be closed in any case. Not thread-safe. */
final class InvocationReport implements AutoCloseable {

    private final ServiceContext context;
    private final Fact.Version function;
    private final String requestId;
    private final String run;
    private final Payload event;
    private final AtomicInteger underWay;
    private Instant beganAt = Instant.EPOCH;
    private long began;
    private int concurrent;
    private boolean counted;

    /** @param underWay counts the function's invocations that run */
    InvocationReport(
            ServiceContext context,
            Fact.Version function,
            String requestId,
            String run,
            Payload event,
            AtomicInteger underWay) {
        this.context = context;
        this.function = function;
        this.requestId = requestId;
        this.run = run;
        this.event = event;
        this.underWay = underWay;
    }

    /**
     * A process has been found; again when that one turned out to have ended before.
     *
     * @param cold whether the process has run nothing before
     */
    void begin(boolean cold) {
        beganAt = context.time().now();
        if (!counted) {
            counted = true;
            concurrent = underWay.incrementAndGet();
            context.facts().tell(new Fact.Began(beganAt, function, requestId, run, cold, event));
        }
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
                        concurrent,
                        run,
                        Payload.json(outcome.payload())));
    }

    @Override
    public void close() {
        if (counted) {
            underWay.decrementAndGet();
        }
    }
}
