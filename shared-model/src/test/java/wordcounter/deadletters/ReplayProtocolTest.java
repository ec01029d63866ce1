package wordcounter.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import wordcounter.deadletters.DeadLetterReport.Outcome;
import wordcounter.deadletters.ReplayRequest.Mode;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.testing.EventFiles;

/** The JSON between {@code ./words replay} and the function, which may be of different versions. */
class ReplayProtocolTest {

    private static final DeadLetterReport LETTER = new DeadLetterReport(
            "message-1",
            Optional.of("event-1"),
            Optional.of("request-1"),
            DeadLetterKind.INVOCATION,
            "sns-multiplier-fn",
            "ContentionException, RetriesExhausted",
            Duration.ofMinutes(5),
            2,
            "invoke sns-multiplier-fn",
            Outcome.FAILED,
            "sns-multiplier-fn failed again: ContentionException");

    @Test
    void request_shouldHaveTheseMembers() {
        ReplayRequest request = new ReplayRequest(
                Mode.SHOW_DISCARD,
                new DeadLetterFilter(
                        Optional.of(DeadLetterKind.STREAM_BATCH),
                        Optional.of("event-aggregator-fn"),
                        Optional.of("Age"),
                        Optional.of(Duration.ofMinutes(90)),
                        Optional.of(Duration.ofDays(2)),
                        Optional.of("message-1")),
                7,
                Optional.of("run-1"),
                List.of("receipt-1", "receipt-2"));

        assertThat(request.toJson())
                .isEqualTo("{\"execute\":false,\"discard\":true,\"kind\":\"STREAM_BATCH\","
                        + "\"function\":\"event-aggregator-fn\",\"error\":\"Age\",\"minAge\":\"PT1H30M\","
                        + "\"maxAge\":\"PT48H\",\"messageId\":\"message-1\",\"maxMessages\":7,\"run\":\"run-1\","
                        + "\"release\":[\"receipt-1\",\"receipt-2\"]}");
        assertThat(ReplayRequest.parse(JsonObject.parse(request.toJson()))).isEqualTo(request);
    }

    @Test
    void request_shouldChangeNothing_whenItSaysNothing() {
        assertThat(ReplayRequest.parse(JsonObject.parse("{}")))
                .isEqualTo(ReplayRequest.of(Mode.SHOW_REPLAY, DeadLetterFilter.ALL));
    }

    @ParameterizedTest
    @CsvSource({"dry-run.json, SHOW_REPLAY", "execute.json, REPLAY"})
    void request_shouldBeReadFromItsEventFile(String file, Mode mode) {
        assertThat(ReplayRequest.parse(JsonObject.parse(EventFiles.text("dead-letter-replay-fn/" + file))))
                .isEqualTo(ReplayRequest.of(mode, DeadLetterFilter.ALL));
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void mode_shouldBeWhatExecuteAndDiscardSay(Mode mode) {
        assertThat(Mode.of(mode.isExecuting(), mode.isDiscarding())).isEqualTo(mode);
    }

    @Test
    void request_shouldBeRefused_whenItDiscardsWithoutSayingWhich() {
        assertThatThrownBy(() -> ReplayRequest.of(Mode.DISCARD, DeadLetterFilter.ALL))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("says which");
    }

    @Test
    void report_shouldHaveTheseMembers() {
        ReplayReport report = new ReplayReport(List.of(LETTER), 3, List.of("receipt-1"), true);

        assertThat(report.toJson())
                .isEqualTo(
                        "{\"version\":1,\"messages\":[{\"messageId\":\"message-1\",\"eventId\":\"event-1\",\"correlationId\":\"request-1\",\"kind\":\"INVOCATION\","
                                + "\"function\":\"sns-multiplier-fn\",\"error\":\"ContentionException, RetriesExhausted\","
                                + "\"ageSeconds\":300,\"replays\":2,\"plan\":\"invoke sns-multiplier-fn\",\"outcome\":\"FAILED\","
                                + "\"reason\":\"sns-multiplier-fn failed again: ContentionException\"}],"
                                + "\"skipped\":3,\"held\":[\"receipt-1\"],\"more\":true}");
        assertThat(ReplayAnswer.parse(JsonObject.parse(report.toJson()))).isEqualTo(report);
    }

    @Test
    void refusal_shouldHaveOneMember() {
        ReplayRefusal refusal = new ReplayRefusal("'excute' is not known");

        assertThat(refusal.toJson()).isEqualTo("{\"version\":1,\"problem\":\"'excute' is not known\"}");
        assertThat(ReplayAnswer.parse(JsonObject.parse(refusal.toJson()))).isEqualTo(refusal);
    }

    @Test
    void answer_shouldNameWhatItCantRead_whenTheFunctionHasAnotherVersion() {
        String report = new ReplayReport(List.of(LETTER), 0, List.of(), false).toJson();

        assertThatThrownBy(() -> ReplayAnswer.parse(JsonObject.parse(report.replace("FAILED", "EATEN"))))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageStartingWith("'outcome' is none of [WOULD_REPLAY,");
    }
}
