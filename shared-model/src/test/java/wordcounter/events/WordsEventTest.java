package wordcounter.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.json.InvalidJsonException;
import wordcounter.tracing.TraceContext;
import wordcounter.words.Words;

class WordsEventTest {

    private final WordsEvent event = new WordsEvent(
            "e1",
            "request-1",
            Instant.parse("2026-11-21T12:00:00.123Z"),
            Words.of(Map.of("hello", 1, "日", 2, "\"\\", 3)));

    @Test
    void parse_shouldGiveBackTheEvent_whenItWasWrittenByToJson() {
        assertThat(WordsEvent.parse(event.toJson())).isEqualTo(event);
    }

    @Test
    void parse_shouldReadAnEvent_whenItWasWrittenBeforeThereWereTraces() {
        WordsEvent old = WordsEvent.parse("""
                {"eventId":"e1","correlationId":"request-1","acceptedAt":"2026-11-21T12:00:00.123Z",\
                "fingerprint":"%s","words":{"hello":1,"日":2,"\\"\\\\":3}}""".formatted(event.fingerprint()));

        assertThat(old).isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"hello\"", "7", "null", "{}", "\"00-00000000000000000000000000000000-00f067aa0ba902b7-01\""})
    void parse_shouldReadAnEvent_whenItsTraceparentIsInvalid(String traceparent) {
        String json = event.toJson().replaceFirst("\"traceparent\":\"[^\"]*\"", "\"traceparent\":" + traceparent);

        assertThat(WordsEvent.parse(json)).isEqualTo(event);
        assertThat(json).contains(traceparent);
    }

    @Test
    void parse_shouldKeepTheTrace_whenTheMessageHasOne() {
        TraceContext trace = TraceContext.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00")
                .orElseThrow();

        WordsEvent traced = new WordsEvent("e1", "request-1", trace, event.acceptedAt(), event.words());

        assertThat(WordsEvent.parse(traced.toJson()).trace()).isEqualTo(trace);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"eventId":"e1","correlationId":"r-1"}               | {eventId=e1, correlationId=r-1}
        {"eventId":"to be or not","correlationId":7}         | {}
        {"eventId":"e1"                                      | {}
        """)
    void logFields_shouldShowIdsOnly_whenTheMessageIsNoEvent(String message, String fields) {
        assertThat(WordsEvent.logFields(message, UnaryOperator.identity())).hasToString(fields);
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
        "eventId":"e1"                   | "eventId":" "                    | 'eventId' is blank
        "eventId":"e1"                   | "id":"e1"                        | 'eventId' is missing
        "eventId":"e1"                   | "eventId":1                      | 'eventId' is not a string
        2026-11-21T12:00:00.123Z         | yesterday                        | 'acceptedAt' is not an ISO 8601 instant
        "hello":1                        | "hello":2                        | 'fingerprint' is not that of the words
        "hello":1                        | "hello":0                        | not a positive whole number
        "hello":1                        | "hello":1.5                      | not a positive whole number
        "hello":1                        | "hel lo":1                       | something that is no word
        2026-11-21T12:00:00.123Z         | +1000000000-12-31T23:59:59Z      | the years 2000 to 9999
        "words":{                        | "words":[                        | not JSON
        "words"                          | "Words"                          | 'words' is missing
        """)
    void parse_shouldSayWhatIsWrong_whenTheMessageIsNoEvent(String right, String wrong, String message) {
        assertThatThrownBy(() -> WordsEvent.parse(event.toJson().replace(right, wrong)))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({"''", "hello", "[]", "null", "'{}'", "'{\"eventId\"'"})
    void parse_shouldRefuse_whenTheMessageIsSomethingElse(String message) {
        assertThatThrownBy(() -> WordsEvent.parse(message)).isInstanceOf(InvalidJsonException.class);
    }
}
