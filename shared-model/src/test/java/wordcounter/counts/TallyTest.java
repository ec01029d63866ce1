package wordcounter.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TallyTest {

    @ParameterizedTest
    @CsvSource({"-1, 0, 0", "0, -1, 0", "0, 0, -1"})
    void tally_shouldBeRefused_whenANumberIsNegative(long counted, long multiplied, long forgotten) {
        assertThatThrownBy(() -> new Tally(counted, multiplied, forgotten)).hasMessage("a counter is never negative");
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0", "1, 0, 0, 1", "1, 1, 0, 11", "3, 1, 3, 0", "4, 3, 3, 1", "4, 4, 3, 11"})
    void total_shouldHideWhatWasForgotten(long counted, long multiplied, long forgotten, long total) {
        assertThat(new Tally(counted, multiplied, forgotten).total()).isEqualTo(total);
    }
}
