package localrunner.sqs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Props;
import org.elasticmq.actor.queue.InternalMessage;
import org.elasticmq.actor.queue.OperationSuccessful$;
import org.elasticmq.actor.queue.QueueEvent;

/**
 * Knows which messages are in which queue, as ElasticMQ tells it to what would store them.
 *
 * <p>ElasticMQ finds a message by its id, but lists none. It tells of each message that is added and removed, but not of
 * those that a purge removes. So an entry says that a message may be there. Thread-safe.
 */
final class MessageIndex {

    private final Map<String, Map<String, InternalMessage>> messagesByQueue = new ConcurrentHashMap<>();

    /** The actor that ElasticMQ is to tell. */
    Props listener() {
        return Props.create(Listener.class, () -> new Listener(this));
    }

    /** The ids in a queue, in the order in which they came. */
    List<String> ids(String queue) {
        Map<String, InternalMessage> messages = messages(queue);
        synchronized (messages) {
            return new ArrayList<>(messages.keySet());
        }
    }

    /** The object that ElasticMQ has in its queue. */
    Optional<InternalMessage> find(String queue, String id) {
        Map<String, InternalMessage> messages = messages(queue);
        synchronized (messages) {
            return Optional.ofNullable(messages.get(id));
        }
    }

    /** Forgets a message that is not there, unless it has come back meanwhile. */
    void forget(String queue, InternalMessage message) {
        Map<String, InternalMessage> messages = messages(queue);
        synchronized (messages) {
            messages.remove(message.id(), message);
        }
    }

    private Map<String, InternalMessage> messages(String queue) {
        return messagesByQueue.computeIfAbsent(queue, _ -> new LinkedHashMap<>());
    }

    private void add(String queue, InternalMessage message) {
        Map<String, InternalMessage> messages = messages(queue);
        synchronized (messages) {
            messages.put(message.id(), message);
        }
    }

    private void remove(String queue, String id) {
        Map<String, InternalMessage> messages = messages(queue);
        synchronized (messages) {
            messages.remove(id);
        }
    }

    /** Hears what happens in the queues. Whoever sent or deleted a message has the answer after this one. */
    private static final class Listener extends AbstractActor {

        private final MessageIndex index;

        Listener(MessageIndex index) {
            this.index = index;
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(QueueEvent.MessageAdded.class, added -> {
                        index.add(added.queueName(), added.message());
                        answer();
                    })
                    .match(QueueEvent.MessageRemoved.class, removed -> {
                        index.remove(removed.queueName(), removed.messageId());
                        answer();
                    })
                    .match(QueueEvent.MessageUpdated.class, _ -> answer())
                    .match(QueueEvent.QueueDeleted.class, deleted -> index.messagesByQueue.remove(deleted.queueName()))
                    .matchAny(_ -> {
                        // Settings of queues are none of its business.
                    })
                    .build();
        }

        private void answer() {
            getSender().tell(OperationSuccessful$.MODULE$, getSelf());
        }
    }
}
