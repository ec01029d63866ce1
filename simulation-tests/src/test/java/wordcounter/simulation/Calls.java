package wordcounter.simulation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.ParallelTasks;

/**
 * What a running handler sees of the world: each call it makes, the time, and random numbers.
 *
 * <p>Handlers are plain code that runs from start to end, yet here any two of them can be interleaved call by call, without
 * threads: a handler is run again from its start for each of its calls. The calls it made before are answered from the record;
 * the first one that is not recorded stops it ({@link Suspended}), to be made when the schedule comes to it. That works because
 * a handler does the same thing whenever it gets the same answers, times and random numbers.
 *
 * <pre>{@code
 * Invocation invocation = new Invocation("a handler", seed, now, timeout, calls -> {
 *     String word = calls.make(Operation.READ_SUMMARIES, "", () -> read());
 *     return calls.make(Operation.WRITE_SUMMARIES, word, () -> write(word));
 * }, World.NOBODY);
 * invocation.run();                      // up to the first call, which is not made yet
 * invocation.step(Fault.NONE, now);      // makes it, and runs again from the start up to the second
 * invocation.step(Fault.DIE_AFTER, now); // makes the second, and the process dies before it learns of it
 * }</pre>
 */
public final class Calls {

    private final Invocation invocation;
    private int made;
    private Optional<Suspended> suspended = Optional.empty();

    Calls(Invocation invocation) {
        this.invocation = invocation;
    }

    /** A call whose faults are those of a network: it fails, or its answer is lost. */
    public <T> T make(Operation operation, Object detail, Supplier<? extends T> effect) {
        return make(operation, detail, effect, Optional.empty());
    }

    /** A call that can also meet others, or a throttled table; then its answer is {@code contended}. */
    public <T> T make(
            Operation operation, Object detail, Supplier<? extends T> effect, Supplier<? extends T> contended) {
        return make(operation, detail, effect, Optional.of(contended));
    }

    @SuppressWarnings("unchecked") // the handler is at the same call as when its answer was recorded
    private <T> T make(
            Operation operation,
            Object detail,
            Supplier<? extends T> effect,
            Optional<Supplier<? extends T>> contended) {
        return (T) answer(new Call(operation, detail, effect, contended.map(answer -> answer), Optional.empty()));
    }

    /** Waits for what others do; nothing of its own can fail here. */
    @SuppressWarnings("unchecked") // as above
    <T> T await(Object what, Supplier<Optional<T>> result) {
        return (T) answer(new Call(
                Operation.WAIT,
                what,
                () -> result.get().orElseThrow(),
                Optional.empty(),
                Optional.of(() -> result.get().isPresent() ? Instant.MIN : Instant.MAX)));
    }

    private void sleep(Duration duration) {
        Instant wake = now().plus(duration);
        Object _ = answer(new Call(Operation.SLEEP, duration, () -> "", Optional.empty(), Optional.of(() -> wake)));
    }

    private Object answer(Call call) {
        List<Invocation.Answer> answers = invocation.answers();
        if (made == answers.size()) {
            Suspended first = suspended.orElseGet(() -> new Suspended(call));
            suspended = Optional.of(first);
            throw first;
        }
        Invocation.Answer answer = answers.get(made++);
        if (answer.failed()) {
            throw new NoAnswerException();
        }
        return answer.value();
    }

    /** The call at which the handler stopped; whatever it did after that, as it was unwound, did not happen. */
    Optional<Call> stoppedAt() {
        return suspended.map(Suspended::call);
    }

    private Instant now() {
        return made == 0
                ? invocation.startedAt()
                : invocation.answers().get(made - 1).at();
    }

    /** Stands still between two calls. */
    public Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("a handler needs only the instant");
            }
        };
    }

    /** Not the same as another process's. */
    public RandomGenerator random() {
        return new Random(invocation.seed());
    }

    /** Runs tasks one after the other, in an order of this invocation's own. */
    public ParallelTasks parallel() {
        return new ParallelTasks() {
            @Override
            public <T> List<T> run(List<Supplier<T>> tasks) {
                List<Integer> order =
                        new ArrayList<>(IntStream.range(0, tasks.size()).boxed().toList());
                Collections.shuffle(order, new Random(invocation.seed()));
                SortedMap<Integer, T> results = new TreeMap<>();
                order.forEach(number -> results.put(number, tasks.get(number).get()));
                return List.copyOf(results.values());
            }
        };
    }

    public Backoff backoff() {
        return new Backoff(clock(), random(), sleeper());
    }

    public Backoff.Sleeper sleeper() {
        return this::sleep;
    }

    /**
     * A call that is about to be made. Its effect is not repeated when the handler is run again.
     *
     * @param wake when the handler goes on that only waits; empty for a call to AWS
     */
    record Call(
            Operation operation,
            Object detail,
            Supplier<?> effect,
            Optional<Supplier<?>> contended,
            Optional<Supplier<Instant>> wake) {

        Instant due() {
            return wake.map(Supplier::get).orElse(Instant.MIN);
        }

        boolean canFail() {
            return wake.isEmpty();
        }
    }

    /** Unwinds a handler at a call that has no answer yet. An error, since handlers catch exceptions. */
    static final class Suspended extends Error {
        private final transient Call call;

        Suspended(Call call) {
            super("suspended", null, false, false);
            this.call = call;
        }

        Call call() {
            return call;
        }
    }

    /** The call may or may not have taken effect. */
    public static final class NoAnswerException extends RuntimeException {
        NoAnswerException() {
            super("no answer", null, false, false);
        }
    }
}
