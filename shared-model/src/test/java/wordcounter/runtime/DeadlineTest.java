package wordcounter.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import wordcounter.testing.ManualClock;
import wordcounter.testing.TestContext;

class DeadlineTest {

    @Test
    void of_shouldLeaveTimeToFinish_beforeLambdaEndsTheInvocation() {
        ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));

        assertThat(Deadline.of(new TestContext(Duration.ofSeconds(20)), clock, Duration.ofSeconds(5)))
                .isEqualTo(Instant.parse("2026-11-21T12:00:15Z"));
    }
}
