package wordcounter.words;

import java.util.Locale;

/**
 * Full case folding (Unicode Standard, section 3.13, toCasefold), by the Unicode version of the running JDK.
 *
 * <p>The JDK has upper and lower case only; folding is the lower case of the upper case but for the exceptions here. A test
 * compares every code point with ICU4J.
 */
final class CaseFolding {

    private CaseFolding() {}

    static String fold(String text) {
        if (isFoldedAscii(text)) {
            return text;
        }
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().forEach(codePoint -> appendFolded(folded, codePoint));
        return folded.toString();
    }

    private static boolean isFoldedAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80 && !(c >= 'A' && c <= 'Z'));
    }

    private static void appendFolded(StringBuilder folded, int codePoint) {
        if (isCherokee(codePoint)) {
            // the letters that existed first, the upper-case ones, are the folded form
            folded.appendCodePoint(Character.toUpperCase(codePoint));
        } else if (codePoint == 'ẞ') {
            folded.append("ss");
        } else if (codePoint == 'ı' || codePoint == 'İ') {
            // neither is a plain i outside Turkic languages
            folded.append(Character.toString(codePoint).toLowerCase(Locale.ROOT));
        } else {
            Character.toString(codePoint)
                    .toUpperCase(Locale.ROOT)
                    .codePoints()
                    .map(Character::toLowerCase)
                    .forEach(folded::appendCodePoint);
        }
    }

    private static boolean isCherokee(int codePoint) {
        return Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.CHEROKEE;
    }
}
