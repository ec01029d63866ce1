package wordcounter.contract;

import java.util.UUID;

/** Words and keys that nobody has used before, so that tests can share a target. */
final class Fresh {

    private Fresh() {}

    /** Lower-case letters only: one word by any rule. */
    static String word() {
        StringBuilder word = new StringBuilder("zz");
        UUID.randomUUID()
                .toString()
                .replace("-", "")
                .chars()
                .forEach(digit -> word.append((char) ('a' + Character.digit(digit, 16))));
        return word.toString();
    }

    static String key() {
        return UUID.randomUUID().toString();
    }
}
