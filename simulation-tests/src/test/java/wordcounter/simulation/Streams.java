package wordcounter.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import wordcounter.aggregator.AggregatorFunction;
import wordcounter.json.JsonObject;
import wordcounter.replay.ReplayFunction;
import wordcounter.simulation.Invocation.Ending;
import wordcounter.simulation.Invocation.Program;
import wordcounter.simulation.Stream.StreamRecord;
import wordcounter.summaries.SummaryChange;
import wordcounter.testing.InMemoryCounts.Counter;

/** The WordCounts table's stream with all its shards, the aggregator that reads it, and the rebuild that makes up for it. */
final class Streams {

    static final int RETRIES = 10;

    private static final int SHARDS = 2;
    private static final Duration REBUILD_TIMEOUT = Duration.ofMinutes(15);

    private final World world;
    private final AggregatorFunction aggregator;
    private final List<Stream> shards = new ArrayList<>();
    private final int batchSize;
    private final Set<Long> killers = new HashSet<>();
    private long sequenceNumber;

    /**
     * @param batchSize the largest batch of records
     * @param whenWritten is told of each summary that is written
     */
    Streams(World world, int batchSize, Consumer<SummaryChange> whenWritten) {
        this.world = world;
        this.batchSize = batchSize;
        aggregator = new AggregatorFunction(world.variant()::summaries, whenWritten);
        Stream.Mapping mapping = new Stream.Mapping(ReplayFunction.AGGREGATOR, true, RETRIES, this::aggregate);
        for (int i = 0; i < SHARDS; i++) {
            shards.add(new Stream(world, mapping, "shard-" + i));
        }
    }

    List<Stream> shards() {
        return shards;
    }

    AggregatorFunction aggregator() {
        return aggregator;
    }

    int batchSize() {
        return batchSize;
    }

    /** A counter was written. */
    void append(Counter counter) {
        String key = counter.word() + "#" + counter.shard();
        shardOf(key).append(StreamRecord.of(++sequenceNumber, world.now(), counter));
    }

    /** Somebody wrote an item that is no counter. */
    void appendUnreadable(String text) {
        shardOf(text).append(StreamRecord.unreadable(++sequenceNumber, world.now(), text));
    }

    private Stream shardOf(String key) {
        return shards.get(Math.floorMod(key.hashCode(), SHARDS));
    }

    /** The aggregator dies of the record with this number, whenever it gets it, until it is mended. */
    void killAggregatorAt(long number) {
        killers.add(number);
    }

    void mend() {
        killers.clear();
    }

    /** The mapping is made anew. */
    void replay() {
        shards.forEach(Stream::replay);
    }

    /** Records that were read before come again, as from a dead-letter queue. */
    void redeliver() {
        List<StreamRecord> records = shards.get(world.random().nextInt(SHARDS)).log();
        if (!records.isEmpty()) {
            int from = world.random().nextInt(records.size());
            int to = Math.min(records.size(), from + 1 + world.random().nextInt(batchSize));
            aggregate(List.copyOf(records.subList(from, to)), World.NOBODY);
        }
    }

    void aggregate(List<StreamRecord> records, Consumer<Ending> whenEnded) {
        JsonObject batch = Lambda.event(records.stream()
                .map(streamRecord -> streamRecord.json().members())
                .toList());
        world.start("aggregator", Lambda.AGGREGATOR_TIMEOUT, aggregator(batch), whenEnded);
    }

    /** One invocation of the aggregator, by whomever. */
    Program aggregator(JsonObject batch) {
        JsonObject seen = world.variant().batch(batch);
        boolean kills = batch.requiredObjects("Records").stream()
                .map(streamRecord -> streamRecord.requiredObject("dynamodb").requiredString("SequenceNumber"))
                .anyMatch(number -> killers.contains(Long.valueOf(number)));
        return calls -> {
            if (kills) {
                throw new IllegalStateException("killed by a record");
            }
            return world.variant()
                    .answer(
                            batch,
                            Lambda.answer(
                                    aggregator.handler(calls, world.parking(calls), world.log()),
                                    seen,
                                    Lambda.AGGREGATOR_TIMEOUT));
        };
    }

    /** Somebody rebuilds the summaries while everything goes on. */
    void startRebuild() {
        world.start(
                "rebuild",
                REBUILD_TIMEOUT,
                calls -> {
                    rebuild(calls);
                    return "";
                },
                World.NOBODY);
    }

    void rebuild(Calls calls) {
        aggregator.rebuild(calls, calls.make(Operation.SCAN, "", () -> List.copyOf(world.counters())));
    }

    /** The records from one number to another; empty when one of them has left the stream. */
    Optional<List<JsonObject>> records(String shardId, long startSequenceNumber, long endSequenceNumber) {
        Instant now = world.now();
        List<StreamRecord> records = shards.stream()
                .filter(stream -> stream.shardId().equals(shardId))
                .flatMap(stream -> stream.between(startSequenceNumber, endSequenceNumber).stream())
                .toList();
        if (records.stream().allMatch(streamRecord -> streamRecord.isKept(now))) {
            return Optional.of(records.stream().map(StreamRecord::json).toList());
        }
        records.forEach(
                streamRecord -> world.truth().leftTheStream(streamRecord.json().toJson()));
        return Optional.empty();
    }
}
