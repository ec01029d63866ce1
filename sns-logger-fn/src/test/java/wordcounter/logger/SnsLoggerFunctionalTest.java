package wordcounter.logger;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import wordcounter.runtime.FunctionModule;
import wordcounter.testing.EventFiles;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;
import wordcounter.testing.TestContext;

class SnsLoggerFunctionalTest {

    private final LogLines logLines = new LogLines();
    private final SnsLoggerHandler handler = new SnsLoggerHandler(
            logLines.log(FunctionModule.SNS_LOGGER, new ManualClock(Instant.parse("2026-11-21T12:00:00Z"))));

    @Test
    void handleRequest_shouldLogOneLineWithoutTheWords_whenTheMessageIsAnEvent() {
        handle("sns-logger-fn/words-event.json");

        assertThat(logLines.lines()).hasSize(1);
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("timestamp", "2026-11-21T12:00:00Z")
                .containsEntry("level", "INFO")
                .containsEntry("message", "published")
                .containsEntry("messageId", "95df01b4-ee98-5cb9-9903-4c221d41eb5e")
                .containsEntry("eventId", "0f8fad5b-d9cb-469f-a165-70867728950e")
                .containsEntry("correlationId", "c6af9ac6-7b61-11e6-9a41-93e8deadbeef")
                .containsEntry("words", 10)
                .containsEntry("distinctWords", 8);
        assertThat(logLines.text()).doesNotContain("question");
    }

    @Test
    void handleRequest_shouldWarnWithoutTheMessage_whenItIsNoEvent() {
        handle("sns-logger-fn/bad-not-an-event.json");

        assertThat(logLines.lines().getFirst().members())
                .containsEntry("level", "WARN")
                .containsEntry("message", "not an event");
        assertThat(logLines.text()).doesNotContain("is this thing on");
    }

    /** Reads the file as Lambda's Java runtime does. */
    private void handle(String file) {
        SNSEvent event = LambdaEventSerializers.serializerFor(
                        SNSEvent.class, getClass().getClassLoader())
                .fromJson(EventFiles.open(file));
        handler.handleRequest(event, new TestContext(Duration.ofSeconds(10)));
    }
}
