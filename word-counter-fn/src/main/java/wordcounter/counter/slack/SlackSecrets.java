package wordcounter.counter.slack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import wordcounter.runtime.JsonLog;
import wordcounter.slack.SlackParameter;

/**
 * Keeps the secrets that Slack and this app share, so that they are not read again for each request. They are read on first use and
 * then every few minutes: however many forged requests come, they cause no more calls than that. Thread-safe.
 */
final class SlackSecrets {

    /** How long secrets are kept once they are complete, and so how long one that was replaced stays valid. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    /** How long it is remembered that the signing secret is not set: somebody may just be setting it up. */
    private static final Duration ABSENCE_KEPT = Duration.ofSeconds(10);

    /** @param until when they have to be read again */
    private record Read(Map<String, String> values, Instant until) {}

    private final SlackEndpoints.Secrets secrets;
    private final String signingSecret;
    private final String previousSigningSecret;
    private final String outgoingWebhookToken;
    private final Clock clock;
    private final JsonLog log;
    private @Nullable Read read;

    /** @param path what the secrets' names begin with */
    SlackSecrets(SlackEndpoints.Secrets secrets, String path, Clock clock, JsonLog log) {
        this.secrets = secrets;
        this.signingSecret = SlackParameter.SIGNING_SECRET.nameUnder(path);
        this.previousSigningSecret = SlackParameter.PREVIOUS_SIGNING_SECRET.nameUnder(path);
        this.outgoingWebhookToken = SlackParameter.OUTGOING_WEBHOOK_TOKEN.nameUnder(path);
        this.clock = clock;
        this.log = log;
    }

    /** The secrets that sign requests: two while one is being replaced by the other, none when the app's is not set. */
    List<String> signing() {
        Map<String, String> values = values();
        return values.containsKey(signingSecret)
                ? Stream.of(signingSecret, previousSigningSecret)
                        .flatMap(name -> Optional.ofNullable(values.get(name)).stream())
                        .toList()
                : List.of();
    }

    /** The name of the parameter without which nothing is signed. */
    String signingSecretName() {
        return signingSecret;
    }

    /** Empty when it is not set: the outgoing webhook is off. */
    Optional<String> outgoingWebhookToken() {
        return Optional.ofNullable(values().get(outgoingWebhookToken));
    }

    /** The name of the parameter without which the outgoing webhook is off. */
    String outgoingWebhookTokenName() {
        return outgoingWebhookToken;
    }

    private synchronized Map<String, String> values() {
        Read last = read;
        if (last == null || !clock.instant().isBefore(last.until())) {
            last = read(last);
            read = last;
        }
        return last.values();
    }

    /** When they can't be read, the last ones are used on: requests of Slack must not be lost because Parameter Store is away. */
    private Read read(@Nullable Read last) {
        Map<String, String> values;
        try {
            values = secrets.read(List.of(signingSecret, previousSigningSecret, outgoingWebhookToken));
        } catch (RuntimeException e) {
            if (last == null || last.values().isEmpty()) {
                throw e;
            }
            log.warn("secrets can't be read, the last ones are used", Map.of(), e);
            values = last.values();
        }
        boolean isComplete = values.containsKey(signingSecret);
        return new Read(values, clock.instant().plus(isComplete ? KEPT : ABSENCE_KEPT));
    }
}
