package wordcounter.targets;

import java.util.Map;

/** A word counter whose tables take and give at most {@value #UNITS} units a second. */
public final class SmallTables {

    private static final String UNITS = "2";

    private SmallTables() {}

    /** @param timeScale how much faster retries and age limits pass */
    public static Target start(int timeScale) {
        return LocalRunnerTarget.start(timeScale, Map.of("MaxWriteUnits", UNITS, "MaxReadUnits", UNITS));
    }
}
