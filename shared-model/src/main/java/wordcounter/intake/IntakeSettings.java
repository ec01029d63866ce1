package wordcounter.intake;

import wordcounter.counts.EventCounter;
import wordcounter.runtime.Environment;

/**
 * Where a function that takes events in publishes and counts them.
 *
 * @param counterShards how many counters a word has
 */
public record IntakeSettings(String topicArn, String wordCountsTable, String eventLedgerTable, int counterShards) {

    /** Names nothing: for the calls that are made over canned answers before a snapshot. */
    public static final IntakeSettings PRIMING =
            new IntakeSettings("arn:aws:sns:us-east-1:000000000000:priming", "priming", "priming", 1);

    /** Reads the environment variables that template.yaml sets. */
    public static IntakeSettings of(Environment environment) {
        return new IntakeSettings(
                environment.required("TOPIC_ARN"),
                environment.required("WORD_COUNTS_TABLE"),
                environment.required("EVENT_LEDGER_TABLE"),
                environment.requiredInt("COUNTER_SHARDS", 1, EventCounter.MAX_SHARDS));
    }
}
