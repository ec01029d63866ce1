package wordcounter.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":null,\"b\":[1,2.5,true,\"x\",null,{}],\"c\":{\"d\":\"\\u0001\"}}",
                "{}",
                "{\"n\":12345678901234567890}"
            })
    void toJson_shouldGiveBackWhatWasParsed_nullsAndOrderIncluded(String json) {
        assertThat(JsonObject.parse(json).toJson()).isEqualTo(json);
    }

    @Test
    void optional_shouldBeEmpty_whenTheMemberIsAbsentOrNull() {
        JsonObject object = JsonObject.parse("{\"a\":null}");

        assertThat(object.optionalString("a")).isEmpty();
        assertThat(object.optionalObject("b")).isEmpty();
    }

    @Test
    void optional_shouldThrow_whenTheMemberIsOfAnotherType() {
        JsonObject object = JsonObject.parse("{\"a\":[1],\"n\":1.5}");

        assertThatThrownBy(() -> object.optionalString("a")).hasMessage("'a' is not a string");
        assertThatThrownBy(() -> object.optionalObject("a")).hasMessage("'a' is not an object");
        assertThatThrownBy(() -> object.requiredObjects("a")).hasMessage("'a' holds something that is not an object");
        assertThatThrownBy(() -> object.requiredLong("n")).hasMessage("'n' is not a whole number");
        assertThatThrownBy(() -> object.requiredString("missing")).hasMessage("'missing' is missing");
    }

    @Test
    void parse_shouldSayThatItIsNotJson_whenThereIsNothing() {
        assertThatThrownBy(() -> JsonObject.parse("")).hasMessageStartingWith("not JSON");
        assertThatThrownBy(() -> JsonObject.parse("\ufeff")).hasMessageStartingWith("not JSON");
    }

    @Test
    void parse_shouldPassOverAByteOrderMark() {
        String json = "\ufeff{\"a\":\"b\"}";

        assertThat(JsonObject.parse(json).requiredString("a")).isEqualTo("b");
        assertThat(JsonObject.parse(json.getBytes(UTF_8)).requiredString("a")).isEqualTo("b");
        assertThat(JsonObject.parse(new ByteArrayInputStream(json.getBytes(UTF_8)))
                        .requiredString("a"))
                .isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"a\":1,\"a\":1}", "{\"a\":{\"b\":1,\"c\":2,\"b\":3}}", "\ufeff{\"a\":[{\"b\":1,\"b\":2}]}"})
    void parse_shouldSayThatAMemberIsThereTwice_whereverItIs(String json) {
        assertThatThrownBy(() -> JsonObject.parse(json))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageStartingWith("JSON with a member twice: line 1, column ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "1",
                "[]",
                "{",
                "{\"a\":1,}",
                "{\"a\":1}}",
                "{\"a\":1} 2",
                "\ufeff{}x",
                "\ufeff",
                "\ufeff\ufeff{}",
                "{}\ufeff"
            })
    void parse_shouldRefuse_whenTheTextIsNotOneObject(String json) {
        assertThatThrownBy(() -> JsonObject.parse(json)).isInstanceOf(InvalidJsonException.class);
    }

    @Test
    void parse_shouldRefuse_whenALimitOfTheParserIsPassed() {
        assertThatThrownBy(() -> JsonObject.parse("{\"a\":" + "[".repeat(10_000)))
                .isInstanceOf(InvalidJsonException.class);
        assertThatThrownBy(() -> JsonObject.parse("{\"a\":" + "9".repeat(5_000) + "}"))
                .isInstanceOf(InvalidJsonException.class);
    }

    @Test
    void builder_shouldKeepTheOrder_whateverIsPut() {
        JsonObject object = JsonObject.builder()
                .put("z", "text")
                .put("number", 11)
                .put("object", JsonObject.builder().put("b", true).put("a", 1).build())
                .put("objects", List.of(JsonObject.builder().put("c", "d").build()))
                .putIfPresent("there", Optional.of("x"))
                .putIfPresent("absent", Optional.empty())
                .put("list", (Object) List.of(1, 2))
                .build();

        assertThat(object.toJson())
                .isEqualTo("{\"z\":\"text\",\"number\":11,\"object\":{\"b\":true,\"a\":1},"
                        + "\"objects\":[{\"c\":\"d\"}],\"there\":\"x\",\"list\":[1,2]}");
    }
}
