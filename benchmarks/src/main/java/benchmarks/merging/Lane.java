package benchmarks.merging;

import benchmarks.events.BatchAnswer;
import benchmarks.events.CounterStream;
import benchmarks.events.CounterStream.StreamRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Works through the records of one shard of the stream, or of a part of it, as Lambda does: the next batch begins when the one before is
 * answered, and what a batch did not merge comes again first.
 *
 * <p>Records are added by one thread while another one runs the lane.
 */
final class Lane implements Runnable {

    private static final long PAUSE_MILLIS = 5;

    /** The function that a lane gives its batches to. */
    @FunctionalInterface
    interface Function {

        /** @return the answer's payload */
        String answer(String event) throws InterruptedException;
    }

    private final Function function;
    private final Batching batching;
    private final LagSeries lags;
    private final Deque<StreamRecord> waiting = new ArrayDeque<>();
    private boolean ended;

    Lane(Function function, Batching batching, LagSeries lags) {
        this.function = function;
        this.batching = batching;
        this.lags = lags;
    }

    synchronized void add(StreamRecord streamRecord) {
        waiting.add(streamRecord);
    }

    /** No more records come: the lane ends when it has merged those that wait. */
    synchronized void end() {
        ended = true;
    }

    /** Gives up what waits. */
    synchronized void abandon() {
        ended = true;
        waiting.clear();
    }

    @Override
    public void run() {
        try {
            for (List<StreamRecord> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
                merged(batch, BatchAnswer.of(function.answer(CounterStream.event(batch))));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a batch that is full or old enough; empty when the lane has ended. */
    private List<StreamRecord> nextBatch() throws InterruptedException {
        while (true) {
            synchronized (this) {
                boolean due = !waiting.isEmpty()
                        && System.nanoTime() - waiting.getFirst().createdAt()
                                >= batching.window().toNanos();
                if (ended || due || waiting.size() >= batching.size()) {
                    return waiting.stream().limit(batching.size()).toList();
                }
            }
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    private synchronized void merged(List<StreamRecord> batch, BatchAnswer answer) {
        long now = System.nanoTime();
        List<StreamRecord> again = new ArrayList<>();
        for (StreamRecord streamRecord : batch) {
            if (waiting.isEmpty()) {
                return; // abandoned meanwhile
            }
            waiting.remove();
            if (answer.isMerged(streamRecord)) {
                lags.add(now, now - streamRecord.createdAt());
            } else {
                again.add(streamRecord);
            }
        }
        again.reversed().forEach(waiting::addFirst);
    }
}
