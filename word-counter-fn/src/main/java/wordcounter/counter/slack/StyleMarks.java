package wordcounter.counter.slack;

import java.util.BitSet;

/**
 * Finds the marks that Slack shows as a style instead of as characters: {@code *bold*}, {@code _italic_}, {@code ~strike~} ("Formatting
 * message text", docs.slack.dev).
 *
 * <p>A mark opens before a character and after a space, an opening bracket, a quote, a dash or another mark; it closes the other way
 * round, on the same line. So {@code snake_case}, {@code __init__}, {@code 2*3*4} and {@code a/_b_} keep theirs. What stands in a text for
 * something that is no text, such as an emoji or a link, is {@link #PLACEHOLDER}; a mark may stand before and after it.
 */
final class StyleMarks {

    /** A noncharacter, which no text holds. */
    static final char PLACEHOLDER = '\uFFFF';

    private static final String MARKS = "*_~";

    /** Of the punctuation that may follow a closing mark: what is rather part of an address, a path or program code. */
    private static final String TECHNICAL = "/\\@#%&";

    private final CharSequence text;
    private final BitSet found = new BitSet();

    private StyleMarks(CharSequence text) {
        this.text = text;
    }

    /** The positions of the marks in the text, in UTF-16 code units. */
    static BitSet of(CharSequence text) {
        StyleMarks marks = new StyleMarks(text);
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || text.charAt(i) == '\n') {
                marks.line(marks.afterQuote(start, i), i);
                start = i + 1;
            }
        }
        return marks.found;
    }

    /** Where the text of a line begins that is quoted with {@code >} or {@code >>>}. */
    private int afterQuote(int start, int end) {
        int at = start;
        while (at < end && (text.charAt(at) == '>' || Character.isWhitespace(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    private void line(int start, int end) {
        for (int i = 0; i < MARKS.length(); i++) {
            line(MARKS.charAt(i), start, end);
        }
    }

    private void line(char mark, int start, int end) {
        int opening = -1;
        for (int i = start; i < end; i++) {
            if (text.charAt(i) != mark) {
                continue;
            }
            if (opening >= 0 && closes(i, start, end)) {
                found.set(opening);
                found.set(i);
                opening = -1;
            } else if (opens(i, start, end)) {
                opening = i;
            }
        }
    }

    private boolean opens(int at, int start, int end) {
        if (at + 1 >= end || isSpaceOr(text.charAt(at), text.charAt(at + 1))) {
            return false;
        }
        return at == start || mayStandBeside(text.charAt(at - 1), text.charAt(at)) || isOpening(text.charAt(at - 1));
    }

    private boolean closes(int at, int start, int end) {
        if (at == start || isSpaceOr(text.charAt(at), text.charAt(at - 1))) {
            return false;
        }
        return at + 1 == end
                || mayStandBeside(text.charAt(at + 1), text.charAt(at))
                || isClosing(text.charAt(at + 1), at + 2 < end ? text.charAt(at + 2) : ' ');
    }

    private static boolean isSpaceOr(char mark, char c) {
        return c == mark || Character.isWhitespace(c);
    }

    private static boolean mayStandBeside(char c, char mark) {
        boolean isOtherMark = c != mark && MARKS.indexOf(c) >= 0;
        return isOtherMark || c == PLACEHOLDER || Character.isWhitespace(c);
    }

    private static boolean isOpening(char c) {
        return switch (Character.getType(c)) {
            case Character.START_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.DASH_PUNCTUATION -> true;
            default -> "\"'¿¡".indexOf(c) >= 0;
        };
    }

    private static boolean isClosing(char c, char next) {
        if (c == '.' || c == ':') {
            return !Character.isLetterOrDigit(next) && next != '_'; // not a.b
        }
        return switch (Character.getType(c)) {
            case Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.DASH_PUNCTUATION -> true;
            case Character.OTHER_PUNCTUATION -> TECHNICAL.indexOf(c) < 0 && MARKS.indexOf(c) < 0;
            default -> false;
        };
    }
}
