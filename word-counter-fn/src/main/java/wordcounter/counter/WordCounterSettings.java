package wordcounter.counter;

import wordcounter.counts.EventCounter;
import wordcounter.runtime.Environment;

/** Holds the function's environment variables, which template.yaml sets. */
record WordCounterSettings(
        String topicArn,
        String wordCountsTable,
        String eventLedgerTable,
        String summariesTable,
        int counterShards,
        String slackSecretsPath) {

    static WordCounterSettings of(Environment environment) {
        return new WordCounterSettings(
                environment.required("TOPIC_ARN"),
                environment.required("WORD_COUNTS_TABLE"),
                environment.required("EVENT_LEDGER_TABLE"),
                environment.required("SUMMARIES_TABLE"),
                environment.requiredInt("COUNTER_SHARDS", 1, EventCounter.MAX_SHARDS),
                environment.required("SLACK_SECRETS_PATH"));
    }
}
