package wordcounter.runtime;

/**
 * What only this application knows of itself, by the names that CloudWatch has for it. Each is a metric that is paid for:
 * docs/cost.md.
 */
public enum Metric {
    /** Events that were published. */
    ACCEPTED("Accepted", "Count"),
    /** Occurrences of words whose +1 was written. */
    WORDS_COUNTED("WordsCounted", "Count"),
    /** Chunks of an event that came again and were there already; most events are one chunk. */
    DUPLICATE_SKIPPED("DuplicateSkipped", "Count"),
    /** Chunks of an event whose +1 the multiplier wrote, since the publisher had not. */
    REPAIRED_BY_MULTIPLIER("RepairedByMultiplier", "Count"),
    /** Texts that were posted to the API and not accepted for what they are. */
    REFUSED("Refused", "Count"),
    /** Items that a function itself put into the dead-letter queue. */
    PARKED("Parked", "Count"),
    /** Transactions that did not go through, since an item was busy or the table was throttled. */
    CONFLICT_RETRIES("ConflictRetries", "Count"),
    /** From an event's acceptance until its +10 is written. */
    LAG_SECONDS("LagSeconds", "Seconds"),
    /**
     * Differences between the tables that a comparison has found, and one more when it did not come to its end. Each comparison that ends
     * by itself has a value, be it 0.
     */
    DRIFT("Drift", "Count");

    private final String text;
    private final String unit;

    Metric(String text, String unit) {
        this.text = text;
        this.unit = unit;
    }

    public String text() {
        return text;
    }

    String unit() {
        return unit;
    }
}
