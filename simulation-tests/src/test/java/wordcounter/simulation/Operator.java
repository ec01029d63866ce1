package wordcounter.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.replay.ReplayFunction;
import wordcounter.simulation.Invocation.Ending;
import wordcounter.simulation.Request.Arrival;

/** The dead-letter queue, and the operator who replays what is in it. */
final class Operator {

    /** After this nothing in the queue is hidden any more, whoever received it. */
    private static final Duration HIDDEN = Duration.ofMinutes(6);

    private static final JsonObject EXECUTE = new JsonObject(Map.of("execute", true));

    private final World world;
    private final Topic topic;
    private final TextQueue texts;
    private final FileBucket files;
    private final ChangingDocuments documents;
    private final Streams streams;
    private final Milestones milestones;
    private final ReplayFunction queue;

    Operator(
            World world,
            Topic topic,
            TextQueue texts,
            FileBucket files,
            ChangingDocuments documents,
            Streams streams,
            Milestones milestones) {
        this.world = world;
        this.topic = topic;
        this.texts = texts;
        this.files = files;
        this.documents = documents;
        this.streams = streams;
        this.milestones = milestones;
        queue = new ReplayFunction(world.clock(), new Surroundings());
    }

    /** What is in the dead-letter queue. */
    List<String> deadLetters() {
        return queue.letters();
    }

    void send(JsonObject body) {
        queue.send(body.toJson());
    }

    void redrive(QueueMessage message) {
        queue.move(message);
    }

    /** Letters that a replay holds are visible to others, as when it takes too long: SQS delivers at least once. */
    void showDeadLetters() {
        queue.showAll();
    }

    void replay() {
        replay(World.NOBODY);
    }

    private void replay(Consumer<Ending> whenEnded) {
        String run = "run " + (world.started() + 1);
        world.start(
                "replay",
                Lambda.REPLAY_TIMEOUT,
                calls -> Lambda.answer(
                        queue.handler(calls, run, world.variant().deletesOnReceipt(), world.log()),
                        EXECUTE,
                        Lambda.REPLAY_TIMEOUT),
                whenEnded);
    }

    /** Replays, while nothing fails, until a replay finds nothing that it could do something with. */
    void replayEverything() {
        while (replayed() > 0) {
            world.note("the operator", "looks again");
        }
    }

    /** How many letters a replay did something with. */
    private long replayed() {
        if (deadLetters().isEmpty()) {
            return 0;
        }
        world.outage(HIDDEN);
        List<JsonObject> letters = new ArrayList<>();
        replay(ending -> {
            if (!(ending instanceof Ending.Returned(var json))) {
                throw new IllegalStateException("a replay fails though nothing does: " + ending);
            }
            letters.addAll(JsonObject.parse(json).requiredObjects("messages"));
        });
        world.run();
        return letters.stream()
                .filter(letter -> !letter.requiredString("outcome").equals("LEFT"))
                .count();
    }

    /** What the replay meets: the topic, the functions, the stream and the tables of this world. */
    private final class Surroundings implements ReplayFunction.Surroundings {

        @Override
        public void publish(String message, JsonObject attributes) {
            topic.deliver(message, attributes.members(), Arrival.ONCE);
        }

        @Override
        public Optional<String> invoke(Calls calls, String functionArn, JsonObject event) {
            Invocation invocation = calls.make(Operation.INVOKE, functionArn, () -> switch (functionArn) {
                case ReplayFunction.MULTIPLIER ->
                    world.start("multiplier", Lambda.MULTIPLIER_TIMEOUT, topic.multiplier(event), World.NOBODY);
                case ReplayFunction.QUEUED_WORDS ->
                    world.start(
                            "queued words",
                            Lambda.QUEUED_WORDS_TIMEOUT,
                            texts.function(world.variant().replayedTexts(event)),
                            World.NOBODY);
                case ReplayFunction.DIGEST ->
                    world.start(World.DIGEST, Lambda.DIGEST_TIMEOUT, milestones.program(event), World.NOBODY);
                case ReplayFunction.DOCUMENT_WORDS ->
                    world.start(
                            "document words", Lambda.DOCUMENT_WORDS_TIMEOUT, documents.function(event), World.NOBODY);
                case ReplayFunction.AGGREGATOR ->
                    world.start("aggregator", Lambda.AGGREGATOR_TIMEOUT, streams.aggregator(event), World.NOBODY);
                default -> throw new IllegalArgumentException("a function that nothing is to be handed to");
            });
            Ending ending = calls.await(invocation.name(), invocation::ending);
            return world.variant()
                    .answerToReplay(ending instanceof Ending.Returned(var json) ? Optional.of(json) : Optional.empty());
        }

        @Override
        public void start(Calls calls, JsonObject event) {
            Object _ = calls.make(Operation.START, "uploaded words", () -> {
                world.soon("Lambda", "takes what is replayed", () -> files.invoke(event));
                return "";
            });
        }

        @Override
        public Optional<List<JsonObject>> records(String shardId, long startSequenceNumber, long endSequenceNumber) {
            return Milestones.isShard(shardId)
                    ? milestones.records(shardId, startSequenceNumber, endSequenceNumber)
                    : streams.records(shardId, startSequenceNumber, endSequenceNumber);
        }

        @Override
        public void rebuildSummaries(Calls calls) {
            streams.rebuild(calls);
        }
    }
}
