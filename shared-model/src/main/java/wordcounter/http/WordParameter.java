package wordcounter.http;

import java.util.Optional;
import wordcounter.words.InvalidWordsException;
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
        if (emoji.isPresent()) {
            return emoji.get().word();
        }
        Words words;
        try {
            words = Tokenizer.tokenize(text);
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
