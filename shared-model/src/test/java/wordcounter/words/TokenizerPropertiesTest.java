package wordcounter.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.UnicodeSet;
import java.util.List;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class TokenizerPropertiesTest {

    /** What has a rule of its own, from every part of the code. */
    private static final String DELICATE =
            "aZéßẞİıŉΐΣςKᾳῼ\u0345אבש٣7\r\n\u000b\u0085 \u00a0'\"’‘\u02bc\u02bb.·:,;_‿#-*1"
                    + "\u0301\u0308\u0327\u0334\u200d\u200c\u00ad\u200b\ufe0f\ufe0e\u20e3\u034f\u3164\u115f\u202e\u202f\u2060\ufeff\ufff9"
                    + "👍🏽🏿❤☕🏳👩🇩🇪🇫©日本語がの\u309a\u30fcｶ\uff9eｱอไทย\u0e4dກ\u0eb2ខ្ញុំမြန်မာ한\u1100\u1161\u11a8ℹ🅰Ⓜⓜ㊗™✌♀🌈🏴"
                    + "\udb40\udc67\udb40\udc7f\ud800\u093eक\u094d\u0937र\u09cdഅന\u0d4dرمیخ\u0640ᦟ\u0f73\u0f40\u0903\u0600𐐀Ꭰꭰⅷ½ﬁ\u1fb7";

    private static final List<String> EMOJI = StreamSupport.stream(new UnicodeSet("[:RGI_Emoji:]").spliterator(), false)
            .toList();

    /** Nothing is shown for them, and nothing needs them. */
    private static final List<String> INVISIBLE = List.of(
            "\u00ad",
            "\u034f",
            "\u061c",
            "\u180e",
            "\u200e",
            "\u202e",
            "\u2060",
            "\u2069",
            "\u3164",
            "\ufeff",
            "\udb40\udc00");

    @Property(tries = 1_000)
    void words_shouldHoldNothingThatSeparatesThem_whateverTheText(@ForAll String text) {
        try {
            assertThat(Tokenizer.tokenize(text + "#\u200d😀 a\ud800\u093e")
                            .occurrences()
                            .keySet())
                    .allSatisfy(word -> assertThat(word.codePoints())
                            .noneMatch(c -> Character.isWhitespace(c)
                                    || Character.isISOControl(c)
                                    || Character.getType(c) == Character.SURROGATE
                                    || c == '#'));
        } catch (InvalidWordsException e) {
            assertThat(e.reason()).isEqualTo(InvalidWordsException.Reason.WORD_TOO_LONG);
        }
    }

    @Property(tries = 500)
    void tokenize_shouldFindAWordAgain_whenItIsAllTheText(@ForAll String text) {
        assertEachWordIsFoundAgain(text);
    }

    @Property(tries = 5_000)
    void tokenizeForLookup_shouldFindAWordAgain_whereverItWasCounted(@ForAll("delicateTexts") String text) {
        assertEachWordIsFoundAgain(text);
    }

    private static void assertEachWordIsFoundAgain(String text) {
        try {
            assertThat(Tokenizer.tokenize(text).occurrences().keySet())
                    .allSatisfy(
                            word -> assertThat(Tokenizer.tokenizeForLookup(word).occurrences())
                                    .containsOnlyKeys(word));
        } catch (InvalidWordsException e) {
            assertThat(e.detail()).isNotEmpty();
        }
    }

    @Property(tries = 2_000)
    void tokenize_shouldFindTheSameWords_withWhatIsInvisible(
            @ForAll("delicateTexts") String text, @ForAll("places") List<Integer> places) {
        StringBuilder more = new StringBuilder(text);
        for (int i = 0; i < places.size(); i++) {
            int at = Math.min(places.get(i), more.length());
            boolean insidePair =
                    at > 0 && at < more.length() && Character.isSurrogatePair(more.charAt(at - 1), more.charAt(at));
            if (!insidePair) {
                more.insert(at, INVISIBLE.get(i % INVISIBLE.size()));
            }
        }

        assertThat(wordsOrReason(more.toString())).isEqualTo(wordsOrReason(text));
    }

    private static Object wordsOrReason(String text) {
        try {
            return Tokenizer.tokenize(text);
        } catch (InvalidWordsException e) {
            return e.reason();
        }
    }

    @Provide
    Arbitrary<String> delicateTexts() {
        Arbitrary<String> character =
                Arbitraries.of(DELICATE.codePoints().boxed().toList()).map(Character::toString);
        return Arbitraries.frequencyOf(Tuple.of(20, character), Tuple.of(1, Arbitraries.of(EMOJI)))
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<Integer>> places() {
        return Arbitraries.integers().between(0, 20).list().ofMinSize(1).ofMaxSize(4);
    }
}
