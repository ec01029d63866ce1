package localrunner.history;

import java.util.Locale;

/** How a span or an event stands. */
public enum Status {
    OK,
    FAILED,
    /** A span that has not ended. */
    RUNNING,
    /** An event of which a span has not ended. */
    WAITING;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
