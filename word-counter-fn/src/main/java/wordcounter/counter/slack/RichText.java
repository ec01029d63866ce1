package wordcounter.counter.slack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.words.TextPart;
import wordcounter.words.TextPart.CustomEmoji;

/**
 * Reads the {@code rich_text} blocks of a message ("Rich text block", docs.slack.dev): what a person typed into Slack, in which Slack says
 * itself what is text, emoji, link or mention.
 *
 * <p>What counts is the same as in {@link SlackText}: labels of links, names of channels, fallbacks of dates; people and groups that are
 * called are no words.
 */
final class RichText {

    private static final Pattern CODE_POINTS = Pattern.compile("[0-9A-Fa-f]{1,5}(?:-[0-9A-Fa-f]{1,5}){0,15}");

    private static final Pattern SKIN_TONE = Pattern.compile("[\\x{1F3FB}-\\x{1F3FF}]");
    private static final String VARIATION_SELECTOR = "\uFE0F";

    private final Map<String, String> channelNames;
    private final TextParts parts = new TextParts();

    private RichText(Map<String, String> channelNames) {
        this.channelNames = channelNames;
    }

    /**
     * The message's text.
     *
     * @param channelNames by the channels' ids, which is all that a block has of them
     * @return empty when there are no blocks, or something in them is not known here: then the message's own text says more
     */
    static Optional<List<TextPart>> read(JsonObject message, Map<String, String> channelNames) {
        RichText richText = new RichText(channelNames);
        try {
            if (message.members().get("blocks") == null) {
                return Optional.empty();
            }
            for (JsonObject block : message.requiredObjects("blocks")) {
                richText.block(block);
            }
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
        List<TextPart> parts = richText.parts.parts();
        boolean isBlank = parts.stream()
                .allMatch(part ->
                        part instanceof TextPart.Plain plain && plain.text().isBlank());
        return isBlank ? Optional.empty() : Optional.of(parts);
    }

    private void block(JsonObject block) {
        if (!block.requiredString("type").equals("rich_text")) {
            throw unknown();
        }
        block.requiredObjects("elements").forEach(this::paragraph);
    }

    private void paragraph(JsonObject element) {
        switch (element.requiredString("type")) {
            case "rich_text_section", "rich_text_quote", "rich_text_preformatted" ->
                element.requiredObjects("elements").forEach(this::inline);
            case "rich_text_list" -> element.requiredObjects("elements").forEach(this::paragraph);
            default -> throw unknown();
        }
        parts.text("\n");
    }

    private void inline(JsonObject element) {
        switch (element.requiredString("type")) {
            case "text" -> parts.text(element.requiredString("text"));
            case "link" ->
                parts.text(element.optionalString("text")
                        .filter(label -> !label.isEmpty())
                        .orElseGet(() -> element.requiredString("url")));
            case "emoji" -> emoji(element);
            case "channel" -> parts.text(channelNames.getOrDefault(element.requiredString("channel_id"), ""));
            case "date" -> parts.text(element.optionalString("fallback").orElse(""));
            case "color" -> parts.text(element.requiredString("value"));
            case "user", "usergroup", "team", "broadcast" -> parts.text(" ");
            default -> throw unknown();
        }
    }

    /** What is shown says {@code unicode}, which Slack's documents hardly mention; what a workspace has drawn has a name only. */
    private void emoji(JsonObject element) {
        String name = element.requiredString("name");
        Optional<String> named = EmojiNames.emoji(name.contains("::") ? name : name + tone(element));
        element.optionalString("unicode")
                .flatMap(RichText::ofCodePoints)
                .filter(shown -> named.isEmpty() || !isNamed(shown, named.get()))
                .or(() -> named)
                .map(TextPart.Plain::new)
                .map(TextPart.class::cast)
                .or(() -> CustomEmoji.named(":" + EmojiNames.withoutTone(name) + ":"))
                .ifPresent(parts::emoji);
    }

    private static String tone(JsonObject emoji) {
        boolean hasTone = emoji.members().get("skin_tone") instanceof Integer tone && tone >= 2 && tone <= 6;
        return hasTone ? "::skin-tone-" + emoji.members().get("skin_tone") : "";
    }

    /** Whether the name says the same emoji, perhaps with a skin tone or a variation selector that is not in the code points. */
    private static boolean isNamed(String shown, String named) {
        return shown.equals(named)
                || (!SKIN_TONE.matcher(shown).find() && plain(shown).equals(plain(named)));
    }

    private static String plain(String emoji) {
        return SKIN_TONE.matcher(emoji).replaceAll("").replace(VARIATION_SELECTOR, "");
    }

    private static Optional<String> ofCodePoints(String hexadecimal) {
        return Optional.of(hexadecimal).filter(CODE_POINTS.asMatchPredicate()).map(EmojiNames::codePoints);
    }

    private static InvalidJsonException unknown() {
        return new InvalidJsonException("a block or an element of a type that is not known here");
    }
}
