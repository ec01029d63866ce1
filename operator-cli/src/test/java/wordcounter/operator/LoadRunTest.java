package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import wordcounter.testing.ManualClock;

class LoadRunTest {

    private static final LoadPlan FIVE = new LoadPlan(5, Duration.ofSeconds(1), 1);

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-27T12:00:00Z"));
    private final StringWriter out = new StringWriter();
    private final LoadMeasurements measurements = new LoadMeasurements();
    private final SlowApi api = new SlowApi();

    /** An API whose answers take time; its summaries get on by each look at them. */
    private final class SlowApi implements LoadApi {
        private final List<Instant> postedAt = new ArrayList<>();
        private int stalledPost = -1;
        private Duration stall = Duration.ZERO;
        private boolean isDown;
        private int looks;
        private long countedAtALook = 100;

        @Override
        public HttpCalls.Answer post(String text) throws IOException {
            int post = postedAt.size();
            postedAt.add(clock.instant());
            if (isDown) {
                throw new ConnectException("refused");
            }
            clock.advance(post == stalledPost ? stall : Duration.ofMillis(10));
            return new HttpCalls.Answer(202, "");
        }

        @Override
        public long countOfAllWords() {
            looks++;
            if (looks == 2) {
                throw new OperatorException("throttled just now");
            }
            return 1_000 + looks * countedAtALook;
        }
    }

    /** Has no thread but the caller's: whoever stalls it makes the next ones late. Or it never gets to a task at all. */
    private static final class CallersThread extends AbstractExecutorService {
        private final boolean isHanging;

        private CallersThread(boolean isHanging) {
            this.isHanging = isHanging;
        }

        @Override
        public void execute(Runnable task) {
            if (!isHanging) {
                task.run();
            }
        }

        @Override
        public void shutdown() {
            // nothing is under way
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return true;
        }

        @Override
        public boolean isTerminated() {
            return true;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }

    @Test
    void run_shouldPostAtASteadyRate() throws InterruptedException {
        Instant begin = clock.instant();

        assertThat(run(FIVE, new CallersThread(false))).isTrue();

        assertThat(api.postedAt)
                .containsExactly(
                        begin,
                        begin.plusMillis(200),
                        begin.plusMillis(400),
                        begin.plusMillis(600),
                        begin.plusMillis(800));
    }

    @Test
    void run_shouldMeasureFromWhenAPostWasDue_whenTheOneBeforeStalled() throws InterruptedException {
        api.stalledPost = 0;
        api.stall = Duration.ofMillis(500);

        run(FIVE, new CallersThread(false));
        report().tell();

        // due at 0, 200, 400, 600, 800; answered at 500, 510, 520, 610, 810
        assertThat(out.toString())
                .contains("202     5      120 ms  500 ms  500 ms  500 ms   accepted")
                .contains("This machine was up to 300 ms late in sending");
    }

    @Test
    void run_shouldEnd_whenTooManyAreOpen() throws InterruptedException {
        LoadPlan plan = new LoadPlan(1_000, Duration.ofSeconds(10), 1);

        assertThat(run(plan, new CallersThread(true))).isFalse();
        report().tell();

        assertThat(out.toString()).contains("0 accepted").contains(", " + LoadRun.MOST_OPEN + " still open.");
    }

    @Test
    void tell_shouldNameWhatIsLost() throws InterruptedException {
        api.isDown = true;

        run(FIVE, new CallersThread(false));
        LoadReport report = report();
        report.tell();

        assertThat(out.toString())
                .contains("none    5", "nothing answers there (connection refused)")
                .contains("5 posts in 0 ms: 0 accepted, 0 over a limit (429), 0 failed, 5 without an answer.");
        assertThat(report.isAllAccepted()).isFalse();
    }

    @Test
    void tell_shouldSayItOnce() {
        LoadReport report = report();

        report.tell();
        report.tell();

        assertThat(out.toString().lines()).hasSize(1);
    }

    @Test
    void tellCounted_shouldSayWhenTheSummariesHaveIt() throws InterruptedException {
        run(FIVE, new CallersThread(false));
        api.countedAtALook = 11;

        assertThat(report().tellCounted(api, 1_000, 1, Duration.ofMinutes(1), clock::advance))
                .isTrue();

        assertThat(out.toString())
                .contains("Counted: the summaries have all 55 (5 texts of 1 word, 11 each) 800 ms after");
    }

    @Test
    void tellCounted_shouldSayWhatIsMissing_whenPatienceEnds() throws InterruptedException {
        run(FIVE, new CallersThread(false));
        api.countedAtALook = 0;

        assertThat(report().tellCounted(api, 1_000, 1, Duration.ofSeconds(2), clock::advance))
                .isFalse();

        assertThat(out.toString()).contains("After 2.0 s the summaries have 0 of 55");
    }

    private boolean run(LoadPlan plan, ExecutorService threads) throws InterruptedException {
        return new LoadRun(api, () -> "load1", measurements, clock, clock::advance)
                .run(plan, threads, new Console(new PrintWriter(out, true), new PrintWriter(out, true), false));
    }

    private LoadReport report() {
        return new LoadReport(measurements, new PrintWriter(out, true), clock);
    }
}
