package localrunner.streams;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application.StartingPosition;
import localrunner.application.Application.StreamMapping;
import localrunner.console.Console;
import localrunner.dynamodb.StreamReadException;
import localrunner.dynamodb.StreamReader;
import localrunner.dynamodb.StreamReader.Position;
import localrunner.dynamodb.StreamReader.Shard;
import localrunner.invoke.FunctionInvoker;
import localrunner.service.ServiceContext;
import localrunner.time.Time;
import org.jspecify.annotations.Nullable;

/**
 * Lambda's event source mapping for the stream of a DynamoDB table: reads the shards and delivers their records in
 * batches.
 *
 * <p>AWS document "Using AWS Lambda with Amazon DynamoDB": each shard is read in order, one batch at a time, on a
 * thread of its own; a shard only after its parent is done. {@link BatchDelivery} sees to each batch. Lambda polls 4
 * times a second. Here it is every 150 ms by the wall clock, at any time scale, as polling faster would only keep the
 * machine busy. Delays, windows and ages go by {@link Time}. Thread-safe.
 */
public final class StreamPoller implements AutoCloseable {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(150);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final StreamMapping mapping;
    private final StreamReader stream;
    private final BatchDelivery delivery;
    private final Time time;
    private final Console console;
    private final Duration pollInterval;
    private final Map<String, ShardState> shards = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean started;
    private boolean closed;
    private @Nullable Instant shardsListedAt;

    public StreamPoller(StreamMapping mapping, StreamReader stream, FunctionInvoker functions, ServiceContext context) {
        this(mapping, stream, functions, context, POLL_INTERVAL);
    }

    StreamPoller(
            StreamMapping mapping,
            StreamReader stream,
            FunctionInvoker functions,
            ServiceContext context,
            Duration pollInterval) {
        this.mapping = mapping;
        this.stream = stream;
        delivery = new BatchDelivery(mapping, functions, context);
        time = context.time();
        console = context.console();
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
     * Whether every record that was in the stream at that moment is done or given up. That shows at the earliest when
     * the next poll finds nothing, so ask again after a while.
     */
    public synchronized boolean hasCaughtUpWith(Instant moment) {
        return shardsListedAt != null
                && shardsListedAt.isAfter(moment)
                && shards.values().stream().allMatch(shard -> shard.hasCaughtUpWith(moment));
    }

    /** Interrupts and forgets a batch that is under way. Returns when all threads have ended, after 5 s at most. */
    @Override
    public void close() {
        List<Thread> running;
        delivery.close();
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

    /** @param onlyNew whether to pass over the records that the shards hold already */
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
        var reader = new ShardReader(mapping, stream, shard.shardId(), start, time);
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
                delivery.deliver(shard.shardId, batch.get());
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

    /** How far a shard is read. The poller guards it, except for the reader, which belongs to the shard's thread. */
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

    /** Tells once what is wrong, not at every poll. */
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

        /** Whether an iterator has expired, as it does after 15 minutes. The next poll gets a new one. */
        private static boolean isExpired(RuntimeException problem) {
            return problem instanceof StreamReadException failure
                    && failure.code().equals("ExpiredIteratorException");
        }

        void solved() {
            reported = "";
        }
    }
}
