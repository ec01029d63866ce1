package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.counts.Tally;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

class MilestoneTest {

    @ParameterizedTest
    @CsvSource({
        "-5, 0",
        "0, 0",
        "99, 0",
        "100, 100",
        "999, 100",
        "1000, 1000",
        "9999, 1000",
        "12000, 10000",
        "999999999999999999, 100000000000000000",
        "9223372036854775807, 1000000000000000000"
    })
    void reached_shouldBeTheLargestPowerOfTenFromAHundredOn(long count, long milestone) {
        assertThat(Milestone.reached(count)).isEqualTo(milestone);
    }

    @ParameterizedTest
    @CsvSource({"9, 10, 100", "10, 90, 0", "10, 91, 1000", "8, 1091, 10000", "0, 9, 0"})
    void milestonePassed_shouldBeThatWhichTheChangePasses(long before, long after, long milestone) {
        WordSummary previous = summary(before, 0);

        assertThat(new SummaryChange(previous, summary(after, 0)).milestonePassed())
                .isEqualTo(milestone);
    }

    @Test
    void milestonePassed_shouldBeNoneOnTheWayDown_andTheSameAgainOnTheWayUp() {
        WordSummary counted = summary(100, 0);
        WordSummary forgotten = summary(100, 100);

        assertThat(new SummaryChange(counted, forgotten).milestonePassed()).isZero();
        assertThat(new SummaryChange(forgotten, summary(110, 100)).milestonePassed())
                .isEqualTo(100);
    }

    private static WordSummary summary(long occurrences, long forgotten) {
        return WordSummary.empty("hello").merge(Map.of(0, new Tally(occurrences, occurrences, forgotten)));
    }

    @Test
    void parse_shouldReadTheStreamsRecord() {
        assertThat(Milestone.parse(streamRecord("word#hello", "110", "100")))
                .isEqualTo(new Milestone("hello", 100, 110));
    }

    @ParameterizedTest
    @CsvSource({
        "totals#3, 110, 100, 'id' is not that of a word's summary",
        "word#, 110, 100, 'id' is not that of a word's summary",
        "word#hello, 110, ten, 'passed' is not a whole number",
        "word#hello, 110, 1000, 'passed' is not what the count has passed",
        "word#hello, 1100, 100, 'passed' is not what the count has passed",
        "word#hello, 50, 0, 'passed' is not what the count has passed"
    })
    void parse_shouldSayWhatIsWrong(String id, String itemCount, String passed, String message) {
        JsonObject streamRecord = streamRecord(id, itemCount, passed);

        assertThatThrownBy(() -> Milestone.parse(streamRecord))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessage(message);
    }

    @Test
    void ofLetter_shouldReadWhatWasWritten() {
        List<Milestone> milestones = List.of(new Milestone("hello", 1_000, 1_001), new Milestone("world", 100, 110));

        JsonObject letter = JsonObject.parse(Milestone.letter(milestones).toJson());

        assertThat(Milestone.ofLetter(letter)).isEqualTo(milestones);
        assertThatThrownBy(() -> new Milestone("w".repeat(65), 100, 110)).isInstanceOf(InvalidJsonException.class);
    }

    private static JsonObject streamRecord(String id, String itemCount, String passed) {
        return JsonObject.parse("""
                {"dynamodb": {"NewImage": {"id": {"S": "%s"}, "itemCount": {"N": "%s"}, "passed": {"N": "%s"}}}}
                """.formatted(id, itemCount, passed));
    }
}
