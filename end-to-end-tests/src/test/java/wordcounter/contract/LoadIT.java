package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import wordcounter.contract.RandomTexts.Text;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Target;
import wordcounter.targets.Target.FunctionKiller;

/**
 * Many texts at once, some sent twice, and every word ends at eleven times its occurrences; also when processes are killed.
 *
 * <p>{@code -Dload.texts=2000} is the large one.
 */
@AgainstTarget
@TestInstance(Lifecycle.PER_CLASS)
class LoadIT {

    private static final int CLIENTS = Integer.getInteger("load.clients", 4);
    private static final int SENT_TWICE_EVERY = 5;
    private static final List<String> KILLED_IN_TURN =
            List.of("SnsMultiplierFunction", "WordCounterFunction", "EventAggregatorFunction");

    private final int texts = Integer.getInteger("load.texts", 40);

    /** Most of it is for the summaries: they are what is slowest. */
    private final Duration longestRecovery = Duration.ofMinutes(5).plusMillis(200L * texts);

    private final Target target;
    private final Workload load;

    /** An event whose function was killed is tried again after six seconds instead of a minute. */
    LoadIT(@EmptyWorld(timeScale = 10) Target target) {
        this.target = target;
        load = new Workload(target);
    }

    @Test
    void counts_shouldBeElevenTimesTheOccurrences_whenManyClientsPostAtOnce() throws Exception {
        int repeatedBefore = load.repeated();

        post(() -> {});

        load.assertCounted(longestRecovery);
        assertThat(load.repeated())
                .as("requests that failed, though nothing was killed")
                .isEqualTo(repeatedBefore);
    }

    @Test
    void counts_shouldBeElevenTimesTheOccurrences_whenProcessesAreKilledInTheMiddle() throws Exception {
        FunctionKiller killer = target.functionKiller().orElseThrow();
        AtomicInteger killed = new AtomicInteger();
        int everySoMany = Math.max(10, texts / 40);

        post(() -> {
            // by progress, not by time: on a slow machine nothing would ever get through
            int accepted = load.accepted();
            if (accepted % everySoMany == 0
                    && killer.kill(KILLED_IN_TURN.get(accepted / everySoMany % KILLED_IN_TURN.size()))) {
                killed.incrementAndGet();
            }
        });

        System.out.printf("killed %d processes, repeated %d requests%n", killed.get(), load.repeated());
        assertThat(killed).hasValueGreaterThanOrEqualTo(KILLED_IN_TURN.size());
        load.assertCounted(longestRecovery);
    }

    /** One in five is sent twice: every other of these at once, the others after all. */
    private void post(Runnable afterEach) throws Exception {
        long began = System.nanoTime();
        int acceptedBefore = load.accepted();
        Queue<Posting> postings = new ConcurrentLinkedQueue<>();
        List<Posting> later = new ArrayList<>();
        List<Text> all = Workload.randomTexts().next(texts);
        for (int i = 0; i < all.size(); i++) {
            Posting posting = new Posting(all.get(i), Fresh.key());
            postings.add(posting);
            if (i % SENT_TWICE_EVERY == 0) {
                (i % (2 * SENT_TWICE_EVERY) == 0 ? postings : later).add(posting);
            }
        }
        postings.addAll(later);
        int sent = postings.size();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> ends = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                ends.add(clients.submit(() -> {
                    for (Posting posting = postings.poll(); posting != null; posting = postings.poll()) {
                        load.post(posting.text(), posting.key());
                        afterEach.run();
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
        assertThat(load.accepted() - acceptedBefore).isEqualTo(sent);
        System.out.printf("%d posts in %.1f s%n", sent, (System.nanoTime() - began) / 1e9);
    }

    private record Posting(Text text, String key) {}
}
