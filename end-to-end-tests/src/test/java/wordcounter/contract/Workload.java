package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import wordcounter.contract.RandomTexts.Text;
import wordcounter.contract.WordsApi.Totals;
import wordcounter.events.WordsEvent;
import wordcounter.targets.Target;
import wordcounter.words.Words;

/** Texts that many clients post at once to a world that was empty, and what has to be counted in the end. Thread-safe. */
final class Workload {

    private static final int MOST_ATTEMPTS = 20;

    /** Words whose count is asked for one by one. */
    private static final int ASKED_FOR = 20;

    private final Target target;
    private final WordsApi api;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<String, Long> expected = new ConcurrentHashMap<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger repeated = new AtomicInteger();

    Workload(Target target) {
        this.target = target;
        api = new WordsApi(target);
    }

    /** {@code -Dload.seed=N} repeats one. */
    static RandomTexts randomTexts() {
        String given = System.getProperty("load.seed", "");
        long seed = given.isEmpty() ? new Random().nextLong() : Long.parseLong(given);
        System.out.printf("-Dload.seed=%d%n", seed);
        return new RandomTexts(seed);
    }

    /** As docs/api.md tells clients: what failed is repeated with the same key. */
    void post(Text text, String key) {
        send(text, key, () -> api.postText(text.written(), key));
    }

    /** The same by the queue, which may accept a text twice. */
    void queue(Text text, String key) {
        send(text, key, () -> api.queueText(text.written(), key));
    }

    private void send(Text text, String key, Supplier<Answer> request) {
        expect(text, key);
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            try {
                Answer answer = request.get();
                if (answer.status() == 202) {
                    accepted.incrementAndGet();
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

    /** The text as an event that was published, and then its publisher died: it will be counted by whoever gets it. */
    WordsEvent published(Text text) {
        String eventId = Fresh.key();
        expect(text, eventId);
        return new WordsEvent(eventId, "load", Instant.now(), Words.of(text.counted()));
    }

    private void expect(Text text, String key) {
        if (keys.add(key)) {
            text.counted().forEach((word, times) -> expected.merge(word, 11L * times, Long::sum));
        }
    }

    /** Posts that were answered with 202. */
    int accepted() {
        return accepted.get();
    }

    /** Requests that failed and were sent again. */
    int repeated() {
        return repeated.get();
    }

    /** Replays the dead letters there are, if any. What fails again or is held by another run comes with the next replay. */
    void replay() {
        try (Stack stack = new Stack(target);
                LambdaClient lambda = target.client(LambdaClient.builder())) {
            if (stack.deadLetters() > 0) {
                InvokeResponse _ = lambda.invoke(call -> call.functionName(stack.name("DeadLetterReplayFunction"))
                        .payload(SdkBytes.fromUtf8String("{\"execute\":true}")));
            }
        }
    }

    void assertCounted(Duration longestRecovery) {
        assertCounted(longestRecovery, () -> {});
    }

    /** @param beforeEachLook what an operator does until all is counted */
    void assertCounted(Duration longestRecovery, Runnable beforeEachLook) {
        long began = System.nanoTime();
        Totals totals =
                new Totals(expected.values().stream().mapToLong(Long::longValue).sum(), expected.size());
        try (Stack stack = new Stack(target)) {
            Stack.soon().atMost(longestRecovery).untilAsserted(() -> {
                beforeEachLook.run();
                assertThat(api.totals()).isEqualTo(totals);
            });
            System.out.printf("all counted %.1f s later%n", (System.nanoTime() - began) / 1e9);
            assertThat(api.allSummaries(100)).as("summaries").isEqualTo(Map.copyOf(expected));
            assertThat(stack.counts()).as("counters").isEqualTo(Map.copyOf(expected));
            expected.entrySet().stream().limit(ASKED_FOR).forEach(each -> {
                assertThat(api.count(each.getKey())).as(each.getKey()).isEqualTo(each.getValue());
                assertThat(api.consistentCount(each.getKey()))
                        .as(each.getKey() + ", consistent")
                        .isEqualTo(each.getValue());
            });
            assertThat(stack.scan("EventLedgerTable")).as("events").hasSize(keys.size());
            Stack.soon().untilAsserted(() -> {
                beforeEachLook.run();
                assertThat(stack.deadLetters()).as("dead letters").isZero();
            });
        }
    }
}
