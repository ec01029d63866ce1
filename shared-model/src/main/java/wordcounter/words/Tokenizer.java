package wordcounter.words;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import wordcounter.words.NormalText.TooManyMarks;
import wordcounter.words.WordBoundaries.Segmenter;

/**
 * What a word is, for the whole system: an emoji, or what is between two word boundaries and has a letter or a digit, in normal
 * form. docs/decisions/0001-what-a-word-is.md has the rules and their reasons.
 *
 * <p>All that knows Unicode here is ICU; what is added has a name of its own: {@link NormalText}, {@link Emoji}, {@link
 * Apostrophes} and the rules of {@link WordBoundaries}.
 */
public final class Tokenizer {

    private Tokenizer() {}

    /**
     * The words of a text.
     *
     * @throws InvalidWordsException when there is no word, or a limit of {@link Words} is passed, or that of marks in a row
     */
    public static Words tokenize(String text) {
        return tokenize(List.of(new TextPart.Plain(text)));
    }

    /**
     * The words of a text, as {@link #tokenize(String)}.
     *
     * @throws InvalidWordsException as there
     */
    public static Words tokenize(List<TextPart> text) {
        return count(words(text, TooManyMarks.REFUSE, WordBoundaries.byDictionary()));
    }

    /**
     * As much of a text as {@link Words} takes, for a writer who will not hear what is wrong with it: without words that are too
     * long, such as a key or a checksum, without what is new after the most distinct words, and without marks that are too many.
     *
     * @throws InvalidWordsException when nothing is left
     */
    public static Words tokenizeWhatFits(String text) {
        return tokenizeWhatFits(List.of(new TextPart.Plain(text)));
    }

    /**
     * As much of a text as {@link Words} takes, as {@link #tokenizeWhatFits(String)}.
     *
     * @throws InvalidWordsException when nothing is left
     */
    public static Words tokenizeWhatFits(List<TextPart> text) {
        SortedMap<String, Integer> occurrences = new TreeMap<>();
        words(text, TooManyMarks.LEAVE_OUT, WordBoundaries.byDictionary())
                .filter(Words::isShortEnough)
                .forEach(word -> {
                    if (occurrences.size() < Words.MAX_DISTINCT || occurrences.containsKey(word)) {
                        occurrences.merge(word, 1, Integer::sum);
                    }
                });
        return new Words(occurrences);
    }

    /**
     * The words of a text by which somebody looks for counted ones. A run of Chinese, Japanese, Thai, Lao, Khmer or Burmese is
     * taken for one word: how a dictionary divided the text that it was counted in, a word alone doesn't tell.
     *
     * @throws InvalidWordsException as {@link #tokenize(String)}
     */
    public static Words tokenizeForLookup(String text) {
        return tokenizeForLookup(List.of(new TextPart.Plain(text)));
    }

    /**
     * The words of a text by which somebody looks for counted ones, as {@link #tokenizeForLookup(String)}.
     *
     * @throws InvalidWordsException as there
     */
    public static Words tokenizeForLookup(List<TextPart> text) {
        return count(words(text, TooManyMarks.REFUSE, WordBoundaries.byRulesAlone()));
    }

    private static Words count(Stream<String> words) {
        SortedMap<String, Integer> occurrences = new TreeMap<>();
        words.forEach(word -> occurrences.merge(word, 1, Integer::sum));
        return new Words(occurrences);
    }

    private static Stream<String> words(List<TextPart> text, TooManyMarks tooManyMarks, WordBoundaries boundaries) {
        Segmenter segmenter = boundaries.segmenter();
        return text.stream().flatMap(part -> switch (part) {
            case TextPart.Plain plain -> words(NormalText.of(plain.text(), tooManyMarks), segmenter);
            case TextPart.CustomEmoji emoji -> Stream.of(emoji.word());
        });
    }

    private static Stream<String> words(NormalText text, Segmenter segmenter) {
        return text.pieces().stream()
                .flatMap(piece -> piece.isEmoji() ? Stream.of(piece.text()) : words(piece.text(), segmenter));
    }

    private static Stream<String> words(String text, Segmenter segmenter) {
        return segmenter.segments(text).stream()
                .filter(segment -> segment.codePoints().anyMatch(UnicodeProperties::isLetterOrDigit));
    }
}
