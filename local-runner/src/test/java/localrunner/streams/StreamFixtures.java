package localrunner.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import localrunner.application.Application.Batching;
import localrunner.application.Application.RetryPolicy;
import localrunner.application.Application.StartingPosition;
import localrunner.application.Application.StreamMapping;
import localrunner.application.Application.StreamSource;
import localrunner.invoke.InvocationResult;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Records, answers and mappings for the tests of this package. */
final class StreamFixtures {

    static final String STREAM =
            "arn:aws:dynamodb:eu-west-1:000000000000:table/app-Counts/stream/2026-01-01T00:00:00.000";
    static final String QUEUE = "arn:aws:sqs:eu-west-1:000000000000:app-Dead";
    static final String FUNCTION = "arn:aws:lambda:eu-west-1:000000000000:function:app-Sum:live";
    static final Instant WRITTEN_AT = Instant.parse("2026-01-01T00:00:00Z");

    private StreamFixtures() {}

    /** Builds a mapping. Unless a test says otherwise it has Lambda's defaults, a queue, and batches of 10. */
    record Mapping(
            StartingPosition start,
            int batchSize,
            Duration window,
            int retries,
            Optional<Duration> maximumAge,
            boolean bisect,
            boolean partial,
            Optional<String> queue) {

        static final Mapping DEFAULT = new Mapping(
                StartingPosition.TRIM_HORIZON,
                10,
                Duration.ZERO,
                -1,
                Optional.empty(),
                false,
                false,
                Optional.of(QUEUE));

        Mapping withStart(StartingPosition position) {
            return new Mapping(position, batchSize, window, retries, maximumAge, bisect, partial, queue);
        }

        Mapping withBatch(int size, Duration batchingWindow) {
            return new Mapping(start, size, batchingWindow, retries, maximumAge, bisect, partial, queue);
        }

        Mapping withRetries(int maximum) {
            return new Mapping(start, batchSize, window, maximum, maximumAge, bisect, partial, queue);
        }

        Mapping withMaximumAge(Duration age) {
            return new Mapping(start, batchSize, window, retries, Optional.of(age), bisect, partial, queue);
        }

        Mapping withBisect() {
            return new Mapping(start, batchSize, window, retries, maximumAge, true, partial, queue);
        }

        Mapping withPartialResponses() {
            return new Mapping(start, batchSize, window, retries, maximumAge, bisect, true, queue);
        }

        Mapping withoutQueue() {
            return new Mapping(start, batchSize, window, retries, maximumAge, bisect, partial, Optional.empty());
        }

        StreamMapping build() {
            return build(List.of());
        }

        StreamMapping build(List<String> filters) {
            return new StreamMapping(
                    "SumStream",
                    FUNCTION,
                    new StreamSource(STREAM, "app-Counts", start),
                    filters,
                    new Batching(batchSize, window),
                    new RetryPolicy(retries, maximumAge, queue),
                    bisect,
                    partial);
        }
    }

    /** A record in the form of the Lambda event, written that many seconds after {@link #WRITTEN_AT}. */
    static JsonNode json(int number, int secondsLater, String word) {
        return JsonMapper.shared().readTree("""
                {"eventID": "e%d", "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
                 "awsRegion": "eu-west-1", "eventSourceARN": "%s",
                 "dynamodb": {"ApproximateCreationDateTime": %d, "Keys": {"word": {"S": "%s"}},
                              "SequenceNumber": "%s", "SizeBytes": 9, "StreamViewType": "NEW_AND_OLD_IMAGES"}}
                """.formatted(
                        number, STREAM, WRITTEN_AT.getEpochSecond() + secondsLater, word, sequence(number)));
    }

    static String sequence(int number) {
        return Integer.toString(100 + number);
    }

    static StreamRecord record(int number) {
        return StreamRecord.of(json(number, 0, "w" + number));
    }

    static List<StreamRecord> records(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(StreamFixtures::record).toList();
    }

    static InvocationResult answer(String payload) {
        return new InvocationResult("req-ok", payload, Optional.empty(), "1");
    }

    static InvocationResult error() {
        return new InvocationResult("req-error", "{\"errorMessage\":\"no\"}", Optional.of("Unhandled"), "1");
    }

    static InvocationResult failedFrom(int number) {
        return answer("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + sequence(number) + "\"}]}");
    }
}
