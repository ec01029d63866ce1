package wordcounter.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {

    private final VirtualThreads threads = new VirtualThreads(20);

    @Test
    void run_shouldRunAllAtTheSameTime_andKeepTheOrderOfTheResults() {
        CyclicBarrier all = new CyclicBarrier(20);
        List<Supplier<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            tasks.add(() -> {
                await(all);
                return number;
            });
        }

        assertThat(threads.run(tasks)).hasSize(20).isSorted();
    }

    @Test
    void run_shouldThrowWhatATaskThrew_afterTheOthersHaveEnded() {
        AtomicInteger ended = new AtomicInteger();
        DeadlineExceededException failure = new DeadlineExceededException("too late");
        Supplier<Integer> failing = () -> {
            throw failure;
        };

        assertThatThrownBy(() -> threads.run(
                        List.of(ended::incrementAndGet, failing, ended::incrementAndGet, ended::incrementAndGet)))
                .isSameAs(failure);
        assertThat(ended).hasValue(3);
    }

    @Test
    void run_shouldRunSoManyAtATime_whenThereAreMore() {
        AtomicInteger running = new AtomicInteger();
        CyclicBarrier four = new CyclicBarrier(4);
        Supplier<Integer> task = () -> {
            int atOnce = running.incrementAndGet();
            await(four);
            running.decrementAndGet();
            return atOnce;
        };

        assertThat(new VirtualThreads(4).run(Collections.nCopies(40, task)))
                .hasSize(40)
                .allSatisfy(atOnce -> assertThat(atOnce).isLessThanOrEqualTo(4));
    }

    @Test
    void run_shouldBeEmpty_whenThereIsNothingToDo() {
        assertThat(threads.run(List.of())).isEmpty();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
