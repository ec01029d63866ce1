package wordcounter.words;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.RuleBasedBreakIterator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Where words begin and end in a text: the rules of Unicode Standard Annex #29 with our tailorings
 * (src/main/rules/word-boundaries.txt), applied by ICU.
 *
 * <p>The rules come from a file of ours, and not through {@link BreakIterator#getWordInstance()}: that would load ICU's locales,
 * which takes a tenth of a cold start.
 */
final class WordBoundaries {

    private final RuleBasedBreakIterator prototype;

    private WordBoundaries(String resource) {
        try (InputStream compiled = WordBoundaries.class.getResourceAsStream(resource)) {
            prototype = RuleBasedBreakIterator.getInstanceFromCompiledRules(Objects.requireNonNull(compiled, resource));
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " can't be read", e);
        }
    }

    /** Divides scripts that are written without spaces by ICU's dictionaries. They load when such a script is met. */
    static WordBoundaries byDictionary() {
        return ByDictionary.BOUNDARIES;
    }

    /** Leaves a run of such a script whole. */
    static WordBoundaries byRulesAlone() {
        return ByRulesAlone.BOUNDARIES;
    }

    // two holders: a function needs one of the two most of the time

    private static final class ByDictionary {
        static final WordBoundaries BOUNDARIES = new WordBoundaries("word-boundaries.brk");
    }

    private static final class ByRulesAlone {
        static final WordBoundaries BOUNDARIES = new WordBoundaries("word-boundaries-without-dictionaries.brk");
    }

    /** Finds segments in several texts, one after the other. Not thread-safe. */
    Segmenter segmenter() {
        return new Segmenter(prototype.clone());
    }

    /** One thread's use of the boundaries. */
    static final class Segmenter {

        private final BreakIterator boundaries;

        private Segmenter(BreakIterator boundaries) {
            this.boundaries = boundaries;
        }

        /** The segments between the boundaries: joined, they are the text. */
        List<String> segments(String text) {
            boundaries.setText(text);
            List<String> segments = new ArrayList<>();
            int start = boundaries.first();
            for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
                segments.add(text.substring(start, end));
                start = end;
            }
            return segments;
        }
    }
}
