package wordcounter.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
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
        日本語               | 日本語              | a word that the dictionary knows is one
        ไทย                 | ไทย                | in Thai as well
        ˂hello              | ˂hello             | a modifier sign belongs to the word behind it
        \u0600\u0661\u0662   | \u0600\u0661\u0662  | a number sign to its number
        \u070Fܐܒ           | \u070Fܐܒ          | and to a Syriac abbreviation its mark
        Donau\u00ADdampf    | donaudampf         | a soft hyphen is not there
        hello\u200F         | hello              | nor is a direction mark
        a\u202Eb            | ab                 | which can't turn a list round
        foo\uFEFF           | foo                | nor a byte order mark
        e\u034F\u0301        | é                  | and what it kept apart comes together
        می\u200Cخواهم       | می\u200Cخواهم      | Persian needs its non-joiner
        क\u094D\u200Dष       | क\u094D\u200Dष      | and Indic scripts their joiners
        അവന\u0D4D\u200D      | അവന\u0D4D\u200D     | at the end of a word too, where it gives a letter its shape
        کتاب\u200C          | کتاب               | but not where there is nothing to join
        he\u200Dllo         | hello              | nor in scripts whose letters don't join
        п\u02BCять          | п'ять              | Ukrainian's apostrophe
        п\u2018ять          | п'ять              | and the quote that some write for it
        Hawai\u02BBi        | hawai'i            | the ʻokina between letters
        \u02BBokina         | \u02BBokina        | it is a letter elsewhere
        a\u0149              | a'n                | folding can bring one to light
        5\u201810            | 5'10               | between digits as U+2019
        """)
    void tokenize_shouldFindOneWord_whenTextIsOne(String text, String word, String why) {
        assertThat(Tokenizer.tokenize(text).occurrences()).as(why).isEqualTo(Map.of(word, 1));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        ひら                 | ひ ら               | and so is Hiragana
        日本語を勉強します     | 日本語 を 勉強 し ます | scripts without spaces are divided by dictionaries
        ภาษาไทย              | ภาษา ไทย            | Thai too
        hello-world         | hello world        | a hyphen separates
        rock'n'roll'        | rock'n'roll        | only the apostrophe at the end is left out
        שלום hello          | hello שלום         | directions mix
        🇩🇪🇫🇷                | 🇩🇪 🇫🇷              | flags go in pairs
        don''t              | don t              | two apostrophes separate
        z.\u202FB. Montag    | z b montag          | a narrow no-break space separates
        «\u202FBonjour\u202F» | bonjour             | it is no part of a word
        10\u202F000          | 10 000              | nor of a number
        foo\u200Bbar         | foo bar             | a zero-width space separates
        a\uFFFAb             | a b                 | and so does what stands before an annotation
        'п\u02BCять\u02BC'    | п'ять\u02BC          | an apostrophe at the end is a letter
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
        "'_\u0903'",
        "'\u3164'",
        "'\u115F\u1160\uFFA0'",
        "'\u00AD\u200B\u2060\uFEFF'",
        "'\ud80d\udc41'",
        "'\uFF9E'",
        "'\u202F'"
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

    @Test
    void tokenize_shouldLoseNoWord_whateverStandsBeforeIt() {
        assertThat(assignedCodePoints()
                        .filter(c ->
                                !hasWord(Character.toString(c) + "hello") || !hasWord(Character.toString(c) + "4")))
                .isEmpty();
    }

    private static boolean hasWord(String text) {
        try {
            return Tokenizer.tokenize(text).distinct() > 0;
        } catch (InvalidWordsException e) {
            return false;
        }
    }

    @Test
    void tokenize_shouldPassOver_whateverIsDefaultIgnorable() {
        assertThat(IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                        .filter(c -> UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT))
                        .filter(c -> c != UnicodeProperties.ZERO_WIDTH_SPACE)
                        .mapToObj(Character::toString))
                .hasSizeGreaterThan(4_000)
                .allSatisfy(c -> assertThat(
                                Tokenizer.tokenize(c + "he" + c + "llo" + c).occurrences())
                        .isEqualTo(Map.of("hello", 1)));
    }

    private static IntStream assignedCodePoints() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(UCharacter::isDefined)
                .filter(c ->
                        Character.getType(c) != Character.SURROGATE && Character.getType(c) != Character.PRIVATE_USE);
    }

    @Test
    void tokenize_shouldRefuseThirtyOneMarks_andTakeThirty() {
        String most = "a" + "\u0327\u0334".repeat(MarksInARow.MAX / 2);

        assertThat(Tokenizer.tokenize(most + " b" + most).distinct()).isEqualTo(2);
        for (String mark : List.of("\u0301", "\u0345", "\u0F73", "\u034F\u0301", "\u200D\u0301")) {
            assertThatThrownBy(() -> Tokenizer.tokenize(most + mark))
                    .isInstanceOfSatisfying(
                            InvalidWordsException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_MARKS))
                    .hasMessageContaining("more than 30 combining marks");
        }
    }

    @Test
    void tokenizeWhatFits_shouldLeaveOutTheMarksThatAreTooMany() {
        String most = "a" + "\u0301".repeat(MarksInARow.MAX);

        assertThat(Tokenizer.tokenizeWhatFits(most + "\u0301".repeat(10_000) + "b c"))
                .isEqualTo(Tokenizer.tokenize(most + "b c"));
    }

    @Test
    void tokenizeForLookup_shouldTakeARunOfAScriptWithoutSpacesForOneWord() {
        assertThat(Tokenizer.tokenizeForLookup("日本語を勉強").occurrences()).isEqualTo(Map.of("日本語を勉強", 1));
        assertThat(Tokenizer.tokenizeForLookup("日本語 勉強").total()).isEqualTo(2);
        assertThat(Tokenizer.tokenizeForLookup("Hello, hello").total()).isEqualTo(2);
    }

    private static String distinctWords(int number) {
        return IntStream.range(0, number).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    }
}
