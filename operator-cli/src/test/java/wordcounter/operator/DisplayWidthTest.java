package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayWidthTest {

    @ParameterizedTest
    @CsvSource({
        "hello, 5",
        "größe, 5",
        "gro\u0308\u00dfe, 5",
        "naïve, 5",
        "слово, 5",
        "日本語, 6",
        "カタカナ, 8",
        "ｶﾀｶﾅ, 4",
        "ＡＢＣ, 6",
        "한국어, 6",
        "\u1112\u1161\u11ab, 2",
        "ไทย, 3",
        "ที่, 1",
        "مرحبا, 5",
        "שָׁלוֹם, 4",
        "🎉, 2",
        "❤\ufe0f, 2",
        "❤, 1",
        "👍🏽, 2",
        "🇩🇪, 2",
        "1\ufe0f\u20e3, 2",
        "👩\u200d👩\u200d👧, 2",
        "𠀀, 2"
    })
    void of_shouldBeTheColumnsThatATerminalNeeds(String text, int columns) {
        assertThat(DisplayWidth.of(text)).isEqualTo(columns);
    }

    @Test
    void fit_shouldFillUpOrCut_byColumns() {
        assertThat(DisplayWidth.fit("hello", 8)).isEqualTo("hello   ");
        assertThat(DisplayWidth.fit("日本", 8)).isEqualTo("日本    ");
        assertThat(DisplayWidth.fit("hello", 5)).isEqualTo("hello");
        assertThat(DisplayWidth.fit("hello world", 8)).isEqualTo("hello...");
        assertThat(DisplayWidth.fit("日本語日本語", 8)).isEqualTo("日本... ");
        assertThat(DisplayWidth.fit("🇩🇪🇩🇪🇩🇪", 5)).isEqualTo("🇩🇪...");
    }
}
