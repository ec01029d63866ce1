package localrunner.act;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import localrunner.application.Application;
import localrunner.data.DeadLetter;
import localrunner.data.DeadLetters;
import localrunner.sqs.QueueContents;
import localrunner.sqs.StoredMessage;
import localrunner.time.Time;
import localrunner.web.WebRefusal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Does again what ended as a dead letter, and takes the letter away.
 *
 * <p>First it is sent, and then the letter is deleted, so nothing is lost in between. Of several people who replay the same
 * letter at once, one sends; the others are told. Somebody who has received a letter has it to himself for its visibility
 * timeout. Thread-safe.
 */
final class Replays {

    private static final int AT_ONCE = 100;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final QueueContents queues;
    private final DeadLetters deadLetters;
    private final Sending sending;
    private final StreamRecords streams;
    private final Time time;

    /** The letters that are being replayed. */
    private final Set<Letter> taken = ConcurrentHashMap.newKeySet();

    private record Letter(String queueArn, String messageId) {}

    Replays(Application application, QueueContents queues, Sending sending, StreamRecords streams, Time time) {
        this.queues = queues;
        deadLetters = new DeadLetters(application);
        this.sending = sending;
        this.streams = streams;
        this.time = time;
    }

    /**
     * Replays one letter.
     *
     * @throws WebRefusal when it is not there any more, somebody else has it, or nobody knows how; the message says which
     */
    Sent replay(Application.Queue queue, String messageId) throws InterruptedException {
        Letter letter = new Letter(queue.arn(), messageId);
        if (!taken.add(letter)) {
            throw new WebRefusal(409, "somebody else is replaying this message at the moment");
        }
        try {
            StoredMessage message = queues.message(queue.arn(), messageId)
                    .orElseThrow(() -> new WebRefusal(
                            404,
                            "%s has no message %s any more; somebody has replayed or deleted it"
                                    .formatted(queue.logicalId(), messageId)));
            if (message.visibleAt().isAfter(time.now())) {
                throw new WebRefusal(
                        409,
                        message.received() == 0
                                ? "the message is delayed until " + message.visibleAt()
                                : "somebody has received this message and may be working on it until "
                                        + message.visibleAt());
            }
            DeadLetter dead = deadLetters
                    .read(queue, message)
                    .orElseThrow(() -> new WebRefusal(
                            409,
                            "the template does not tell how this message is done again: the application put it there itself."
                                    + " Send what is in it by hand"));
            Sent sent = send(dead, message);
            var _ = queues.delete(queue.arn(), messageId);
            return sent;
        } finally {
            taken.remove(letter);
        }
    }

    private Sent send(DeadLetter dead, StoredMessage message) throws InterruptedException {
        return switch (dead) {
            case DeadLetter.OfFunction letter -> sending.invoke(letter.function(), letter.payload(), false);
            case DeadLetter.OfSchedule letter -> sending.invoke(letter.function(), letter.event(), false);
            case DeadLetter.OfSubscription letter ->
                sending.invoke(
                        letter.function(), SnsEnvelope.lambdaEvent(letter.envelope(), letter.subscription()), false);
            case DeadLetter.OfQueue letter ->
                sending.enqueue(letter.source(), message.body(), message.attributes(), message.traceHeader());
            case DeadLetter.OfStream letter -> again(letter);
        };
    }

    /** Waits for the function, since it says only then whether it could do something with the records. */
    private Sent again(DeadLetter.OfStream letter) throws InterruptedException {
        Sent sent = sending.invoke(letter.function(), streams.event(letter.mapping(), letter.batch()), true);
        sent.answer()
                .filter(answer -> answer.failed() || reportsFailures(letter.mapping(), answer.text()))
                .ifPresent(answer -> {
                    throw new WebRefusal(
                            409,
                            "%s failed again, so the message stays: %s"
                                    .formatted(letter.function().logicalId(), answer.text()));
                });
        return sent;
    }

    private static boolean reportsFailures(Application.StreamMapping mapping, String answer) {
        try {
            return mapping.reportBatchItemFailures()
                    && !JSON.readTree(answer).path("batchItemFailures").isEmpty();
        } catch (JacksonException e) {
            // Lambda takes what is no such answer for a failure of the whole batch.
            return true;
        }
    }

    /**
     * Replays all letters that are in a queue now.
     *
     * @return how many were replayed, and which were left, with the reasons
     */
    ObjectNode replayAll(Application.Queue queue) throws InterruptedException {
        ObjectNode result = JSON.createObjectNode();
        int replayed = 0;
        ArrayNode left = JSON.createArrayNode();
        for (String id : ids(queue)) {
            try {
                var _ = replay(queue, id);
                replayed++;
            } catch (WebRefusal e) {
                left.addObject().put("id", id).put("reason", String.valueOf(e.getMessage()));
            }
        }
        result.put("replayed", replayed).set("left", left);
        return result;
    }

    /** All at the beginning, as a letter that fails again comes back to the end of the queue. */
    private List<String> ids(Application.Queue queue) throws InterruptedException {
        var ids = new ArrayList<String>();
        Optional<String> after = Optional.empty();
        List<StoredMessage> page;
        do {
            page = queues.messages(queue.arn(), after, AT_ONCE);
            page.forEach(message -> ids.add(message.id()));
            after = page.isEmpty() ? after : Optional.of(page.getLast().id());
        } while (page.size() == AT_ONCE);
        return ids;
    }
}
