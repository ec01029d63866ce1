package wordcounter.runtime;

import java.util.List;
import java.util.function.Supplier;

/** Runs tasks that do not depend on each other. In a test they run one after the other. */
public interface ParallelTasks {

    /**
     * Runs the tasks, and waits until the last one has ended.
     *
     * @return what they return, in their order
     * @throws RuntimeException what the first of them threw that failed
     */
    <T> List<T> run(List<Supplier<T>> tasks);
}
