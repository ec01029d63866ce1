package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.json.JsonObject;

class SlackRequestTest {

    private static final Instant TYPED_AT = Instant.parse("2026-11-21T12:00:00.000005Z");

    @Test
    void typed_shouldBeAMessage_whenThereIsNoSlash() {
        SlackRequest request = SlackRequest.typed("a <b> & c", TYPED_AT);

        JsonObject event = JsonObject.parse(request.body()).requiredObject("event");
        assertThat(request.path()).isEqualTo("/slack/events");
        assertThat(event.requiredString("text")).isEqualTo("a &lt;b&gt; &amp; c");
        assertThat(event.requiredString("ts")).isEqualTo("1795262400.000005");
    }

    @ParameterizedTest
    @CsvSource({
        "/count hello  world,command=%2Fcount&text=hello++world&",
        "/words,command=%2Fwords&text=&",
        "/words <b>,command=%2Fwords&text=%26lt%3Bb%26gt%3B&"
    })
    void typed_shouldBeACommand_whenThereIsASlash(String text, String fields) {
        SlackRequest request = SlackRequest.typed(text, TYPED_AT);

        assertThat(request.path()).isEqualTo("/slack/commands");
        assertThat(request.body()).contains(fields, "trigger_id=1795262400.000005");
    }

    @Test
    void shown_shouldBeTheTextOfTheAnswer() {
        assertThat(SlackRequest.shown("{\"text\":\"hello: 11\"}")).contains("hello: 11");
        assertThat(SlackRequest.shown("")).isEmpty();
    }
}
