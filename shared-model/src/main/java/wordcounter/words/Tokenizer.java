package wordcounter.words;

import java.text.Normalizer;
import java.util.SortedMap;
import java.util.TreeMap;

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
        SortedMap<String, Integer> occurrences = new TreeMap<>();
        for (String segment : WordBoundaries.segments(Normalizer.normalize(text, Normalizer.Form.NFC))) {
            if (isWord(segment)) {
                occurrences.merge(fold(segment), 1, Integer::sum);
            }
        }
        return new Words(occurrences);
    }

    private static String fold(String segment) {
        return Normalizer.normalize(CaseFolding.fold(segment.replace('’', '\'')), Normalizer.Form.NFC);
    }

    private static boolean isWord(String segment) {
        int[] codePoints = segment.codePoints().toArray();
        for (int i = 0; i < codePoints.length; i++) {
            int next = i + 1 < codePoints.length ? codePoints[i + 1] : 0;
            if (Character.isLetterOrDigit(codePoints[i])
                    || Character.isAlphabetic(codePoints[i])
                    || isEmoji(codePoints[i], next)) {
                return true;
            }
        }
        return false;
    }

    /** A code point that is shown as a picture by default, or is asked to be: ☕, ❤️, but not ©. */
    private static boolean isEmoji(int codePoint, int next) {
        return Character.isEmojiPresentation(codePoint)
                || (next == EMOJI_PRESENTATION_SELECTOR && Character.isExtendedPictographic(codePoint));
    }
}
