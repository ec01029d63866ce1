package wordcounter.replay;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wordcounter.intake.EventIds;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.replay.LetterBody.SnsDelivery;
import wordcounter.replay.LetterBody.StreamBatch;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.simulation.Calls;
import wordcounter.simulation.Operation;

/** The dead-letter queue, and the real replay function over the simulated world. */
public final class ReplayFunction {

    public static final String TOPIC = "arn:aws:sns:us-east-1:123456789012:words";
    public static final String MULTIPLIER = "arn:aws:lambda:us-east-1:123456789012:function:multiplier:live";
    public static final String QUEUED_WORDS = "arn:aws:lambda:us-east-1:123456789012:function:queued-words:live";
    public static final String UPLOADED_WORDS = "arn:aws:lambda:us-east-1:123456789012:function:uploaded-words:live";
    public static final String DOCUMENT_WORDS = "arn:aws:lambda:us-east-1:123456789012:function:document-words:live";
    public static final String AGGREGATOR = "arn:aws:lambda:us-east-1:123456789012:function:aggregator:live";
    public static final String DIGEST = "arn:aws:lambda:us-east-1:123456789012:function:digest:live";
    private static final String LOGGER = "arn:aws:lambda:us-east-1:123456789012:function:logger:live";

    private static final ReplaySettings SETTINGS = new ReplaySettings(
            "dead letters",
            TOPIC,
            "word counts",
            "summaries",
            Map.of(
                    FunctionModule.SNS_MULTIPLIER,
                    MULTIPLIER,
                    FunctionModule.QUEUED_WORDS,
                    QUEUED_WORDS,
                    FunctionModule.UPLOADED_WORDS,
                    UPLOADED_WORDS,
                    FunctionModule.DOCUMENT_WORDS,
                    DOCUMENT_WORDS,
                    FunctionModule.EVENT_AGGREGATOR,
                    AGGREGATOR,
                    FunctionModule.SLACK_DIGEST,
                    DIGEST,
                    FunctionModule.SNS_LOGGER,
                    LOGGER));

    private final InMemoryQueue queue;
    private final Surroundings surroundings;

    /** Whatever letters are handed over to. */
    public interface Surroundings {

        /** @param attributes as SNS writes them */
        void publish(String message, JsonObject attributes);

        /** The function's answer; empty when it failed. */
        Optional<String> invoke(Calls calls, String functionArn, JsonObject event);

        /** Has the function behind the bucket invoked, and does not wait. */
        void start(Calls calls, JsonObject event);

        /** Those between the two; empty when one of them has left the stream. */
        Optional<List<JsonObject>> records(String shardId, long startSequenceNumber, long endSequenceNumber);

        void rebuildSummaries(Calls calls);
    }

    public ReplayFunction(Clock clock, Surroundings surroundings) {
        queue = new InMemoryQueue(clock);
        this.surroundings = surroundings;
    }

    /** Puts a new letter into the queue. */
    public void send(String body) {
        queue.send(body);
    }

    /** Takes over a message that its own queue gave up. */
    public void move(QueueMessage message) {
        queue.move(message.messageId(), message.body(), message.attributes(), message.sentAt());
    }

    /** Makes letters visible that are hidden. */
    public void showAll() {
        queue.showAll();
    }

    /** All letters in the queue, visible or not. */
    public List<String> letters() {
        return queue.bodies();
    }

    /**
     * @param run names it
     * @param deletesOnReceipt the defect of taking letters out of the queue when they are received, and putting back what is left
     */
    public RequestStreamHandler handler(Calls calls, String run, boolean deletesOnReceipt, JsonLog log) {
        DeadLetters deadLetters = new CalledQueue(calls);
        CalledHandOver handOver = new CalledHandOver(calls);
        return new DeadLetterReplayHandler(
                new Replayer(
                        deletesOnReceipt ? new DeletesOnReceipt(deadLetters) : deadLetters,
                        handOver,
                        handOver,
                        SETTINGS,
                        new EventIds(calls.random()),
                        calls.clock(),
                        log,
                        Runnable::run),
                calls.clock(),
                () -> run);
    }

    private final class CalledQueue implements DeadLetters {

        private final Calls calls;

        CalledQueue(Calls calls) {
            this.calls = calls;
        }

        @Override
        public List<DeadLetter> receive(int max) {
            return calls.make(Operation.RECEIVE, max, () -> queue.receive(max));
        }

        @Override
        public void delete(DeadLetter deadLetter) {
            Object _ = calls.make(Operation.DELETE_LETTER, deadLetter.messageId(), () -> {
                queue.delete(deadLetter);
                return "";
            });
        }

        @Override
        public void putCopy(DeadLetter deadLetter, int replays, String run) {
            Object _ = calls.make(Operation.PUT_BACK, deadLetter.messageId(), () -> {
                queue.putCopy(deadLetter, replays, run);
                return "";
            });
        }

        @Override
        public void release(List<String> receiptHandles) {
            if (receiptHandles.isEmpty()) {
                return; // as SqsDeadLetters does, a call has one at least
            }
            Object _ = calls.make(Operation.RELEASE, receiptHandles, () -> {
                queue.release(receiptHandles);
                return "";
            });
        }
    }

    private final class CalledHandOver implements HandOver, StreamRecovery {

        private final Calls calls;

        CalledHandOver(Calls calls) {
            this.calls = calls;
        }

        @Override
        public void publish(SnsDelivery message, int replays, String run) {
            Map<String, Object> attributes = new LinkedHashMap<>();
            message.attributes(replays, run)
                    .forEach((name, attribute) ->
                            attributes.put(name, Map.of("Type", attribute.type(), "Value", attribute.value())));
            Object _ = calls.make(Operation.PUBLISH_AGAIN, attributes, () -> {
                surroundings.publish(message.message(), new JsonObject(attributes));
                return "";
            });
        }

        @Override
        public JsonObject invoke(FunctionModule function, JsonObject event, Instant deadline) {
            String answer = surroundings
                    .invoke(calls, SETTINGS.arn(function), event)
                    .orElseThrow(() -> new HandOverException(function.module() + " failed again"));
            return answer.isBlank() ? new JsonObject(Map.of()) : JsonObject.parse(answer);
        }

        @Override
        public void start(FunctionModule function, JsonObject event, Instant deadline) {
            if (function != FunctionModule.UPLOADED_WORDS) {
                throw new IllegalArgumentException("a replay waits for " + function.module());
            }
            surroundings.start(calls, event);
        }

        @Override
        public Optional<List<JsonObject>> records(StreamBatch batch, FunctionModule target) {
            return calls.make(
                    Operation.READ_RECORDS,
                    batch.shardId() + " from " + batch.startSequenceNumber(),
                    () -> surroundings.records(
                            batch.shardId(),
                            Long.parseLong(batch.startSequenceNumber()),
                            Long.parseLong(batch.endSequenceNumber())));
        }

        @Override
        public void rebuildSummaries(Instant deadline) {
            surroundings.rebuildSummaries(calls);
        }
    }

    private static final class DeletesOnReceipt implements DeadLetters {

        private final DeadLetters queue;
        private final Map<String, DeadLetter> received = new HashMap<>();

        DeletesOnReceipt(DeadLetters queue) {
            this.queue = queue;
        }

        @Override
        public List<DeadLetter> receive(int max) {
            List<DeadLetter> some = queue.receive(max);
            some.forEach(deadLetter -> {
                queue.delete(deadLetter);
                received.put(deadLetter.receiptHandle(), deadLetter);
            });
            return some;
        }

        @Override
        public void delete(DeadLetter deadLetter) {
            received.remove(deadLetter.receiptHandle());
        }

        @Override
        public void putCopy(DeadLetter deadLetter, int replays, String run) {
            queue.putCopy(deadLetter, replays, run);
        }

        @Override
        public void release(List<String> receiptHandles) {
            for (String handle : receiptHandles) {
                DeadLetter left = received.remove(handle);
                if (left != null) {
                    queue.putCopy(left, left.replays(), left.run());
                }
            }
        }
    }
}
