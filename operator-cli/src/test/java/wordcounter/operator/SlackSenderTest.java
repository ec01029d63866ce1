package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.operator.HttpCalls.Answer;
import wordcounter.slack.SlackSignature;
import wordcounter.testing.ManualClock;

class SlackSenderTest {

    private static final URI API = URI.create("http://127.0.0.1:3000/slack/events");
    private static final SlackRequest REQUEST = SlackRequest.typed("hello", Instant.parse("2026-11-21T12:00:00Z"));

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final Function function = new Function();

    /** An API that knows a secret after a while, as the function does: it asks Parameter Store every few seconds. */
    private final class Function implements SlackSender.Http {
        private final List<Map<String, String>> requests = new ArrayList<>();
        private Instant knowsTheSecretAt = Instant.MIN;
        private int statusUntilThen = 503;

        @Override
        public Answer post(URI uri, Map<String, String> headers, byte[] body) {
            requests.add(headers);
            boolean isSigned = SlackSignature.isValid(
                    List.of("secret"),
                    headers.getOrDefault(SlackSignature.TIMESTAMP_HEADER, ""),
                    headers.getOrDefault(SlackSignature.SIGNATURE_HEADER, ""),
                    body,
                    clock.instant());
            if (clock.instant().isBefore(knowsTheSecretAt)) {
                return new Answer(statusUntilThen, "no secret");
            }
            return new Answer(isSigned ? 200 : 401, new String(body, StandardCharsets.UTF_8));
        }
    }

    @Test
    void send_shouldBeSigned() throws InterruptedException {
        assertThat(send(new SigningSecret("secret", false), 0).status()).isEqualTo(200);
        assertThat(send(new SigningSecret("another", false), 0).status()).isEqualTo(401);
    }

    @Test
    void send_shouldSayThatItIsARetry_whenItIsNotTheFirst() throws InterruptedException {
        SigningSecret secret = new SigningSecret("secret", false);

        send(secret, 0);
        send(secret, 2);

        assertThat(function.requests.getFirst()).doesNotContainKeys("X-Slack-Retry-Num", "X-Slack-Retry-Reason");
        assertThat(function.requests.getLast())
                .containsEntry("X-Slack-Retry-Num", "2")
                .containsEntry("X-Slack-Retry-Reason", "http_timeout");
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 503})
    void send_shouldWaitUntilTheFunctionKnowsTheSecret_whenItIsNew(int status) throws InterruptedException {
        function.statusUntilThen = status;
        function.knowsTheSecretAt = clock.instant().plusSeconds(10);

        assertThat(send(new SigningSecret("secret", true), 0).status()).isEqualTo(200);

        assertThat(function.requests).hasSize(11);
        assertThat(function.requests.getLast()).containsEntry(SlackSignature.TIMESTAMP_HEADER, "1795262410");
    }

    @Test
    void send_shouldGiveUp_whenTheFunctionDoesNotGetToKnowIt() throws InterruptedException {
        function.knowsTheSecretAt = Instant.MAX;
        Instant start = clock.instant();

        assertThat(send(new SigningSecret("secret", true), 0).status()).isEqualTo(503);

        assertThat(Duration.between(start, clock.instant())).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(17));
    }

    @Test
    void send_shouldNotWait_whenTheSecretWasThereBefore() throws InterruptedException {
        function.knowsTheSecretAt = Instant.MAX;

        assertThat(send(new SigningSecret("secret", false), 0).status()).isEqualTo(503);

        assertThat(function.requests).hasSize(1);
    }

    private Answer send(SigningSecret secret, int retry) throws InterruptedException {
        return new SlackSender(function, secret, clock, clock::advance).send(API, REQUEST, retry);
    }
}
