package wordcounter.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.text.UnicodeSet;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmojiTest {

    private static final String SELECTOR = "\uFE0F";

    /** All that Unicode recommends for interchange: those that emoji-test.txt calls fully qualified, and the skin tones. */
    private static final List<String> RECOMMENDED = StreamSupport.stream(
                    new UnicodeSet("[:RGI_Emoji:]").spliterator(), false)
            .toList();

    private static final UnicodeSet SKIN_TONES = new UnicodeSet("[:Emoji_Modifier:]");
    private static final UnicodeSet SIGNS = new UnicodeSet("[©®‼⁉™↔-↙↩↪▪▫▶◀◻◼➡⤴⤵⬅-⬇〰〽]");

    @Test
    void tokenize_shouldFindOneWord_forEveryRecommendedEmoji() {
        assertThat(RECOMMENDED).hasSizeGreaterThan(3_900).allSatisfy(emoji -> {
            assertThat(Tokenizer.tokenize(emoji).occurrences()).isEqualTo(Map.of(emoji, 1));
            assertThat(Tokenizer.tokenizeForLookup(emoji).occurrences()).isEqualTo(Map.of(emoji, 1));
        });
    }

    @Test
    void tokenize_shouldFindTheSameEmoji_withoutItsSelectors() {
        assertThat(RECOMMENDED)
                .filteredOn(emoji -> emoji.contains(SELECTOR) && !SIGNS.contains(emoji.replace(SELECTOR, "")))
                .hasSizeGreaterThan(900)
                .allSatisfy(emoji -> assertThat(
                                Tokenizer.tokenize(emoji.replace(SELECTOR, "")).occurrences())
                        .isEqualTo(Map.of(emoji, 1)));
    }

    @Test
    void tokenize_shouldFindTheSameEmoji_withASelectorAtItsEnd() {
        assertThat(RECOMMENDED)
                .allSatisfy(
                        emoji -> assertThat(Tokenizer.tokenize(emoji + SELECTOR).occurrences())
                                .isEqualTo(Map.of(emoji, 1)));
    }

    @Test
    void tokenize_shouldLeaveItsNeighboursAlone_forEveryRecommendedEmoji() {
        assertThat(RECOMMENDED)
                .filteredOn(emoji -> !SKIN_TONES.contains(emoji))
                .allSatisfy(emoji -> assertThat(Tokenizer.tokenize("a" + emoji + "1" + emoji + emoji + "本")
                                .occurrences())
                        .isEqualTo(Map.of("a", 1, "1", 1, "本", 1, emoji, 3)));
    }

    @Test
    void tokenize_shouldFindNone_whenEachIsAskedToBeText() {
        List<String> pictures = StreamSupport.stream(
                        new UnicodeSet("[[:Emoji:]&[:Extended_Pictographic:]]").spliterator(), false)
                .toList();

        assertThat(pictures)
                .allSatisfy(emoji -> assertThatThrownBy(() -> Tokenizer.tokenize(emoji + "\uFE0E"))
                        .isInstanceOf(InvalidWordsException.class));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        ✌🏽                     | ✌🏽                | a skin tone on what is text by default
        ✌\uFE0F🏽               | ✌🏽                | also behind a selector
        🏳\u200D🌈               | 🏳\uFE0F\u200D🌈     | older devices leave out the selector
        ❤\u200D🔥               | ❤\uFE0F\u200D🔥     | where a joiner is, it can be nothing else
        👁\u200D🗨\uFE0F         | 👁\uFE0F\u200D🗨\uFE0F | or leave one of two out
        ❤                      | ❤\uFE0F           | people write a heart both ways
        ☕\uFE0F                | ☕                | and a selector for what is a picture anyway
        1\u20E3                | 1\uFE0F\u20E3      | a keycap
        #\uFE0F\u20E3           | #\uFE0F\u20E3      | the one word with this sign
        🇩\uFE0F🇪               | 🇩🇪               | inside a flag
        👩\u200D👩\u200D👧\uFE0F   | 👩\u200D👩\u200D👧    | at the end
        👍\u200D                | 👍                | a joiner that joins nothing
        👍\u00AD🏽               | 👍🏽                | a soft hyphen
        👍🏽🏿                    | 👍🏽                | one tone is enough
        ⚽🏽                     | ⚽                | what takes no skin tone has none
        👍\uDB40\uDC67\uDB40\uDC7F | 👍                | tags are for flags
        🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F | 🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F | of which England's is one
        🏴\uDB40\uDC67            | 🏴                | but not half of it
        \uD83E\uDEFF             | \uD83E\uDEFF        | one that a newer phone may have
        """)
    void tokenize_shouldFindOneEmoji_howeverItIsWritten(String text, String emoji, String why) {
        assertThat(Tokenizer.tokenize(text).occurrences()).as(why).isEqualTo(Map.of(emoji, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "❗\uFE0E",
                "☺\uFE0E",
                "☕\uFE0E",
                "❤\uFE0E\u200D",
                "©",
                "™",
                "↔",
                "▪ ▶",
                "©\u200B",
                "★\uFE0F",
                "#\uFE0E\u20E3",
                "#\u200D😀",
                "*\u200D🏳\u200D🌈",
                " 🏽"
            })
    void tokenize_shouldRefuse_whenASignIsNoEmoji(String text) {
        assertThatThrownBy(() -> Tokenizer.tokenize(text)).hasMessageContaining("no word");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        1\uFE0E\u20E3     | 1        | a keycap that is asked to be text is a digit
        1\uFE0F           | 1        | a digit is no keycap
        1\u200D😀         | 1 😀     | and joins no picture
        a\u200D😀         | a 😀     | nor does a letter
        ❤\uFE0E\u200D🔥   | 🔥       | text is not joined to a picture
        👩\u200D⚕\uFE0E   | 👩       | nor a picture to text
        🇩🇪🇫🇷🇮            | 🇩🇪 🇫🇷 🇮 | flags go in pairs
        5\uFE0F\u20E30\uFE0F\u20E3 | 5\uFE0F\u20E3 0\uFE0F\u20E3 | two keycaps are two
        🅰\uFE0F🅱\uFE0F    | 🅰\uFE0F 🅱\uFE0F | and two letters
        a🏽b              | ab       | a skin tone without a picture is left out
        """)
    void tokenize_shouldFindTheseWords_aroundPictures(String text, String words, String why) {
        assertThat(Tokenizer.tokenize(text).occurrences().keySet()).as(why).containsExactlyInAnyOrder(words.split(" "));
    }
}
