package wordcounter.counter.slack;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wordcounter.slack.SlackEscaping;
import wordcounter.words.TextPart;

/**
 * Reads text in Slack's markup ("Formatting message text", docs.slack.dev) as a person reads it who sees the message.
 *
 * <ul>
 *   <li>Of a link its label is read, or where it has none its address; of a channel its name, of a date its fallback. People and groups
 *       that are called are no words.
 *   <li>An emoji's name is the emoji, as {@link EmojiText} finds it.
 *   <li>Marks of a style are left out, as {@link StyleMarks} finds them.
 *   <li>Code, addresses and Windows paths are read as they stand: what looks like an emoji or a mark in them is none.
 * </ul>
 */
final class SlackText {

    private static final Pattern CODE = Pattern.compile(
            "```(?<block>.+?)```|(?<![\\p{L}\\p{N}`])`(?<inline>[^`\\n]+)`(?![\\p{L}\\p{N}`])", Pattern.DOTALL);

    /** {@code <@U012AB3CD>}, {@code <#C123ABC456|general>}, {@code <!here>}, {@code <https://example.com|a link>}. */
    private static final Pattern REFERENCE = Pattern.compile("<(?<target>[^<>|]*)(?:\\|(?<label>[^<>]*))?>");

    /** A punctuation mark at the end belongs to the sentence, not to the address. */
    private static final Pattern ADDRESS = Pattern.compile(
            "(?:(?<![\\p{L}\\p{N}+.-])[A-Za-z][A-Za-z0-9+.-]*+://|(?<![\\p{L}\\p{N}])[A-Za-z]:\\\\|\\\\\\\\)[^\\s<>]*[^\\s<>*_~.,:;!?)\"']");

    private SlackText() {}

    static List<TextPart> read(String text) {
        TextParts parts = new TextParts();
        Flat flat = new Flat();
        // a placeholder in the text would be taken for one of ours
        String source = text.substring(0, Math.min(text.length(), TextParts.MAX_LENGTH))
                .replace(StyleMarks.PLACEHOLDER, '\uFFFD');
        split(
                CODE,
                source,
                flat::markup,
                code -> flat.literal(code.group("block") == null ? code.group("inline") : code.group("block")));
        flat.readInto(parts);
        return parts.parts();
    }

    /** The names by which the text shows channels, by the channels' ids. */
    static Map<String, String> channelNames(String text) {
        Map<String, String> names = new HashMap<>();
        split(REFERENCE, text, other -> {}, reference -> {
            if (reference.group("target").startsWith("#") && reference.group("label") != null) {
                names.put(reference.group("target").substring(1), SlackEscaping.unescape(reference.group("label")));
            }
        });
        return names;
    }

    /** Hands on what the pattern finds and what stands between that, in order. */
    private static void split(Pattern pattern, String text, Consumer<String> between, Consumer<Matcher> found) {
        Matcher matcher = pattern.matcher(text);
        int end = 0;
        while (matcher.find()) {
            between.accept(text.substring(end, matcher.start()));
            found.accept(matcher);
            end = matcher.end();
        }
        between.accept(text.substring(end));
    }

    /** Calls are no words, but nor do the words beside them join. */
    private static String shown(Matcher reference) {
        String target = reference.group("target");
        String label = reference.group("label") == null ? "" : reference.group("label");
        boolean isCall = target.startsWith("@") || (target.startsWith("!") && !target.startsWith("!date"));
        if (isCall) {
            return " ";
        }
        boolean isLink = !target.startsWith("#") && !target.startsWith("!");
        return label.isEmpty() && isLink ? target : label;
    }

    /** A text in which one placeholder stands for each thing that is not to be searched for marks. */
    private static final class Flat implements TextSink {

        private final StringBuilder characters = new StringBuilder();
        private final List<Consumer<TextSink>> things = new ArrayList<>();

        /** Text outside code. */
        void markup(String text) {
            split(REFERENCE, text, this::prose, this::reference);
        }

        private void prose(String text) {
            split(ADDRESS, SlackEscaping.unescape(text), other -> EmojiText.split(other, this), address -> {
                String shown = address.group();
                put(sink -> sink.text(shown));
            });
        }

        private void reference(Matcher reference) {
            boolean hasLabel = reference.group("label") != null
                    && !reference.group("label").isEmpty();
            String shown = SlackEscaping.unescape(shown(reference));
            put(sink -> {
                if (hasLabel) {
                    EmojiText.split(shown, sink);
                } else {
                    sink.text(shown);
                }
            });
        }

        /** Code, in which Slack still makes links of addresses. */
        void literal(String code) {
            put(sink -> split(
                    REFERENCE,
                    code,
                    text -> sink.text(SlackEscaping.unescape(text)),
                    reference -> sink.text(SlackEscaping.unescape(shown(reference)))));
        }

        @Override
        public void text(String text) {
            characters.append(text);
        }

        @Override
        public void emoji(TextPart emoji) {
            put(sink -> sink.emoji(emoji));
        }

        private void put(Consumer<TextSink> thing) {
            characters.append(StyleMarks.PLACEHOLDER);
            things.add(thing);
        }

        void readInto(TextSink sink) {
            BitSet marks = StyleMarks.of(characters);
            int thing = 0;
            StringBuilder shown = new StringBuilder();
            for (int i = 0; i < characters.length(); i++) {
                if (characters.charAt(i) == StyleMarks.PLACEHOLDER) {
                    sink.text(shown.toString());
                    shown.setLength(0);
                    things.get(thing).accept(sink);
                    thing++;
                } else if (!marks.get(i)) {
                    shown.append(characters.charAt(i));
                }
            }
            sink.text(shown.toString());
        }
    }
}
