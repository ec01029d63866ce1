package wordcounter.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.text.Normalizer2;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Target;

/**
 * A text file, line by line, against ICU's word iterator as it comes, without our tailorings.
 *
 * <p>{@code -Dtext.file=/some/file} takes another one. Where a text needs a tailoring of decision 1, the two differ.
 */
@AgainstTarget
class TextFileIT {

    private static final Normalizer2 NFC = Normalizer2.getNFCInstance();

    @Test
    void counts_shouldBeElevenTimesThoseOfIcu_whenAFileIsCountedLineByLine(@EmptyWorld Target target)
            throws IOException {
        WordsApi api = new WordsApi(target);
        Map<String, Long> expected = new HashMap<>();

        for (String line : lines()) {
            Map<String, Integer> words = wordsByIcu(line);
            Answer answer = api.postText(line);
            if (words.isEmpty()) {
                assertThat(answer.status()).as(line).isEqualTo(422);
            } else {
                assertThat(answer.status()).as(line).isEqualTo(202);
                assertThat(answer.json().requiredObject("words").members())
                        .as(line)
                        .isEqualTo(words);
            }
            words.forEach((word, times) -> expected.merge(word, 11L * times, Long::sum));
        }

        // a long file is thousands of changes for the summaries, and reading all of them takes its time too
        Stack.soon()
                .atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() ->
                        assertThat(api.allSummaries(100)).isEqualTo(expected).isNotEmpty());
    }

    private static Map<String, Integer> wordsByIcu(String line) {
        String text = NFC.normalize(line);
        BreakIterator boundaries = BreakIterator.getWordInstance(Locale.ROOT);
        boundaries.setText(text);
        Map<String, Integer> words = new TreeMap<>();
        int start = boundaries.first();
        for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
            String segment = text.substring(start, end);
            if (segment.codePoints().anyMatch(TextFileIT::isOfWord) || segment.contains("\ufe0f")) {
                words.merge(NFC.normalize(UCharacter.foldCase(segment.replace('\u2019', '\''), true)), 1, Integer::sum);
            }
            start = end;
        }
        return words;
    }

    private static boolean isOfWord(int codePoint) {
        return UCharacter.isLetterOrDigit(codePoint)
                || UCharacter.hasBinaryProperty(codePoint, UProperty.ALPHABETIC)
                || UCharacter.hasBinaryProperty(codePoint, UProperty.EMOJI_PRESENTATION);
    }

    private static List<String> lines() throws IOException {
        String file = System.getProperty("text.file", "");
        if (!file.isEmpty()) {
            return Files.readAllLines(Path.of(file));
        }
        try (InputStream text =
                Objects.requireNonNull(TextFileIT.class.getResourceAsStream("/texts/harbour.txt"), "harbour.txt")) {
            return new String(text.readAllBytes(), UTF_8).lines().toList();
        }
    }
}
