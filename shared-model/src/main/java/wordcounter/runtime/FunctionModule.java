package wordcounter.runtime;

/**
 * The functions of the stack, by the Maven modules they are built from. Log lines, parked items and an operator's
 * commands call a function by its module's name: unlike the name it is deployed under, it is the same in every stack.
 */
public enum FunctionModule {
    WORD_COUNTER("word-counter-fn"),
    QUEUED_WORDS("queued-words-fn"),
    DOCUMENT_WORDS("document-words-fn"),
    UPLOADED_WORDS("uploaded-words-fn"),
    SNS_MULTIPLIER("sns-multiplier-fn"),
    SNS_LOGGER("sns-logger-fn"),
    EVENT_AGGREGATOR("event-aggregator-fn"),
    SLACK_DIGEST("slack-digest-fn"),
    NIGHTLY_RECONCILE("nightly-reconcile-fn"),
    SUMMARY_RETRIEVER("summary-retriever-fn"),
    DEAD_LETTER_REPLAY("dead-letter-replay-fn");

    private final String module;

    FunctionModule(String module) {
        this.module = module;
    }

    public String module() {
        return module;
    }
}
