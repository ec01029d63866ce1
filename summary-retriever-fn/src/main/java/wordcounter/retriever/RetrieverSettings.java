package wordcounter.retriever;

import java.util.Optional;
import wordcounter.counts.EventCounter;
import wordcounter.runtime.Environment;

/**
 * What the function is told by the environment variables that template.yaml sets.
 *
 * @param documentsTable empty in a stack that leaves documents out
 */
record RetrieverSettings(
        String wordCountsTable,
        String eventLedgerTable,
        String summariesTable,
        Optional<String> documentsTable,
        int counterShards) {

    static RetrieverSettings of(Environment environment) {
        return new RetrieverSettings(
                environment.required("WORD_COUNTS_TABLE"),
                environment.required("EVENT_LEDGER_TABLE"),
                environment.required("SUMMARIES_TABLE"),
                environment.optional("DOCUMENTS_TABLE"),
                environment.requiredInt("COUNTER_SHARDS", 1, EventCounter.MAX_SHARDS));
    }
}
