package wordcounter.words;

import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Boundaries of generated texts, compared with ICU4J, the reference implementation. */
class WordBoundariesTest {

    /** Of every Word_Break value a few, but none for which ICU4J asks a dictionary (Han, Hiragana, Thai ...). */
    private static final String ALPHABET = "aZéßאבש٣7٫0\r\n\u000b\u0085 \u3000\u00a0'\"’.·:,;_‿"
            + "\u0301\u0308\u200d\u00ad\u200b\ufe0f+#-/@"
            + "👍🏽❤☕🏳👩🇩🇪🇫©日ア";

    @Property(tries = 5_000)
    void segments_shouldAgreeWithIcu_forGeneratedText(@ForAll("texts") String text) {
        assertThat(WordBoundaries.segments(text)).isEqualTo(icuSegments(text));
    }

    @Property(tries = 1_000)
    void segments_shouldJoinToTheText_whateverItIs(@ForAll String text) {
        assertThat(String.join("", WordBoundaries.segments(text))).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> texts() {
        int[] codePoints = ALPHABET.codePoints().toArray();
        return Arbitraries.integers()
                .between(0, codePoints.length - 1)
                .map(index -> Character.toString(codePoints[index]))
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts))
                // two in a row would go to ICU4J's dictionary
                .filter(text -> !text.contains("日日") && !text.contains("アア") && !text.matches("(?s).*[日ア].?[日ア].*"));
    }

    private static List<String> icuSegments(String text) {
        BreakIterator words = BreakIterator.getWordInstance(Locale.ROOT);
        words.setText(text);
        List<String> segments = new ArrayList<>();
        int start = words.first();
        for (int end = words.next(); end != BreakIterator.DONE; start = end, end = words.next()) {
            segments.add(text.substring(start, end));
        }
        return segments;
    }
}
