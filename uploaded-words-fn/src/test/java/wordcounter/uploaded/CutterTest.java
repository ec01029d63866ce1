package wordcounter.uploaded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.uploaded.Cutter.Piece;
import wordcounter.uploads.Cut;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.Tokenizer;

class CutterTest {

    private static final List<String> PARTS = List.of(
            "a",
            "word",
            "Word",
            "naïve",
            "Ελληνικά",
            "слово",
            "日本語",
            "。",
            "ไทย",
            "👍🏽",
            "👩‍👩‍👧",
            "e\u0301",
            "한국어",
            "'",
            "3.14",
            " ",
            " ",
            " ",
            "\n",
            "\n",
            "\r\n",
            "\t",
            "　",
            ", ",
            "-",
            "\ufeff",
            "x".repeat(70));

    @Provide
    static Arbitrary<String> texts() {
        return Arbitraries.of(PARTS).list().ofMaxSize(400).map(parts -> String.join("", parts));
    }

    @Property(tries = 500)
    void chunks_shouldBeTheFileAgain_andNoneBeTooLong(
            @ForAll("texts") String text,
            @ForAll @IntRange(min = 4, max = 200) int bytes,
            @ForAll @IntRange(min = 1, max = 20) int words) {
        List<String> chunks = chunks(text, new Cut(1, bytes, words));

        assertThat(String.join("", chunks)).isEqualTo(text);
        assertThat(chunks)
                .allSatisfy(chunk ->
                        assertThat(chunk.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, bytes));
    }

    @Property(tries = 500)
    void chunks_shouldHaveNoMoreWordsThanAnEventTakes(
            @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 20) int words) {
        assertThat(chunks(text, new Cut(1, 1_000, words)))
                .allSatisfy(chunk -> assertThat(distinctWords(chunk)).isLessThanOrEqualTo(words));
    }

    /** Whoever goes on reads other parts of the file at a time than whoever began. */
    @Property(tries = 300)
    void next_shouldFindTheSamePlace_howeverMuchIsReadAhead(
            @ForAll("texts") String text, @ForAll @IntRange(min = 0, max = 50) int more) {
        Cut cut = new Cut(1, 40, 5);
        byte[] bytes = (text + "end").getBytes(StandardCharsets.UTF_8);
        ByteBuffer all = ByteBuffer.wrap(bytes);
        ByteBuffer some = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, 41 + more));

        assertThat(new Cutter(cut).next(some)).isEqualTo(new Cutter(cut).next(all));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one two\\nthree four\\nfive | 16 | one two\\n;three four\\nfive | false",
                "one two\\nthree four\\n five | 15 | one two\\n;three four\\n; five | false",
                "one two three | 9 | 'one two ;three' | true",
                "hello | 10 | hello | false",
                "onetwothree | 6 | onetw;othree | true",
                "日本。語です | 12 | 日本。;語です | true",
                "日本語です | 7 | 日;本;語;です | true",
                "aé\u0301b | 4 | a;é\u0301;b | true"
            })
    void chunks_shouldEndWhereItHurtsLeast(String text, int bytes, String expected, boolean isInLine) {
        String file = text.replace("\\n", "\n");

        assertThat(chunks(file, new Cut(1, bytes, 100)))
                .containsExactly(expected.replace("\\n", "\n").split(";"));
        assertThat(new Cutter(new Cut(1, bytes, 100))
                        .next(ByteBuffer.wrap(file.getBytes(StandardCharsets.UTF_8)))
                        .isInLine())
                .isEqualTo(isInLine);
    }

    @Test
    void chunks_shouldEndEarlier_whenThereAreMoreWordsThanAnEventTakes() {
        String numbers = IntStream.range(0, 2_500).mapToObj(i -> "w" + i).collect(Collectors.joining("\n"));

        List<String> chunks = chunks(numbers, Cut.CURRENT);

        assertThat(chunks).extracting(CutterTest::distinctWords).containsExactly(1_000, 1_000, 500);
        assertThat(chunks).allSatisfy(chunk -> assertThat(chunk).startsWith("w"));
    }

    @Test
    void chunks_shouldBeLong_whenWordsComeAgain() {
        assertThat(chunks("Word word WORD\n".repeat(10_000), Cut.CURRENT))
                .hasSize(5)
                .allSatisfy(chunk -> assertThat(chunk).startsWith("Word").endsWith("\n"));
    }

    /** Of marks alone there is no place between two characters. */
    @Test
    void chunks_shouldComeToAnEnd_whenTheFileHasNothingButMarks() {
        String marks = "\ufe0f\u200d".repeat(50) + "👍\u200d".repeat(50);

        assertThat(String.join("", chunks(marks, new Cut(1, 10, 1)))).isEqualTo(marks);
    }

    @Test
    void cutter_shouldNotCutByRulesThatItDoesNotKnow() {
        assertThatThrownBy(() -> new Cutter(new Cut(2, 100, 100)))
                .hasMessageContaining("the file is cut by rules 2, and these are the rules 1");
    }

    /** A change of the rules needs another number: files that were begun are cut further as they were begun. */
    @Test
    void rules_shouldStayAsTheyAre_asLongAsTheirNumberDoes() {
        String text = String.join("", PARTS).repeat(3) + "naïve\n日本語。word " + "y".repeat(50);

        assertThat(chunks(text, new Cut(1, 64, 8)).stream().map(chunk -> chunk.getBytes(StandardCharsets.UTF_8).length))
                .containsExactly(53, 48, 11, 6, 63, 64, 48, 11, 6, 63, 64, 48, 11, 6, 63, 18, 17, 50);
    }

    private static List<String> chunks(String text, Cut cut) {
        ByteBuffer file = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        Cutter cutter = new Cutter(cut);
        List<String> chunks = new ArrayList<>();
        while (file.hasRemaining()) {
            Piece piece = cutter.next(file);
            byte[] chunk = new byte[piece.bytes()];
            file.get(chunk);
            chunks.add(new String(chunk, StandardCharsets.UTF_8));
        }
        return chunks;
    }

    private static int distinctWords(String chunk) {
        try {
            return Tokenizer.tokenizeWhatFits(chunk).distinct();
        } catch (InvalidWordsException e) {
            return 0;
        }
    }
}
