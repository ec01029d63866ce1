package wordcounter.words;

import java.text.Normalizer;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a word is, for the whole system: a segment between two word boundaries (Unicode Standard Annex #29) that has a letter,
 * a digit or an emoji, in Normalization Form C and with its case folded.
 *
 * <p>One tailoring: the typographic apostrophe U+2019 counts as the typewriter's, so that "don’t" is "don't". Chinese
 * characters, Hiragana and scripts that are written without spaces (Thai, Lao, Khmer, Burmese) are one word a character, as
 * the annex has it without a dictionary.
 */
public final class Tokenizer {

    private static final int EMOJI_PRESENTATION_SELECTOR = 0xFE0F;

    private Tokenizer() {}

    /** @throws InvalidWordsException when there is no word, or one of the limits of {@link Words} is passed */
    public static Words tokenize(String text) {
        return tokenize(List.of(new TextPart.Plain(text)));
    }

    /** @throws InvalidWordsException when there is no word, or one of the limits of {@link Words} is passed */
    public static Words tokenize(List<TextPart> text) {
        SortedMap<String, Integer> occurrences = new TreeMap<>();
        words(text).forEach(word -> occurrences.merge(word, 1, Integer::sum));
        return new Words(occurrences);
    }

    /**
     * As much of a text as {@link Words} takes, for a writer who will not hear what is wrong with it: without words that are too
     * long, such as a key or a checksum, and without what is new after the most distinct words.
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
        words(text).filter(Words::isShortEnough).forEach(word -> {
            if (occurrences.size() < Words.MAX_DISTINCT || occurrences.containsKey(word)) {
                occurrences.merge(word, 1, Integer::sum);
            }
        });
        return new Words(occurrences);
    }

    private static Stream<String> words(List<TextPart> text) {
        return text.stream().flatMap(part -> switch (part) {
            case TextPart.Plain plain -> words(plain.text());
            case TextPart.CustomEmoji emoji -> Stream.of(emoji.word());
        });
    }

    private static Stream<String> words(String text) {
        return WordBoundaries.segments(normalize(text)).stream().filter(Tokenizer::isWord);
    }

    /** Before the boundaries are looked for, so that a word is found again by itself: folding can make a letter of a mark. */
    private static String normalize(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC).replace('’', '\'');
        return Normalizer.normalize(CaseFolding.fold(composed), Normalizer.Form.NFC);
    }

    /**
     * Whether a segment has a letter, a digit or an emoji, and begins with one or with an underscore: the annex attaches marks
     * and joiners to anything, a space or a sign too.
     */
    private static boolean isWord(String segment) {
        int[] codePoints = segment.codePoints().toArray();
        if (!isWordCharacter(codePoints, 0) && Character.getType(codePoints[0]) != Character.CONNECTOR_PUNCTUATION) {
            return false;
        }
        return IntStream.range(0, codePoints.length).anyMatch(i -> isWordCharacter(codePoints, i));
    }

    private static boolean isWordCharacter(int[] codePoints, int at) {
        int next = at + 1 < codePoints.length ? codePoints[at + 1] : 0;
        return Character.isLetterOrDigit(codePoints[at])
                || (Character.isAlphabetic(codePoints[at]) && !isMark(codePoints[at]))
                || isEmoji(codePoints[at], next);
    }

    private static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    /** A code point that is shown as a picture by default, or is asked to be: ☕, ❤️, but not ©. */
    private static boolean isEmoji(int codePoint, int next) {
        return Character.isEmojiPresentation(codePoint)
                || (next == EMOJI_PRESENTATION_SELECTOR && Character.isExtendedPictographic(codePoint));
    }
}
