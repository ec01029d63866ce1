package localrunner.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An event in a list.
 *
 * @param number counts up with each event
 * @param kind {@code api}, {@code schedule}, {@code s3}, {@code sqs}, {@code sns}, {@code invoke} or {@code dynamodb}
 * @param httpStatus of an API's answer
 * @param duration from its beginning to the end of the last span that has ended
 * @param hops how many spans it has
 * @param functions their logical ids, in the order in which they ran first
 * @param failedSpans attempts and calls that failed, also those that went well later
 */
public record EventSummary(
        String id,
        long number,
        Instant at,
        String kind,
        String title,
        Status status,
        Optional<Integer> httpStatus,
        Duration duration,
        int hops,
        List<String> functions,
        int failedSpans) {
    public EventSummary {
        functions = List.copyOf(functions);
    }
}
