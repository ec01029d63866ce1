package wordcounter.testing;

import java.util.List;
import java.util.function.Supplier;
import wordcounter.runtime.ParallelTasks;

/** Runs tasks in the test's own thread, one after the other. */
public final class InOrder implements ParallelTasks {

    @Override
    public <T> List<T> run(List<Supplier<T>> tasks) {
        return tasks.stream().map(Supplier::get).toList();
    }
}
