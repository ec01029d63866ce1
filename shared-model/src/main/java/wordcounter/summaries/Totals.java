package wordcounter.summaries;

/**
 * What several words make together; as a difference, also below 0.
 *
 * @param count the sum of their counts
 * @param distinctWords how many different words have a count
 */
public record Totals(long count, long distinctWords) {

    public static final Totals NONE = new Totals(0, 0);

    public Totals plus(Totals other) {
        return new Totals(count + other.count, distinctWords + other.distinctWords);
    }
}
