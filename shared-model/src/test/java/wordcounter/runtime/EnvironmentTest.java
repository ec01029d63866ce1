package wordcounter.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {

    @Test
    void required_shouldNameTheVariable_whenItIsMissingOrBlank() {
        assertThatThrownBy(() -> new Environment(Map.of()).required("TABLE")).hasMessageContaining("TABLE is not set");
        assertThatThrownBy(() -> new Environment(Map.of("TABLE", " ")).required("TABLE"))
                .hasMessageContaining("TABLE is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "257", "many", "1.5", "99999999999"})
    void requiredInt_shouldNameVariableAndRange_whenTheValueIsNotInIt(String value) {
        assertThatThrownBy(() -> new Environment(Map.of("SHARDS", value)).requiredInt("SHARDS", 1, 256))
                .hasMessageContaining("SHARDS is not a whole number from 1 to 256: " + value);
    }

    @Test
    void requiredInt_shouldTakeTheBounds() {
        assertThat(new Environment(Map.of("SHARDS", "1")).requiredInt("SHARDS", 1, 256))
                .isEqualTo(1);
        assertThat(new Environment(Map.of("SHARDS", "256")).requiredInt("SHARDS", 1, 256))
                .isEqualTo(256);
    }
}
