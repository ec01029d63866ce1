package wordcounter.words;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No text of the size that is taken costs much more than another: at most {@value #MOST_TIMES} times as much as English of that
 * size. What is quadratic costs hundreds of times as much.
 */
class TokenizerTimeTest {

    private static final int BYTES = 32 * 1024;
    private static final int MOST_TIMES = 20;

    /** The machine may be busy: the fastest of some attempts counts, and what seems slow gets more. */
    private static final int ATTEMPTS = 40;

    private static final String ENGLISH = textOf("hello world ");

    @ParameterizedTest
    @MethodSource("texts")
    void tokenize_shouldTakeLinearTime_forTheWorstTextsFound(String unit) {
        assertThatTimeIsLinear(textOf(unit));
    }

    static List<String> texts() {
        List<String> units = new ArrayList<>(List.of(
                "\u0300".repeat(8_190) + "\u0327".repeat(8_190),
                "\u0345".repeat(8_190) + "\u0334".repeat(8_190),
                "a" + "\u0301".repeat(15) + "\u0327".repeat(15),
                "a" + "\u0301\u034f".repeat(15) + "\u0327\u034f".repeat(15),
                "\u0f73\u0f71",
                "\u0344",
                "क" + "\u200c".repeat(10_000),
                "क" + "\u093e\u200c".repeat(5_000),
                "\u02bc" + "\u20e3".repeat(10_000),
                "1" + "\ufe0f".repeat(10_000),
                "🏴" + "\udb40\udc67".repeat(8_000),
                "👩" + "\u200d".repeat(10_000)));
        units.addAll(List.of(
                "\u0300",
                "\u20e3",
                "\u200d",
                "\ufe0f",
                "\u00ad",
                "\u02bc",
                "a\u02bc",
                "#\u200d",
                "1\u200d",
                "👩\u200d",
                "🇩",
                "🏽",
                "😀a",
                "a:",
                "_",
                "\u202f",
                "\r\n",
                "\ud834\udd60",
                "\ufb2c",
                "한",
                "\u1100\u1161",
                "ב\"",
                "é",
                "ß",
                "ﬃ",
                "İ",
                "日",
                "的",
                "ア",
                "あ",
                "ｶ\uff9e",
                "ー",
                "ก",
                "เ",
                "ກ",
                "ខ",
                "\u17d2",
                "မ",
                "ภาษาไทย",
                "ភាសាខ្មែរ"));
        return units;
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void tokenize_shouldTakeLinearTime_forAnyText(@ForAll("units") String unit) {
        assertThatTimeIsLinear(textOf(unit));
    }

    private static void assertThatTimeIsLinear(String text) {
        long fastest = Long.MAX_VALUE;
        long english = Long.MAX_VALUE;
        for (int attempt = 0; attempt < ATTEMPTS && (attempt == 0 || fastest > MOST_TIMES * english); attempt++) {
            fastest = Math.min(fastest, nanosFor(text));
            english = Math.min(english, nanosFor(ENGLISH));
        }
        assertThat(fastest).as("nanoseconds").isLessThanOrEqualTo(MOST_TIMES * english);
    }

    private static long nanosFor(String text) {
        long start = System.nanoTime();
        try {
            Tokenizer.tokenizeWhatFits(text);
        } catch (InvalidWordsException e) {
            assertThat(e.reason()).isEqualTo(InvalidWordsException.Reason.NO_WORD);
        }
        return System.nanoTime() - start;
    }

    /** As often as it fits, or as much of it as does. */
    private static String textOf(String unit) {
        StringBuilder text = new StringBuilder();
        int[] codePoints = unit.codePoints().toArray();
        int bytes = 0;
        for (int i = 0; ; i = (i + 1) % codePoints.length) {
            bytes += Character.toString(codePoints[i]).getBytes(UTF_8).length;
            if (bytes > BYTES) {
                return text.toString();
            }
            text.appendCodePoint(codePoints[i]);
        }
    }

    /** Mostly marks, each combining class as often as any other, in long rows and in mixtures; also anything else. */
    @Provide
    Arbitrary<String> units() {
        Map<Integer, List<Integer>> marksByClass = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(UnicodeProperties::isMark)
                .boxed()
                .collect(Collectors.groupingBy(UCharacter::getCombiningClass, TreeMap::new, Collectors.toList()));
        Arbitrary<Integer> marks = Arbitraries.of(marksByClass.values()).flatMap(Arbitraries::of);
        Arbitrary<Integer> bases = Arbitraries.of(
                "aकก日1#👩\u200d\u200c\ufe0f\u034f".codePoints().boxed().toList());
        Arbitrary<Integer> others = Arbitraries.integers()
                .between(0, 0x2FFFF)
                .filter(codePoint -> Character.getType(codePoint) != Character.SURROGATE);
        Arbitrary<String> rows = Arbitraries.frequencyOf(Tuple.of(8, marks), Tuple.of(1, bases), Tuple.of(1, others))
                .flatMap(codePoint -> Arbitraries.of(1, 30, 1_000, 4_000, 4_000)
                        .map(times -> Character.toString(codePoint).repeat(times)));
        return rows.list().ofMinSize(2).ofMaxSize(5).map(parts -> String.join("", parts));
    }
}
