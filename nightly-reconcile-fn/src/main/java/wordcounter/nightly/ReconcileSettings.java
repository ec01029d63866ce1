package wordcounter.nightly;

import java.time.Duration;
import java.util.Optional;
import wordcounter.runtime.Environment;

/**
 * What the function is told by the environment variables that template.yaml sets.
 *
 * @param documentsTable empty when the stack has no documents
 * @param uploadsTable empty when it takes no files
 * @param milestonesTable empty when it has no digest
 * @param readUnits the most read units that one comparison may take
 * @param readUnitsPerSecond how fast it may take them
 * @param patience how long each part of a comparison waits for what may be only late
 */
record ReconcileSettings(
        String wordCountsTable,
        String summariesTable,
        String eventLedgerTable,
        Optional<String> documentsTable,
        Optional<String> uploadsTable,
        Optional<String> milestonesTable,
        int readUnits,
        double readUnitsPerSecond,
        Duration patience) {

    /** Of what a table may give; the rest is for those who wait for an answer. */
    private static final double SHARE = 0.25;

    private static final int NO_CAP = -1;

    static ReconcileSettings of(Environment environment) {
        int cap = environment.requiredInt("MAX_READ_UNITS", NO_CAP, Integer.MAX_VALUE);
        return new ReconcileSettings(
                environment.required("WORD_COUNTS_TABLE"),
                environment.required("SUMMARIES_TABLE"),
                environment.required("EVENT_LEDGER_TABLE"),
                environment.optional("DOCUMENTS_TABLE"),
                environment.optional("UPLOADS_TABLE"),
                environment.optional("MILESTONES_TABLE"),
                environment.requiredInt("RECONCILE_READ_UNITS", 1, Integer.MAX_VALUE),
                cap == NO_CAP ? Double.POSITIVE_INFINITY : cap * SHARE,
                Duration.ofSeconds(environment.requiredInt("RECONCILE_PATIENCE_SECONDS", 0, 600)));
    }
}
