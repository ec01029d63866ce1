package wordcounter.uploaded;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import wordcounter.json.JsonObject;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.SignedCalls;
import wordcounter.runtime.SignedCalls.Answer;

/** Invokes the function asynchronously, as S3 does (AWS document "Invoke", AWS Lambda API Reference). Thread-safe. */
final class LambdaContinuation implements Continuation {

    /** How long a call that is throttled is repeated. */
    static final Duration TIME_FOR_RETRIES = Duration.ofSeconds(5);

    private static final int ACCEPTED = 202;

    private final Calls calls;
    private final Backoff backoff;
    private final Clock clock;

    /** Makes a call of a service, as {@link SignedCalls#post} does. */
    @FunctionalInterface
    interface Calls {
        Answer post(String service, String path, Map<String, String> headers, byte[] body);
    }

    LambdaContinuation(Calls calls, Backoff backoff, Clock clock) {
        this.calls = calls;
        this.backoff = backoff;
        this.clock = clock;
    }

    @Override
    public void goOn(String function, JsonObject event) {
        String path = "/2015-03-31/functions/" + URLEncoder.encode(function, StandardCharsets.UTF_8) + "/invocations";
        Map<String, String> headers = Map.of("Content-Type", "application/json", "X-Amz-Invocation-Type", "Event");
        byte[] body = event.toJson().getBytes(StandardCharsets.UTF_8);
        Answer answer = backoff.retryWhile(
                Answer::isThrottledOrBroken,
                () -> calls.post("lambda", path, headers, body),
                clock.instant().plus(TIME_FOR_RETRIES));
        if (answer.status() != ACCEPTED) {
            throw new IllegalStateException("Lambda did not take the rest of the file: status " + answer.status());
        }
    }
}
