package wordcounter.aggregator;

import wordcounter.runtime.Environment;

/** What template.yaml tells the function. */
record AggregatorSettings(String summariesTable, String deadLetterQueueUrl) {

    static AggregatorSettings of(Environment environment) {
        return new AggregatorSettings(
                environment.required("SUMMARIES_TABLE"), environment.required("DEAD_LETTER_QUEUE_URL"));
    }
}
