package wordcounter.simulation;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import wordcounter.simulation.Calls.Call;
import wordcounter.simulation.Calls.Suspended;

/** One invocation of a function, stopped at the call that it makes next. */
final class Invocation {

    /** An invocation's code: run from its start as often as it makes calls. */
    @FunctionalInterface
    interface Program {
        /** The function's answer, as JSON. */
        String run(Calls calls) throws IOException;
    }

    /** How an invocation ended. */
    sealed interface Ending {

        record Returned(String json) implements Ending {
            @Override
            public String toString() {
                return "answers " + json;
            }
        }

        /** It threw, its process died, or it took too long. */
        record Failed(String why) implements Ending {
            @Override
            public String toString() {
                return "fails: " + why;
            }
        }
    }

    /** A handler makes a few dozen calls at most. */
    private static final int MOST_CALLS = 2_000;

    record Answer(Object value, boolean failed, Instant at) {}

    private final String name;
    private final long seed;
    private final Instant startedAt;
    private final Duration timeout;
    private final Program program;
    private final Consumer<Ending> whenEnded;
    private final List<Answer> answers = new ArrayList<>();
    private Optional<Call> next = Optional.empty();
    private Instant delayedUntil = Instant.MIN;
    private Optional<Ending> ending = Optional.empty();

    Invocation(
            String name, long seed, Instant startedAt, Duration timeout, Program program, Consumer<Ending> whenEnded) {
        this.name = name;
        this.seed = seed;
        this.startedAt = startedAt;
        this.timeout = timeout;
        this.program = program;
        this.whenEnded = whenEnded;
    }

    /** Runs up to the next call, or to the end. */
    void run() {
        Calls calls = new Calls(this);
        Ending reached;
        try {
            reached = new Ending.Returned(program.run(calls));
        } catch (Suspended | RuntimeException | IOException e) {
            reached = new Ending.Failed(e.toString());
        }
        next = calls.stoppedAt();
        if (next.isEmpty()) {
            end(reached);
        }
    }

    /**
     * Makes the next call, and runs on.
     *
     * @return whether the process is still there
     */
    boolean step(Fault fault, Instant now) {
        Call call = next.orElseThrow();
        if (answers.size() == MOST_CALLS) {
            throw new EndlessRunException(
                    "It never ends: " + name + " has made " + MOST_CALLS + " calls, the last is " + call.operation());
        }
        switch (fault) {
            case DIE_BEFORE -> {
                return die("died before " + call.operation());
            }
            case DIE_AFTER -> {
                Object _ = call.effect().get();
                return die("died after " + call.operation());
            }
            case FAIL -> answers.add(new Answer("", true, now));
            case LOSE_ANSWER -> {
                Object _ = call.effect().get();
                answers.add(new Answer("", true, now));
            }
            case CONTEND ->
                answers.add(
                        call.contended().isPresent()
                                ? new Answer(call.contended().get().get(), false, now)
                                : new Answer("", true, now));
            case NONE, DELAY -> answers.add(new Answer(call.effect().get(), false, now));
        }
        run();
        return next.isPresent();
    }

    /** The next call takes effect no sooner. */
    void delay(Instant until) {
        delayedUntil = until;
    }

    /** When the next call takes effect. */
    Instant due() {
        Instant due = next().due();
        return due.isAfter(delayedUntil) ? due : delayedUntil;
    }

    boolean die(String why) {
        next = Optional.empty();
        end(new Ending.Failed(why));
        return false;
    }

    private void end(Ending reached) {
        ending = Optional.of(reached);
        whenEnded.accept(reached);
    }

    /** Empty while it is running. */
    Optional<Ending> ending() {
        return ending;
    }

    boolean isRunning() {
        return next.isPresent();
    }

    boolean hasTimedOut(Instant now) {
        return now.isAfter(startedAt.plus(timeout));
    }

    Call next() {
        return next.orElseThrow();
    }

    String name() {
        return name;
    }

    long seed() {
        return seed;
    }

    Instant startedAt() {
        return startedAt;
    }

    List<Answer> answers() {
        return answers;
    }
}
