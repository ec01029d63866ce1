package wordcounter.aggregator;

import wordcounter.runtime.Environment;

/** What the function is told by the environment variables that template.yaml sets. */
record AggregatorSettings(String summariesTable, String deadLetterQueueUrl) {

    static AggregatorSettings of(Environment environment) {
        return new AggregatorSettings(
                environment.required("SUMMARIES_TABLE"), environment.required("DEAD_LETTER_QUEUE_URL"));
    }
}
