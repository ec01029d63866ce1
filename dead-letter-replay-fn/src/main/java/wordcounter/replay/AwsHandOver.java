package wordcounter.replay;

import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
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

    private final ReplaySettings settings;
    private final SignedCalls calls;
    private final Backoff backoff;
    private final Clock clock;

    AwsHandOver(ReplaySettings settings, SignedCalls calls, Backoff backoff, Clock clock) {
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
                "application/x-www-form-urlencoded; charset=utf-8",
                PublishForm.of(message, message.attributes(replays, run)));
        if (answer.status() != 200) {
            throw new HandOverException("SNS did not take it: status " + answer.status());
        }
    }

    @Override
    public JsonObject invoke(FunctionModule function, JsonObject event) {
        String arn = URLEncoder.encode(settings.arn(function), StandardCharsets.UTF_8);
        Answer answer =
                call("lambda", "/2015-03-31/functions/" + arn + "/invocations", "application/json", event.toJson());
        if (answer.status() != 200) {
            throw new HandOverException(function.module() + " could not be invoked: status " + answer.status());
        }
        if (answer.errorHeader().isPresent()) {
            throw new HandOverException(function.module() + " failed again: " + errorType(answer.body()));
        }
        String payload = answer.body();
        return payload.isBlank() || payload.equals("null") ? new JsonObject(Map.of()) : JsonObject.parse(payload);
    }

    private Answer call(String service, String path, String contentType, String body) {
        try {
            return backoff.retryWhile(
                    Answer::isThrottledOrBroken,
                    () -> calls.post(
                            service, path, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8)),
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
