package wordcounter.nightly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.runtime.Environment;

class ReconcileSettingsTest {

    private final Map<String, String> variables = new HashMap<>(Map.of(
            "WORD_COUNTS_TABLE", "counts",
            "SUMMARIES_TABLE", "summaries",
            "EVENT_LEDGER_TABLE", "ledger",
            "MILESTONES_TABLE", "milestones",
            "MAX_READ_UNITS", "12000",
            "RECONCILE_READ_UNITS", "2000000",
            "RECONCILE_PATIENCE_SECONDS", "240"));

    @Test
    void of_shouldLeaveThreeQuartersOfWhatATableGivesToOthers() {
        ReconcileSettings settings = settings();

        assertThat(settings.readUnitsPerSecond()).isEqualTo(3_000);
        assertThat(settings.readUnits()).isEqualTo(2_000_000);
        assertThat(settings.patience()).isEqualTo(Duration.ofMinutes(4));
        assertThat(settings.milestonesTable()).contains("milestones");
        assertThat(settings.documentsTable()).isEmpty();
    }

    @Test
    void of_shouldHaveNoLimitASecond_whenTheTablesHaveNone() {
        variables.put("MAX_READ_UNITS", "-1");

        assertThat(settings().readUnitsPerSecond()).isInfinite();
    }

    @ParameterizedTest
    @CsvSource({
        "EVENT_LEDGER_TABLE, '', environment variable EVENT_LEDGER_TABLE is not set; template.yaml sets it",
        "RECONCILE_READ_UNITS, 0, environment variable RECONCILE_READ_UNITS is not a whole number from 1 to 2147483647: 0",
        "MAX_READ_UNITS, many, environment variable MAX_READ_UNITS is not a whole number from -1 to 2147483647: many",
        "RECONCILE_PATIENCE_SECONDS, 601, environment variable RECONCILE_PATIENCE_SECONDS is not a whole number from 0 to 600: 601"
    })
    void of_shouldNameTheVariable_whenItIsWrong(String variable, String value, String message) {
        variables.put(variable, value);

        assertThatThrownBy(this::settings)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(message);
    }

    private ReconcileSettings settings() {
        return ReconcileSettings.of(new Environment(variables));
    }
}
