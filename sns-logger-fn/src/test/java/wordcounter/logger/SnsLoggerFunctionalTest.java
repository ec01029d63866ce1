package wordcounter.logger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import wordcounter.events.WordsEvent;
import wordcounter.json.InvalidJsonException;
import wordcounter.runtime.FunctionModule;
import wordcounter.testing.EventFiles;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;
import wordcounter.testing.TestContext;
import wordcounter.tracing.TraceContexts;

class SnsLoggerFunctionalTest {

    private final LogLines logLines = new LogLines();
    private final SnsLoggerHandler handler = new SnsLoggerHandler(
            new TraceContexts(new Random(1)),
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
                .containsEntry("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736")
                .containsEntry("parent_span_id", "b7ad6b7169203331")
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

    @ParameterizedTest
    @MethodSource("wordcounter.testing.ForeignEvents#all")
    void handleRequest_shouldSayWhatIsMissing_whenTheEventIsNotOneOfSns(String event) {
        try {
            handle(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));

            assertThat(logLines.lines()).singleElement().satisfies(line -> {
                assertThat(line.requiredString("message")).isEqualTo("not an event");
                assertThat(line.requiredString("reason")).containsAnyOf("is missing", "is not", "not one JSON object");
            });
        } catch (InvalidJsonException e) {
            assertThat(e.getMessage()).isEqualTo("'Records' is missing");
        } catch (UncheckedIOException e) {
            assertThat(logLines.lines())
                    .as("refused by Lambda's runtime itself: " + e)
                    .isEmpty();
        }
    }

    @Test
    void handleRequest_shouldSayThatRecordsAreMissing_whenItIsTheConsolesTestEvent() {
        assertThatThrownBy(() ->
                        handle(new ByteArrayInputStream("{\"key1\":\"value1\"}".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessage("'Records' is missing");
    }

    @Test
    void prime_shouldGetToTheEnd_inSilence() throws IOException {
        handler.prime();

        assertThat(logLines.text()).isEmpty();
    }

    @Test
    void primingEvent_shouldBeAnEvent_soThatAllOfTheWayIsGone() throws IOException {
        try (InputStream event = SnsLoggerHandler.class.getResourceAsStream("priming.json")) {
            String message = new String(event.readAllBytes(), StandardCharsets.UTF_8);

            assertThat(WordsEvent.parse(message).words().total()).isPositive();
        }
    }

    private void handle(String file) {
        handle(EventFiles.open(file));
    }

    /** Reads the event as Lambda's Java runtime does. */
    private void handle(InputStream event) {
        handler.handleRequest(
                LambdaEventSerializers.serializerFor(SNSEvent.class, getClass().getClassLoader())
                        .fromJson(event),
                new TestContext(Duration.ofSeconds(10)));
    }
}
