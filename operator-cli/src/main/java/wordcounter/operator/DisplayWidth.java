package wordcounter.operator;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacter.EastAsianWidth;
import com.ibm.icu.lang.UCharacter.HangulSyllableType;
import com.ibm.icu.lang.UProperty;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How many columns of a terminal a text takes: two for what is wide (Unicode Standard Annex #11) and for an emoji, none for a mark on
 * the letter before it. Terminals differ where a letter is of ambiguous width; here it takes one column.
 */
final class DisplayWidth {

    private static final int EMOJI_SELECTOR = 0xFE0F;

    /** What the eye takes for one character (extended grapheme cluster, Unicode Standard Annex #29). */
    private static final Pattern CHARACTER = Pattern.compile("\\X");

    private static final String CUT = "...";

    private DisplayWidth() {}

    static int of(String text) {
        return characters(text).stream().mapToInt(DisplayWidth::ofCharacter).sum();
    }

    /** Fills a text up with spaces, or cuts it at the end of a character and shows that, so that it takes that many columns. */
    static String fit(String text, int columns) {
        int width = of(text);
        if (width <= columns) {
            return text + " ".repeat(columns - width);
        }
        StringBuilder start = new StringBuilder();
        int left = columns - CUT.length();
        for (String character : characters(text)) {
            left -= ofCharacter(character);
            if (left < 0) {
                break;
            }
            start.append(character);
        }
        return fit(start + CUT, columns);
    }

    private static List<String> characters(String text) {
        return CHARACTER.matcher(text).results().map(MatchResult::group).toList();
    }

    private static int ofCharacter(String character) {
        boolean isEmoji = character
                .codePoints()
                .anyMatch(codePoint -> codePoint == EMOJI_SELECTOR
                        || UCharacter.hasBinaryProperty(codePoint, UProperty.EMOJI_PRESENTATION));
        return isEmoji
                ? 2
                : character.codePoints().map(DisplayWidth::ofCodePoint).sum();
    }

    private static int ofCodePoint(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default ->
                switch (UCharacter.getIntPropertyValue(codePoint, UProperty.HANGUL_SYLLABLE_TYPE)) {
                    // a syllable in parts: the first one is as wide as the whole
                    case HangulSyllableType.VOWEL_JAMO, HangulSyllableType.TRAILING_JAMO -> 0;
                    default ->
                        switch (UCharacter.getIntPropertyValue(codePoint, UProperty.EAST_ASIAN_WIDTH)) {
                            case EastAsianWidth.WIDE, EastAsianWidth.FULLWIDTH -> 2;
                            default -> 1;
                        };
                };
        };
    }
}
