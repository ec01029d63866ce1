package wordcounter.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import wordcounter.json.JsonObject;
import wordcounter.simulation.Invocation.Ending;
import wordcounter.testing.InMemoryCounts.Counter;

/**
 * One shard of a table's stream and what an event source mapping does with it (AWS: "Retain discarded records for a
 * DynamoDB event source", "Configuring partial batch response with DynamoDB and Lambda").
 *
 * <p>One batch at a time. A partial answer makes the lowest reported record the checkpoint; any other failure halves the batch, where
 * the mapping bisects; neither uses up a retry. What can't be halved is retried. What is given up, or too old, goes to the
 * dead-letter queue as metadata.
 */
final class Stream {

    static final Duration MAX_AGE = Duration.ofHours(6);
    private static final Duration RETENTION = Duration.ofHours(24);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final String ARN = "arn:aws:dynamodb:us-east-1:123456789012:table/word-counts/stream/1";

    record StreamRecord(long sequenceNumber, Instant at, JsonObject json) {

        static StreamRecord of(long sequenceNumber, Instant at, Counter counter) {
            String key = counter.word() + "#" + counter.shard();
            Map<String, Object> image = new LinkedHashMap<>();
            image.put("wordShard", Map.of("S", key));
            image.put("word", Map.of("S", counter.word()));
            image.put("shard", number(counter.shard()));
            image.put("count", number(counter.count()));
            image.put("counted", number(counter.counted()));
            if (counter.multiplied() > 0) {
                image.put("multiplied", number(counter.multiplied()));
            }
            if (counter.forgotten() > 0) {
                image.put("forgotten", number(counter.forgotten()));
            }
            return of(sequenceNumber, at, image);
        }

        static StreamRecord of(long sequenceNumber, Instant at, Map<String, Object> image) {
            return new StreamRecord(sequenceNumber, at, json(sequenceNumber, at, image));
        }

        /** An item that somebody wrote by hand. */
        static StreamRecord unreadable(long sequenceNumber, Instant at, String text) {
            return of(sequenceNumber, at, Map.of("wordShard", Map.of("S", text)));
        }

        /** Whether it can still be read from the stream. */
        boolean isKept(Instant now) {
            return !at.plus(RETENTION).isBefore(now);
        }

        private static JsonObject json(long sequenceNumber, Instant at, Map<String, Object> image) {
            return new JsonObject(Map.of(
                    "eventName",
                    "MODIFY",
                    "dynamodb",
                    Map.of(
                            "SequenceNumber", Long.toString(sequenceNumber),
                            "ApproximateCreationDateTime", at.getEpochSecond(),
                            "NewImage", image)));
        }

        private static Map<String, String> number(long value) {
            return Map.of("N", Long.toString(value));
        }
    }

    /**
     * What the mapping does.
     *
     * @param retries of what can't be halved
     * @param invoke invokes the function with these records, and tells how that ended
     */
    record Mapping(
            String functionArn,
            boolean bisects,
            int retries,
            BiConsumer<List<StreamRecord>, Consumer<Ending>> invoke) {}

    /** Records that are invoked together. */
    private record Part(List<StreamRecord> records, int retries) {
        Part of(int from, int to) {
            return new Part(records.subList(from, to), retries);
        }
    }

    private final World world;
    private final Mapping mapping;
    private final String shardId;
    private final List<StreamRecord> log = new ArrayList<>();
    private final Deque<Part> parts = new ArrayDeque<>();
    private int position;
    private boolean inFlight;
    private Instant notBefore = Instant.MIN;

    Stream(World world, Mapping mapping, String shardId) {
        this.world = world;
        this.mapping = mapping;
        this.shardId = shardId;
    }

    void append(StreamRecord streamRecord) {
        log.add(streamRecord);
    }

    String shardId() {
        return shardId;
    }

    List<StreamRecord> log() {
        return log;
    }

    List<StreamRecord> between(long startSequenceNumber, long endSequenceNumber) {
        return log.stream()
                .filter(streamRecord -> streamRecord.sequenceNumber() >= startSequenceNumber
                        && streamRecord.sequenceNumber() <= endSequenceNumber)
                .toList();
    }

    /** The mapping is made anew, and begins at TRIM_HORIZON. */
    void replay() {
        if (!inFlight) {
            parts.clear();
            position = 0;
        }
    }

    /** When there is something to do, if ever. */
    Optional<Instant> due() {
        boolean isIdle = inFlight || (parts.isEmpty() && position == log.size());
        return isIdle ? Optional.empty() : Optional.of(notBefore);
    }

    /** Invokes the function with what comes next. */
    void poll(int batchSize) {
        if (parts.isEmpty()) {
            int end = Math.min(log.size(), position + batchSize);
            parts.add(new Part(List.copyOf(log.subList(position, end)), 0));
            position = end;
        }
        Part part = parts.removeFirst();
        if (part.retries() > mapping.retries()) {
            discard(part.records(), "RetryAttemptsExhausted");
            return;
        }
        int tooOld = 0;
        while (tooOld < part.records().size()
                && part.records().get(tooOld).at().plus(MAX_AGE).isBefore(world.now())) {
            tooOld++;
        }
        if (tooOld > 0) {
            discard(part.records().subList(0, tooOld), "RecordAgeExceeded");
            again(part.of(tooOld, part.records().size()));
            return;
        }
        inFlight = true;
        mapping.invoke().accept(part.records(), ending -> ended(part, ending));
    }

    private void ended(Part part, Ending ending) {
        inFlight = false;
        switch (ending) {
            case Ending.Failed(var why) -> failed(part);
            case Ending.Returned(var json) -> {
                List<JsonObject> failures = JsonObject.parse(json).requiredObjects("batchItemFailures");
                if (failures.isEmpty()) {
                    return;
                }
                OptionalInt checkpoint = failures.stream()
                        .mapToInt(failure -> indexOf(failure.requiredString("itemIdentifier"), part))
                        .min();
                if (checkpoint.orElse(-1) <= 0) {
                    failed(part);
                } else {
                    again(part.of(checkpoint.getAsInt(), part.records().size()));
                }
            }
        }
    }

    private static int indexOf(String sequenceNumber, Part part) {
        for (int i = 0; i < part.records().size(); i++) {
            if (Long.toString(part.records().get(i).sequenceNumber()).equals(sequenceNumber)) {
                return i;
            }
        }
        return -1;
    }

    private void failed(Part part) {
        int size = part.records().size();
        if (size > 1 && mapping.bisects()) {
            int half = (size + 1) / 2;
            again(part.of(half, size));
            again(part.of(0, half));
            return;
        }
        Duration wait = Duration.ofSeconds(1L << Math.min(part.retries(), 6));
        notBefore = world.now().plus(wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT);
        again(new Part(part.records(), part.retries() + 1));
    }

    private void again(Part part) {
        if (!part.records().isEmpty()) {
            parts.addFirst(part);
        }
    }

    private void discard(List<StreamRecord> records, String condition) {
        world.deadLetter(
                "the stream",
                new JsonObject(Map.of(
                        "requestContext",
                        Map.of("functionArn", mapping.functionArn(), "condition", condition),
                        "DDBStreamBatchInfo",
                        Map.of(
                                "streamArn",
                                ARN,
                                "shardId",
                                shardId,
                                "startSequenceNumber",
                                Long.toString(records.getFirst().sequenceNumber()),
                                "endSequenceNumber",
                                Long.toString(records.getLast().sequenceNumber()),
                                "approximateArrivalOfFirstRecord",
                                records.getFirst().at().toString(),
                                "approximateArrivalOfLastRecord",
                                records.getLast().at().toString(),
                                "batchSize",
                                records.size()))));
    }
}
