package wordcounter.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/** The same counter, from a record of the stream and from the table. */
class CounterValuesTest {

    private static final Map<String, String> HELLO = Map.of(
            "wordShard",
            "hello#255",
            "word",
            "hello",
            "shard",
            "255",
            "counted",
            "3",
            "multiplied",
            "2",
            "forgotten",
            "1");

    @Test
    void values_shouldBeRead_whenAllAreThere() {
        CounterValues expected = new CounterValues("hello", 255, new Tally(3, 2, 1));

        assertThat(CounterValues.of(item(HELLO))).isEqualTo(expected);
        assertThat(CounterValues.parse(streamRecord(HELLO))).isEqualTo(expected);
    }

    @Test
    void values_shouldBeZero_whenTheirAttributesAreAbsent() {
        Map<String, String> fresh = Map.of("wordShard", "hello#0", "word", "hello", "shard", "0");
        CounterValues expected = new CounterValues("hello", 0, new Tally(0, 0, 0));

        assertThat(CounterValues.of(item(fresh))).isEqualTo(expected);
        assertThat(CounterValues.parse(streamRecord(fresh))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "word, , 'word' is missing",
        "shard, , 'shard' is missing",
        "wordShard, , 'wordShard' is missing",
        "shard, -1, 'shard' is negative",
        "shard, 256, 'shard' is none: a word has 256",
        "shard, 0.5, 'shard' is not a whole number",
        "shard, 7, 'wordShard' is not that of its word and shard",
        "word, other, 'wordShard' is not that of its word and shard",
        "counted, -3, 'counted' is negative",
        "multiplied, 1e3, 'multiplied' is not a whole number",
        "forgotten, 9223372036854775808, 'forgotten' is not a whole number",
    })
    void values_shouldBeRefused_whenAnAttributeIsWrong(String name, String value, String message) {
        Map<String, String> wrong = new HashMap<>(HELLO);
        wrong.remove(name);
        if (value != null) {
            wrong.put(name, value);
        }

        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> CounterValues.of(item(wrong)))
                .withMessage(message);
        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> CounterValues.parse(streamRecord(wrong)))
                .withMessage(message);
    }

    @Test
    void word_shouldHaveAtMost64CodePoints() {
        String longest = "\ud83d\udc4d".repeat(64);
        assertThat(CounterValues.of(item(ofWord(longest))).word()).isEqualTo(longest);

        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> CounterValues.of(item(ofWord(longest + "x"))))
                .withMessage("'word' is longer than a word may be");
    }

    @Test
    void of_shouldRefuse_whenAnAttributeIsOfAnotherType() {
        Map<String, AttributeValue> number = item(HELLO);
        number.put("word", AttributeValue.fromN("1"));
        Map<String, AttributeValue> string = item(HELLO);
        string.put("counted", AttributeValue.fromS("1"));

        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> CounterValues.of(number))
                .withMessage("'word' is of another type");
        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> CounterValues.of(string))
                .withMessage("'counted' is of another type");
    }

    @Test
    void parse_shouldRefuse_whenTheCounterWasDeleted() {
        assertThatExceptionOfType(InvalidJsonException.class)
                .isThrownBy(() -> CounterValues.parse(JsonObject.parse("{\"eventName\":\"REMOVE\",\"dynamodb\":{}}")))
                .withMessage("'NewImage' is missing: counters are never deleted");
    }

    private static Map<String, String> ofWord(String word) {
        return Map.of("wordShard", word + "#0", "word", word, "shard", "0");
    }

    private static boolean isNumber(String name) {
        return !name.startsWith("word");
    }

    private static Map<String, AttributeValue> item(Map<String, String> values) {
        Map<String, AttributeValue> item = new HashMap<>();
        values.forEach((name, value) ->
                item.put(name, isNumber(name) ? AttributeValue.fromN(value) : AttributeValue.fromS(value)));
        return item;
    }

    private static JsonObject streamRecord(Map<String, String> values) {
        Map<String, Object> image = new HashMap<>();
        values.forEach((name, value) -> image.put(name, Map.of(isNumber(name) ? "N" : "S", value)));
        return new JsonObject(Map.of("dynamodb", Map.of("NewImage", image)));
    }
}
