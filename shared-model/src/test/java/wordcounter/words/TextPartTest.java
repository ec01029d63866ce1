package wordcounter.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.words.TextPart.CustomEmoji;

class TextPartTest {

    @Test
    void named_shouldFindTheEmoji_whenTheTextIsItsNameBetweenColons() {
        assertThat(CustomEmoji.named(":party_parrot:")).contains(new CustomEmoji("party_parrot"));
        assertThat(CustomEmoji.named(":+1:")).contains(new CustomEmoji("+1"));
        assertThat(CustomEmoji.named(":Nai\u0308ve-2:").orElseThrow().word())
                .as("whatever the case and the encoding")
                .isEqualTo(":naïve-2:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", ":", "::", ":a", "a:", ":a:b:", ":a b:", ":a#:", " :a:", ":a: "})
    void named_shouldFindNone_whenTheTextIsAnythingElse(String text) {
        assertThat(CustomEmoji.named(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a#1", "a:b", "a\n"})
    void constructor_shouldRefuse_whatCantStandInAWord(String name) {
        assertThatThrownBy(() -> new CustomEmoji(name)).isInstanceOf(IllegalArgumentException.class);
    }
}
