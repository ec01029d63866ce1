package localrunner.facts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that has happened in the runner. Immutable.
 *
 * <p>Times are of the wall clock at any time scale. Ids are those that AWS's own answers and logs show: request ids of
 * functions and APIs, message ids of queues and topics. What is the cause of a fact stands beside it: {@link Cause}.
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
     * A process begins to run a function. What the process prints and calls until {@link Invoked} has the run as its
     * cause.
     *
     * @param run the hop's id, which no other run has, not even under the same request id
     * @param cold whether the process has run nothing before
     * @param event what the function is given
     */
    record Began(Instant at, Version function, String requestId, String run, boolean cold, Payload event)
            implements OfFunction {}

    /**
     * A function has run once.
     *
     * @param at when it began
     * @param duration real time at any scale, without the initialisation
     * @param failed whether it threw, timed out, or its process died
     * @param concurrent how many invocations of the function were under way when this one began, with this one
     * @param run as {@link Began} has told it
     * @param answer the function's, or its error
     */
    record Invoked(
            Instant at,
            Version function,
            String requestId,
            Duration duration,
            boolean failed,
            int concurrent,
            String run,
            Payload answer)
            implements OfFunction {}

    /** Lambda refused an invocation, since too many were under way. */
    record Throttled(Instant at, Version function, String requestId) implements OfFunction {}

    /** Lambda's queue of asynchronous events has taken an event. The request id is the id of the hop. */
    record EventQueued(Instant at, Version function, String requestId, Payload event) implements OfFunction {}

    /**
     * An attempt at a queued event begins.
     *
     * @param age how long the event has been in the queue, on the scale of the runner's time
     */
    record EventAttempted(Instant at, Version function, String requestId, Duration age) implements OfFunction {}

    /**
     * A queued event will be tried again.
     *
     * @param delay until then, on the scale of the runner's time
     * @param reason why the attempt before was none, such as {@code failed} or {@code throttled}
     */
    record RetryPlanned(Instant at, Version function, String requestId, Duration delay, String reason)
            implements OfFunction {}

    /** A queued event is done: its function has run without an error. */
    record EventDone(Instant at, Version function, String requestId) implements OfFunction {}

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
     * @param messageIds of each, which are the ids of the hops
     * @param bytes of their bodies together
     * @param bodies in the order of the ids
     */
    record MessagesSent(Instant at, Place queue, List<String> messageIds, int bytes, List<Payload> bodies)
            implements OfQueue {
        public MessagesSent {
            messageIds = List.copyOf(messageIds);
            bodies = List.copyOf(bodies);
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

    /** A topic has taken a message. The message id is the id of the hop. */
    record Published(Instant at, Place topic, String messageId, int bytes, Payload message) implements OfTopic {}

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
     * An API has got a request.
     *
     * @param who the API's logical id
     * @param requestId the id of the hop
     * @param line method, path and query of the request, such as {@code GET /words/hello?consistent=true}
     * @param route method and path of the route that takes it, such as {@code GET /words/{word}}; empty when none does
     */
    record Requested(Instant at, String who, String requestId, String line, Optional<String> route, Payload body)
            implements Fact {}

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
            Duration latency,
            Payload body)
            implements Fact {}

    /**
     * A service has answered a call at the edge port. What the call has done was told before, with the call as its
     * cause.
     *
     * @param at when it came
     * @param caller the logical id of the function that called; empty for somebody outside
     * @param service its name in a SigV4 credential scope, such as {@code dynamodb}
     * @param operation such as {@code TransactWriteItems}
     * @param call the hop's id
     * @param latency real time until the answer
     * @param error the code of an error; empty when it went well
     */
    record Called(
            Instant at,
            String caller,
            String service,
            String operation,
            String call,
            int status,
            Duration latency,
            String error,
            Payload request,
            Payload answer)
            implements Fact {

        @Override
        public String who() {
            return caller.isEmpty() ? service : caller;
        }
    }

    /**
     * Whether a call may do what it needs, before it is answered.
     *
     * @param who the logical id of the function, or the name of the role or service, that calls
     * @param decision for people, such as {@code dynamodb:GetItem allowed by the policy Read of OrdersRole}
     */
    record PermissionChecked(Instant at, String who, boolean allowed, String decision) implements Fact {}

    /**
     * A batch of messages or records is about to be handed to a function. It has the id of a hop without a cause, as each
     * of its items has a cause of its own.
     *
     * @param who the logical id of the event source mapping
     * @param batch the hop's id
     * @param source the logical id of the queue, or {@code stream:} with the name of the table
     */
    record BatchTaken(Instant at, String who, String batch, String source, List<Item> items) implements Fact {
        public BatchTaken {
            items = List.copyOf(items);
        }
    }

    /**
     * A part of a batch.
     *
     * @param id a message's id, or a stream record's sequence number
     * @param key of a record the key of the table's item, as {@link TableUsed} tells it; empty for a message
     */
    record Item(String id, String key) {}

    /**
     * No more is done with a batch.
     *
     * @param batch as {@link BatchTaken} has told it
     * @param failed whether some of it was given up, or comes again
     */
    record BatchDone(Instant at, String who, String batch, boolean failed) implements Fact {}

    /**
     * A schedule has fired.
     *
     * @param who its logical id
     * @param id of the hop
     */
    record Fired(Instant at, String who, String id, Payload event) implements Fact {}

    /**
     * A bucket tells somebody what has become of an object.
     *
     * @param id of the hop
     * @param event such as {@code ObjectCreated:Put}
     */
    record ObjectChanged(Instant at, Place bucket, String id, String event, String key, Payload message)
            implements Fact {

        @Override
        public String who() {
            return bucket.logicalId();
        }
    }

    /**
     * Somebody has sent something by hand, in the console.
     *
     * @param who the logical id of what it was sent to
     * @param id of the hop
     * @param kind of the event that begins with it: {@code api}, {@code schedule}, {@code s3}, {@code sqs}, {@code sns} or
     *     {@code invoke}
     * @param title for people
     */
    record SentByHand(Instant at, String who, String id, String kind, String title, Payload payload) implements Fact {}

    /**
     * A call of DynamoDB has used a table. A call that uses several tables is a fact for each.
     *
     * @param operation such as {@code TransactWriteItems}
     * @param latency real time until the answer
     * @param writtenKeys of the items that were written, if the table has a stream: attribute names in alphabetical order
     *     with their values in DynamoDB's JSON
     */
    record TableUsed(
            Instant at,
            Place table,
            String operation,
            int status,
            Duration latency,
            Effect effect,
            List<String> writtenKeys)
            implements Fact {
        public TableUsed {
            writtenKeys = List.copyOf(writtenKeys);
        }

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
