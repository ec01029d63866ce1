package localrunner.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import localrunner.application.Application.StartingPosition;
import localrunner.application.Application.StreamMapping;
import localrunner.console.Console;
import localrunner.dynamodb.StreamReadException;
import localrunner.dynamodb.StreamReader;
import localrunner.dynamodb.StreamReader.Position;
import localrunner.dynamodb.StreamReader.Shard;
import localrunner.invoke.FunctionInvoker;
import localrunner.invoke.TooManyRequestsException;
import localrunner.sqs.QueueSender;
import localrunner.time.Time;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's event source mapping for the stream of a DynamoDB table: reads it and invokes the function with batches.
 *
 * <p>AWS document "Using AWS Lambda with Amazon DynamoDB": each shard in order, one batch at a time, on a thread of its
 * own; a shard only after its parent is done. What becomes of a batch is decided by {@link BatchProgress}. Lambda polls
 * 4 times a second; here it is every 150 ms by the wall clock, whatever the time scale, as polling faster would only
 * keep the machine busy. Delays, windows and ages go by {@link Time}. Thread-safe.
 */
public final class StreamPoller implements AutoCloseable {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(150);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final StreamMapping mapping;
    private final StreamReader stream;
    private final FunctionInvoker functions;
    private final QueueSender queues;
    private final Time time;
    private final Console console;
    private final Duration pollInterval;
    private final Map<String, ShardState> shards = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean started;
    private boolean closed;
    private @Nullable Instant shardsListedAt;

    public StreamPoller(
            StreamMapping mapping,
            StreamReader stream,
            FunctionInvoker functions,
            QueueSender queues,
            Time time,
            Console console) {
        this(mapping, stream, functions, queues, time, console, POLL_INTERVAL);
    }

    StreamPoller(
            StreamMapping mapping,
            StreamReader stream,
            FunctionInvoker functions,
            QueueSender queues,
            Time time,
            Console console,
            Duration pollInterval) {
        this.mapping = mapping;
        this.stream = stream;
        this.functions = functions;
        this.queues = queues;
        this.time = time;
        this.console = console;
        this.pollInterval = pollInterval;
    }

    /**
     * Begins to read. With {@code LATEST}, what is written after this call is read.
     *
     * @throws StreamReadException when the table's stream can't be read
     * @throws IllegalStateException when called again, or after {@link #close}
     */
    public synchronized void start() throws InterruptedException {
        if (started || closed) {
            throw new IllegalStateException("A stream poller can be started once");
        }
        started = true;
        Instant listedAt = time.now();
        List<Shard> listed = stream.shards(mapping.source().streamArn());
        take(listed, listedAt, mapping.source().startingPosition() == StartingPosition.LATEST);
        startThread("stream-shards-" + mapping.logicalId(), this::watchShards);
    }

    /**
     * Whether every record that was in the stream at that moment is done or given up. It is not known before the next
     * poll has found nothing, so ask again after a while.
     */
    public synchronized boolean hasCaughtUpWith(Instant moment) {
        return shardsListedAt != null
                && shardsListedAt.isAfter(moment)
                && shards.values().stream().allMatch(shard -> shard.hasCaughtUpWith(moment));
    }

    /**
     * Stops at once; a batch under way is interrupted and forgotten. Returns when its threads have ended, after 5 s at
     * most.
     */
    @Override
    public void close() {
        List<Thread> running;
        synchronized (this) {
            closed = true;
            running = List.copyOf(threads);
        }
        running.forEach(Thread::interrupt);
        try {
            for (Thread thread : running) {
                if (!thread.join(LONGEST_CLOSE)) {
                    console.warn(mapping.logicalId(), "the stream poller did not stop within 5 seconds");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private interface Loop {
        void run() throws InterruptedException;
    }

    private void startThread(String name, Loop loop) {
        threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
        threads.add(Thread.ofVirtual().name(name).start(() -> {
            try {
                loop.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void watchShards() throws InterruptedException {
        var problems = new Problems();
        while (true) {
            Thread.sleep(pollInterval);
            try {
                Instant listedAt = time.now();
                List<Shard> listed = stream.shards(mapping.source().streamArn());
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    take(listed, listedAt, false);
                }
                problems.solved();
            } catch (RuntimeException e) {
                problems.report(e);
            }
        }
    }

    /** @param onlyNew whether what the shards hold already is to be passed over */
    private void take(List<Shard> listed, Instant listedAt, boolean onlyNew) throws InterruptedException {
        for (Shard shard : listed) {
            if (!shards.containsKey(shard.shardId())) {
                shards.put(shard.shardId(), open(shard, onlyNew));
            }
        }
        for (ShardState shard : shards.values()) {
            if (!shard.begun && parentIsDone(shard)) {
                shard.begun = true;
                startThread("stream-" + mapping.logicalId() + "-" + shard.shardId, () -> run(shard));
            }
        }
        shardsListedAt = listedAt;
    }

    private ShardState open(Shard shard, boolean onlyNew) throws InterruptedException {
        Position start = onlyNew ? new Position.Latest() : new Position.TrimHorizon();
        var reader = new ShardReader(
                stream,
                mapping.source().streamArn(),
                shard.shardId(),
                start,
                mapping.batching().size(),
                mapping.batching().window(),
                time);
        var state = new ShardState(shard.shardId(), shard.parentShardId(), reader);
        if (onlyNew && shard.closed()) {
            state.begun = true;
            state.done = true;
        } else if (onlyNew) {
            reader.open();
        }
        return state;
    }

    private boolean parentIsDone(ShardState shard) {
        return shard.parentShardId.map(shards::get).map(parent -> parent.done).orElse(true);
    }

    private void run(ShardState shard) throws InterruptedException {
        var problems = new Problems();
        while (!shard.reader.isExhausted()) {
            Instant polledAt = time.now();
            try {
                int read = shard.reader.read();
                problems.solved();
                if (read == 0 && !shard.reader.hasWaiting()) {
                    markCaughtUp(shard, polledAt);
                }
            } catch (RuntimeException e) {
                problems.report(e);
            }
            Optional<List<StreamRecord>> batch = shard.reader.takeBatch();
            if (batch.isPresent()) {
                process(shard, batch.get());
            } else if (!shard.reader.isExhausted()) {
                Thread.sleep(pollInterval);
            }
        }
        synchronized (this) {
            shard.done = true;
        }
    }

    private synchronized void markCaughtUp(ShardState shard, Instant polledAt) {
        shard.caughtUpWith = polledAt;
    }

    private void process(ShardState shard, List<StreamRecord> batch) throws InterruptedException {
        var progress = new BatchProgress(mapping, batch);
        while (true) {
            switch (progress.next(time::age)) {
                case BatchProgress.Done _ -> {
                    return;
                }
                case BatchProgress.Discard discard -> {
                    giveUp(shard, discard);
                    progress.discarded(discard);
                }
                case BatchProgress.Invoke invoke -> {
                    if (invoke.delay().isPositive()) {
                        time.sleep(invoke.delay());
                    }
                    // Records may have become too old meanwhile.
                    if (progress.next(time::age) instanceof BatchProgress.Invoke still) {
                        progress.answered(invoke(still.records()));
                    }
                }
            }
        }
    }

    private BatchAnswer invoke(List<StreamRecord> records) throws InterruptedException {
        try {
            var result = functions.invoke(mapping.functionArn(), ShardReader.event(records));
            BatchAnswer answer = BatchAnswer.of(result, records, mapping.reportBatchItemFailures());
            if (answer instanceof BatchAnswer.Failure && !result.failed()) {
                console.warn(
                        mapping.logicalId(),
                        "the whole batch counts as failed: " + mapping.functionArn()
                                + " should have answered {\"batchItemFailures\":[{\"itemIdentifier\":\"<sequence number of"
                                + " a record in the batch>\"}]} and answered " + result.payload());
            }
            return answer;
        } catch (TooManyRequestsException e) {
            return new BatchAnswer.NotInvoked(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (!isClosed()) {
                console.warn(
                        mapping.logicalId(),
                        "a batch waits: " + Optional.ofNullable(e.getMessage()).orElseGet(e::toString));
            }
            return new BatchAnswer.NotInvoked(String.valueOf(e.getMessage()));
        }
    }

    private void giveUp(ShardState shard, BatchProgress.Discard discard) {
        List<StreamRecord> records = discard.records();
        String what = records.size() + " records from " + records.getFirst().sequenceNumber() + " to "
                + records.getLast().sequenceNumber() + " of " + mapping.source().tableName() + " are given up ("
                + discard.condition().text() + ", after " + discard.invocations() + " invocations)";
        if (mapping.retries().onFailureQueueArn().isEmpty()) {
            console.warn(mapping.logicalId(), what + "; the mapping has no OnFailure destination");
            return;
        }
        String requestId = discard.lastResult()
                .map(result -> result.requestId())
                .orElseGet(() -> UUID.randomUUID().toString());
        String queueArn = mapping.retries().onFailureQueueArn().get();
        try {
            queues.send(
                    queueArn, FailureRecord.write(mapping, shard.shardId, discard, requestId, time.now()), Map.of());
            console.warn(mapping.logicalId(), what + "; " + queueArn + " says where they are");
        } catch (RuntimeException e) {
            console.warn(
                    mapping.logicalId(), what + " and " + queueArn + " did not take the notice: " + e.getMessage());
        }
    }

    /** Guarded by the poller, except for the reader, which belongs to the shard's thread once it has begun. */
    private static final class ShardState {
        private final String shardId;
        private final Optional<String> parentShardId;
        private final ShardReader reader;
        private boolean begun;
        private boolean done;
        private @Nullable Instant caughtUpWith;

        ShardState(String shardId, Optional<String> parentShardId, ShardReader reader) {
            this.shardId = shardId;
            this.parentShardId = parentShardId;
            this.reader = reader;
        }

        boolean hasCaughtUpWith(Instant moment) {
            return done || (caughtUpWith != null && caughtUpWith.isAfter(moment));
        }
    }

    /** Says once what is wrong, not at every poll. */
    private final class Problems {
        private String reported = "";

        void report(RuntimeException problem) {
            String message = String.valueOf(problem.getMessage());
            if (!isExpired(problem) && !message.equals(reported)) {
                reported = message;
                console.warn(
                        mapping.logicalId(),
                        "the stream of " + mapping.source().tableName() + " can't be read: " + message);
            }
        }

        /** Iterators expire after 15 minutes; getting a new one is all there is to it. */
        private static boolean isExpired(RuntimeException problem) {
            return problem instanceof StreamReadException failure
                    && failure.code().equals("ExpiredIteratorException");
        }

        void solved() {
            reported = "";
        }
    }
}
