package localrunner.data;

import java.util.Optional;
import localrunner.application.Application;
import tools.jackson.databind.node.ObjectNode;

/**
 * Why a message is where what could not be done ends, and how it can be done again. Immutable.
 *
 * <p>{@link DeadLetters} tells the kinds apart.
 */
public sealed interface DeadLetter {

    /** Why it is there, for people. */
    String why();

    /** What replaying does, for people. */
    String replay();

    /**
     * The record of an asynchronous event that Lambda gave up ("Capturing records of Lambda asynchronous invocations").
     *
     * @param functionArn with the qualifier under which it was invoked
     * @param condition such as {@code RetriesExhausted}
     * @param attempts how often the function ran
     * @param error what the function answered last
     * @param payload the event
     */
    record OfFunction(
            Application.Function function,
            String functionArn,
            String requestId,
            String condition,
            int attempts,
            Optional<String> error,
            String payload)
            implements DeadLetter {

        @Override
        public String why() {
            return "%s gave up this event after %s (%s)%s."
                    .formatted(
                            function.logicalId(),
                            times(attempts),
                            condition,
                            error.map(text -> ": " + text).orElse(""));
        }

        @Override
        public String replay() {
            return "Invokes " + function.logicalId() + " again with the event, asynchronously.";
        }
    }

    /**
     * The record of a stream's batch that an event source mapping gave up. It tells where the records are, not what they
     * were ("Retain discarded records for a DynamoDB event source in Lambda").
     */
    record OfStream(
            Application.StreamMapping mapping,
            Application.Function function,
            String requestId,
            String condition,
            int attempts,
            Optional<String> error,
            Batch batch)
            implements DeadLetter {

        @Override
        public String why() {
            return "%s gave up %s of the stream of %s after %s (%s)%s."
                    .formatted(
                            function.logicalId(),
                            batch.size() == 1 ? "one record" : batch.size() + " records",
                            mapping.source().tableName(),
                            times(attempts),
                            condition,
                            error.map(text -> ": " + text).orElse(""));
        }

        @Override
        public String replay() {
            return "Reads the records from the stream and invokes " + function.logicalId()
                    + " with them, asynchronously.";
        }
    }

    /** Where a batch's records are in their stream. */
    record Batch(String streamArn, String shardId, String startSequenceNumber, String endSequenceNumber, int size) {}

    /**
     * A notification that SNS could not hand to a subscriber ("Amazon SNS dead-letter queues").
     *
     * @param envelope the message's body
     */
    record OfSubscription(
            Application.Topic topic,
            Application.Subscription subscription,
            Application.Function function,
            ObjectNode envelope)
            implements DeadLetter {

        @Override
        public String why() {
            return "SNS could not hand this message of the topic %s to %s."
                    .formatted(topic.logicalId(), function.logicalId());
        }

        @Override
        public String replay() {
            return "Hands the notification to " + function.logicalId() + " again, and to no other subscriber.";
        }
    }

    /** A message that was received too often from another queue ("Using dead-letter queues in Amazon SQS"). */
    record OfQueue(Application.Queue source, int received) implements DeadLetter {

        @Override
        public String why() {
            return "It was received %s from %s and never deleted%s."
                    .formatted(
                            times(received),
                            source.logicalId(),
                            source.redrive()
                                    .map(redrive -> "; its redrive policy allows " + redrive.maxReceiveCount())
                                    .orElse(""));
        }

        @Override
        public String replay() {
            return "Sends the message to " + source.logicalId() + " again, with its attributes.";
        }
    }

    /** An event of a schedule whose function was not there. */
    record OfSchedule(Application.Schedule schedule, Application.Function function, String event)
            implements DeadLetter {

        @Override
        public String why() {
            return "The schedule %s found no %s to invoke.".formatted(schedule.logicalId(), function.logicalId());
        }

        @Override
        public String replay() {
            return "Invokes " + function.logicalId() + " with the event, asynchronously.";
        }
    }

    private static String times(int count) {
        return switch (count) {
            case 0 -> "no attempt";
            case 1 -> "one time";
            default -> count + " times";
        };
    }
}
