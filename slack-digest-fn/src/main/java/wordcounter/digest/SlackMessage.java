package wordcounter.digest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import wordcounter.json.JsonObject;
import wordcounter.slack.SlackEscaping;

/**
 * A message of Slack's Block Kit: a heading, lines below it, and what is said last. What cannot show blocks, such as a notification,
 * shows it as plain text.
 *
 * <p>A line may have any word of anybody's in it, and must not call people or become a link. So it stands in objects of type {@code
 * plain_text}, where {@code *}, {@code @here} and addresses are what they are, and the three characters that have a meaning there too
 * ({@code <!channel>} is made of them) are escaped. The fallback has markup, names and links off, and is escaped as well ("Formatting
 * message text" and "Text object", docs.slack.dev).
 *
 * @param heading up to 150 characters
 * @param note empty when there is nothing to add
 */
record SlackMessage(String heading, List<String> lines, String note) {

    /** What a text object takes. */
    private static final int LONGEST_TEXT = 3_000;

    SlackMessage {
        lines = List.copyOf(lines);
    }

    /** All of it as a person reads it. */
    String plainText() {
        List<String> all = new ArrayList<>(List.of(heading));
        all.addAll(lines);
        if (!note.isEmpty()) {
            all.add(note);
        }
        return String.join("\n", all);
    }

    /** The body of a request to an incoming webhook. */
    String toJson() {
        List<JsonObject> blocks = new ArrayList<>();
        blocks.add(block("header", "text", plainText(heading)));
        for (String part : parts()) {
            blocks.add(block("section", "text", plainText(part)));
        }
        if (!note.isEmpty()) {
            blocks.add(block("context", "elements", List.of(plainText(note))));
        }
        return JsonObject.builder()
                .put("text", SlackEscaping.escape(plainText()))
                .put("mrkdwn", false)
                .put("parse", "none")
                .put("link_names", false)
                .put("unfurl_links", false)
                .put("unfurl_media", false)
                .put("blocks", blocks)
                .build()
                .toJson();
    }

    /** The lines, as many in one text as it takes. */
    private List<String> parts() {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (String line : lines) {
            int length = SlackEscaping.escape(part + "\n" + line).length();
            if (!part.isEmpty() && length > LONGEST_TEXT) {
                parts.add(part.toString());
                part.setLength(0);
            }
            part.append(part.isEmpty() ? "" : "\n").append(line);
        }
        if (!part.isEmpty()) {
            parts.add(part.toString());
        }
        return parts;
    }

    private static Map<String, Object> plainText(String text) {
        return Map.of("type", "plain_text", "text", SlackEscaping.escape(text), "emoji", true);
    }

    private static JsonObject block(String type, String member, Object value) {
        return JsonObject.builder().put("type", type).put(member, value).build();
    }
}
