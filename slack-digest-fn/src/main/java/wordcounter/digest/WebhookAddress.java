package wordcounter.digest;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import wordcounter.runtime.Environment;
import wordcounter.slack.SlackParameter;

/**
 * Where the digest is posted to: a SecureString beside Slack's other secrets. The digest is off until it is there. It is read on first
 * use and then every few minutes. Thread-safe.
 */
final class WebhookAddress {

    /** How long an address is kept, and so how long one that was replaced is used. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    /** How long it is remembered that there is none: somebody may just be setting it up. */
    private static final Duration ABSENCE_KEPT = Duration.ofSeconds(10);

    /** Reads parameters, as {@link wordcounter.runtime.SecureStrings#read} does. */
    @FunctionalInterface
    interface Secrets {
        Map<String, String> read(List<String> names);
    }

    /** The parameter holds something that is no address of Slack's. It is not told, since it may be one with a slip of the pen. */
    static final class NotAnAddressException extends RuntimeException {
        NotAnAddressException(Rule rule) {
            super("the webhook's address is not one of " + rule.expected());
        }
    }

    /** Which addresses are taken: words of a workspace are sent to Slack, and to nobody else. */
    enum Rule {
        SLACK("https://hooks.slack.com/services/...") {
            @Override
            boolean allows(URI uri) {
                return "https".equals(uri.getScheme())
                        && "hooks.slack.com".equals(uri.getHost())
                        && uri.getPort() == -1
                        && isPathOnly(uri)
                        && uri.getRawPath().matches("/services/[A-Za-z0-9/_-]+");
            }
        },

        /** For the local runner: also a listener on this very machine. */
        SLACK_OR_LOOPBACK("https://hooks.slack.com/services/... or http://127.0.0.1:...") {
            @Override
            boolean allows(URI uri) {
                return SLACK.allows(uri) || ("http".equals(uri.getScheme()) && isLoopback(uri) && isPathOnly(uri));
            }
        };

        private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

        private final String expected;

        Rule(String expected) {
            this.expected = expected;
        }

        String expected() {
            return expected;
        }

        abstract boolean allows(URI uri);

        private static boolean isPathOnly(URI uri) {
            return uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
        }

        private static boolean isLoopback(URI uri) {
            return uri.getHost() != null && LOOPBACK.contains(uri.getHost());
        }

        /**
         * Loopback is for a function whose AWS is on loopback too. On Lambda nothing sets that address, and what listens on the
         * function's own loopback there is Lambda's runtime, not a place that somebody could send words to.
         */
        static Rule of(Environment environment) {
            return environment
                    .optional("AWS_ENDPOINT_URL")
                    .flatMap(Rule::uri)
                    .filter(Rule::isLoopback)
                    .map(_ -> SLACK_OR_LOOPBACK)
                    .orElse(SLACK);
        }

        /** Without the exception, whose message has the text. */
        private static Optional<URI> uri(String text) {
            try {
                return Optional.of(new URI(text));
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        }
    }

    /** @param until when it has to be read again */
    private record Read(Optional<String> text, Instant until) {}

    private final Secrets secrets;
    private final String parameter;
    private final Rule rule;
    private final Clock clock;
    private @Nullable Read read;

    /** @param path what the parameter's name begins with */
    WebhookAddress(Secrets secrets, String path, Rule rule, Clock clock) {
        this.secrets = secrets;
        this.parameter = SlackParameter.INCOMING_WEBHOOK_URL.nameUnder(path);
        this.rule = rule;
        this.clock = clock;
    }

    /** The name of the parameter without which the digest is off. */
    String parameter() {
        return parameter;
    }

    /**
     * The webhook; empty when the digest is off.
     *
     * @throws NotAnAddressException when the parameter holds something else
     * @throws RuntimeException when the parameter can't be read now
     */
    Optional<Webhook> current() {
        return text().map(text -> Rule.uri(text)
                .filter(rule::allows)
                .map(Webhook::new)
                .orElseThrow(() -> new NotAnAddressException(rule)));
    }

    /** Has the parameter read again on the next use: Slack knows the address no more. */
    synchronized void forget() {
        read = null;
    }

    private synchronized Optional<String> text() {
        Read last = read;
        if (last == null || !clock.instant().isBefore(last.until())) {
            Optional<String> text = readAgain(last);
            last = new Read(text, clock.instant().plus(text.isPresent() ? KEPT : ABSENCE_KEPT));
            read = last;
        }
        return last.text();
    }

    /** When it can't be read, the last one is used on: the digest need not stop because Parameter Store is away. */
    private Optional<String> readAgain(@Nullable Read last) {
        try {
            return Optional.ofNullable(secrets.read(List.of(parameter)).get(parameter));
        } catch (RuntimeException e) {
            if (last == null || last.text().isEmpty()) {
                throw e;
            }
            return last.text();
        }
    }
}
