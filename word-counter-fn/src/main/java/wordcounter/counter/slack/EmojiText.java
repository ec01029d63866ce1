package wordcounter.counter.slack;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wordcounter.words.TextPart;
import wordcounter.words.TextPart.CustomEmoji;

/**
 * Finds the emoji in a text that has nothing but their names for them: {@code great:tada:} is "great" and 🎉.
 *
 * <p>Colons stand in times, addresses and program code too, and the text does not say which are which. These are the rules for a name
 * between two colons:
 *
 * <ul>
 *   <li>A standard name is an emoji, whether a word stands beside it or not: {@code great:tada:}.
 *   <li>Between two words it is none when it has fewer than three characters, but for {@code +1} and {@code -1}, or hexadecimal digits
 *       only: {@code a:b:c}, {@code 10:100:20}, {@code de:ad:be:ef}.
 *   <li>Any other name is taken for an emoji of the workspace's own ({@code :party_parrot:}), unless it stands between two words or
 *       has no letter but hexadecimal digits: {@code key:value:more}, {@code 10:30:}.
 *   <li>Beside a further colon that is no other emoji's, no name is an emoji: {@code std::end::x}.
 * </ul>
 *
 * <p>Where Slack itself says what is an emoji, {@link RichText} reads that instead.
 */
final class EmojiText {

    private static final Pattern NAMED = Pattern.compile(
            ":(?<name>(?<base>[\\p{L}\\p{M}\\p{N}_+\\-&&[^\\p{Lu}]]{1,100}+)(?:::skin-tone-[2-6](?:-[2-6])?)?):");

    private static final Pattern HEXADECIMAL = Pattern.compile("[0-9A-Fa-f]+");
    private static final int MIN_LENGTH_BETWEEN_WORDS = 3;

    /** What stands beside a name. */
    private enum Neighbour {
        NONE,
        WORD,
        COLON
    }

    private EmojiText() {}

    /** Hands the text on, its emoji apart. */
    static void split(String text, TextSink sink) {
        Matcher named = NAMED.matcher(text);
        int start = 0;
        int colon = text.indexOf(':');
        while (colon >= 0) {
            int next = colon + 1;
            if (named.region(colon, text.length()).lookingAt() && isEmoji(text, named, start)) {
                sink.text(text.substring(start, colon));
                sink.emoji(emoji(named.group("name")));
                start = named.end();
                next = start;
            }
            colon = text.indexOf(':', next);
        }
        sink.text(text.substring(start));
    }

    /**
     * The emoji of that name: a standard one, or else one that the workspace has made.
     *
     * @param name of the characters that a name has, with a skin tone or without
     */
    static TextPart emoji(String name) {
        Optional<String> standard = EmojiNames.emoji(name);
        return standard.isPresent()
                ? new TextPart.Plain(standard.get())
                : new CustomEmoji(EmojiNames.withoutTone(name));
    }

    /** @param start where the text begins, or where the last emoji ended */
    private static boolean isEmoji(String text, Matcher named, int start) {
        Neighbour before = named.start() == start ? Neighbour.NONE : neighbour(text.codePointBefore(named.start()));
        Neighbour after = named.end() == text.length() ? Neighbour.NONE : neighbour(text.codePointAt(named.end()));
        if (after == Neighbour.COLON) {
            Matcher next = NAMED.matcher(text).region(named.end(), text.length());
            if (next.lookingAt() && (isStandard(next) || hasLetter(next))) {
                after = Neighbour.NONE;
            }
        }
        if (before == Neighbour.COLON || after == Neighbour.COLON) {
            return false;
        }
        boolean isBetweenWords = before == Neighbour.WORD && after == Neighbour.WORD;
        if (isStandard(named)) {
            return !isBetweenWords || isUnmistakable(named.group("base"));
        }
        return !isBetweenWords && hasLetter(named);
    }

    private static boolean isStandard(Matcher named) {
        return EmojiNames.emoji(named.group("base")).isPresent();
    }

    private static boolean isUnmistakable(String name) {
        boolean isThumb = name.equals("+1") || name.equals("-1");
        return isThumb
                || (name.length() >= MIN_LENGTH_BETWEEN_WORDS
                        && !HEXADECIMAL.matcher(name).matches());
    }

    /** Whether the name has a letter that is no hexadecimal digit. */
    private static boolean hasLetter(Matcher named) {
        return named.group("base").codePoints().anyMatch(c -> Character.isLetter(c) && Character.digit(c, 16) < 0);
    }

    private static Neighbour neighbour(int codePoint) {
        if (codePoint == ':') {
            return Neighbour.COLON;
        }
        return Character.isLetterOrDigit(codePoint) ? Neighbour.WORD : Neighbour.NONE;
    }
}
