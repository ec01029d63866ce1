package wordcounter.words;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TokenizerPropertiesTest {

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
        try {
            Tokenizer.tokenize(text)
                    .occurrences()
                    .keySet()
                    .forEach(word ->
                            assertThat(Tokenizer.tokenize(word).occurrences()).containsOnlyKeys(word));
        } catch (InvalidWordsException e) {
            assertThat(e.detail()).isNotEmpty();
        }
    }
}
