package wordcounter.multiplier;

import wordcounter.counts.EventCounter;
import wordcounter.runtime.Environment;

/** What the function is told by the environment variables that template.yaml sets. */
record MultiplierSettings(
        String wordCountsTable, String eventLedgerTable, int counterShards, String deadLetterQueueUrl) {

    static MultiplierSettings of(Environment environment) {
        return new MultiplierSettings(
                environment.required("WORD_COUNTS_TABLE"),
                environment.required("EVENT_LEDGER_TABLE"),
                environment.requiredInt("COUNTER_SHARDS", 1, EventCounter.MAX_SHARDS),
                environment.required("DEAD_LETTER_QUEUE_URL"));
    }
}
