package wordcounter.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlackSignatureTest {

    /** The example of "Verifying requests from Slack". */
    private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";

    private static final String TIMESTAMP = "1531420618";
    private static final byte[] BODY =
            ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
                            + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
                            + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
                            + "%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c")
                    .getBytes(UTF_8);
    private static final String SIGNATURE = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    private final Instant sentAt = Instant.ofEpochSecond(1531420618);

    @Test
    void of_shouldBeSlacksOwnExample() {
        assertThat(SlackSignature.of(SECRET, TIMESTAMP, BODY)).isEqualTo(SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({"0,true", "300,true", "-300,true", "301,false", "-301,false", "86400,false", "-86400,false"})
    void isValid_shouldAllowFiveMinutesEitherWay(int secondsLater, boolean isValid) {
        assertThat(SlackSignature.isValid(
                        List.of(SECRET), TIMESTAMP, SIGNATURE, BODY, sentAt.plusSeconds(secondsLater)))
                .isEqualTo(isValid);
    }

    @Test
    void isValid_shouldTakeEitherSecret_whenThereAreTwo() {
        assertThat(SlackSignature.isValid(List.of("new", SECRET), TIMESTAMP, SIGNATURE, BODY, sentAt))
                .isTrue();
        assertThat(SlackSignature.isValid(List.of(SECRET, "old"), TIMESTAMP, SIGNATURE, BODY, sentAt))
                .isTrue();
        assertThat(SlackSignature.isValid(List.of("new", "old"), TIMESTAMP, SIGNATURE, BODY, sentAt))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v0=",
                "v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                "v0=A2114D57B48EAC39B9AD189DD8316235A7B4A8D21A10BD27519666489C69B503",
                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b504",
                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503 "
            })
    void isValid_shouldBeFalse_whenTheSignatureIsAnother(String signature) {
        assertThat(SlackSignature.isValid(List.of(SECRET), TIMESTAMP, signature, BODY, sentAt))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1531420619",
                "+1531420618",
                "-1531420618",
                " 1531420618",
                "1531420618.0",
                "٠",
                "9999999999999"
            })
    void isValid_shouldBeFalse_whenTheTimestampIsAnother(String timestamp) {
        assertThat(SlackSignature.isValid(List.of(SECRET), timestamp, SIGNATURE, BODY, sentAt))
                .isFalse();
    }

    @Test
    void isValid_shouldBeFalse_whenTheBodyIsAnotherOrThereIsNoSecret() {
        assertThat(SlackSignature.isValid(List.of(SECRET), TIMESTAMP, SIGNATURE, new byte[0], sentAt))
                .isFalse();
        assertThat(SlackSignature.isValid(List.of(), TIMESTAMP, SIGNATURE, BODY, sentAt))
                .isFalse();
    }
}
