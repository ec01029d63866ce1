package wordcounter.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.digest.WebhookAddress.NotAnAddressException;
import wordcounter.digest.WebhookAddress.Rule;
import wordcounter.runtime.Environment;
import wordcounter.testing.ManualClock;

/** Where words may be sent to. */
class WebhookAddressTest {

    private static final String SLACKS = "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXX";

    @Test
    void allows_shouldTakeSlacksAddress() {
        assertThat(Rule.SLACK.allows(URI.create(SLACKS))).isTrue();
        assertThat(Rule.SLACK_OR_LOOPBACK.allows(URI.create(SLACKS))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.slack.com/services/T0/B0/X",
                "https://hooks.slack.com.example.com/services/T0/B0/X",
                "https://hooks.slack.com@example.com/services/T0/B0/X",
                "https://example.com/services/T0/B0/X",
                "https://hooks.slack.com:8443/services/T0/B0/X",
                "https://hooks.slack.com/services/../triggers/X",
                "https://hooks.slack.com/services/T0/B0/X?next=https://example.com",
                "https://hooks.slack.com/services/T0/B0/X#a",
                "https://hooks.slack.com/",
                "https://127.0.0.1/services/T0/B0/X",
                "file:///etc/passwd",
                "services/T0/B0/X",
                "mailto:somebody@example.com"
            })
    void allows_shouldRefuseWhateverIsNotSlacks(String address) {
        assertThat(Rule.SLACK.allows(URI.create(address))).isFalse();
        assertThat(Rule.SLACK_OR_LOOPBACK.allows(URI.create(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8080/hook", "http://localhost:8080/", "http://[::1]:8080/hook"})
    void allows_shouldTakeLoopbackOnlyWhereAwsIsOnLoopbackToo(String address) {
        assertThat(Rule.SLACK.allows(URI.create(address))).isFalse();
        assertThat(Rule.SLACK_OR_LOOPBACK.allows(URI.create(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.168.0.1/hook", "http://127.0.0.1.example.com/hook", "http://a@127.0.0.1/hook"})
    void allows_shouldTakeNoOtherMachine_evenOnLoopback(String address) {
        assertThat(Rule.SLACK_OR_LOOPBACK.allows(URI.create(address))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:4566, SLACK_OR_LOOPBACK",
        "http://localhost:4566, SLACK_OR_LOOPBACK",
        "http://host.docker.internal:4566, SLACK",
        "https://dynamodb.us-east-1.amazonaws.com, SLACK",
        "'not an address', SLACK",
        "'', SLACK"
    })
    void of_shouldTellTheLocalRunnerByItsEndpoint(String endpoint, Rule rule) {
        assertThat(Rule.of(new Environment(Map.of("AWS_ENDPOINT_URL", endpoint))))
                .isEqualTo(rule);
        assertThat(Rule.of(new Environment(Map.of()))).isEqualTo(Rule.SLACK);
    }

    @Test
    void current_shouldNotTellTheAddress_whenItIsWrongOrPrinted() {
        WebhookAddress wrong = new WebhookAddress(
                names -> Map.of(names.getFirst(), "https:// XXXXSECRETXXXX"),
                "/stack",
                Rule.SLACK,
                new ManualClock(Instant.EPOCH));

        assertThatThrownBy(wrong::current)
                .isInstanceOf(NotAnAddressException.class)
                .hasNoCause()
                .hasMessageNotContaining("XXXXSECRETXXXX");
        assertThat(new Webhook(URI.create(SLACKS))).asString().doesNotContain("XXXXXXXX");
    }

    @Test
    void current_shouldKeepTheAddress_whenParameterStoreIsAwayLater() {
        ManualClock clock = new ManualClock(Instant.EPOCH);
        boolean[] away = {false};
        WebhookAddress address = new WebhookAddress(
                names -> {
                    if (away[0]) {
                        throw new IllegalStateException("away");
                    }
                    return Map.of(names.getFirst(), SLACKS);
                },
                "/stack",
                Rule.SLACK,
                clock);
        assertThat(address.current()).isPresent();

        away[0] = true;
        clock.advance(Duration.ofHours(1));

        assertThat(address.current()).contains(new Webhook(URI.create(SLACKS)));
    }
}
