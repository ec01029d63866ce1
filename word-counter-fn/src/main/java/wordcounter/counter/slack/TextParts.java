package wordcounter.counter.slack;

import java.util.ArrayList;
import java.util.List;
import wordcounter.words.TextPart;

/** Collects a text in its parts, up to Slack's own limit. Not thread-safe. */
final class TextParts implements TextSink {

    /**
     * In UTF-16 code units. Slack cuts off what is longer ("Truncating content", docs.slack.dev); it keeps an event within what SNS
     * takes.
     */
    static final int MAX_LENGTH = 40_000;

    private final List<TextPart> parts = new ArrayList<>();
    private final StringBuilder characters = new StringBuilder();
    private int length;

    @Override
    public void text(String text) {
        String fitting = text.substring(0, Math.min(text.length(), MAX_LENGTH - length));
        characters.append(fitting);
        length += fitting.length();
    }

    @Override
    public void emoji(TextPart emoji) {
        if (length < MAX_LENGTH) {
            endOfCharacters();
            parts.add(emoji);
            length++;
        }
    }

    private void endOfCharacters() {
        if (!characters.isEmpty()) {
            parts.add(new TextPart.Plain(characters.toString()));
            characters.setLength(0);
        }
    }

    List<TextPart> parts() {
        endOfCharacters();
        return List.copyOf(parts);
    }
}
