package localrunner.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import localrunner.time.ManualTime;
import localrunner.time.Time;
import org.junit.jupiter.api.Test;

class MinutesTest {

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-27T10:15:30Z"));

    @Test
    void current_shouldCountFromTheMinuteOfTheStart() {
        Minutes minutes = new Minutes(time);

        assertThat(minutes.current()).isZero();
        assertThat(minutes.untilEndOf(0)).isEqualTo(Duration.ofSeconds(30));
        time.advance(Duration.ofSeconds(30));

        assertThat(minutes.current()).isEqualTo(1);
        assertThat(minutes.startOf(1)).isEqualTo(Instant.parse("2026-11-27T10:16:00Z"));
        assertThat(minutes.of(Instant.parse("2026-11-27T10:17:59Z"))).isEqualTo(2);
        time.close();
    }

    @Test
    void minutes_shouldBeSeconds_whenTimePassesSixtyTimesFaster() {
        Minutes minutes = new Minutes(new Faster(time));

        assertThat(minutes.current()).isEqualTo(30);
        assertThat(minutes.startOf(31)).isEqualTo(Instant.parse("2026-11-27T10:15:31Z"));
        assertThat(minutes.untilEndOf(30)).isEqualTo(Duration.ofMinutes(1));
        time.close();
    }

    /** As ScaledTime at a scale of 60. */
    private record Faster(ManualTime time) implements Time {

        @Override
        public Instant now() {
            return time.now();
        }

        @Override
        public Duration between(Instant from, Instant to) {
            return Duration.between(from, to).multipliedBy(60);
        }

        @Override
        public Instant after(Instant from, Duration passed) {
            return from.plus(passed.dividedBy(60));
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            return time.schedule(delay, task);
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            time.sleep(duration);
        }

        @Override
        public void close() {
            time.close();
        }
    }
}
