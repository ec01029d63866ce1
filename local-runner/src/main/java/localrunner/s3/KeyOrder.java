package localrunner.s3;

import java.util.Comparator;

/**
 * The order in which S3 lists keys: by the bytes of their UTF-8, which is the order of their code points.
 *
 * <p>That of {@link String} is another one beyond U+FFFF.
 */
enum KeyOrder implements Comparator<String> {
    UTF8;

    @Override
    public int compare(String one, String other) {
        int index = 0;
        while (index < one.length() && index < other.length()) {
            int left = one.codePointAt(index);
            int right = other.codePointAt(index);
            if (left != right) {
                return Integer.compare(left, right);
            }
            index += Character.charCount(left);
        }
        return Integer.compare(one.length(), other.length());
    }
}
