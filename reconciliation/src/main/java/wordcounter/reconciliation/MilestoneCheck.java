package wordcounter.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import wordcounter.reconciliation.Reconciliation.Difference;
import wordcounter.reconciliation.Tables.Summary;
import wordcounter.summaries.MilestoneItem;
import wordcounter.summaries.SummaryItem;

/**
 * Compares the table Milestones with the summaries: a word has come to what was told of it, and what somebody wanted to tell is told.
 *
 * <p>A word's count may be lower by now, since words are forgotten. What it has ever come to is not: the +1 and +10 that its summary has
 * seen only grow. The other direction can't be compared: a milestone that is passed while the digest is off is told to nobody
 * (decision 15).
 */
final class MilestoneCheck {

    /** The longest that something may be claimed and not told: six hours, in which Lambda tries the daily message, and one more. */
    static final Duration LONGEST = Duration.ofHours(7);

    private static final int WORDS_AT_ONCE = 100;

    private final Tables tables;
    private final Instant begun;

    /** @param begun when the check began */
    MilestoneCheck(Tables tables, Instant begun) {
        this.tables = tables;
        this.begun = begun;
    }

    /** Looks until nothing is wrong, or patience ends: a summary may be late where it was rebuilt. */
    void compare(Polling polling, Differences differences) {
        while (true) {
            Differences found = new Differences();
            look(found);
            if (found.isEmpty() || !polling.again()) {
                differences.addAll(found);
                return;
            }
        }
    }

    private void look(Differences found) {
        List<MilestoneItem.Entry> words = new ArrayList<>();
        tables.milestones(
                entry -> {
                    findUntold(entry, found);
                    if (SummaryItem.isWordId(entry.id())) {
                        words.add(entry);
                    }
                    if (words.size() == WORDS_AT_ONCE) {
                        findAhead(words, found);
                        words.clear();
                    }
                },
                id -> found.add(new Difference("milestone", id, "a milestone", "something else")));
        findAhead(words, found);
    }

    private void findUntold(MilestoneItem.Entry entry, Differences found) {
        entry.claimedUntil()
                .filter(until -> entry.toldAt().isEmpty() && until.plus(LONGEST).isBefore(begun))
                .ifPresent(until -> found.add(new Difference(
                        "milestone",
                        entry.id(),
                        entry.number() + " told",
                        "claimed until " + until + ", and not told")));
    }

    private void findAhead(List<MilestoneItem.Entry> entries, Differences found) {
        Map<String, Summary> summaries =
                tables
                        .summaries(entries.stream()
                                .map(entry -> SummaryItem.word(entry.id()))
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(Summary::word, summary -> summary));
        for (MilestoneItem.Entry entry : entries) {
            long most = Optional.ofNullable(summaries.get(SummaryItem.word(entry.id())))
                    .map(MilestoneCheck::most)
                    .orElse(0L);
            if (most < entry.number()) {
                found.add(new Difference(
                        "milestone", entry.id(), "a count that has come to " + entry.number(), most + " at the most"));
            }
        }
    }

    /** What the word's count would be if it had never been forgotten. */
    private static long most(Summary summary) {
        return summary.seen().values().stream()
                .mapToLong(tally -> tally.counted() + 10 * tally.multiplied())
                .sum();
    }
}
