package localrunner.act;

import java.util.Optional;

/**
 * What is known of the beginning of an event that went through the application. Immutable.
 *
 * @param kind of the event: {@code api}, {@code sns}, {@code sqs}, {@code invoke}, {@code schedule}, {@code s3} ...
 * @param who the logical id of what it came to
 * @param title of its first step; of an API's request method and path
 * @param payload what was sent; empty when it is not kept whole
 * @param type the payload's media type; empty when it is not known
 * @param run the first run of a function in it; empty when there is none, or its event is not kept whole
 */
public record PastEvent(
        String kind, String who, String title, Optional<String> payload, String type, Optional<FirstRun> run) {

    /** A function and the event that it got. */
    public record FirstRun(String function, String event) {}
}
