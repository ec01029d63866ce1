package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;

/** One API key may send 250 requests a second, and 500 at once. */
@AgainstTarget(alone = true)
class UsagePlanIT extends Contract {

    private static final int RATE = 250;
    private static final int BURST = 500;
    private static final int REQUESTS = 1_500;

    UsagePlanIT(Target target) {
        super(target);
    }

    @Test
    void requests_shouldBeAnswered429_beyondTheUsagePlan() throws InterruptedException, ExecutionException {
        assumeTrue(target.hasExactGateway(), "this target's gateway takes any number of requests");
        Instant start = Instant.now();
        List<Answer> answers;
        try (ExecutorService threads =
                Executors.newFixedThreadPool(64, Thread.ofVirtual().factory())) {
            List<Future<Answer>> futures = IntStream.range(0, REQUESTS)
                    .mapToObj(i -> threads.submit(() -> api.get("/words/two%20words")))
                    .toList();
            answers = new ArrayList<>();
            for (Future<Answer> future : futures) {
                answers.add(future.get());
            }
        }
        double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;

        long taken = answers.stream().filter(answer -> answer.status() == 400).count();
        long refused = answers.stream().filter(answer -> answer.status() == 429).count();
        assertThat(taken + refused).isEqualTo(REQUESTS);
        assertThat(taken).isBetween((long) BURST / 2, (long) (BURST + RATE * (seconds + 1)));
    }

    @Test
    void requests_shouldBeAnswered403_withoutAKeyThatIsValid() {
        assertThat(api.getWithoutKey("/words").status()).isEqualTo(403);
        assertThat(api.postWithKey("hello", Optional.of("another")).status()).isEqualTo(403);
    }
}
