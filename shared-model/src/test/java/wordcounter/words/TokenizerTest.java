package wordcounter.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.words.InvalidWordsException.Reason;

class TokenizerTest {

    @ParameterizedTest(name = "{0} counts as {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        Don't               | don't              | an apostrophe between letters belongs to the word
        Don’t               | don't              | the typographic apostrophe is the same one
        'quoted'            | quoted             | quotes around a word do not
        naïve               | naïve              | an accent belongs to its letter
        nai\u0308ve         | naïve              | however it is encoded (NFC)
        NAÏVE               | naïve              | and in whatever case
        Straße              | strasse            | full case folding: ß is ss
        STRASSE             | strasse            | so that both spellings are one word
        ΣΊΣΥΦΟΣ             | σίσυφοσ            | and a final sigma is a sigma
        C++                 | c                  | punctuation at the end is no part of a word
        C#                  | c                  | nor is a sign
        3.14                | 3.14               | a point between digits belongs to the number
        1,000               | 1,000              | a comma too
        snake_case          | snake_case         | an underscore joins
        example.com         | example.com        | a point between letters joins
        👍                  | 👍                 | an emoji is a word
        👍🏽                  | 👍🏽                 | its skin tone belongs to it
        👩‍👩‍👧                  | 👩‍👩‍👧                 | joined emoji are one word
        ❤️                  | ❤️                 | a sign that asks to be shown as emoji is one
        🇩🇪                  | 🇩🇪                 | a flag is one word
        שלום                | שלום               | right to left as any other
        צה"ל                | צה"ל               | a Hebrew acronym keeps its mark
        צ'                  | צ'                 | and a geresh, on whichever keyboard
        צ’                  | צ'                 | typed
        مرحبا               | مرحبا              | Arabic
        カタカナ              | カタカナ             | a run of Katakana is one word
        한국어                | 한국어               | Hangul as any alphabet
        """)
    void tokenize_shouldFindOneWord_whenTextIsOne(String text, String word, String why) {
        assertThat(Tokenizer.tokenize(text).occurrences()).as(why).isEqualTo(Map.of(word, 1));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        日本語                | 日 本 語             | Chinese characters are a word each: there are no spaces to go by
        ひら                 | ひ ら               | and so is Hiragana
        ไทย                 | ท ย ไ              | and Thai, whose words only a dictionary finds
        hello-world         | hello world        | a hyphen separates
        rock'n'roll'        | rock'n'roll        | only the apostrophe at the end is left out
        שלום hello          | hello שלום         | directions mix
        🇩🇪🇫🇷                | 🇩🇪 🇫🇷              | flags go in pairs
        don''t              | don t              | two apostrophes separate
        © 2026 ™            | 2026               | a sign that is no emoji by itself is no word
        """)
    void tokenize_shouldFindTheseWords_whenTextHasSeveral(String text, String words, String why) {
        assertThat(Tokenizer.tokenize(text).occurrences().keySet()).as(why).containsExactlyInAnyOrder(words.split(" "));
    }

    @Test
    void tokenize_shouldCountOccurrences_whateverTheCase() {
        assertThat(Tokenizer.tokenize("To be, or not to BE").occurrences())
                .isEqualTo(Map.of("to", 2, "be", 2, "or", 1, "not", 1));
    }

    @ParameterizedTest
    @CsvSource({
        "''",
        "' \t\n'",
        "'... !?'",
        "'© ++'",
        "'\ud800'",
        "'\ud800\u093e'",
        "' \u093e'",
        "'#\u093e'",
        "'#\u200d😀'",
        "' \ud83c\udffb'",
        "'_\u0903'"
    })
    void tokenize_shouldRefuse_whenThereIsNoWord(String text) {
        assertThatThrownBy(() -> Tokenizer.tokenize(text))
                .isInstanceOfSatisfying(
                        InvalidWordsException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_WORD))
                .hasMessageContaining("no word");
    }

    @Test
    void tokenize_shouldKeepPartsApart_andTakeAnEmojiByItsName() {
        List<TextPart> text = List.of(
                new TextPart.Plain("great"),
                new TextPart.CustomEmoji("Party_Parrot"),
                new TextPart.Plain("1"),
                new TextPart.Plain("2️⃣ party_parrot"),
                new TextPart.CustomEmoji("party_parrot"));

        Map<String, Integer> words = Map.of("great", 1, ":party_parrot:", 2, "1", 1, "2️⃣", 1, "party_parrot", 1);
        assertThat(Tokenizer.tokenize(text).occurrences()).isEqualTo(words);
        assertThat(Tokenizer.tokenizeWhatFits(text).occurrences()).isEqualTo(words);
    }

    @Test
    void tokenize_shouldTakeSixtyFourCodePoints_andRefuseOneMore() {
        String longest = "𐐀".repeat(Words.MAX_CODE_POINTS);

        assertThat(Tokenizer.tokenize(longest).distinct()).isEqualTo(1);
        assertThatThrownBy(() -> Tokenizer.tokenize(longest + "a"))
                .isInstanceOfSatisfying(
                        InvalidWordsException.class, e -> assertThat(e.reason()).isEqualTo(Reason.WORD_TOO_LONG))
                .hasMessageContaining("1 to 64 code points")
                .hasMessageContaining("has 65");
    }

    @Test
    void tokenize_shouldTakeAThousandDistinctWords_andRefuseOneMore() {
        assertThat(Tokenizer.tokenize(distinctWords(Words.MAX_DISTINCT)).distinct())
                .isEqualTo(1_000);
        assertThatThrownBy(() -> Tokenizer.tokenize(distinctWords(Words.MAX_DISTINCT + 1)))
                .isInstanceOfSatisfying(
                        InvalidWordsException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_DISTINCT_WORDS))
                .hasMessageContaining("1001 distinct words")
                .hasMessageContaining("at most 1000");
    }

    @Test
    void tokenizeWhatFits_shouldLeaveOutWhatPassesALimit_andTakeTheRest() {
        String longest = "a".repeat(Words.MAX_CODE_POINTS);
        assertThat(Tokenizer.tokenizeWhatFits("see " + longest + "b, " + longest + " see"))
                .isEqualTo(Words.of(Map.of("see", 2, longest, 1)));

        Words first = Tokenizer.tokenize(distinctWords(Words.MAX_DISTINCT));
        String again = first.occurrences().firstKey();
        Words some = Tokenizer.tokenizeWhatFits(distinctWords(Words.MAX_DISTINCT) + " another " + again);
        assertThat(some.occurrences().keySet()).isEqualTo(first.occurrences().keySet());
        assertThat(some.occurrences()).containsEntry(again, 2);

        assertThatThrownBy(() -> Tokenizer.tokenizeWhatFits(longest + "b"))
                .isInstanceOfSatisfying(
                        InvalidWordsException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NO_WORD));
    }

    private static String distinctWords(int number) {
        return IntStream.range(0, number).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    }
}
