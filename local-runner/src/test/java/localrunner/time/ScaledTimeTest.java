package localrunner.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    void after_shouldBeTheInverseOfBetween_atEachScaleThatWas() {
        MovingClock clock = new MovingClock(NOW);
        try (ScaledTime time = new ScaledTime(60, clock)) {
            clock.pass(Duration.ofSeconds(10));
            time.setScale(1);
            clock.pass(Duration.ofSeconds(10));
            time.setScale(3_600);

            for (int second = -5; second <= 25; second++) {
                Instant moment = NOW.plusSeconds(second);
                assertThat(time.after(NOW, time.between(NOW, moment)))
                        .as("after %d s", second)
                        .isEqualTo(moment);
            }
        }
    }

    @Test
    void age_shouldGoOnFromWhereItIs_whenTheScaleChanges() {
        MovingClock clock = new MovingClock(NOW);
        try (ScaledTime time = new ScaledTime(60, clock)) {
            clock.pass(Duration.ofSeconds(10));
            assertThat(time.age(NOW)).isEqualTo(Duration.ofMinutes(10));

            time.setScale(1);
            assertThat(time.age(NOW)).isEqualTo(Duration.ofMinutes(10));
            clock.pass(Duration.ofSeconds(30));
            assertThat(time.age(NOW)).isEqualTo(Duration.ofSeconds(630));

            time.setScale(3_600);
            clock.pass(Duration.ofSeconds(1));
            assertThat(time.age(NOW)).isEqualTo(Duration.ofSeconds(4_230));
            assertThat(time.age(NOW.plusSeconds(10))).isEqualTo(Duration.ofSeconds(3_630));
            assertThat(time.scale()).isEqualTo(3_600);
        }
    }

    @Test
    void age_shouldNeverFall_whenTheClockIsSetBackBeforeTheScaleChanges() {
        MovingClock clock = new MovingClock(NOW);
        try (ScaledTime time = new ScaledTime(60, clock)) {
            clock.pass(Duration.ofSeconds(20));
            time.setScale(10);
            clock.pass(Duration.ofSeconds(-5));
            Duration before = time.age(NOW);

            time.setScale(1);

            assertThat(time.age(NOW)).isEqualTo(before).isEqualTo(Duration.ofMinutes(15));
            clock.pass(Duration.ofSeconds(10));
            assertThat(time.age(NOW)).isGreaterThanOrEqualTo(Duration.ofMinutes(20));
        }
    }

    @Test
    void schedule_shouldRunSooner_whenTheScaleRisesMeanwhile() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        try (ScaledTime time = new ScaledTime(1)) {
            time.schedule(Duration.ofHours(1), ran::countDown);

            time.setScale(100_000);

            assertThat(ran.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void schedule_shouldRunLater_whenTheScaleFallsMeanwhile() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        CountDownLatch control = new CountDownLatch(1);
        try (ScaledTime time = new ScaledTime(3_600)) {
            time.schedule(Duration.ofHours(1), ran::countDown);

            time.setScale(1);
            time.scheduleReal(Duration.ofMillis(1_100), control::countDown);

            assertThat(control.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(ran.getCount()).isEqualTo(1);
        }
    }

    @Test
    void schedule_shouldRunOnce_whenTheScaleChangesAllTheTime() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch control = new CountDownLatch(200);
        try (ScaledTime time = new ScaledTime(1_000)) {
            for (int task = 0; task < 200; task++) {
                time.schedule(Duration.ofSeconds(task), () -> {
                    runs.incrementAndGet();
                    control.countDown();
                });
            }

            for (int change = 0; control.getCount() > 0; change++) {
                time.setScale(1_000 + change % 2 * 9_000);
            }

            time.scheduleReal(Duration.ZERO, () -> {});
            assertThat(runs).hasValue(200);
        }
    }

    @Test
    void scheduleReal_shouldNotBeScaled() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(1);
        CountDownLatch control = new CountDownLatch(1);
        try (ScaledTime time = new ScaledTime(100_000)) {
            time.scheduleReal(Duration.ofMinutes(10), ran::countDown);
            time.schedule(Duration.ofHours(10), control::countDown);

            assertThat(control.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(ran.getCount()).isEqualTo(1);
        }
    }

    @Test
    void sleep_shouldEndSooner_whenTheScaleRisesMeanwhile() throws InterruptedException {
        CountDownLatch asleep = new CountDownLatch(1);
        CountDownLatch awake = new CountDownLatch(1);
        try (ScaledTime time = new ScaledTime(1)) {
            Thread.ofVirtual().start(() -> {
                asleep.countDown();
                sleepAnHour(time);
                awake.countDown();
            });
            awaitZero(asleep);

            time.setScale(100_000);

            assertThat(awake.await(30, TimeUnit.SECONDS)).isTrue();
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

    @Test
    void setScale_shouldRefuseAndKeepTheScale_whenItIsNotPositive() {
        try (ScaledTime time = new ScaledTime(7)) {
            assertThatThrownBy(() -> time.setScale(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
            assertThat(time.scale()).isEqualTo(7);
        }
    }

    private static void sleepAnHour(ScaledTime time) {
        try {
            time.sleep(Duration.ofHours(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A wall clock that a test moves. */
    private static final class MovingClock implements InstantSource {

        private Instant now;

        MovingClock(Instant now) {
            this.now = now;
        }

        void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
