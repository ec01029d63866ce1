package localrunner.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScaledTimeTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void age_shouldScaleAsDelaysDo_whileNowIsTheWallClock() {
        try (ScaledTime time = new ScaledTime(60, InstantSource.fixed(NOW))) {
            Duration age = time.age(NOW.minusSeconds(60));

            assertThat(age).isEqualTo(Duration.ofHours(1));
            assertThat(time.now()).isEqualTo(NOW);
        }
    }

    @Test
    void unscaled_shouldGiveWhatLastsThatLong_whenScaled() {
        try (ScaledTime time = new ScaledTime(60)) {
            assertThat(time.unscaled(Duration.ofSeconds(29))).isEqualTo(Duration.ofMinutes(29));
        }
    }

    @Test
    void schedule_shouldRunOnOwnThreadSooner_whenScaled() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(2);
        try (ScaledTime time = new ScaledTime(100_000)) {
            // The first blocks until the second has run
            time.schedule(Duration.ofHours(1), () -> {
                ran.countDown();
                awaitZero(ran);
            });
            time.schedule(Duration.ofHours(1), ran::countDown);

            assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void schedule_shouldNotRun_whenCancelled() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        CountDownLatch control = new CountDownLatch(1);
        try (ScaledTime time = new ScaledTime(1)) {
            time.schedule(Duration.ofSeconds(2), ran::countDown).cancel();
            time.schedule(Duration.ofMillis(2_100), control::countDown);

            assertThat(control.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(ran.getCount()).isEqualTo(1);
        }
    }

    @Test
    void new_shouldRefuse_whenScaleIsNotPositive() {
        assertThatThrownBy(() -> new ScaledTime(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above 0");
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
