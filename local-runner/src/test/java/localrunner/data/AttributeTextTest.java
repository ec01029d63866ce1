package localrunner.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class AttributeTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"S":"<b>"}                                              | S    | <b>
            {"N":"12345678901234567890123456789012345678"}           | N    | 12345678901234567890123456789012345678
            {"B":"AAE="}                                             | B    | AAE=
            {"BOOL":true}                                            | BOOL | true
            {"NULL":true}                                            | NULL | null
            {"SS":["a","b"]}                                         | SS   | ["a","b"]
            {"NS":["1","12345678901234567890.5"]}                    | NS   | [1,12345678901234567890.5]
            {"L":[{"S":"a"},{"N":"1"},{"L":[]}]}                     | L    | ["a",1,[]]
            {"M":{"a":{"M":{"b":{"NULL":true}}},"c":{"BOOL":false}}} | M    | {"a":{"b":null},"c":false}
            """)
    void of_shouldLoseNothing_whateverTheType(String value, String type, String text) {
        assertThat(AttributeText.of(JsonMapper.shared().readTree(value))).isEqualTo(new AttributeText(type, text));
    }

    @Test
    void of_shouldBeEmpty_whenThereIsNoValue() {
        assertThat(AttributeText.of(JsonMapper.shared().missingNode())).isEqualTo(new AttributeText("", "null"));
    }
}
