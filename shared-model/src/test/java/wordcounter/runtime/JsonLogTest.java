package wordcounter.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import wordcounter.json.JsonObject;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;

class JsonLogTest {

    private final LogLines lines = new LogLines();
    private final JsonLog log =
            lines.log(FunctionModule.WORD_COUNTER, new ManualClock(Instant.parse("2026-11-21T12:00:00.123Z")));

    @Test
    void info_shouldBeOneLine_whenAFieldHasSeveral() {
        log.info("counted", Map.of("words", 2, "text", "two\nlines"));
        log.info("done", Map.of());

        assertThat(lines.text()).hasLineCount(2).endsWith("\n");
        assertThat(lines.lines().getFirst().members())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "timestamp", "2026-11-21T12:00:00.123Z",
                        "level", "INFO",
                        "message", "counted",
                        "function", "word-counter-fn",
                        "words", 2,
                        "text", "two\nlines"));
    }

    @Test
    void warn_shouldHoldTheStackTrace_whenThereIsACause() {
        log.warn("failed", Map.of("eventId", "e1"), new IllegalStateException("no answer"));

        JsonObject line = lines.lines().getFirst();
        assertThat(line.requiredString("level")).isEqualTo("WARN");
        assertThat(line.requiredString("eventId")).isEqualTo("e1");
        assertThat(line.requiredString("exception")).isEqualTo("java.lang.IllegalStateException");
        assertThat(line.requiredString("stackTrace")).contains("no answer").contains("JsonLogTest");
    }

    @Test
    void warn_shouldHaveItsLevel_whenThereIsNoCause() {
        log.warn("parked", Map.of("reason", "not an event"));

        assertThat(lines.lines().getFirst().requiredString("level")).isEqualTo("WARN");
    }
}
