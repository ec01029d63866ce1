package localrunner.faults;

import java.time.Duration;

/**
 * What is done to one call on purpose.
 *
 * @param delay how long the call is held up before anything else; zero for not at all
 * @param moment when a call is killed that is: 0 is at once, 1 when it would usually answer
 */
public record Strike(Duration delay, Ending ending, double moment) {

    /** The call is left alone. */
    public static final Strike NONE = new Strike(Duration.ZERO, Ending.ITS_OWN, 0);

    /** How the call ends. */
    public enum Ending {
        ITS_OWN,
        THROTTLED,
        ERROR_INSTEAD,
        ERROR_AFTERWARDS,
        KILLED
    }

    /** For people, such as {@code delayed by 2000 ms, killed}; empty when the call is left alone. */
    public String text() {
        String held = delay.isZero() ? "" : "delayed by " + delay.toMillis() + " ms";
        String end = switch (ending) {
            case ITS_OWN -> "";
            case THROTTLED -> "throttled";
            case ERROR_INSTEAD -> "fails and does not run";
            case ERROR_AFTERWARDS -> "fails after its run";
            case KILLED -> "killed";
        };
        return held.isEmpty() || end.isEmpty() ? held + end : held + ", " + end;
    }
}
