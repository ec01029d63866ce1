package wordcounter.words;

/** A text that can't be counted; the message is for whoever sent it and says what would be right. */
public final class InvalidWordsException extends RuntimeException {

    /** Which limit was met. */
    public enum Reason {
        NO_WORD,
        TOO_MANY_DISTINCT_WORDS,
        WORD_TOO_LONG,
        TOO_MANY_MARKS
    }

    private final Reason reason;
    private final String detail;

    private InvalidWordsException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
        this.detail = detail;
    }

    public String detail() {
        return detail;
    }

    public Reason reason() {
        return reason;
    }

    static InvalidWordsException noWord() {
        return new InvalidWordsException(
                Reason.NO_WORD, "There is no word in the text. A word has at least one letter, digit or emoji.");
    }

    static InvalidWordsException tooManyDistinct(int distinct) {
        return new InvalidWordsException(
                Reason.TOO_MANY_DISTINCT_WORDS,
                "The text has " + distinct + " distinct words; at most " + Words.MAX_DISTINCT
                        + " are counted at once. Send it in parts.");
    }

    static InvalidWordsException tooLong(String word) {
        String start =
                word.substring(0, word.offsetByCodePoints(0, Math.min(16, word.codePointCount(0, word.length()))));
        return new InvalidWordsException(
                Reason.WORD_TOO_LONG,
                "A word has 1 to " + Words.MAX_CODE_POINTS + " code points; the one that starts with '" + start
                        + "' has " + word.codePointCount(0, word.length()) + ".");
    }

    static InvalidWordsException tooManyMarks() {
        return new InvalidWordsException(
                Reason.TOO_MANY_MARKS,
                "A character has more than " + MarksInARow.MAX + " combining marks. No language has so many.");
    }
}
