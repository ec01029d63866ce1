package localrunner.invoke;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import localrunner.application.Application.RetryPolicy;
import localrunner.console.Console;
import localrunner.invoke.FunctionDirectory.Target;
import localrunner.invoke.InvocationRecord.Condition;
import localrunner.sqs.QueueSender;
import localrunner.time.Time;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lambda's queue of asynchronous invocations, after "How Lambda handles errors and retries with asynchronous
 * invocation" and "Capturing records of Lambda asynchronous invocations" of the AWS Lambda Developer Guide.
 *
 * <ul>
 *   <li>A function error (thrown, timed out, process died) is retried after 1 minute, then after 2, up to {@code
 *       MaximumRetryAttempts}.
 *   <li>A throttle or a system error returns the event to the queue, which uses up no retry: next attempt after 1 s,
 *       then twice as long each time, at most 5 minutes.
 *   <li>An event that reaches {@code MaximumEventAgeInSeconds} in the queue is not attempted again.
 *   <li>What is given up goes to the OnFailure destination as an {@link InvocationRecord}; without one it is dropped
 *       with a warning. The settings are those of the alias; an unqualified invocation of a function that has an alias
 *       gets Lambda's defaults, as there.
 * </ul>
 *
 * Each attempt runs on a thread of its own, so no event waits for another; the same request id is used for all attempts
 * of an event. Payloads are limited to 1 MB. Thread-safe.
 */
public final class AsyncInvocations implements AsyncInvoker, AutoCloseable {

    private static final String CONSOLE_NAME = "async";
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration SECOND_RETRY = Duration.ofMinutes(2);
    private static final Duration SHORTEST_RETURN = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETURN = Duration.ofMinutes(5);
    private static final JsonMapper JSON = new JsonMapper();

    private final FunctionDirectory directory;
    private final FunctionAttempt invoker;
    private final QueueSender queues;
    private final Time time;
    private final Console console;
    private final Supplier<String> requestIds;
    private final Set<Event> events = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param requestIds gives each event an id of its own, a UUID outside of tests */
    public AsyncInvocations(
            FunctionDirectory directory,
            FunctionAttempt invoker,
            QueueSender queues,
            Time time,
            Console console,
            Supplier<String> requestIds) {
        this.directory = directory;
        this.invoker = invoker;
        this.queues = queues;
        this.time = time;
        this.console = console;
        this.requestIds = requestIds;
    }

    /**
     * {@inheritDoc}
     *
     * @throws RequestTooLargeException above 1 MB
     * @throws InvalidRequestContentException when the payload is not JSON
     */
    @Override
    public void enqueue(String function, String payload) {
        Target target = directory.find(function);
        int bytes = payload.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > RequestTooLargeException.ASYNCHRONOUS_LIMIT) {
            throw new RequestTooLargeException(bytes, "Event", RequestTooLargeException.ASYNCHRONOUS_LIMIT);
        }
        try {
            JSON.readTree(payload);
        } catch (JacksonException e) {
            throw new InvalidRequestContentException(e);
        }
        Event event = new Event(target, payload, requestIds.get(), time.now());
        events.add(event);
        if (closed) {
            events.remove(event);
            return;
        }
        event.queueAfter(Duration.ZERO);
    }

    /** Events that are queued, wait for their next attempt, or run now. */
    public int pending() {
        return events.size();
    }

    /**
     * Drops what is queued, with one line that says how many. Attempts that run now end, and their outcome is ignored.
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

    /** One event on its way; touched by one attempt at a time. */
    private final class Event {
        private final Target target;
        private final String payload;
        private final String requestId;
        private final Instant enqueuedAt;
        private final RetryPolicy policy;
        private Optional<InvocationResult> lastResult = Optional.empty();
        private int invocations;
        private int returns;

        Event(Target target, String payload, String requestId, Instant enqueuedAt) {
            this.target = target;
            this.payload = payload;
            this.requestId = requestId;
            this.enqueuedAt = enqueuedAt;
            policy = policyFor(target);
        }

        /** Schedules the next attempt; earlier when the event grows too old before, as it is given up then. */
        void queueAfter(Duration delay) {
            Duration wait = policy.maximumAge()
                    .map(limit -> limit.minus(time.age(enqueuedAt)))
                    .filter(left -> left.compareTo(delay) < 0)
                    .orElse(delay);
            time.schedule(wait, this::attempt);
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
            InvocationResult result;
            try {
                result = invoker.run(target.qualifiedArn(), payload, requestId);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                finish();
                return;
            } catch (TooManyRequestsException e) {
                returnToQueue();
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    console.warn(name(), "could not be invoked, will be tried again: " + e);
                }
                returnToQueue();
                return;
            }
            invocations++;
            lastResult = Optional.of(result);
            if (closed || !result.failed()) {
                finish();
            } else if (!policy.allowsRetryAfter(invocations - 1)) {
                giveUp(Condition.RetriesExhausted);
            } else {
                Duration delay = invocations == 1 ? FIRST_RETRY : SECOND_RETRY;
                console.warn(
                        name(),
                        "event %s failed (attempt %d of %d), again in %d s"
                                .formatted(requestId, invocations, policy.maximumRetries() + 1, delay.toSeconds()));
                queueAfter(delay);
            }
        }

        private void returnToQueue() {
            if (closed) {
                return;
            }
            Duration delay = SHORTEST_RETURN.multipliedBy(1L << Math.min(returns, 20));
            returns++;
            queueAfter(delay.compareTo(LONGEST_RETURN) < 0 ? delay : LONGEST_RETURN);
        }

        private void giveUp(Condition condition) {
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
                queues.send(queueArn, invocationRecord.toJson(), Map.of());
                console.warn(name(), what + ": sent to " + queueArn);
            } catch (RuntimeException e) {
                console.warn(name(), what + ": dropped, as " + queueArn + " did not take it: " + e);
            }
        }

        private String name() {
            return target.function().logicalId();
        }

        private void finish() {
            events.remove(this);
        }
    }
}
