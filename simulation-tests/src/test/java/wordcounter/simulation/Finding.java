package wordcounter.simulation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * A run that ended with something wrong, or did not end.
 *
 * @param run which one, and how to run it again
 * @param wrong what is wrong, a sentence each, with what would be right
 */
record Finding(String run, List<String> wrong, List<World.Line> trace) {

    /** A run takes milliseconds; on a machine that does other things at the same time some seconds. */
    private static final Duration LONGEST_RUN = Duration.ofMinutes(1);

    private static final int WIDTH = 240;

    /** Runs a world, which has its orders, to its end and says what is wrong with it then; empty when nothing is. */
    static Optional<Finding> in(String run, World world) {
        List<String> wrong = settle(world);
        return wrong.isEmpty() ? Optional.empty() : Optional.of(new Finding(run, wrong, List.copyOf(world.trace())));
    }

    private static List<String> settle(World world) {
        FutureTask<List<String>> verdict = new FutureTask<>(() -> {
            try {
                world.settle();
                return Oracle.verdict(world);
            } catch (EndlessRunException e) {
                return List.of(String.valueOf(e.getMessage()));
            }
        });
        Thread thread = Thread.ofPlatform().daemon().name("simulation").start(verdict);
        try {
            return verdict.get(LONGEST_RUN.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return List.of("It has been running for " + LONGEST_RUN.toSeconds()
                    + " s. A handler loops without making a call, here:\n    "
                    + Arrays.stream(thread.getStackTrace())
                            .map(StackTraceElement::toString)
                            .collect(Collectors.joining("\n    ")));
        } catch (ExecutionException e) {
            throw new IllegalStateException("a world broke down", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a world was running", e);
        }
    }

    /** Everything that happened, a line each, long ones cut. */
    String story() {
        return trace.stream()
                .map(World.Line::toString)
                .map(line -> line.length() <= WIDTH ? line : line.substring(0, WIDTH) + " ...")
                .collect(Collectors.joining("\n  ", "What happened:\n  ", "\n"));
    }

    @Override
    public String toString() {
        return run + "\n  " + String.join("\n  ", wrong);
    }

    /** Fails the test that found it; the story is printed once, above the message. */
    static void failOn(Optional<Finding> finding) {
        finding.ifPresent(found -> {
            System.out.println(found + "\n" + found.story());
            throw new AssertionError(found + "\nWhat happened is printed above.");
        });
    }
}
