package wordcounter.counter.slack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;
import wordcounter.runtime.JsonLog;
import wordcounter.slack.SlackSignature;

/** What holds for every request from Slack. Thread-safe. */
final class SlackRequests {

    /** Of the 3 s that Slack waits; the rest is for a call that was begun before it, and for the way. */
    private static final Duration TIME_TO_COUNT = Duration.ofSeconds(1);

    private final SlackSecrets secrets;
    private final Clock clock;
    private final JsonLog log;

    SlackRequests(SlackSecrets secrets, Clock clock, JsonLog log) {
        this.secrets = secrets;
        this.clock = clock;
        this.log = log;
    }

    /** @throws ProblemException 401 when Slack has not signed it within the last minutes, 503 when that can't be told */
    void requireSignature(ApiRequest request) {
        boolean isSigned = SlackSignature.isValid(
                secrets.signing(),
                request.header(SlackSignature.TIMESTAMP_HEADER).orElse(""),
                request.header(SlackSignature.SIGNATURE_HEADER).orElse(""),
                request.body().bytes(),
                clock.instant());
        if (!isSigned) {
            throw notAuthentic("Slack's signature of this body, not older than 5 minutes, is needed in "
                    + SlackSignature.SIGNATURE_HEADER + " and " + SlackSignature.TIMESTAMP_HEADER + ".");
        }
    }

    /** @throws ProblemException 401 when it is not the outgoing webhook's, 503 when that can't be told */
    void requireToken(String token) {
        if (!SlackSignature.isEqual(secrets.outgoingWebhookToken(), token)) {
            throw notAuthentic("The field token is not that of the outgoing webhook.");
        }
    }

    private static ProblemException notAuthentic(String detail) {
        return new ProblemException(Problem.Type.NOT_AUTHENTIC, detail);
    }

    /** To a request that is Slack's and of no use here; with any other status Slack would send it again. */
    ApiResponse ignored(ApiRequest request, String why) {
        log.info("ignored", Map.of("correlationId", request.requestId(), "reason", why));
        return nothing();
    }

    /** What there is to say to a message. */
    ApiResponse nothing() {
        return ApiResponse.text(200, "");
    }

    /** The earlier one of the function's deadline and Slack's. */
    Instant deadline(Instant deadline) {
        Instant slacks = clock.instant().plus(TIME_TO_COUNT);
        return slacks.isBefore(deadline) ? slacks : deadline;
    }
}
