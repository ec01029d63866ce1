package localrunner.invoke;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import localrunner.application.Application.RetryPolicy;
import localrunner.console.Console;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.facts.Payload;
import localrunner.invoke.FunctionDirectory.Target;
import localrunner.invoke.InvocationRecord.Condition;
import localrunner.service.ServiceContext;
import localrunner.sqs.Sender;
import localrunner.time.Time;

/**
 * Lambda's queue of asynchronous events.
 *
 * <p>AWS documents "How Lambda handles errors and retries with asynchronous invocation" and "Capturing records of
 * Lambda asynchronous invocations":
 *
 * <ul>
 *   <li>After a function error (thrown, timed out, process died) the event is retried, first after 1 minute, then after
 *       2, up to {@code MaximumRetryAttempts}.
 *   <li>A throttle or a system error puts the event back into the queue, which uses up no retry. The next attempt is
 *       after 1 s, then twice as long each time, at most 5 minutes.
 *   <li>An event whose next attempt would come after {@code MaximumEventAgeInSeconds} is given up at once, as was
 *       recorded on AWS (11/2025).
 *   <li>An event that is given up goes to the OnFailure destination as an {@link InvocationRecord}. Without a
 *       destination it is dropped with a warning.
 *   <li>The settings belong to the alias. An event for a function that has an alias, but not named by it, gets Lambda's
 *       defaults.
 * </ul>
 *
 * <p>Each attempt runs on a thread of its own, so no event waits for another. All attempts of an event have the same
 * request id. Thread-safe.
 */
public final class AsyncInvocations implements AsyncInvoker, AutoCloseable {

    private static final String CONSOLE_NAME = "async";
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration SECOND_RETRY = Duration.ofMinutes(2);
    private static final Duration SHORTEST_RETURN = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETURN = Duration.ofMinutes(5);

    private final FunctionDirectory directory;
    private final FunctionAttempt invoker;
    private final ServiceContext context;
    private final Time time;
    private final Console console;
    private final Set<Event> events = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public AsyncInvocations(FunctionDirectory directory, FunctionAttempt invoker, ServiceContext context) {
        this.directory = directory;
        this.invoker = invoker;
        this.context = context;
        time = context.time();
        console = context.console();
    }

    @Override
    public void enqueue(String function, String payload) {
        Target target = directory.find(function);
        InvocationType.EVENT.check(payload);
        Event event = new Event(target, payload, context.ids().get(), time.now());
        context.facts().tell(new Fact.EventQueued(time.now(), event.version(), event.requestId, Payload.json(payload)));
        events.add(event);
        if (closed) {
            events.remove(event);
            return;
        }
        event.queueAfter(Duration.ZERO);
    }

    /** How many events are queued, wait for their next attempt, or run now. */
    public int pending() {
        return events.size();
    }

    /**
     * Drops what is queued, and says in one line how much that is. Attempts that run now end, and their result is
     * ignored.
     */
    @Override
    public void close() {
        closed = true;
        int dropped = events.size();
        events.clear();
        if (dropped > 0) {
            console.warn(
                    CONSOLE_NAME,
                    dropped + (dropped == 1 ? " queued event" : " queued events") + " dropped at the end");
        }
    }

    private static RetryPolicy policyFor(Target target) {
        boolean policyIsOfAlias = target.function().alias().isPresent();
        boolean throughAlias = target.function().hasAlias(target.qualifier());
        return policyIsOfAlias == throughAlias ? target.function().async() : RetryPolicy.ASYNC_DEFAULTS;
    }

    /** An event on its way to its function. Only one attempt at a time changes it. */
    private final class Event {
        private final Target target;
        private final String payload;
        private final String requestId;
        private final Instant enqueuedAt;
        private final RetryPolicy policy;
        private final Cause cause;
        private Optional<InvocationResult> lastResult = Optional.empty();
        private int invocations;
        private int returns;

        Event(Target target, String payload, String requestId, Instant enqueuedAt) {
            this.target = target;
            this.payload = payload;
            this.requestId = requestId;
            this.enqueuedAt = enqueuedAt;
            policy = policyFor(target);
            Cause before = Cause.current();
            cause = before.next(requestId, before.who());
        }

        /** Schedules the next attempt, unless the event will be too old by then: it is given up. */
        void queueAfter(Duration delay) {
            boolean comesTooLate = policy.maximumAge()
                    .filter(limit -> time.age(enqueuedAt).plus(delay).compareTo(limit) >= 0)
                    .isPresent();
            if (comesTooLate) {
                giveUp(Condition.EventAgeExceeded);
            } else {
                time.schedule(delay, () -> cause.run(this::attempt));
            }
        }

        private boolean isTooOld() {
            return policy.maximumAge()
                    .filter(limit -> time.age(enqueuedAt).compareTo(limit) >= 0)
                    .isPresent();
        }

        private void attempt() {
            if (closed) {
                return;
            }
            if (isTooOld()) {
                giveUp(Condition.EventAgeExceeded);
                return;
            }
            context.facts().tell(new Fact.EventAttempted(time.now(), version(), requestId, time.age(enqueuedAt)));
            run().ifPresent(this::decide);
        }

        /** Runs the function; empty when it did not run, and then what follows is arranged already. */
        private Optional<InvocationResult> run() {
            try {
                return Optional.of(invoker.run(target.qualifiedArn(), payload, requestId));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                finish();
            } catch (TooManyRequestsException e) {
                returnToQueue("throttled");
            } catch (RuntimeException e) {
                if (!closed) {
                    console.warn(name(), "could not be invoked, will be tried again: " + e);
                }
                returnToQueue("not invoked");
            }
            return Optional.empty();
        }

        private void decide(InvocationResult result) {
            int retries = invocations;
            invocations++;
            lastResult = Optional.of(result);
            if (closed || !result.failed()) {
                context.facts().tell(new Fact.EventDone(time.now(), version(), requestId));
                finish();
            } else if (policy.allowsRetryAfter(retries)) {
                retry();
            } else {
                giveUp(Condition.RetriesExhausted);
            }
        }

        private void retry() {
            Duration delay = invocations == 1 ? FIRST_RETRY : SECOND_RETRY;
            console.warn(
                    name(),
                    "event %s failed (attempt %d of %d), again in %d s"
                            .formatted(requestId, invocations, policy.maximumRetries() + 1, delay.toSeconds()));
            tellRetry(delay, "failed");
            queueAfter(delay);
        }

        private void tellRetry(Duration delay, String reason) {
            context.facts().tell(new Fact.RetryPlanned(time.now(), version(), requestId, delay, reason));
        }

        private void returnToQueue(String reason) {
            if (closed) {
                return;
            }
            Duration delay = SHORTEST_RETURN.multipliedBy(1L << Math.min(returns, 20));
            returns++;
            Duration wait = delay.compareTo(LONGEST_RETURN) < 0 ? delay : LONGEST_RETURN;
            tellRetry(wait, reason);
            queueAfter(wait);
        }

        private void giveUp(Condition condition) {
            context.facts().tell(new Fact.EventDropped(time.now(), version(), requestId, condition.name()));
            String what = "event %s given up (%s after %d invocations)".formatted(requestId, condition, invocations);
            policy.onFailureQueueArn()
                    .ifPresentOrElse(
                            queue -> sendRecord(queue, condition, what),
                            () -> console.warn(name(), what + ": dropped, as there is no OnFailure destination"));
            finish();
        }

        private void sendRecord(String queueArn, Condition condition, String what) {
            InvocationRecord invocationRecord = new InvocationRecord(
                    time.now(), requestId, target.qualifiedArn(), condition, invocations, payload, lastResult);
            try {
                cause.by(name())
                        .run(() -> context.queues()
                                .inTheNameOf(
                                        new Sender.OfFunction(target.function().arn()))
                                .sendTraced(
                                        queueArn, invocationRecord.toJson(), TraceHeader.of(requestId, enqueuedAt)));
                console.warn(name(), what + ": sent to " + queueArn);
            } catch (RuntimeException e) {
                context.facts().tell(new Fact.DestinationFailed(time.now(), version(), requestId, queueArn));
                console.warn(name(), what + ": dropped, as " + queueArn + " did not take it: " + e);
            }
        }

        private Fact.Version version() {
            return new Fact.Version(
                    target.function().logicalId(), target.function().name(), target.qualifier());
        }

        private String name() {
            return target.function().logicalId();
        }

        private void finish() {
            events.remove(this);
        }
    }
}
