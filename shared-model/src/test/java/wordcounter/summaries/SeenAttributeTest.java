package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.counts.Tally;
import wordcounter.dynamodb.StoredItem;

/** The bytes are stored: what fails here would need every table rebuilt. */
class SeenAttributeTest {

    @Property
    void parse_shouldReadWhatWasWritten(@ForAll("anySeen") SortedMap<Integer, Tally> seen) {
        assertThat(SeenAttribute.parse(summary(SeenAttribute.of(seen)))).isEqualTo(seen);
    }

    @Provide
    Arbitrary<SortedMap<Integer, Tally>> anySeen() {
        Arbitrary<Long> numbers = Arbitraries.oneOf(
                Arbitraries.longs().between(0, 300),
                Arbitraries.longs().greaterOrEqual(0),
                Arbitraries.of(Long.MAX_VALUE));
        Arbitrary<Tally> tallies =
                Combinators.combine(numbers, numbers, numbers).as(Tally::new);
        return Arbitraries.maps(Arbitraries.integers().between(0, 255), tallies).map(TreeMap::new);
    }

    @Test
    void of_shouldBeTheseBytes() {
        SortedMap<Integer, Tally> seen =
                new TreeMap<>(Map.of(0, new Tally(3, 2, 1), 31, new Tally(300, 301, 0), 32, new Tally(0, 0, 0)));

        assertThat(HexFormat.of()
                        .formatHex(Objects.requireNonNull(SeenAttribute.of(seen).b())
                                .asByteArray()))
                .as("layout; 0: 3, 1 less, 1; 30 shards on: 300 in two bytes, 1 more, 0; the next")
                .isEqualTo("01" + "00030201" + "1eac020100" + "00000000");
    }

    @Test
    void of_shouldStayBelowAKilobyte_whenEachOf128ShardsHasCountedAHundredMillion() {
        SortedMap<Integer, Tally> seen = new TreeMap<>();
        IntStream.range(0, 128).forEach(shard -> seen.put(shard, new Tally(100_000_000, 99_999_990, 0)));

        assertThat(Objects.requireNonNull(SeenAttribute.of(seen).b()).asByteArray())
                .hasSizeLessThanOrEqualTo(900);
    }

    @ParameterizedTest
    @CsvSource({
        "'', does not begin with 1",
        "02, does not begin with 1",
        "0100, ends in the middle of a number",
        "010003, ends in the middle of a number",
        "0100030201 1eac, ends in the middle of a number",
        "01 8002 010000, has a shard that is none",
        "01 ffffffffffffffffff01 010000, has a shard that is none",
        "01 ff01010000 00010000, has a shard that is none",
        "01 00 ffffffffffffffffff01 00 00, has a negative number",
        "01 00 01 04 00, has a negative number",
        "01 00 01 00 ffffffffffffffffff01, has a negative number",
        "01 00 8080808080808080808000 00 00, has a number that is too long",
        "01 00 ffffffffffffffffff02 00 00, has a number that is too long",
        "01 00 8100 00 00, has a number that is not written as briefly as it can be"
    })
    void parse_shouldSayWhatIsWrong_whenTheBytesAreOthers(String bytes, String wrong) {
        StoredItem summary = summary(
                AttributeValue.fromB(SdkBytes.fromByteArray(HexFormat.of().parseHex(bytes.replace(" ", "")))));

        assertThatThrownBy(() -> SeenAttribute.parse(summary))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("there is a summary whose seen " + wrong)
                .hasMessageEndingWith("the table was written by something else, or by another version");
    }

    @Test
    void parse_shouldFail_whenItIsTheMapOfAnEarlierVersion() {
        StoredItem summary = summary(
                AttributeValue.fromM(Map.of("0", AttributeValue.fromM(Map.of("counted", AttributeValue.fromN("1"))))));

        assertThatThrownBy(() -> SeenAttribute.parse(summary))
                .hasMessage(
                        "there is a summary whose seen is of another type: the table was written by something else");
    }

    @Test
    void parse_shouldFail_whenItIsMissing() {
        assertThatThrownBy(() -> SeenAttribute.parse(new StoredItem(SummaryItem.KIND, Map.of())))
                .hasMessageStartingWith("a summary has no seen");
    }

    private static StoredItem summary(AttributeValue seen) {
        return new StoredItem(SummaryItem.KIND, Map.of(SummaryItem.SEEN, seen));
    }
}
