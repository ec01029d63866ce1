package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import wordcounter.words.Tokenizer;
import wordcounter.words.Words;

class LoadTextsTest {

    private static final int KB_OF_A_TEXT = 32;

    @Test
    void vocabulary_shouldMakeTextsOfDistinctWords_asTheFunctionsCountThem() {
        Supplier<String> texts = LoadTexts.ofVocabulary(10, 20_000, new Random(1));

        assertThat(Stream.generate(texts).limit(100).map(Tokenizer::tokenize)).allSatisfy(words -> {
            assertThat(words.distinct()).isEqualTo(10);
            assertThat(words.total()).isEqualTo(10);
        });
    }

    @Test
    void vocabulary_shouldBeUsedUp_whenATextHasAllOfIt() {
        Words words = Tokenizer.tokenize(
                LoadTexts.ofVocabulary(1_000, 1_000, new Random(1)).get());

        assertThat(words.distinct()).isEqualTo(1_000);
        assertThat(words.occurrences()).containsKeys("load1", "load1000");
    }

    @Test
    void vocabulary_shouldBeDrawnByZipfsLaw() {
        Supplier<String> texts = LoadTexts.ofVocabulary(1, 100, new Random(1));
        Map<String, Long> drawn = Stream.generate(texts)
                .limit(100_000)
                .collect(Collectors.groupingBy(word -> word, HashMap::new, Collectors.counting()));

        assertThat(drawn).hasSize(100);
        assertThat(drawn.getOrDefault("load1", 0L))
                .isBetween(8 * drawn.getOrDefault("load10", 1L) / 2, 8 * drawn.getOrDefault("load10", 1L) * 2);
    }

    @Test
    void newWords_shouldNeverComeTwice_asTheFunctionsCountThem() {
        Supplier<String> texts = LoadTexts.ofNewWords(10, "3f2a9c1b");

        Words words = Tokenizer.tokenize(Stream.generate(texts).limit(100).collect(Collectors.joining(" ")));

        assertThat(words.distinct()).isEqualTo(1_000);
        assertThat(words.occurrences()).containsKeys("load3f2a9c1bn1", "load3f2a9c1bn1000");
    }

    @Test
    void newWords_shouldFitIntoAText_whenTheyAreTheLongestAndTheMost() {
        Supplier<String> texts = LoadTexts.ofNewWords(1_000, "3f2a9c1b");

        assertThat(Stream.generate(texts).limit(1_000).reduce("", (_, last) -> last))
                .hasSizeLessThan(KB_OF_A_TEXT << 10);
    }
}
