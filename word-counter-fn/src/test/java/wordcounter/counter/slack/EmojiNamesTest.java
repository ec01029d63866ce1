package wordcounter.counter.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import wordcounter.words.TextPart;
import wordcounter.words.Tokenizer;

class EmojiNamesTest {

    @Test
    void emoji_shouldKnowNamesAndAliases() {
        assertThat(EmojiNames.emoji("tada")).contains("🎉");
        assertThat(EmojiNames.emoji("+1")).contains("👍").isEqualTo(EmojiNames.emoji("thumbsup"));
        assertThat(EmojiNames.emoji("uk")).contains("🇬🇧").isEqualTo(EmojiNames.emoji("flag-gb"));
        assertThat(EmojiNames.emoji("party_parrot")).isEmpty();
        assertThat(EmojiNames.emoji("")).isEmpty();
        assertThat(EmojiNames.emoji("# The MIT License (MIT)")).isEmpty();
    }

    @Test
    void emoji_shouldHaveTheSkinToneThatIsAskedFor() {
        assertThat(EmojiNames.emoji("wave::skin-tone-2")).contains("👋🏻");
        assertThat(EmojiNames.emoji("wave::skin-tone-6")).contains("👋🏿");
        assertThat(EmojiNames.emoji("couplekiss::skin-tone-2-6")).contains("🧑🏻‍❤️‍💋‍🧑🏿");
        assertThat(EmojiNames.emoji("couplekiss::skin-tone-3-2")).contains("🧑🏼‍❤️‍💋‍🧑🏻");
        assertThat(EmojiNames.emoji("couplekiss::skin-tone-3-3")).contains("💏🏼");
        assertThat(EmojiNames.emoji("people_holding_hands::skin-tone-4")).contains("🧑🏽‍🤝‍🧑🏽");
        assertThat(EmojiNames.emoji("tada::skin-tone-2")).as("nobody's skin").contains("🎉");
        assertThat(EmojiNames.emoji("wave::skin-tone-2-6"))
                .as("one person only")
                .contains("👋🏻");
    }

    @Test
    void emoji_shouldBeOneWord() {
        for (String name : new String[] {"tada", "heart", "one", "de", "woman-woman-girl-boy", "wave::skin-tone-4"}) {
            String emoji = EmojiNames.emoji(name).orElseThrow();

            assertThat(Tokenizer.tokenize(java.util.List.of(new TextPart.Plain(emoji)))
                            .occurrences())
                    .as(name)
                    .isEqualTo(Map.of(emoji, 1));
        }
    }
}
