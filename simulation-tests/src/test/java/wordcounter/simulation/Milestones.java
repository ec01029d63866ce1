package wordcounter.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import wordcounter.digest.DigestFunction;
import wordcounter.json.JsonObject;
import wordcounter.replay.ReplayFunction;
import wordcounter.simulation.Invocation.Ending;
import wordcounter.simulation.Invocation.Program;
import wordcounter.simulation.Stream.StreamRecord;
import wordcounter.summaries.SummaryChange;
import wordcounter.summaries.SummaryItem;

/** The Summaries table's stream, as far as its mapping lets records through, and the digest that reads it. */
final class Milestones {

    private static final int SHARDS = 2;
    private static final String SHARD = "summaries-shard-";

    private final World world;
    private final DigestFunction digest = new DigestFunction();
    private final List<Stream> shards = new ArrayList<>();
    private final SortedMap<String, Long> highest = new TreeMap<>();
    private long sequenceNumber;
    private boolean isDoubled;

    Milestones(World world) {
        this.world = world;
        Stream.Mapping mapping = new Stream.Mapping(ReplayFunction.DIGEST, false, 20, this::tell);
        for (int i = 0; i < SHARDS; i++) {
            shards.add(new Stream(world, mapping, SHARD + i));
        }
    }

    List<Stream> shards() {
        return shards;
    }

    /** Whether it is a shard of this stream. */
    static boolean isShard(String shardId) {
        return shardId.startsWith(SHARD);
    }

    /** A word's summary was written. */
    void append(SummaryChange change) {
        long crossed = crossed(change.previous().itemCount(), change.next().itemCount());
        if (crossed > 0) {
            highest.merge(change.word(), crossed, Math::max);
        }
        if (change.milestonePassed() > 0) {
            Map<String, Object> image = new LinkedHashMap<>();
            image.put(SummaryItem.ID, Map.of("S", SummaryItem.wordId(change.word())));
            image.put(
                    SummaryItem.ITEM_COUNT,
                    Map.of("N", Long.toString(change.next().itemCount())));
            image.put(SummaryItem.PASSED, Map.of("N", Long.toString(change.milestonePassed())));
            StreamRecord passed = StreamRecord.of(++sequenceNumber, world.now(), image);
            shards.get(Math.floorMod(change.word().hashCode(), SHARDS)).append(passed);
            if (isDoubled) {
                world.soon("", "", () -> tell(List.of(passed), World.NOBODY));
            }
        }
    }

    /** The largest power of ten from 100 on that lies above the one count and not above the other. */
    private static long crossed(long before, long after) {
        long crossed = 0;
        for (long milestone = 100; milestone <= after; milestone *= 10) {
            if (milestone > before) {
                crossed = milestone;
            }
        }
        return crossed;
    }

    /** From now on each record comes twice, and at once: Lambda invokes at least once. */
    void doubleAll() {
        isDoubled = true;
    }

    /** Records that were read before come again, and at once. */
    void redeliver() {
        List<StreamRecord> records = shards.get(world.random().nextInt(SHARDS)).log();
        if (!records.isEmpty()) {
            tell(List.of(records.get(world.random().nextInt(records.size()))), World.NOBODY);
        }
    }

    private void tell(List<StreamRecord> records, Consumer<Ending> whenEnded) {
        JsonObject batch = Lambda.event(records.stream()
                .map(streamRecord -> streamRecord.json().members())
                .toList());
        world.start(World.DIGEST, Lambda.DIGEST_TIMEOUT, program(batch), whenEnded);
    }

    /** One invocation of the digest, by whomever. */
    Program program(JsonObject event) {
        return calls -> world.variant()
                .answerOfDigest(Lambda.answer(
                        digest.handler(
                                calls,
                                world.parking(calls),
                                world.log(),
                                world.variant().digestDefect()),
                        event,
                        Lambda.DIGEST_TIMEOUT));
    }

    /** The records from one number to another; empty when one of them has left the stream. */
    Optional<List<JsonObject>> records(String shardId, long startSequenceNumber, long endSequenceNumber) {
        List<StreamRecord> records = shards.stream()
                .filter(stream -> stream.shardId().equals(shardId))
                .flatMap(stream -> stream.between(startSequenceNumber, endSequenceNumber).stream())
                .toList();
        return records.stream().allMatch(streamRecord -> streamRecord.isKept(world.now()))
                ? Optional.of(records.stream().map(StreamRecord::json).toList())
                : Optional.empty();
    }

    /** Letters of batches whose records have left the stream. */
    List<String> lost(List<String> deadLetters) {
        List<String> lost = new ArrayList<>();
        for (String letter : deadLetters) {
            if (!letter.contains("DDBStreamBatchInfo")) {
                continue; // a text of the queue need not be JSON
            }
            JsonObject.parse(letter).optionalObject("DDBStreamBatchInfo").ifPresent(batch -> {
                String shardId = batch.requiredString("shardId");
                long start = Long.parseLong(batch.requiredString("startSequenceNumber"));
                long end = Long.parseLong(batch.requiredString("endSequenceNumber"));
                if (isShard(shardId) && records(shardId, start, end).isEmpty()) {
                    lost.add(letter);
                }
            });
        }
        return lost;
    }

    /** The highest milestone that each word has passed. */
    SortedMap<String, Long> highest() {
        return highest;
    }

    /** What stands in the channel, oldest first. */
    List<DigestFunction.Told> channel() {
        return digest.channel();
    }
}
