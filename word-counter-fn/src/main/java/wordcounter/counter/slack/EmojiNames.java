package wordcounter.counter.slack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the emoji that Slack calls by a name: {@code tada} is 🎉, {@code +1::skin-tone-4} is 👍🏽.
 *
 * <p>The names are those of the resource emoji-names.tsv, which says where they come from. Emoji that a workspace has drawn for itself
 * are not among them. The table is read on first use, which takes some milliseconds.
 */
final class EmojiNames {

    /** Slack counts the five skin tones from 2, the lightest, to 6; two of them are those of two people. */
    private static final Pattern TONED =
            Pattern.compile("(?<name>.+)::skin-tone-(?<first>[2-6])(?:-(?<second>[2-6]))?");

    private static final int LIGHTEST = 0x1F3FB;

    private EmojiNames() {}

    /**
     * The emoji of that name.
     *
     * @param name as it stands between the colons
     */
    static Optional<String> emoji(String name) {
        Matcher toned = TONED.matcher(name);
        if (!toned.matches()) {
            return find(name).map(emoji -> codePoints(emoji.plain()));
        }
        int first = tone(toned.group("first"));
        Optional<Emoji> emoji = find(toned.group("name"));
        if (toned.group("second") == null) {
            return emoji.map(found -> codePoints(found.withTone(first)));
        }
        return emoji.map(found -> codePoints(found.withTones(first, tone(toned.group("second")))));
    }

    /** The name of the emoji whose skin has another tone in {@code name}, or {@code name} itself. */
    static String withoutTone(String name) {
        Matcher toned = TONED.matcher(name);
        return toned.matches() ? toned.group("name") : name;
    }

    private static Optional<Emoji> find(String name) {
        return Optional.ofNullable(Table.EMOJI.get(name));
    }

    private static int tone(String slacksNumber) {
        return LIGHTEST + Integer.parseInt(slacksNumber) - 2;
    }

    /** @param hexadecimal joined by hyphens */
    static String codePoints(String hexadecimal) {
        StringBuilder codePoints = new StringBuilder();
        for (String each : hexadecimal.split("-", -1)) {
            codePoints.appendCodePoint(Integer.parseInt(each, 16));
        }
        return codePoints.toString();
    }

    /**
     * A line of the table, its code points in hexadecimal.
     *
     * @param oneTone with the lightest tone; empty where nobody's skin is seen
     * @param twoTones with the lightest tone and the next one; empty where fewer than two people's skin is seen
     */
    private record Emoji(String plain, String oneTone, String twoTones) {

        String withTone(int tone) {
            return oneTone.isEmpty() ? plain : oneTone.replace(hexadecimal(LIGHTEST), hexadecimal(tone));
        }

        String withTones(int first, int second) {
            if (twoTones.isEmpty() || first == second) {
                return withTone(first);
            }
            // the second person's first: the first one's may be the tone that stands for the second's
            return twoTones.replace(hexadecimal(LIGHTEST + 1), "second")
                    .replace(hexadecimal(LIGHTEST), hexadecimal(first))
                    .replace("second", hexadecimal(second));
        }

        private static String hexadecimal(int codePoint) {
            return Integer.toHexString(codePoint).toUpperCase(Locale.ROOT);
        }
    }

    /** A class of its own, so that it is loaded when the first name is looked up. */
    private static final class Table {

        static final Map<String, Emoji> EMOJI = read();

        private static Map<String, Emoji> read() {
            Map<String, Emoji> emoji = new HashMap<>();
            try (InputStream table = Objects.requireNonNull(EmojiNames.class.getResourceAsStream("emoji-names.tsv"));
                    BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (!line.startsWith("#")) {
                        String[] columns = line.split("\t", -1);
                        emoji.put(columns[0], new Emoji(columns[1], column(columns, 2), column(columns, 3)));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Map.copyOf(emoji);
        }

        private static String column(String[] columns, int index) {
            return index < columns.length ? columns[index] : "";
        }
    }
}
