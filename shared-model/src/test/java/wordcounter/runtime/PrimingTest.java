package wordcounter.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.InputStream;
import java.time.Instant;
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

    private static void ignore(InputStream event, Instant deadline) {
        // the event is never read
    }
}
