package wordcounter.words;

/**
 * Counts the marks in a row. To bring n of them into their order takes normalisation time in the order of n².
 *
 * <p>No language has {@link #MAX} on one character: Unicode Standard Annex #15, section 13, Stream-Safe Text Format.
 */
final class MarksInARow {

    static final int MAX = 30;

    private int marks;

    /** Whether this code point, after all before it, is a mark after {@link #MAX} others. */
    boolean isOneTooMany(int codePoint) {
        marks = UnicodeProperties.isReordered(codePoint) ? marks + 1 : 0;
        return marks > MAX;
    }

    /** A text without those that are too many. */
    static String limitedIn(String text) {
        MarksInARow marks = new MarksInARow();
        StringBuilder limited = new StringBuilder(text.length());
        text.codePoints().filter(codePoint -> !marks.isOneTooMany(codePoint)).forEach(limited::appendCodePoint);
        return limited.toString();
    }
}
