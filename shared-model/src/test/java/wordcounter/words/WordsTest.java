package wordcounter.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void fingerprint_shouldBeEqual_whateverTheOrder() {
        Map<String, Integer> reversed = new LinkedHashMap<>();
        reversed.put("b", 2);
        reversed.put("a", 1);

        assertThat(Words.of(reversed).fingerprint())
                .isEqualTo(Words.of(Map.of("a", 1, "b", 2)).fingerprint());
    }

    @Test
    void fingerprint_shouldDiffer_whenAWordOrACountDoes() {
        String fingerprint = Words.of(Map.of("a", 1, "b", 2)).fingerprint();

        assertThat(Words.of(Map.of("a", 2, "b", 2)).fingerprint()).isNotEqualTo(fingerprint);
        assertThat(Words.of(Map.of("a", 1, "c", 2)).fingerprint()).isNotEqualTo(fingerprint);
        assertThat(Words.of(Map.of("a", 1)).fingerprint()).isNotEqualTo(fingerprint);
        assertThat(Words.of(Map.of("a", 12)).fingerprint())
                .isNotEqualTo(Words.of(Map.of("a1", 2)).fingerprint());
    }

    @Test
    void chunks_shouldHoldEveryWordOnce_inOrder() {
        Words words = Words.of(Map.of("a", 1, "b", 2, "c", 3));

        assertThat(words.chunks(2)).isEqualTo(List.of(Map.of("a", 1, "b", 2), Map.of("c", 3)));
        assertThat(words.chunks(3)).hasSize(1);
        assertThat(words.chunks(1)).hasSize(3);
    }

    @Test
    void constructor_shouldRefuse_whenACountIsNotPositive() {
        assertThatThrownBy(() -> Words.of(Map.of("a", 0))).hasMessageContaining("at least once");
    }
}
