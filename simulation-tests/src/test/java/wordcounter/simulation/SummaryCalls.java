package wordcounter.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import wordcounter.runtime.DeadlineExceededException;
import wordcounter.summaries.SummaryChange;
import wordcounter.summaries.SummaryGroup;
import wordcounter.summaries.SummaryStore;
import wordcounter.summaries.SummaryStore.WriteResult.Refused;
import wordcounter.summaries.WordSummary;
import wordcounter.testing.InMemorySummaries;

/**
 * The calls that a running handler makes to the Summaries table.
 *
 * <p>A reading that contends leaves half of its keys unprocessed, and they are asked for again. A group that contends has
 * another transaction at its last word; in every second invocation that one stays there for the next attempt too.
 */
class SummaryCalls implements SummaryStore {

    private final Calls calls;
    private final InMemorySummaries summaries;
    private final boolean othersStay;
    private final Set<String> occupied = new HashSet<>();

    SummaryCalls(Calls calls, InMemorySummaries summaries) {
        this.calls = calls;
        this.summaries = summaries;
        othersStay = calls.random().nextBoolean();
    }

    @Override
    public StoredSummaries read(Collection<String> words, Instant deadline) {
        Map<String, WordSummary> readable = new HashMap<>();
        List<String> unread = new ArrayList<>(words);
        for (int attempt = 0; ; attempt++) {
            readable.putAll(readSome(List.copyOf(unread), deadline).readable());
            unread.removeAll(readable.keySet());
            if (unread.isEmpty()) {
                return new StoredSummaries(readable, Map.of());
            }
            if (!calls.backoff().pause(attempt, deadline)) {
                throw new DeadlineExceededException("keys stay unprocessed");
            }
        }
    }

    StoredSummaries readSome(List<String> words, Instant deadline) {
        return calls.make(
                Operation.READ_SUMMARIES,
                words,
                () -> summaries.read(words, deadline),
                () -> summaries.read(words.subList(0, words.size() / 2), deadline));
    }

    @Override
    public WriteResult write(SummaryGroup group) {
        List<String> words = words(group);
        if (words.stream().anyMatch(occupied::contains)) {
            Refused refused = new Refused(occupied, Map.of());
            occupied.clear();
            return refused;
        }
        WriteResult result = make(Operation.WRITE_SUMMARIES, group, () -> summaries.write(group));
        if (othersStay && result instanceof Refused(var contended, var _)) {
            occupied.addAll(contended);
        }
        return result;
    }

    /** A transaction on the group's items. */
    final WriteResult make(Operation operation, SummaryGroup group, Supplier<WriteResult> effect) {
        return calls.make(
                operation,
                words(group),
                effect,
                () -> new Refused(Set.of(words(group).getLast()), Map.of()));
    }

    private static List<String> words(SummaryGroup group) {
        return group.changes().stream().map(SummaryChange::word).toList();
    }
}
