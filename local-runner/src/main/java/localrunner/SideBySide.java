package localrunner;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/** Starts parts of the runner at the same time. */
final class SideBySide {

    private SideBySide() {}

    /**
     * Runs the tasks, each on a thread of its own. All have ended when this returns or throws.
     *
     * @param running keeps the parts that the tasks have started, also when another task failed
     * @throws RuntimeException the failure of the first task that failed
     */
    static void runAll(List<? extends FutureTask<?>> tasks, RunningParts running) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            tasks.forEach(threads::execute);
            try {
                for (FutureTask<?> task : tasks) {
                    awaitEnd(task);
                }
            } catch (InterruptedException e) {
                // Each of them would go on for seconds, and nobody needs it any more.
                threads.shutdownNow();
                throw e;
            }
        } finally {
            for (FutureTask<?> task : tasks) {
                if (task.state() == Future.State.SUCCESS && task.resultNow() instanceof AutoCloseable started) {
                    running.keep(started);
                }
            }
        }
        for (FutureTask<?> task : tasks) {
            if (task.state() == Future.State.FAILED) {
                throw task.exceptionNow() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException(task.exceptionNow());
            }
        }
    }

    private static void awaitEnd(FutureTask<?> task) throws InterruptedException {
        try {
            var _ = task.get();
        } catch (ExecutionException e) {
            // It is thrown when all tasks have ended.
        }
    }
}
