package wordcounter.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Runs tasks in virtual threads, so many at a time. For tasks that wait for AWS most of the time. There is no thread
 * between two runs, and so none in a snapshot. Thread-safe.
 */
public final class VirtualThreads implements ParallelTasks {

    private final int atOnce;

    /**
     * @param atOnce how many tasks run at the same time. Calls wait for each other where they are answered slowly, and too
     *     many of them wait until they time out
     */
    public VirtualThreads(int atOnce) {
        this.atOnce = atOnce;
    }

    @Override
    public <T> List<T> run(List<Supplier<T>> tasks) {
        List<Future<T>> results = new ArrayList<>();
        try (ExecutorService threads =
                Executors.newFixedThreadPool(atOnce, Thread.ofVirtual().factory())) {
            tasks.forEach(task -> results.add(threads.submit(task::get)));
        }
        return results.stream().map(VirtualThreads::result).toList();
    }

    /** @param ended its task has come to its end */
    private static <T> T result(Future<T> ended) {
        try {
            return ended.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while tasks were under way", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
