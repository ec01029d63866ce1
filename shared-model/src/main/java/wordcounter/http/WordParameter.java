package wordcounter.http;

import java.util.List;
import java.util.Optional;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.TextPart;
import wordcounter.words.TextPart.CustomEmoji;
import wordcounter.words.Tokenizer;
import wordcounter.words.Words;

/** Reads the one word that somebody asks for, by the rules by which words are counted. */
public final class WordParameter {

    private WordParameter() {}

    /**
     * The word as it is counted.
     *
     * @param text a word, or an emoji's name between colons
     * @throws ProblemException 400 when it is not one word
     */
    public static String parse(String text) {
        Optional<CustomEmoji> emoji = CustomEmoji.named(text);
        return emoji.isPresent() ? emoji.get().word() : onlyWord(text);
    }

    /**
     * The word as it is counted.
     *
     * @throws ProblemException 400 when it is not one word
     */
    public static String parse(List<TextPart> text) {
        List<TextPart> parts = text.stream()
                .filter(part ->
                        !(part instanceof TextPart.Plain plain && plain.text().isBlank()))
                .toList();
        return parts.size() == 1 && parts.getFirst() instanceof TextPart.Plain plain
                ? onlyWord(plain.text())
                : onlyWord(parts);
    }

    private static String onlyWord(String text) {
        return onlyWord(List.of(new TextPart.Plain(text)));
    }

    private static String onlyWord(List<TextPart> text) {
        Words words;
        try {
            words = Tokenizer.tokenizeForLookup(text);
        } catch (InvalidWordsException e) {
            throw new ProblemException(Problem.Type.INVALID_PARAMETER, e.detail());
        }
        if (words.total() != 1) {
            throw new ProblemException(
                    Problem.Type.INVALID_PARAMETER, "These are " + words.total() + " words; one at a time.");
        }
        return words.occurrences().firstKey();
    }
}
