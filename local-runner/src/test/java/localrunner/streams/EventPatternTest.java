package localrunner.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The operators of "Control which events Lambda sends to your function", one row each, with what matches and what does not. */
class EventPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // the pattern of the image    | matches                          | does not
                "{\"a\":{\"S\":[\"x\",\"y\"]}} | {\"a\":{\"S\":\"y\"}}            | {\"a\":{\"S\":\"z\"}}",
                "{\"a\":{\"S\":[\"x\"]},\"b\":{\"S\":[\"y\"]}} | {\"a\":{\"S\":\"x\"},\"b\":{\"S\":\"y\"}} | {\"a\":{\"S\":\"x\"}}",
                "{\"a\":{\"N\":[{\"exists\":true}]}}  | {\"a\":{\"N\":\"1\"}}     | {\"b\":{\"N\":\"1\"}}",
                "{\"a\":{\"N\":[{\"exists\":false}]}} | {\"b\":{\"N\":\"1\"}}     | {\"a\":{\"N\":\"1\"}}",
                "{\"a\":[{\"exists\":true}]}   | {\"a\":1}                        | {\"a\":{\"N\":\"1\"}}",
                "{\"a\":{\"S\":[{\"prefix\":\"wo\"}]}} | {\"a\":{\"S\":\"word\"}} | {\"a\":{\"S\":\"aword\"}}",
                "{\"a\":{\"S\":[{\"suffix\":\"rd\"}]}} | {\"a\":{\"S\":\"word\"}} | {\"a\":{\"S\":\"words\"}}",
                "{\"a\":{\"S\":[{\"equals-ignore-case\":\"WORD\"}]}} | {\"a\":{\"S\":\"Word\"}} | {\"a\":{\"S\":\"words\"}}",
                "{\"a\":{\"S\":[{\"anything-but\":[\"x\",\"y\"]}]}} | {\"a\":{\"S\":\"z\"}} | {\"a\":{\"S\":\"y\"}}",
                "{\"a\":{\"S\":[{\"anything-but\":\"x\"}]}} | {\"a\":{\"S\":\"z\"}} | {\"b\":{\"S\":\"z\"}}",
                "{\"a\":[{\"numeric\":[\">\",1,\"<=\",3]}]} | {\"a\":3}           | {\"a\":3.5}",
                "{\"a\":[{\"numeric\":[\"=\",1]}]} | {\"a\":1.0}                  | {\"a\":\"1\"}",
                "{\"a\":[{\"numeric\":[\">=\",1,\"<\",3]}]} | {\"a\":1}           | {\"a\":3}",
                "{\"a\":{\"N\":[{\"numeric\":[\">\",1]}]}} | {\"a\":{\"N\":2}}    | {\"a\":{\"N\":\"2\"}}",
                "{\"a\":{\"BOOL\":[true]}}     | {\"a\":{\"BOOL\":true}}          | {\"a\":{\"BOOL\":false}}",
                "{\"a\":{\"NULL\":[null]}}     | {\"a\":{\"NULL\":null}}          | {\"a\":{\"NULL\":true}}",
                "{\"a\":{\"SS\":[\"x\"]}}      | {\"a\":{\"SS\":[\"w\",\"x\"]}}   | {\"a\":{\"SS\":[\"w\"]}}",
                "{\"a\":{\"S\":[\"x\"]}}       | {\"a\":{\"S\":\"x\"},\"b\":{}}   | {\"a\":{\"S\":{\"x\":1}}}",
                "{\"$or\":[{\"a\":[1]},{\"b\":[2]}]} | {\"b\":2}                  | {\"a\":2,\"b\":1}"
            })
    void matches_shouldFollowLambdasRules(String pattern, String matching, String other) {
        EventPattern parsed = EventPattern.parse("{\"dynamodb\":{\"NewImage\":" + pattern + "}}");

        assertThat(parsed.matches(record(matching))).isTrue();
        assertThat(parsed.matches(record(other))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{                                        | a pattern is JSON",
                "[]                                       | a pattern for a DynamoDB stream is {\"dynamodb\": {...}}",
                "{\"eventName\":[\"INSERT\"]}             | a pattern for a DynamoDB stream is {\"dynamodb\": {...}}",
                "{\"dynamodb\":{}}                        | no empty objects",
                "{\"dynamodb\":{\"a\":\"x\"}}             | \"x\" should be a list of rules",
                "{\"dynamodb\":{\"a\":[{\"regex\":\"x\"}]}} | {\"regex\":\"x\"} is no rule",
                "{\"dynamodb\":{\"a\":[{\"exists\":\"yes\"}]}} | is no rule",
                "{\"dynamodb\":{\"a\":[{\"prefix\":1}]}}  | is no rule",
                "{\"dynamodb\":{\"a\":[{\"numeric\":[\"!\",1]}]}} | is no rule",
                "{\"dynamodb\":{\"a\":[{\"numeric\":[\">\"]}]}} | is no rule",
                "{\"dynamodb\":{\"a\":[{\"anything-but\":[]}]}} | is no rule",
                "{\"dynamodb\":{\"$or\":[{\"a\":[1]}]}}   | $or is a list of at least two"
            })
    void parse_shouldSayWhatIsWrong(String pattern, String message) {
        assertThatThrownBy(() -> EventPattern.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anyMatches_shouldNeedOneFilterOnly_andNoneWhereThereIsNone() {
        EventPattern a = EventPattern.parse("{\"dynamodb\":{\"NewImage\":{\"a\":[1]}}}");
        EventPattern b = EventPattern.parse("{\"dynamodb\":{\"NewImage\":{\"b\":[1]}}}");

        assertThat(EventPattern.anyMatches(List.of(a, b), record("{\"b\":1}"))).isTrue();
        assertThat(EventPattern.anyMatches(List.of(a, b), record("{\"c\":1}"))).isFalse();
        assertThat(EventPattern.anyMatches(List.of(), record("{\"c\":1}"))).isTrue();
    }

    private static JsonNode record(String image) {
        return JsonMapper.shared().readTree("{\"dynamodb\":{\"NewImage\":" + image + "}}");
    }
}
