package wordcounter.operator;

/**
 * Makes a text that came from outside safe to be printed to a terminal: what could move the cursor, hide or turn round what stands
 * beside it, or speak to the terminal itself, is shown as the escape that Java and JSON write it by.
 *
 * <p>That is every code point of the categories Cc, Cf, Cs, Co, Cn, Zl and Zp of the Unicode Standard.
 */
final class Printable {

    /** Longer than what a name, an error or a reason needs. */
    private static final int MAX_VALUE = 200;

    /** Services name users, actions and resources in their messages. */
    private static final int MAX_MESSAGE = 300;

    private static final String CUT = "...";

    private Printable() {}

    /** One value on a line: a name, a cell of a table. Cut at 200 characters. */
    static String value(String text) {
        return escaped(cut(text, MAX_VALUE));
    }

    /** A message on one line. Cut at 300 characters. */
    static String message(String text) {
        return escaped(cut(text, MAX_MESSAGE));
    }

    static boolean isUnsafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** The escape of a code point: {@code \}{@code uXXXX}, twice for one beyond U+FFFF. */
    static String escape(int codePoint) {
        StringBuilder escape = new StringBuilder();
        for (char unit : Character.toChars(codePoint)) {
            escape.append("\\u").append(String.format("%04x", (int) unit));
        }
        return escape.toString();
    }

    private static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints().forEach(codePoint -> {
            if (isUnsafe(codePoint)) {
                safe.append(escape(codePoint));
            } else {
                safe.appendCodePoint(codePoint);
            }
        });
        return safe.toString();
    }

    private static String cut(String text, int max) {
        return text.codePointCount(0, text.length()) <= max
                ? text
                : text.substring(0, text.offsetByCodePoints(0, max - CUT.length())) + CUT;
    }
}
