package localrunner.history;

import java.util.Locale;

/** What a span is. */
public enum Kind {
    /** An API's request, or what somebody has sent by hand. */
    REQUEST,
    /** A run of a function. */
    INVOCATION,
    /** A call of a service. */
    CALL,
    /** A message of a topic, or what a bucket tells. */
    NOTIFICATION,
    /** A message in a queue, or an event in Lambda's own queue. */
    MESSAGE,
    /** The time until the next attempt. */
    RETRY,
    /** A message in a queue for what was given up. */
    DEAD_LETTER,
    /** Messages or records that a function gets together. */
    BATCH,
    /** A schedule that has fired. */
    SCHEDULE;

    /** The name in JSON, such as {@code dead-letter}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
