package wordcounter.words;

import static wordcounter.words.UnicodeProperties.isLetter;
import static wordcounter.words.UnicodeProperties.isMark;

import com.ibm.icu.lang.UCharacter;

/**
 * One character for the apostrophe, the typewriter's (U+0027): "don’t" is the word "don't", and п’ять, пʼять and п'ять are one.
 */
final class Apostrophes {

    private static final char TYPEWRITER = '\'';

    /** What phones and word processors write. */
    private static final char RIGHT_QUOTE = '\u2019';

    private static final char LEFT_QUOTE = '\u2018';

    /** Ukrainian's, among others; elsewhere a letter of its own. */
    private static final char MODIFIER_APOSTROPHE = '\u02BC';

    /** Hawaiian's ʻokina. */
    private static final char MODIFIER_TURNED_COMMA = '\u02BB';

    private Apostrophes() {}

    static String unify(String text) {
        StringBuilder unified = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            unified.append(isApostrophe(text, i, c) ? TYPEWRITER : c);
        }
        return unified.toString();
    }

    private static boolean isApostrophe(String text, int at, char c) {
        return switch (c) {
            // also where it ends a word: it does in Hebrew
            case RIGHT_QUOTE -> true;
            case LEFT_QUOTE -> isBetweenLetters(text, at) || isBetweenDigits(text, at);
            case MODIFIER_APOSTROPHE, MODIFIER_TURNED_COMMA -> isBetweenLetters(text, at);
            default -> false;
        };
    }

    private static boolean isBetweenLetters(String text, int at) {
        return isLetterOtherThanThese(before(text, at)) && isLetterOtherThanThese(after(text, at));
    }

    private static boolean isBetweenDigits(String text, int at) {
        return UCharacter.isDigit(before(text, at)) && UCharacter.isDigit(after(text, at));
    }

    private static boolean isLetterOtherThanThese(int codePoint) {
        return codePoint != MODIFIER_APOSTROPHE && codePoint != MODIFIER_TURNED_COMMA && isLetter(codePoint);
    }

    /** The character before, without its marks; 0 at the start. */
    private static int before(String text, int at) {
        int codePoint = 0;
        for (int i = at; i > 0; i -= Character.charCount(codePoint)) {
            codePoint = text.codePointBefore(i);
            if (!isMark(codePoint)) {
                return codePoint;
            }
        }
        return 0;
    }

    /** The character after, marks in between left aside; 0 at the end. */
    private static int after(String text, int at) {
        int codePoint;
        for (int i = at + 1; i < text.length(); i += Character.charCount(codePoint)) {
            codePoint = text.codePointAt(i);
            if (!isMark(codePoint)) {
                return codePoint;
            }
        }
        return 0;
    }
}
