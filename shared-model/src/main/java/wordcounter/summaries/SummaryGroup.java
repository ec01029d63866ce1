package wordcounter.summaries;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Changes of words that share a bucket of the totals: they are written in one transaction, together with what they make
 * of the bucket.
 *
 * @param changes one for each word, {@value #MOST_WORDS} at most
 */
public record SummaryGroup(List<SummaryChange> changes) {

    /**
     * A transaction could hold 99. The more words it has, the more often another writer is at one of them; from 25 on
     * little is saved by more.
     */
    public static final int MOST_WORDS = 25;

    public SummaryGroup {
        changes = List.copyOf(changes);
        if (changes.isEmpty() || changes.size() > MOST_WORDS) {
            throw new IllegalArgumentException("a group has 1 to " + MOST_WORDS + " words, not " + changes.size());
        }
        Set<String> words = new HashSet<>();
        Set<String> buckets = new HashSet<>();
        for (SummaryChange change : changes) {
            words.add(change.word());
            buckets.add(SummaryItem.totalsId(change.word()));
        }
        if (words.size() != changes.size() || buckets.size() != 1) {
            throw new IllegalArgumentException("a group has different words of one bucket");
        }
    }

    /** The id of the bucket. */
    public String totalsId() {
        return SummaryItem.totalsId(changes.getFirst().word());
    }

    /** What all changes together make of the bucket. */
    public Totals difference() {
        return changes.stream().map(SummaryChange::difference).reduce(Totals.NONE, Totals::plus);
    }
}
