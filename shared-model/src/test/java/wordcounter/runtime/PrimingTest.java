package wordcounter.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import wordcounter.testing.ManualClock;

class PrimingTest {

    @Test
    void run_shouldNameFileAndHandler_whenTheEventIsNotThere() {
        ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));

        assertThatThrownBy(() -> Priming.run(PrimingTest.class, "none.json", clock, PrimingTest::ignore))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("none.json is not beside wordcounter.runtime.PrimingTest");
    }

    @Test
    void run_shouldRepeatTheEvent_soOftenThatJavaCompilesWhatItRuns() throws IOException {
        ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
        AtomicInteger calls = new AtomicInteger();

        Priming.run(PrimingTest.class, "PrimingTest.class", clock, (event, deadline) -> {
            assertThat(event.readAllBytes()).isNotEmpty();
            assertThat(deadline).isAfter(clock.instant());
            calls.incrementAndGet();
        });

        assertThat(calls).hasValue(Priming.TIMES);
    }

    @Test
    void run_shouldEnd_whenItHasTakenFiveSeconds() throws IOException {
        ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
        AtomicInteger calls = new AtomicInteger();

        Priming.run(PrimingTest.class, "PrimingTest.class", clock, (event, deadline) -> {
            clock.advance(Duration.ofSeconds(2));
            calls.incrementAndGet();
        });

        assertThat(calls).hasValue(3);
    }

    @Test
    void run_shouldFail_whenTheEventDoesNotComeToItsEndTheFirstTime() {
        ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));

        assertThatThrownBy(() -> Priming.run(PrimingTest.class, "PrimingTest.class", clock, (event, deadline) -> {
                    throw new IllegalStateException("half a function");
                }))
                .hasMessage("half a function");
    }

    @Test
    void run_shouldGoOn_whenARepetitionDoesNotComeToItsEnd() throws IOException {
        ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
        AtomicInteger calls = new AtomicInteger();

        Priming.run(PrimingTest.class, "PrimingTest.class", clock, (event, deadline) -> {
            if (calls.incrementAndGet() == 3) {
                throw new IllegalStateException("too slow");
            }
        });

        assertThat(calls).hasValue(3);
    }

    private static void ignore(InputStream event, Instant deadline) {
        // the event is never read
    }
}
