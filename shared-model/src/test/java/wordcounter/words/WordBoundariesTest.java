package wordcounter.words;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordBoundariesTest {

    @Test
    void segments_shouldBeThoseOfUnicode_forEveryRowOfItsTest() throws IOException {
        List<String> rows = rows();

        assertThat(rows).hasSize(1_944).allSatisfy(row -> {
            List<String> segments = segmentsOf(row);
            String text = String.join("", segments);
            assertThat(segments(WordBoundaries.byDictionary(), text)).isEqualTo(segments);
            assertThat(segments(WordBoundaries.byRulesAlone(), text)).isEqualTo(segments);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        ใช้Facebookทุกวัน     | ใช้ Facebook ทุก วัน  | Thai does not stick to letters beside it
        ปี2024               | ปี 2024            | nor to digits
        ຢູ່Facebook          | ຢູ່ Facebook       | Lao
        ខ្ញុំFacebook          | ខ្ញុំ Facebook       | Khmer
        မြန်မာFacebook       | မြန်မာ Facebook     | Burmese
        東京2024年            | 東京 2024 年         | Chinese and Japanese neither
        K팝                  | K팝                 | Korean is written with spaces: Hangul sticks, as any alphabet
        2024년               | 2024년              | and as the annex has it
        ᦟᦹᧉ                  | ᦟ ᦹ ᧉ              | without a dictionary: a character each, as the annex has it
        """)
    void segments_shouldBeTailored_whereScriptsMeet(String text, String segments, String why) {
        assertThat(segments(WordBoundaries.byDictionary(), text)).as(why).containsExactly(segments.split(" "));
    }

    @Test
    void segments_shouldEndAtANarrowNoBreakSpace_asAtEveryOtherSpace() {
        assertThat(segments(WordBoundaries.byDictionary(), "1\u202f234\u202f!"))
                .containsExactly("1", "\u202f", "234", "\u202f", "!");
        assertThat(segments(WordBoundaries.byDictionary(), "a\u202f_")).containsExactly("a", "\u202f", "_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"日本語を勉強しています", "ภาษาไทยง่าย", "ພາສາລາວ", "ភាសាខ្មែរ", "မြန်မာစကား"})
    void segments_shouldBeOne_byRulesAlone_whenAScriptIsWrittenWithoutSpaces(String text) {
        assertThat(segments(WordBoundaries.byRulesAlone(), text)).containsExactly(text);
    }

    @Property(tries = 1_000)
    void segments_shouldJoinToTheText_whateverItIs(@ForAll String text) {
        assertThat(String.join("", segments(WordBoundaries.byDictionary(), text)))
                .isEqualTo(text);
        assertThat(String.join("", segments(WordBoundaries.byRulesAlone(), text)))
                .isEqualTo(text);
    }

    private static List<String> segments(WordBoundaries boundaries, String text) {
        return boundaries.segmenter().segments(text);
    }

    private static List<String> rows() throws IOException {
        try (InputStream file = WordBoundariesTest.class.getResourceAsStream("/unicode/WordBreakTest.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    /** Of "÷ 0061 × 0308 ÷ 0020 ÷". */
    private static List<String> segmentsOf(String row) {
        return Arrays.stream(row.split("÷"))
                .filter(segment -> !segment.isBlank())
                .map(segment -> Arrays.stream(segment.split("×"))
                        .map(hex -> Character.toString(Integer.parseInt(hex.strip(), 16)))
                        .collect(Collectors.joining()))
                .toList();
    }
}
