package localrunner.queues;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import localrunner.application.Application;
import localrunner.application.Application.QueueMapping;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.invoke.FunctionInvoker;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.TooManyRequestsException;
import localrunner.service.ServiceContext;
import localrunner.sqs.QueueReceiver;
import localrunner.sqs.ReceivedMessage;
import localrunner.time.Time;

/**
 * Lambda's event source mapping for an SQS queue: receives messages, invokes the function with them, and deletes those
 * that it has done.
 *
 * <p>AWS documents "Using Lambda with Amazon SQS" and "Handling errors for an SQS event source in Lambda". A message
 * that failed is left alone: it is visible again after the queue's visibility timeout, and the queue's redrive policy
 * counts it. An invocation that Lambda refuses is tried again until then. As many batches are under way as there are
 * threads, and one thread at a time gathers a batch, so that batches get full. Thread-safe.
 */
public final class QueuePoller implements AutoCloseable {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final QueueMapping mapping;
    private final QueueReceiver queues;
    private final FunctionInvoker functions;
    private final ServiceContext context;
    private final Time time;
    private final int concurrency;
    private final BatchGathering gathering;
    private final ReentrantLock gatheringLock = new ReentrantLock(true);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /** @param mostInvocations at once; the mapping's own limit may be lower */
    public QueuePoller(
            QueueMapping mapping,
            QueueReceiver queues,
            FunctionInvoker functions,
            ServiceContext context,
            int mostInvocations) {
        this.mapping = mapping;
        this.queues = queues;
        this.functions = functions;
        this.context = context;
        time = context.time();
        concurrency = Math.min(mostInvocations, mapping.maximumConcurrency().orElse(mostInvocations));
        gathering = new BatchGathering(mapping, queues, time, POLL_INTERVAL);
    }

    /** Begins to receive. */
    public synchronized void start() {
        for (int i = 1; i <= concurrency; i++) {
            threads.add(Thread.ofVirtual()
                    .name("queue-" + mapping.logicalId() + "-" + i)
                    .start(this::run));
        }
    }

    /** Interrupts what is under way; its messages come again. Returns when all threads have ended, after 5 s at most. */
    @Override
    public synchronized void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                if (!thread.join(LONGEST_CLOSE)) {
                    warn("the queue's poller did not stop within 5 seconds");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closed) {
                List<QueueRecord> batch = gather();
                if (!batch.isEmpty()) {
                    deliverAsBatch(batch);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<QueueRecord> gather() throws InterruptedException {
        gatheringLock.lockInterruptibly();
        try {
            return gathering.next();
        } catch (RuntimeException e) {
            warn("the queue " + mapping.queue().name() + " can't be read: " + reason(e));
            time.sleepReal(BETWEEN_ATTEMPTS);
            return List.of();
        } finally {
            gatheringLock.unlock();
        }
    }

    private void deliverAsBatch(List<QueueRecord> batch) throws InterruptedException {
        String id = context.ids().get();
        Application.Queue queue = mapping.queue();
        context.facts()
                .tell(new Fact.BatchTaken(
                        time.now(),
                        mapping.logicalId(),
                        id,
                        queue.logicalId(),
                        batch.stream()
                                .map(each -> new Fact.Item(each.message().messageId(), ""))
                                .toList()));
        boolean done = Cause.NONE.next(id, queue.logicalId()).<Boolean, InterruptedException>call(() -> deliver(batch));
        context.facts().tell(new Fact.BatchDone(time.now(), mapping.logicalId(), id, !done));
    }

    /** Whether all messages are done; those that are not come again. */
    private boolean deliver(List<QueueRecord> batch) throws InterruptedException {
        Instant receivedAt = batch.getFirst().receivedAt();
        while (true) {
            try {
                return done(batch, functions.invoke(mapping.functionArn(), QueueRecord.event(batch)));
            } catch (RuntimeException e) {
                if (!(e instanceof TooManyRequestsException)) {
                    warn("a batch waits: " + reason(e));
                }
                // The visibility timeout is real time at any scale.
                Duration hidden = Duration.between(receivedAt, time.now());
                if (hidden.plus(BETWEEN_ATTEMPTS).compareTo(mapping.queue().visibilityTimeout()) >= 0) {
                    warn(batch.size() + " messages come again, as Lambda did not take them within the visibility"
                            + " timeout of " + mapping.queue().name());
                    return false;
                }
                time.sleepReal(BETWEEN_ATTEMPTS);
            }
        }
    }

    private boolean done(List<QueueRecord> batch, InvocationResult result) throws InterruptedException {
        QueueAnswer answer = QueueAnswer.of(result, batch, mapping.reportBatchItemFailures());
        if (answer.malformed()) {
            warn("the whole batch counts as failed: " + mapping.functionArn()
                    + " should have answered {\"batchItemFailures\":[{\"itemIdentifier\":\"<messageId of a message in"
                    + " the batch>\"}]} and answered " + result.payload());
        }
        List<ReceivedMessage> done = batch.stream()
                .map(QueueRecord::message)
                .filter(message -> !answer.failed().contains(message.messageId()))
                .toList();
        try {
            queues.delete(mapping.queue().arn(), done);
            return done.size() == batch.size();
        } catch (RuntimeException e) {
            warn(done.size() + " messages come again, as they could not be deleted from "
                    + mapping.queue().name() + ": " + reason(e));
            return false;
        }
    }

    private static String reason(RuntimeException e) {
        return Optional.ofNullable(e.getMessage()).orElseGet(e::toString);
    }

    private void warn(String text) {
        if (!closed) {
            context.console().warn(mapping.logicalId(), text);
        }
    }
}
