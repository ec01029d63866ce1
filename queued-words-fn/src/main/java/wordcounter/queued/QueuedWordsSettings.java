package wordcounter.queued;

import wordcounter.counts.EventCounter;
import wordcounter.runtime.Environment;

/** What the function is told by the environment variables that template.yaml sets. */
record QueuedWordsSettings(
        String topicArn,
        String wordCountsTable,
        String eventLedgerTable,
        int counterShards,
        String deadLetterQueueUrl) {

    static QueuedWordsSettings of(Environment environment) {
        return new QueuedWordsSettings(
                environment.required("TOPIC_ARN"),
                environment.required("WORD_COUNTS_TABLE"),
                environment.required("EVENT_LEDGER_TABLE"),
                environment.requiredInt("COUNTER_SHARDS", 1, EventCounter.MAX_SHARDS),
                environment.required("DEAD_LETTER_QUEUE_URL"));
    }
}
