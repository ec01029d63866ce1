package wordcounter.words;

import com.ibm.icu.text.Normalizer2;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a text, for a writer's text of which more is known than its characters. The words of one part never join those of the
 * next, as if there were a space between the two.
 */
public sealed interface TextPart {

    /** Characters, in which the words are still to be found. */
    record Plain(String text) implements TextPart {}

    /**
     * An emoji that has a name but no code point, since somebody drew it for a chat of their own. It is one word: its name between
     * colons, which is how people type it.
     *
     * @param name in lower case, letters, digits and {@code _ + -} only
     */
    record CustomEmoji(String name) implements TextPart {

        private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
        private static final String NAME = "[\\p{L}\\p{M}\\p{N}_+-]+";
        private static final Pattern WORD = Pattern.compile(":(" + NAME + "):");

        public CustomEmoji {
            name = NFC.normalize(MarksInARow.limitedIn(name.toLowerCase(Locale.ROOT)));
            if (!name.matches(NAME)) {
                throw new IllegalArgumentException("an emoji's name has letters, digits, '_', '+' and '-' only");
            }
        }

        /** The emoji that a text names, if it is nothing but a name between colons. */
        public static Optional<CustomEmoji> named(String text) {
            Matcher matcher = WORD.matcher(text);
            return matcher.matches() ? Optional.of(new CustomEmoji(matcher.group(1))) : Optional.empty();
        }

        /** The word that it is counted as. */
        public String word() {
            return ":" + name + ":";
        }
    }
}
