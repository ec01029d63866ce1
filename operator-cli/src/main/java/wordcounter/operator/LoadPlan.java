package wordcounter.operator;

import java.time.Duration;

/**
 * What a load is to post.
 *
 * @param rate posts a second
 * @param time for which it posts
 * @param words of each text
 */
record LoadPlan(int rate, Duration time, int words) {

    /** What the usage plan of template.yaml lets one key do: posts a second, and a day. A test compares them. */
    static final int MOST_A_SECOND = 250;

    static final int MOST_A_DAY = 100_000;

    /** Dollars a million texts, and for each word of theirs: docs/cost.md, by words. A test compares them. */
    private static final double TEXTS = 10;

    private static final double WORDS = 5;

    long posts() {
        return rate * time.toSeconds();
    }

    /** When a post is due, from the begin on. */
    Duration due(long post) {
        return Duration.ofNanos(post * 1_000_000_000L / rate);
    }

    boolean isBeyondUsagePlan() {
        return rate > MOST_A_SECOND || posts() > MOST_A_DAY;
    }

    /** What it costs on AWS, roughly. */
    double dollars() {
        return posts() * (TEXTS + WORDS * words) / 1_000_000;
    }

    /** Such as {@code 1800 posts of 1 word}. */
    String text() {
        return posts() + " posts of " + words + (words == 1 ? " word" : " words");
    }
}
