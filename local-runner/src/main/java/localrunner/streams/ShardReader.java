package localrunner.streams;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import localrunner.application.Application.Batching;
import localrunner.application.Application.StreamMapping;
import localrunner.dynamodb.StreamReadException;
import localrunner.dynamodb.StreamReader;
import localrunner.dynamodb.StreamReader.Position;
import localrunner.invoke.InvocationType;
import localrunner.time.Time;

/**
 * Reads one shard and collects its records in batches.
 *
 * <p>AWS document "Polling and batching streams" (Lambda with DynamoDB): a batch is full at {@code BatchSize} records,
 * when the batching window has passed since its first record was read, or when one more record would make its event
 * larger than the payload of an invocation may be. What no filter of the mapping matches is passed over ("Control which events Lambda
 * sends to your function"). Not thread-safe.
 */
final class ShardReader {

    private static final int MAXIMUM_EVENT_BYTES = InvocationType.REQUEST_RESPONSE.largestPayloadBytes();

    private static final String TRIMMED = "TrimmedDataAccessException";
    private static final String EVENT_START = "{\"Records\":[";
    private static final String EVENT_END = "]}";
    private static final int MAXIMUM_READ = 1000;

    private final StreamReader stream;
    private final String streamArn;
    private final List<EventPattern> filters;
    private final Batching batching;
    private final String shardId;
    private final Time time;
    private final Deque<StreamRecord> waiting = new ArrayDeque<>();
    private Position position;
    private Optional<String> iterator = Optional.empty();
    private boolean ended;
    private Instant firstReadAt = Instant.EPOCH;

    ShardReader(StreamMapping mapping, StreamReader stream, String shardId, Position start, Time time) {
        this.stream = stream;
        streamArn = mapping.source().streamArn();
        filters = mapping.filters().stream().map(EventPattern::parse).toList();
        batching = mapping.batching();
        this.shardId = shardId;
        this.position = start;
        this.time = time;
    }

    /**
     * Fixes where reading begins, so that {@code LATEST} means now.
     *
     * @throws StreamReadException when the stream can't be read
     */
    void open() throws InterruptedException {
        if (iterator.isEmpty() && !ended) {
            iterator = Optional.of(stream.iterator(streamArn, shardId, position));
        }
    }

    /**
     * Reads on, unless a whole batch is waiting already.
     *
     * @return how many records there were
     * @throws StreamReadException when the stream can't be read; the next call tries again, from the same place
     */
    int read() throws InterruptedException {
        if (ended || waiting.size() >= batching.size()) {
            return 0;
        }
        open();
        StreamReader.Records records;
        try {
            records = stream.read(iterator.orElseThrow(), Math.min(batching.size(), MAXIMUM_READ));
        } catch (StreamReadException e) {
            // The oldest record can go between two calls. Beginning again at the trim horizon loses nothing.
            boolean horizonMoved =
                    position instanceof Position.TrimHorizon && e.code().equals(TRIMMED);
            recover(e);
            if (horizonMoved) {
                return 0;
            }
            throw e;
        }
        iterator = records.next();
        ended = iterator.isEmpty();
        boolean wasIdle = waiting.isEmpty();
        records.records().stream()
                .filter(record -> EventPattern.anyMatches(filters, record))
                .map(StreamRecord::of)
                .forEach(waiting::add);
        if (wasIdle && !waiting.isEmpty()) {
            firstReadAt = time.now();
        }
        if (!records.records().isEmpty()) {
            position = new Position.AfterSequenceNumber(
                    StreamRecord.of(records.records().getLast()).sequenceNumber());
        }
        return records.records().size();
    }

    private void recover(StreamReadException failure) {
        switch (failure.code()) {
            case "ExpiredIteratorException" -> iterator = Optional.empty();
            case TRIMMED -> {
                iterator = Optional.empty();
                position = new Position.TrimHorizon();
            }
            default -> {}
        }
    }

    /** Takes the next batch if it is full or has waited long enough. */
    Optional<List<StreamRecord>> takeBatch() {
        if (waiting.isEmpty() || !(isFull() || ended || time.age(firstReadAt).compareTo(batching.window()) >= 0)) {
            return Optional.empty();
        }
        var batch = new ArrayList<StreamRecord>();
        int bytes = EVENT_START.length() + EVENT_END.length();
        while (!waiting.isEmpty() && batch.size() < batching.size()) {
            bytes += waiting.getFirst().bytes() + 1;
            if (bytes > MAXIMUM_EVENT_BYTES && !batch.isEmpty()) {
                break;
            }
            batch.add(waiting.removeFirst());
        }
        return Optional.of(batch);
    }

    private boolean isFull() {
        int bytes = EVENT_START.length() + EVENT_END.length();
        for (StreamRecord record : waiting) {
            bytes += record.bytes() + 1;
        }
        return waiting.size() >= batching.size() || bytes > MAXIMUM_EVENT_BYTES;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /** Whether the shard is closed and was read to its end. */
    boolean isExhausted() {
        return ended && waiting.isEmpty();
    }

    /** The event that a batch is invoked with. */
    static String event(List<StreamRecord> batch) {
        return batch.stream().map(StreamRecord::json).collect(Collectors.joining(",", EVENT_START, EVENT_END));
    }
}
