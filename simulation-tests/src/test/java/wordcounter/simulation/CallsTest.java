package wordcounter.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final List<String> happened = new ArrayList<>();

    @Test
    void usage() {
        Invocation invocation = invocation(calls -> {
            happened.add("starts");
            String word = calls.make(Operation.READ_SUMMARIES, "", () -> "hello");
            Object _ = calls.make(Operation.WRITE_SUMMARIES, word, () -> happened.add("writes " + word));
            return "{}";
        });

        invocation.run(); // up to the first call, which is not made yet
        invocation.step(Fault.NONE, NOW); // makes it, and runs again from the start up to the second
        assertThat(happened).containsExactly("starts", "starts");

        invocation.step(Fault.DIE_AFTER, NOW); // the second takes effect, and the process dies
        assertThat(happened).containsExactly("starts", "starts", "writes hello");
        assertThat(invocation.isRunning()).isFalse();
    }

    @Test
    void make_shouldThrowThoughTheCallTookEffect_whenItsAnswerIsLost() {
        Invocation invocation = invocation(calls -> {
            try {
                return calls.make(Operation.PUBLISH, "", () -> {
                    happened.add("published");
                    return "{}";
                });
            } catch (Calls.NoAnswerException e) {
                happened.add("no answer");
                return "{}";
            }
        });
        invocation.run();

        invocation.step(Fault.LOSE_ANSWER, NOW);

        assertThat(happened).containsExactly("published", "no answer");
    }

    private static Invocation invocation(Invocation.Program program) {
        return new Invocation("a handler", 1, NOW, Duration.ofSeconds(10), program, World.NOBODY);
    }
}
