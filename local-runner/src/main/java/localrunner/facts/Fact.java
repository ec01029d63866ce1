package localrunner.facts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that has happened in the runner. Immutable.
 *
 * <p>Times are of the wall clock at any time scale. Ids are those that AWS's own answers and logs show: request ids of
 * functions and APIs, message ids of queues and topics. By them one fact is found to be the cause of another.
 */
public sealed interface Fact {

    /** When it happened. */
    Instant at();

    /** The logical id of the resource to which it happened. */
    String who();

    /** A fact about a function. */
    sealed interface OfFunction extends Fact {

        Version function();

        @Override
        default String who() {
            return function().logicalId();
        }
    }

    /**
     * Which version of a function was called.
     *
     * @param qualifier alias, version number, or {@code $LATEST}
     */
    record Version(String logicalId, String name, String qualifier) {}

    /**
     * A function has run once.
     *
     * @param at when it began
     * @param duration real time at any scale, without the initialisation
     * @param failed whether it threw, timed out, or its process died
     * @param concurrent how many invocations of the function were under way when this one began, with this one
     */
    record Invoked(Instant at, Version function, String requestId, Duration duration, boolean failed, int concurrent)
            implements OfFunction {}

    /** Lambda refused an invocation, since too many were under way. */
    record Throttled(Instant at, Version function, String requestId) implements OfFunction {}

    /** Lambda's queue of asynchronous events has taken an event. */
    record EventQueued(Instant at, Version function, String requestId) implements OfFunction {}

    /**
     * An attempt at a queued event begins.
     *
     * @param age how long the event has been in the queue, on the scale of the runner's time
     */
    record EventAttempted(Instant at, Version function, String requestId, Duration age) implements OfFunction {}

    /**
     * A queued event was given up. With an on-failure destination its record was sent there, or that failed: {@link
     * DestinationFailed}.
     *
     * @param condition why, as the event's invocation record says it
     */
    record EventDropped(Instant at, Version function, String requestId, String condition) implements OfFunction {}

    /** An on-failure destination did not take the record of what was given up. */
    record DestinationFailed(Instant at, Version function, String requestId, String destinationArn)
            implements OfFunction {}

    /**
     * A batch of a table's stream goes to its function. The logical id is the mapping's.
     *
     * @param records how many are in it
     * @param age how old the last record is, on the scale of the runner's time
     */
    record BatchSent(Instant at, Version function, int records, Duration age) implements OfFunction {}

    /** A function's process has printed a line, or Lambda a line about it. */
    record Printed(Instant at, Version function, String line) implements OfFunction {}

    /** A fact about a queue. */
    sealed interface OfQueue extends Fact {

        Place queue();

        @Override
        default String who() {
            return queue().logicalId();
        }
    }

    /** A queue, topic or table by both its names. */
    record Place(String logicalId, String name) {}

    /**
     * A queue has taken messages.
     *
     * @param messageIds of each
     * @param bytes of their bodies together
     */
    record MessagesSent(Instant at, Place queue, List<String> messageIds, int bytes) implements OfQueue {
        public MessagesSent {
            messageIds = List.copyOf(messageIds);
        }
    }

    /** Somebody asked a queue for messages, and got these; none when it was empty. */
    record MessagesReceived(Instant at, Place queue, List<Receipt> receipts) implements OfQueue {
        public MessagesReceived {
            receipts = List.copyOf(receipts);
        }
    }

    /**
     * A message that was handed out.
     *
     * @param times how often it has been handed out by then; empty when the receiver did not ask for it
     */
    record Receipt(String messageId, Optional<Integer> times) {}

    /** Messages were deleted from a queue. */
    record MessagesDeleted(Instant at, Place queue, List<String> messageIds) implements OfQueue {
        public MessagesDeleted {
            messageIds = List.copyOf(messageIds);
        }
    }

    /** A fact about a topic. */
    sealed interface OfTopic extends Fact {

        Place topic();

        @Override
        default String who() {
            return topic().logicalId();
        }
    }

    /** A topic has taken a message. */
    record Published(Instant at, Place topic, String messageId, int bytes) implements OfTopic {}

    /** A subscriber has a message of a topic. */
    record Notified(Instant at, Place topic, String messageId, String endpointArn) implements OfTopic {}

    /** A message of a topic could not be handed to a subscriber, and SNS tries no more. */
    record NotificationFailed(Instant at, Place topic, String messageId, String endpointArn, Redrive redrive)
            implements OfTopic {}

    /** What became of a notification that failed. */
    enum Redrive {
        /** The subscription has no redrive queue. */
        NONE,
        /** It is in the subscription's redrive queue. */
        TAKEN,
        /** The redrive queue did not take it. */
        REFUSED
    }

    /**
     * An API has answered a request.
     *
     * @param at when it came
     * @param who the API's logical id
     * @param api the API's name
     * @param route method and path of the request, such as {@code POST /words}
     * @param latency real time until the answer
     */
    record Answered(
            Instant at,
            String who,
            String api,
            String stage,
            String requestId,
            String route,
            int status,
            Duration latency)
            implements Fact {}

    /**
     * A call of DynamoDB has used a table. A call that uses several tables is a fact for each.
     *
     * @param operation such as {@code TransactWriteItems}
     * @param latency real time until the answer
     */
    record TableUsed(Instant at, Place table, String operation, int status, Duration latency, Effect effect)
            implements Fact {

        @Override
        public String who() {
            return table.logicalId();
        }
    }

    /**
     * What a call did to a table, as far as it can be told from the outside.
     *
     * @param readUnits consumed, by the size of the answer
     * @param writeUnits consumed, one for each item that was written, two in a transaction
     * @param throttledReads reads that were refused for the throughput
     * @param throttledWrites writes that were refused for the throughput
     * @param conflicts items of a transaction that another one held
     * @param failedConditions items whose condition did not hold
     */
    record Effect(
            double readUnits,
            double writeUnits,
            int throttledReads,
            int throttledWrites,
            int conflicts,
            int failedConditions) {}
}
