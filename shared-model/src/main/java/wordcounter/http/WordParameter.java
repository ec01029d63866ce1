package wordcounter.http;

import wordcounter.words.InvalidWordsException;
import wordcounter.words.Tokenizer;
import wordcounter.words.Words;

/** A word that somebody asks for, found by the rules by which words are counted. */
public final class WordParameter {

    private WordParameter() {}

    /** @throws ProblemException 400 when it is not one word */
    public static String parse(String text) {
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
