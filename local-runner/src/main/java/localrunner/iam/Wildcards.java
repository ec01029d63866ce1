package localrunner.iam;

/**
 * Compares a text with a pattern, in which {@code *} stands for any number of characters and {@code ?} for one.
 *
 * <p>AWS document "IAM JSON policy elements: Resource".
 */
final class Wildcards {

    /** Stand in a pattern for the characters themselves, which a policy writes as {@code ${*}} and {@code ${?}}. */
    static final char LITERAL_STAR = '\uE000';

    static final char LITERAL_QUESTION_MARK = '\uE001';

    private Wildcards() {}

    static boolean match(String pattern, String text) {
        int at = 0;
        int in = 0;
        int star = -1;
        int resume = 0;
        while (in < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                resume = in;
            } else if (at < pattern.length() && matches(pattern.charAt(at), text.charAt(in))) {
                at++;
                in++;
            } else if (star >= 0) {
                // The star takes one character more.
                at = star + 1;
                in = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    private static boolean matches(char pattern, char character) {
        return switch (pattern) {
            case '?' -> true;
            case LITERAL_STAR -> character == '*';
            case LITERAL_QUESTION_MARK -> character == '?';
            default -> pattern == character;
        };
    }
}
