package wordcounter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordParameterTest {

    @ParameterizedTest
    @CsvSource({
        "HELLO,hello",
        "hello!,hello",
        ":party_parrot:,:party_parrot:",
        ":Party_Parrot:,:party_parrot:",
        "日本語,日本語",
        "ภาษาไทยง่าย,ภาษาไทยง่าย",
        "❤,❤\uFE0F",
        "#\uFE0F\u20E3,#\uFE0F\u20E3",
        "Donau\u00ADdampf,donaudampf",
        "п\u02BCять,п'ять"
    })
    void parse_shouldGiveTheWordAsItIsCounted(String text, String word) {
        assertThat(WordParameter.parse(text)).isEqualTo(word);
    }

    @Test
    void parse_shouldRefuse_whenItIsNotOneWord() {
        assertThatThrownBy(() -> WordParameter.parse("two words")).hasMessageContaining("2 words");
        assertThatThrownBy(() -> WordParameter.parse("日本 語")).hasMessageContaining("2 words");
        assertThatThrownBy(() -> WordParameter.parse("ไทย".repeat(22))).hasMessageContaining("1 to 64 code points");
        assertThatThrownBy(() -> WordParameter.parse("a" + "\u0301".repeat(31))).hasMessageContaining("marks");
        assertThatThrownBy(() -> WordParameter.parse("!")).hasMessageContaining("no word");
        assertThatThrownBy(() -> WordParameter.parse(":a: :b:")).hasMessageContaining("2 words");
    }
}
