package wordcounter.operator;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import wordcounter.runtime.Backoff.Sleeper;

/**
 * Posts texts at a steady rate, whether or not those before are answered, as users do who know nothing of each other (an open loop).
 *
 * <p>A post's time begins when it was due, not when it was sent. Otherwise whatever stalls would be measured once, by the post that
 * meets it, and be hidden from those that had to wait behind it ("coordinated omission").
 */
final class LoadRun {

    /** An API that leaves so many open does not answer any more, and this process has to hold them. */
    static final int MOST_OPEN = 5_000;

    private static final int PROGRESS_STEPS = 200;

    private final LoadApi api;
    private final Supplier<String> texts;
    private final LoadMeasurements measurements;
    private final Clock clock;
    private final Sleeper sleeper;

    LoadRun(LoadApi api, Supplier<String> texts, LoadMeasurements measurements, Clock clock, Sleeper sleeper) {
        this.api = api;
        this.texts = texts;
        this.measurements = measurements;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /**
     * Posts, and waits for the last answer.
     *
     * @param threads in which the posts wait for their answers, one each; it is closed
     * @return false when it ended before its time, since too many were open
     */
    boolean run(LoadPlan plan, ExecutorService threads, Console console) throws InterruptedException {
        Instant begin = clock.instant();
        long step = Math.max(1, plan.posts() / PROGRESS_STEPS);
        try (threads) {
            for (long post = 0; post < plan.posts(); post++) {
                Instant due = begin.plus(plan.due(post));
                Duration wait = Duration.between(clock.instant(), due);
                if (wait.isPositive()) {
                    sleeper.sleep(wait);
                }
                if (measurements.open() >= MOST_OPEN) {
                    return false;
                }
                String text = texts.get();
                measurements.sent(Duration.between(due, clock.instant()));
                threads.execute(() -> post(text, due));
                if (post % step == 0) {
                    console.progress("Posting", post, plan.posts());
                }
            }
            console.progress("Waiting for answers", plan.posts() - measurements.open(), plan.posts());
        } finally {
            console.endProgress();
        }
        return true;
    }

    private void post(String text, Instant due) {
        LoadOutcome outcome;
        try {
            outcome = LoadOutcome.of(api.post(text));
        } catch (IOException e) {
            outcome = LoadOutcome.lost(e);
        }
        measurements.ended(outcome, Duration.between(due, clock.instant()));
    }
}
