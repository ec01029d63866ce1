package wordcounter.replay;

/** The functions that dead letters come from, by the name that they park under. */
enum ReplayTarget {
    MULTIPLIER("sns-multiplier-fn"),
    LOGGER("sns-logger-fn"),
    AGGREGATOR("event-aggregator-fn");

    private final String module;

    ReplayTarget(String module) {
        this.module = module;
    }

    String module() {
        return module;
    }
}
