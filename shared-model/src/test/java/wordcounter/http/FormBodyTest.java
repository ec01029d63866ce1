package wordcounter.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormBodyTest {

    @ParameterizedTest
    @CsvSource({
        "token=abc,abc",
        "token=abc&text=x,abc",
        "text=x&token=abc,abc",
        "text=%&token=a%20b+c&more=%,a b c",
        "xtoken=1&token=abc,abc",
        "token=na%C3%AFve,naïve",
        "token=naïve,naïve",
        "token=,''",
        "token=a=b,a=b"
    })
    void find_shouldGiveTheFieldsValue_whateverTheOthersAre(String body, String value) {
        assertThat(FormBody.find(RequestBody.ofText(body), "token")).contains(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "token", "xtoken=1", "text=token=1", "token=1&token=1", "token=%", "token=%E9", "Token=1"})
    void find_shouldGiveNone_whenThereIsNotOneThatCanBeRead(String body) {
        assertThat(FormBody.find(RequestBody.ofText(body), "token")).isEmpty();
    }

    @Test
    void tryParse_shouldGiveNone_whereParseRefuses() {
        assertThat(FormBody.tryParse(RequestBody.ofText("a=1"))).contains(FormBody.parse(RequestBody.ofText("a=1")));
        assertThat(FormBody.tryParse(RequestBody.ofText("a=%"))).isEmpty();
    }
}
