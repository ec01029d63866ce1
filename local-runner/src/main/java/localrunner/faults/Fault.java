package localrunner.faults;

import java.time.Duration;
import java.util.List;

/**
 * Something that goes wrong on purpose, with a part of a target's calls.
 *
 * <p>Names and meaning are those of AWS Fault Injection Service where it has the like: {@code
 * aws:lambda:invocation-add-delay} and {@code aws:lambda:invocation-error}, with {@code invocationPercentage}, {@code
 * startupDelayMilliseconds} and {@code preventExecution} (AWS FIS User Guide, "AWS FIS actions reference").
 */
public sealed interface Fault {

    /** As FIS allows. */
    Duration LONGEST_DELAY = Duration.ofMinutes(15);

    String DELAY = "delay";
    String ERROR = "error";
    String KILL = "kill";
    String THROTTLE = "throttle";

    List<String> NAMES = List.of(DELAY, ERROR, KILL, THROTTLE);

    /** One of {@link #NAMES}. A target has one fault of each name at most. */
    String name();

    /** How many of a hundred calls it strikes, 1 to 100. Each call is decided by itself. */
    int percentage();

    /** What it does, for people, without how often. */
    String text();

    /** The call is held up before it begins. For a function that counts as its own time. */
    record Delay(int percentage, Duration length) implements Fault {

        public Delay {
            check(percentage);
            if (length.compareTo(Duration.ofMillis(1)) < 0 || length.compareTo(LONGEST_DELAY) > 0) {
                throw new IllegalArgumentException(
                        "a delay is 1 to " + LONGEST_DELAY.toMillis() + " ms, not " + length.toMillis());
            }
        }

        @Override
        public String name() {
            return DELAY;
        }

        @Override
        public String text() {
            return "delay of " + length.toMillis() + " ms";
        }
    }

    /**
     * The call fails.
     *
     * @param preventsExecution whether nothing is done; otherwise all is done, and only the answer is an error
     */
    record Failure(int percentage, boolean preventsExecution) implements Fault {

        public Failure {
            check(percentage);
        }

        @Override
        public String name() {
            return ERROR;
        }

        @Override
        public String text() {
            return preventsExecution ? "error, and nothing is done" : "error after all is done";
        }
    }

    /** The function's process is killed in the middle of the invocation. */
    record Kill(int percentage) implements Fault {

        public Kill {
            check(percentage);
        }

        @Override
        public String name() {
            return KILL;
        }

        @Override
        public String text() {
            return "kill in the middle";
        }
    }

    /** The call is refused, as if there were too many. */
    record Throttle(int percentage) implements Fault {

        public Throttle {
            check(percentage);
        }

        @Override
        public String name() {
            return THROTTLE;
        }

        @Override
        public String text() {
            return "throttle";
        }
    }

    private static void check(int percentage) {
        if (percentage < 1 || percentage > 100) {
            throw new IllegalArgumentException("percentage is 1 to 100, not " + percentage);
        }
    }
}
