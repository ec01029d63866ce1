package localrunner.sqs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.BinaryMessageAttribute;
import org.elasticmq.DeliveryReceipt;
import org.elasticmq.MessageAttribute;
import org.elasticmq.MessageData;
import org.elasticmq.MessageId;
import org.elasticmq.NumberMessageAttribute;
import org.elasticmq.OnDateTimeReceived;
import org.elasticmq.StringMessageAttribute;
import org.elasticmq.TracingId;
import org.elasticmq.actor.queue.InternalMessage;
import org.elasticmq.msg.LookupMessage;
import org.elasticmq.msg.LookupQueue;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.OptionConverters;

/**
 * Looks into ElasticMQ's queues by asking its actors, which changes nothing in them. Thread-safe.
 *
 * <p>An answer is what a queue's actor says of a message at that moment; {@link MessageIndex} tells which ids to ask for.
 */
final class ElasticMqQueues {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActorRef manager;
    private final MessageIndex index;

    /** @param manager ElasticMQ's actor that knows the queues */
    ElasticMqQueues(ActorRef manager, MessageIndex index) {
        this.manager = manager;
        this.index = index;
    }

    List<StoredMessage> messages(String queue, Optional<String> afterId, int most) throws InterruptedException {
        List<String> ids = index.ids(queue);
        int begin = afterId.map(id -> ids.contains(id) ? ids.indexOf(id) + 1 : ids.size())
                .orElse(0);
        List<StoredMessage> found = new ArrayList<>();
        for (String id : ids.subList(begin, ids.size())) {
            if (found.size() == most) {
                break;
            }
            message(queue, id).ifPresent(found::add);
        }
        return found;
    }

    Optional<StoredMessage> message(String queue, String id) throws InterruptedException {
        Optional<MessageData> data = data(queue, id);
        if (data.isEmpty()) {
            index.find(queue, id).ifPresent(message -> index.forget(queue, message));
        }
        return data.map(ElasticMqQueues::stored);
    }

    /** Forgets what a purge has removed. */
    void forgetPurged(String queue) throws InterruptedException {
        for (String id : index.ids(queue)) {
            var _ = message(queue, id);
        }
    }

    /**
     * The receipt handle with which a message can be deleted that is in the queue now.
     *
     * <p>It is the one of whoever received the message last. One that nobody has received has none, and ElasticMQ makes one
     * only when it is received. So one is put to it here: the actor looks at it when it deletes.
     */
    Optional<String> receipt(String queue, String id) throws InterruptedException {
        Optional<MessageData> data = data(queue, id);
        Optional<InternalMessage> message = index.find(queue, id);
        if (data.isEmpty() || message.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> last = option(data.get().deliveryReceipt()).map(DeliveryReceipt::receipt);
        if (last.isPresent()) {
            return last;
        }
        String made = DeliveryReceipt.generate(new MessageId(id)).receipt();
        var _ = message.get().deliveryReceipts().append(made);
        return Optional.of(made);
    }

    private Optional<MessageData> data(String queue, String id) throws InterruptedException {
        Optional<ActorRef> actor = this.<ActorRef>ask(manager, new LookupQueue(queue));
        return actor.isEmpty() ? Optional.empty() : ask(actor.get(), new LookupMessage(new MessageId(id)));
    }

    @SuppressWarnings("unchecked") // both questions are answered by an Option of what was looked up
    private <T> Optional<T> ask(ActorRef actor, Object question) throws InterruptedException {
        Future<Object> answer = Patterns.ask(actor, question, PATIENCE).toCompletableFuture();
        try {
            return option((Option<T>) answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("ElasticMQ does not answer " + question, e);
        }
    }

    private static <T> Optional<T> option(Option<T> option) {
        return OptionConverters.toJava(option);
    }

    private static StoredMessage stored(MessageData data) {
        Optional<Instant> firstReceived =
                data.statistics().approximateFirstReceive() instanceof OnDateTimeReceived received
                        ? Optional.of(received.when().toInstant())
                        : Optional.empty();
        return new StoredMessage(
                data.id().id(),
                data.content().value(),
                attributes(data),
                data.created().toInstant(),
                data.statistics().approximateReceiveCount(),
                firstReceived,
                Instant.ofEpochMilli(data.nextDelivery().millis()),
                option(data.tracingId()).map(TracingId::id),
                option(data.deadLetterSourceQueueName()));
    }

    private static Map<String, StoredMessage.Attribute> attributes(MessageData data) {
        Map<String, StoredMessage.Attribute> attributes = new LinkedHashMap<>();
        CollectionConverters.asJava(data.messageAttributes())
                .forEach((name, attribute) ->
                        attributes.put(name, new StoredMessage.Attribute(attribute.getDataType(), value(attribute))));
        return attributes;
    }

    private static String value(MessageAttribute attribute) {
        return switch (attribute) {
            case StringMessageAttribute text -> text.stringValue();
            case NumberMessageAttribute number -> number.stringValue();
            case BinaryMessageAttribute binary -> binary.asBase64();
            default -> throw new IllegalStateException("ElasticMQ has a new type of attributes: " + attribute);
        };
    }
}
