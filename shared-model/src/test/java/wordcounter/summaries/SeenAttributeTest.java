package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.counts.Tally;
import wordcounter.dynamodb.StoredItem;

class SeenAttributeTest {

    @Test
    void parse_shouldReadWhatWasWritten() {
        Map<Integer, Tally> seen = Map.of(0, new Tally(3, 2, 1), 31, new Tally(1, 0, 0));

        assertThat(SeenAttribute.parse(summary(SeenAttribute.of(seen)))).isEqualTo(seen);
    }

    @Test
    void parse_shouldNameWhatIsMissing_whenSomethingElseHasWrittenIt() {
        assertThatThrownBy(() -> SeenAttribute.parse(new StoredItem(SummaryItem.KIND, Map.of())))
                .hasMessageStartingWith("a summary has no seen");
        assertThatThrownBy(() -> SeenAttribute.parse(summary(
                        AttributeValue.fromM(Map.of("0", AttributeValue.fromM(Map.of("counted", number(1))))))))
                .hasMessageStartingWith("a summary has no multiplied");
    }

    private static StoredItem summary(AttributeValue seen) {
        return new StoredItem(SummaryItem.KIND, Map.of(SummaryItem.SEEN, seen));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
