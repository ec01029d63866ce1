package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import wordcounter.contract.RandomTexts.Text;
import wordcounter.contract.WordsApi.Totals;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Target;
import wordcounter.targets.Target.FunctionKiller;
import wordcounter.targets.Targets;

/**
 * Many texts at once, some sent twice, and every word ends at eleven times its occurrences; also when processes are killed.
 *
 * <p>{@code -Dload.texts=2000} is the large one, {@code -Dload.seed=N} repeats one.
 */
@ExtendWith(Targets.class)
class LoadIT {

    private static final int CLIENTS = 8;
    private static final int SENT_TWICE_EVERY = 5;
    private static final int MOST_ATTEMPTS = 20;
    private static final List<String> KILLED_IN_TURN =
            List.of("SnsMultiplierFunction", "WordCounterFunction", "EventAggregatorFunction");

    private final int texts = Integer.getInteger("load.texts", 200);

    /** An event whose function was killed is tried again after one minute, and then after two; the rest is for the summaries. */
    private final Duration longestRecovery = Duration.ofMinutes(5).plusMillis(200L * texts);

    private final long seed = seed();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();

    @Test
    void counts_shouldBeElevenTimesTheOccurrences_whenManyClientsPostAtOnce(@EmptyWorld Target target)
            throws Exception {
        List<Text> load = texts();

        post(load, new WordsApi(target), () -> {});

        assertCounted(load, target);
        assertThat(repeated)
                .as("requests that failed, though nothing was killed")
                .hasValue(0);
    }

    @Test
    void counts_shouldBeElevenTimesTheOccurrences_whenProcessesAreKilledInTheMiddle(@EmptyWorld Target target)
            throws Exception {
        assumeTrue(target.functionKiller().isPresent(), "the processes of this target's functions are out of reach");
        List<Text> load = texts();
        AtomicInteger killed = new AtomicInteger();
        int everySoMany = Math.max(20, texts / 40);

        post(load, new WordsApi(target), () -> {
            // by progress, not by time: on a slow machine nothing would ever get through
            if (accepted.get() % everySoMany == 0) {
                killed.addAndGet(kill(target.functionKiller().orElseThrow(), accepted.get() / everySoMany));
            }
        });

        System.out.printf("killed %d processes, repeated %d requests%n", killed.get(), repeated.get());
        assertThat(killed).hasValueGreaterThanOrEqualTo(KILLED_IN_TURN.size());
        assertCounted(load, target);
    }

    private static int kill(FunctionKiller killer, int turn) {
        return killer.kill(KILLED_IN_TURN.get(turn % KILLED_IN_TURN.size())) ? 1 : 0;
    }

    private List<Text> texts() {
        System.out.printf("%d texts, -Dload.seed=%d%n", texts, seed);
        return new RandomTexts(seed).next(texts);
    }

    /** One in five is sent twice: every other of these at once, the others after all. */
    private void post(List<Text> load, WordsApi api, Runnable afterEach) throws Exception {
        long began = System.nanoTime();
        Queue<Posting> postings = new ConcurrentLinkedQueue<>();
        List<Posting> later = new ArrayList<>();
        for (int i = 0; i < load.size(); i++) {
            Posting posting = new Posting(load.get(i), Fresh.key());
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
                        post(posting, api);
                        accepted.incrementAndGet();
                        afterEach.run();
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
        assertThat(accepted).hasValue(sent);
        System.out.printf("%d posts in %.1f s%n", sent, seconds(began));
    }

    /** As the README tells clients: what failed is repeated with the same key. */
    private void post(Posting posting, WordsApi api) {
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            try {
                Answer answer = api.postText(posting.text().written(), posting.key());
                if (answer.status() == 202) {
                    return;
                }
                assertThat(answer.status()).as(answer.body()).isGreaterThanOrEqualTo(500);
            } catch (UncheckedIOException e) {
                // a cut connection: it is not known what became of it
                System.out.println("repeated after " + e.getCause());
            }
            repeated.incrementAndGet();
        }
        throw new AssertionError("not accepted in " + MOST_ATTEMPTS + " attempts");
    }

    private void assertCounted(List<Text> load, Target target) {
        long began = System.nanoTime();
        Map<String, Long> expected = new HashMap<>();
        load.forEach(text -> text.counted().forEach((word, times) -> expected.merge(word, 11L * times, Long::sum)));
        Totals totals =
                new Totals(expected.values().stream().mapToLong(Long::longValue).sum(), expected.size());
        WordsApi api = new WordsApi(target);
        try (Stack stack = new Stack(target)) {
            Stack.soon()
                    .atMost(longestRecovery)
                    .untilAsserted(() -> assertThat(api.totals()).isEqualTo(totals));
            System.out.printf("all counted %.1f s later%n", seconds(began));
            assertThat(api.allSummaries(100)).as("summaries").isEqualTo(expected);
            expected.forEach((word, count) -> {
                assertThat(api.count(word)).as(word).isEqualTo(count);
                assertThat(api.consistentCount(word)).as(word + ", consistent").isEqualTo(count);
            });
            assertThat(stack.sumOfCounters()).as("counters").isEqualTo(totals.itemCount());
            assertThat(stack.scan("EventLedgerTable")).as("events").hasSize(load.size());
            assertThat(stack.deadLetters()).as("dead letters").isZero();
        }
    }

    private static long seed() {
        String given = System.getProperty("load.seed", "");
        return given.isEmpty() ? new Random().nextLong() : Long.parseLong(given);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private record Posting(Text text, String key) {}
}
