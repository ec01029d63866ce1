package wordcounter.replay;

import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.replay.LetterBody.SnsDelivery;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.SignedCalls;
import wordcounter.runtime.SignedCalls.Answer;

/** Hands over by one signed call each, to SNS and Lambda. A call that was throttled is repeated for a while. Thread-safe. */
final class AwsHandOver implements HandOver {

    private static final Duration TIME_FOR_RETRIES = Duration.ofSeconds(5);

    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    /**
     * Lambda's status for a function that is not ready: {@code SnapStartNotReadyException}, or it is just being updated ("Invoke", AWS
     * Lambda API Reference). It was not invoked then.
     */
    private static final int NOT_READY = 409;

    private final ReplaySettings settings;
    private final Calls calls;
    private final Backoff backoff;
    private final Clock clock;

    /** Makes a call of a service, as {@link SignedCalls#post} does. */
    @FunctionalInterface
    interface Calls {
        Answer post(String service, String path, Map<String, String> headers, byte[] body);
    }

    AwsHandOver(ReplaySettings settings, Calls calls, Backoff backoff, Clock clock) {
        this.settings = settings;
        this.calls = calls;
        this.backoff = backoff;
        this.clock = clock;
    }

    @Override
    public void publish(SnsDelivery message, int replays, String run) {
        Answer answer = call(
                "sns",
                "/",
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                PublishForm.of(message, message.attributes(replays, run)));
        if (answer.status() != OK) {
            throw new HandOverException("SNS did not take it: status " + answer.status());
        }
    }

    @Override
    public JsonObject invoke(FunctionModule function, JsonObject event, Instant deadline) {
        Answer answer = invoke(function, event, "RequestResponse", OK, deadline);
        if (answer.errorHeader().isPresent()) {
            throw new HandOverException(function.module() + " failed again: " + errorType(answer.body()));
        }
        String payload = answer.body();
        return payload.isBlank() || payload.equals("null") ? new JsonObject(Map.of()) : JsonObject.parse(payload);
    }

    @Override
    public void start(FunctionModule function, JsonObject event, Instant deadline) {
        Answer _ = invoke(function, event, "Event", ACCEPTED, deadline);
    }

    /** @param expected status of Lambda's answer to an invocation of that type */
    private Answer invoke(FunctionModule function, JsonObject event, String type, int expected, Instant deadline) {
        Answer answer =
                backoff.retryWhile(last -> last.status() == NOT_READY, () -> invoke(function, event, type), deadline);
        if (answer.status() == NOT_READY) {
            throw new HandOverException(function.module() + " was not ready in time: status " + NOT_READY);
        }
        if (answer.status() != expected) {
            throw new HandOverException(function.module() + " could not be invoked: status " + answer.status());
        }
        return answer;
    }

    private Answer invoke(FunctionModule function, JsonObject event, String type) {
        String arn = URLEncoder.encode(settings.arn(function), StandardCharsets.UTF_8);
        return call(
                "lambda",
                "/2015-03-31/functions/" + arn + "/invocations",
                Map.of("Content-Type", "application/json", "X-Amz-Invocation-Type", type),
                event.toJson());
    }

    private Answer call(String service, String path, Map<String, String> headers, String body) {
        try {
            return backoff.retryWhile(
                    Answer::isThrottledOrBroken,
                    () -> calls.post(service, path, headers, body.getBytes(StandardCharsets.UTF_8)),
                    clock.instant().plus(TIME_FOR_RETRIES));
        } catch (UncheckedIOException e) {
            throw new HandOverException(service + " did not answer", e);
        }
    }

    /** The type of a function's error, without its package. The error's message is not read: it may quote the text. */
    private static String errorType(String payload) {
        try {
            String type = JsonObject.parse(payload).optionalString("errorType").orElse("an error without a type");
            return type.substring(type.lastIndexOf('.') + 1);
        } catch (InvalidJsonException e) {
            return "an error that is not JSON";
        }
    }
}
