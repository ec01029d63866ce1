package wordcounter.uploaded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import wordcounter.json.JsonObject;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.SignedCalls.Answer;
import wordcounter.testing.ManualClock;
import wordcounter.testing.TestContext;

class LambdaContinuationTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final JsonObject EVENT = JsonObject.parse("{\"Records\":[]}");

    private final ManualClock clock = new ManualClock(NOW);
    private final List<String> calls = new ArrayList<>();
    private final Deque<Integer> statuses = new ArrayDeque<>();
    private final LambdaContinuation continuation =
            new LambdaContinuation(this::post, new Backoff(clock, new Random(1), clock::advance), clock);

    @Test
    void goOn_shouldHaveLambdaKeepTheEventForTheSameAlias() {
        statuses.add(202);

        continuation.goOn(TestContext.INVOKED_ARN, EVENT);

        assertThat(calls)
                .containsExactly("lambda /2015-03-31/functions/"
                        + "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Ainvoked%3Alive/invocations"
                        + " Event {\"Records\":[]}");
    }

    @Test
    void goOn_shouldTryAgain_whenLambdaIsThrottled() {
        statuses.addAll(List.of(429, 500, 202));

        continuation.goOn(TestContext.INVOKED_ARN, EVENT);

        assertThat(calls).hasSize(3);
    }

    @Test
    void goOn_shouldFail_whenLambdaDoesNotTakeTheEvent() {
        statuses.add(403);

        assertThatThrownBy(() -> continuation.goOn(TestContext.INVOKED_ARN, EVENT))
                .hasMessage("Lambda did not take the rest of the file: status 403");
    }

    @Test
    void goOn_shouldFailInTime_whenLambdaIsThrottledForLong() {
        for (int i = 0; i < 1_000; i++) {
            statuses.add(429);
        }

        assertThatThrownBy(() -> continuation.goOn(TestContext.INVOKED_ARN, EVENT))
                .hasMessageContaining("status 429");
        assertThat(clock.instant()).isBeforeOrEqualTo(NOW.plus(LambdaContinuation.TIME_FOR_RETRIES));
    }

    private Answer post(String service, String path, Map<String, String> headers, byte[] body) {
        calls.add(service + " " + path + " " + headers.get("X-Amz-Invocation-Type") + " "
                + new String(body, StandardCharsets.UTF_8));
        return new Answer(statuses.remove(), Optional.empty(), "");
    }
}
