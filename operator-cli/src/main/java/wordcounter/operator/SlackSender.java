package wordcounter.operator;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import wordcounter.runtime.Backoff.Sleeper;
import wordcounter.slack.SlackSignature;

/** Sends a request as Slack does: signed at the time of each delivery, and marked when it is not the first one. */
final class SlackSender {

    /** Longer than the function remembers that there is no secret. */
    private static final Duration UNTIL_SECRET_IS_SEEN = Duration.ofSeconds(15);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Http http;
    private final SigningSecret secret;
    private final Clock clock;
    private final Sleeper sleeper;

    SlackSender(Http http, SigningSecret secret, Clock clock, Sleeper sleeper) {
        this.http = http;
        this.secret = secret;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** Posts to an address. */
    @FunctionalInterface
    interface Http {

        /** @throws OperatorException when nothing answers */
        HttpCalls.Answer post(URI uri, Map<String, String> headers, byte[] body);
    }

    /**
     * Sends it once. A new secret is not known to the function at once: then it is sent again until the function knows it, or
     * should.
     *
     * @param retry 0 at the first delivery
     */
    HttpCalls.Answer send(URI uri, SlackRequest request, int retry) throws InterruptedException {
        Instant end = clock.instant().plus(secret.isNew() ? UNTIL_SECRET_IS_SEEN : Duration.ZERO);
        while (true) {
            HttpCalls.Answer answer = post(uri, request, retry);
            boolean mayNotKnowTheSecret = answer.status() == 401 || answer.status() == 503;
            if (!mayNotKnowTheSecret || !clock.instant().isBefore(end)) {
                return answer;
            }
            sleeper.sleep(PAUSE);
        }
    }

    private HttpCalls.Answer post(URI uri, SlackRequest request, int retry) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)");
        headers.put("Content-Type", request.contentType());
        headers.put(SlackSignature.TIMESTAMP_HEADER, timestamp);
        headers.put(SlackSignature.SIGNATURE_HEADER, SlackSignature.of(secret.value(), timestamp, body));
        if (retry > 0) {
            headers.put("X-Slack-Retry-Num", Integer.toString(retry));
            headers.put("X-Slack-Retry-Reason", "http_timeout");
        }
        return http.post(uri, headers, body);
    }
}
