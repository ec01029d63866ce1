package localrunner.alarms;

import java.util.Arrays;
import java.util.List;

/** What an alarm makes of periods without data, {@code TreatMissingData}. */
public enum MissingData {
    MISSING("missing"),
    IGNORE("ignore"),
    BREACHING("breaching"),
    NOT_BREACHING("notBreaching");

    private final String text;

    MissingData(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static List<String> texts() {
        return Arrays.stream(values()).map(MissingData::text).toList();
    }

    /** @throws IllegalArgumentException when there is no such treatment */
    public static MissingData of(String text) {
        return Arrays.stream(values())
                .filter(treatment -> treatment.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no TreatMissingData: " + text));
    }
}
