package wordcounter.summaries;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import wordcounter.counts.Tally;
import wordcounter.runtime.Backoff;
import wordcounter.summaries.SummaryStore.StoredSummaries;
import wordcounter.summaries.SummaryStore.WriteResult;
import wordcounter.summaries.SummaryStore.WriteResult.Refused;
import wordcounter.summaries.SummaryStore.WriteResult.Written;

/**
 * Writes what a merge changes in the words of one bucket of the totals: group after group, since two groups at a time
 * would only meet in the totals.
 *
 * <p>A group that is refused goes to the end of the line, waits for a moment when its turn comes again, and has the words
 * at which others were read anew. Refused a second time, it is divided: those words are tried by themselves, or in two
 * halves when all of the group are such words. So a word at which others are all the time does not hold up the rest.
 *
 * <p>For one merge, and one thread.
 */
final class BucketMerge {

    /** How often a group is refused as a whole before it is divided. */
    private static final int REFUSALS_OF_A_WHOLE = 2;

    private final SummaryStore store;
    private final Backoff backoff;
    private final Clock clock;
    private final Map<String, SortedMap<Integer, Tally>> values;
    private final Instant deadline;
    private final Deque<Attempt> line = new ArrayDeque<>();
    private MergeResult result = MergeResult.NOTHING;

    /** @param values by word, what is to be merged into each one's summary */
    BucketMerge(
            SummaryStore store,
            Backoff backoff,
            Clock clock,
            Map<String, SortedMap<Integer, Tally>> values,
            Instant deadline) {
        this.store = store;
        this.backoff = backoff;
        this.clock = clock;
        this.values = values;
        this.deadline = deadline;
    }

    /**
     * A group that is to be written.
     *
     * @param outdated the words whose summaries have to be read again before
     * @param refusals how often it was refused
     */
    private record Attempt(List<SummaryChange> changes, Set<String> outdated, int refusals) {

        Attempt {
            changes = List.copyOf(changes);
        }

        static Attempt first(List<SummaryChange> changes) {
            return new Attempt(changes, Set.of(), 0);
        }

        Attempt part(List<SummaryChange> some) {
            return new Attempt(some, outdated, refusals);
        }

        List<String> words() {
            return changes.stream().map(SummaryChange::word).toList();
        }
    }

    /** @param changes of words of one bucket, any number of them */
    MergeResult write(List<SummaryChange> changes) {
        for (int start = 0; start < changes.size(); start += SummaryGroup.MOST_WORDS) {
            int end = Math.min(start + SummaryGroup.MOST_WORDS, changes.size());
            enqueue(Attempt.first(changes.subList(start, end)));
        }
        while (!line.isEmpty()) {
            Attempt attempt = line.removeFirst();
            try {
                if (!hasTurn(attempt)) {
                    add(MergeResult.left(attempt.words()));
                    break;
                }
                write(attempt);
            } catch (RuntimeException e) {
                // not thrown on: then what was written before would not be told
                add(MergeResult.unmerged(attempt.words(), e));
                break;
            }
        }
        line.forEach(attempt -> add(MergeResult.left(attempt.words())));
        return result;
    }

    /** Whether there is time for it, after the wait that a refused group needs. */
    private boolean hasTurn(Attempt attempt) {
        return (attempt.refusals() == 0 || backoff.pause(attempt.refusals() - 1, deadline))
                && clock.instant().isBefore(deadline);
    }

    private void write(Attempt attempt) {
        List<SummaryChange> changes = upToDate(attempt);
        if (changes.isEmpty()) {
            return; // others have merged the same
        }
        WriteResult written = store.write(new SummaryGroup(changes));
        add(MergeResult.transaction(written instanceof Refused));
        switch (written) {
            case Written() -> {}
            case Refused(var contended, var impossible) -> {
                add(MergeResult.unmerged(impossible));
                List<SummaryChange> left = changes.stream()
                        .filter(change -> !impossible.containsKey(change.word()))
                        .toList();
                tryAgain(new Attempt(left, contended, attempt.refusals() + 1));
            }
        }
    }

    /** The attempt's changes as they are now. A word that can't be read any more is left out, and told. */
    private List<SummaryChange> upToDate(Attempt attempt) {
        if (attempt.outdated().isEmpty()) {
            return attempt.changes();
        }
        List<String> outdated =
                attempt.words().stream().filter(attempt.outdated()::contains).toList();
        StoredSummaries stored = store.read(outdated, deadline);
        add(MergeResult.unmerged(stored.unreadable()));
        List<SummaryChange> changes = new ArrayList<>();
        for (SummaryChange change : attempt.changes()) {
            WordSummary current = stored.readable().get(change.word());
            if (current != null) {
                SummaryChange anew = new SummaryChange(current, current.merge(newer(change.word())));
                if (!anew.isNone()) {
                    changes.add(anew);
                }
            } else if (!stored.unreadable().containsKey(change.word())) {
                changes.add(change);
            }
        }
        return changes;
    }

    private SortedMap<Integer, Tally> newer(String word) {
        return Objects.requireNonNull(values.get(word));
    }

    private void tryAgain(Attempt refused) {
        Map<Boolean, List<SummaryChange>> byContention = refused.changes().stream()
                .collect(Collectors.partitioningBy(change -> refused.outdated().contains(change.word())));
        List<SummaryChange> quiet = byContention.getOrDefault(false, List.of());
        List<SummaryChange> contended = byContention.getOrDefault(true, List.of());
        if (refused.refusals() < REFUSALS_OF_A_WHOLE
                || contended.isEmpty()
                || refused.changes().size() == 1) {
            enqueue(refused);
        } else if (quiet.isEmpty()) {
            int half = contended.size() / 2;
            enqueue(refused.part(contended.subList(0, half)));
            enqueue(refused.part(contended.subList(half, contended.size())));
        } else {
            enqueue(Attempt.first(quiet));
            enqueue(refused.part(contended));
        }
    }

    private void enqueue(Attempt attempt) {
        if (!attempt.changes().isEmpty()) {
            line.addLast(attempt);
        }
    }

    private void add(MergeResult more) {
        result = result.plus(more);
    }
}
