package wordcounter.counter.slack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.FormBody;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;
import wordcounter.runtime.JsonLog;
import wordcounter.slack.SlackSignature;

/** Proves and answers requests of Slack's, whichever endpoint they are for. Thread-safe. */
final class SlackRequests {

    /** In bytes. Anybody can send something to these routes, which have no API key; Slack's largest requests are below. */
    static final int MAX_BYTES = 256 * 1024;

    /** Slack waits for 3 s; the rest of it is for a call that was begun before the deadline, and for the way. */
    private static final Duration TIME_TO_COUNT = Duration.ofSeconds(1);

    private final SlackSecrets secrets;
    private final Clock clock;
    private final JsonLog log;

    SlackRequests(SlackSecrets secrets, Clock clock, JsonLog log) {
        this.secrets = secrets;
        this.clock = clock;
        this.log = log;
    }

    /**
     * To be called before anything of the body is read.
     *
     * @throws ProblemException 413 when it is larger than anything that Slack sends
     */
    void requireSize(ApiRequest request) {
        if (request.body().size() > MAX_BYTES) {
            throw new ProblemException(
                    Problem.Type.BODY_TOO_LARGE,
                    "The body has " + request.body().size() + " bytes; Slack sends at most " + MAX_BYTES + ".");
        }
    }

    /** @throws ProblemException 401 when Slack has not signed it within the last minutes, or there is no secret to tell by */
    void requireSignature(ApiRequest request) {
        List<String> signing = secrets.signing();
        if (signing.isEmpty()) {
            log.warn(
                    "the signing secret is not set", fields(request, Map.of("parameter", secrets.signingSecretName())));
        }
        boolean isSigned = SlackSignature.isValid(
                signing,
                request.header(SlackSignature.TIMESTAMP_HEADER).orElse(""),
                request.header(SlackSignature.SIGNATURE_HEADER).orElse(""),
                request.body().bytes(),
                clock.instant());
        if (!isSigned) {
            throw notAuthentic("Slack's signature of this body, not older than 5 minutes, is needed in "
                    + SlackSignature.SIGNATURE_HEADER + " and " + SlackSignature.TIMESTAMP_HEADER + ".");
        }
    }

    /** @throws ProblemException 404 when the outgoing webhook is off, since its token is not set */
    String outgoingWebhookToken(ApiRequest request) {
        return secrets.outgoingWebhookToken().orElseThrow(() -> {
            log.info(
                    "the outgoing webhook is off",
                    fields(request, Map.of("parameter", secrets.outgoingWebhookTokenName())));
            return new ProblemException(Problem.Type.NOT_FOUND, "The outgoing webhook is off.");
        });
    }

    /**
     * The form, which is read only after its token was found to be the right one.
     *
     * @throws ProblemException 401 when it is another one, or the form can't be read
     */
    FormBody requireToken(ApiRequest request, String token) {
        String actual = FormBody.find(request.body(), "token").orElse("");
        return Optional.of(request.body())
                .filter(body -> SlackSignature.isEqual(token, actual))
                .flatMap(FormBody::tryParse)
                .orElseThrow(() -> notAuthentic("The field token is not that of the outgoing webhook."));
    }

    /**
     * Whether Slack only looks at the certificate of this address: now and then it sends {@code ssl_check=1} to a command's or a
     * webhook's, with a token but without a signature ("Implementing slash commands", docs.slack.dev). It wants a 200.
     */
    boolean isCertificateCheck(ApiRequest request) {
        return FormBody.find(request.body(), "ssl_check").orElse("").equals("1");
    }

    private static ProblemException notAuthentic(String detail) {
        return new ProblemException(Problem.Type.NOT_AUTHENTIC, detail);
    }

    /** Answers a request that is Slack's and of no use here; with any other status Slack would send it again. */
    ApiResponse ignored(ApiRequest request, String why) {
        log.info("ignored", fields(request, Map.of("reason", why)));
        return nothing();
    }

    /**
     * Answers Slack's notice that it drops events of the app, of which it delivers 30,000 within an hour.
     *
     * @param minute in which they were too many, where the notice says it
     */
    ApiResponse rateLimited(ApiRequest request, Optional<Instant> minute) {
        Map<String, Object> details = new LinkedHashMap<>();
        minute.ifPresent(start -> details.put("minute", start.toString()));
        log.warn("app rate limited", fields(request, details));
        return nothing();
    }

    /** Answers the notice that a workspace does without the app from now on. */
    ApiResponse uninstalled(ApiRequest request) {
        log.warn("app uninstalled", fields(request, Map.of()));
        return nothing();
    }

    /** Answers the notice that the app lost its tokens in a workspace, and gets no messages from there. */
    ApiResponse tokensRevoked(ApiRequest request) {
        log.warn("tokens revoked", fields(request, Map.of()));
        return nothing();
    }

    /** Answers a message: there is nothing to say to it. */
    ApiResponse nothing() {
        return ApiResponse.text(200, "");
    }

    private static Map<String, Object> fields(ApiRequest request, Map<String, Object> details) {
        Map<String, Object> fields = request.logFields();
        fields.putAll(details);
        return fields;
    }

    /** The earlier one of the function's deadline and Slack's. */
    Instant deadline(Instant deadline) {
        Instant slacks = clock.instant().plus(TIME_TO_COUNT);
        return slacks.isBefore(deadline) ? slacks : deadline;
    }
}
