package wordcounter.reconciliation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import wordcounter.counts.CounterItem;
import wordcounter.counts.LedgerEntry;
import wordcounter.reconciliation.Reconciliation.Difference;
import wordcounter.reconciliation.Tables.Counter;

/**
 * Compares the ledger with the counters. The ledger does not hold an event's words, only its shard and which of its chunks are counted
 * and multiplied. So two things can be checked: an event that was accepted before the check began gets finished, and where a
 * counter's +1 and +10 differ, an unfinished event of its shard explains it.
 */
final class LedgerCheck implements AutoCloseable {

    private final Tables tables;
    private final Path folder;
    private final Instant begun;
    private Partitions<Counter> uneven;

    /** The events that were unfinished at each look so far; empty before the first one. */
    private Optional<Partitions<Unfinished>> standing = Optional.empty();

    /** An event that is not counted and multiplied as a whole, as a difference shows it. */
    record Unfinished(String eventId, String expected, String found) {}

    /**
     * Begins a check.
     *
     * @param folder for temporary files
     * @param begun when the check began: events that were accepted later may be under way
     */
    LedgerCheck(Tables tables, Path folder, Instant begun) {
        this.tables = tables;
        this.folder = folder;
        this.begun = begun;
        this.uneven = new Partitions<>(folder, Formats.COUNTER);
    }

    /** Adds a counter of those that are to be compared. */
    void add(Counter counter) {
        if (!counter.isEven()) {
            uneven.add(counter);
        }
    }

    /**
     * Looks until every event is finished and every counter is explained, or patience ends. An event that was accepted before the check
     * began may be counted after it, when it has waited in a queue: so it has to be unfinished at each look.
     *
     * @return how many events the ledger has
     */
    long compare(Polling polling, Differences differences) {
        while (true) {
            Differences found = new Differences();
            Set<Integer> openShards = new HashSet<>();
            long events = look(openShards, found);
            Partitions<Counter> explained = uneven;
            uneven = unexplained(openShards, found);
            explained.close();
            if (found.isEmpty() || !polling.again()) {
                differences.addAll(found);
                return events;
            }
        }
    }

    private long look(Set<Integer> openShards, Differences found) {
        long[] events = {0};
        Partitions<Unfinished> now = Partitions.filled(
                folder,
                Formats.UNFINISHED,
                unfinished -> events[0] = tables.unfinishedEvents(
                        event -> {
                            openShards.add(event.plan().shard());
                            if (event.acceptedAt().isBefore(begun)) {
                                unfinished.add(unfinished(event));
                            }
                        },
                        id -> found.add(new Difference("event", id, "a ledger entry", "something else"))));
        Partitions<Unfinished> still = now;
        if (standing.isPresent()) {
            try (Partitions<Unfinished> before = standing.get();
                    Partitions<Unfinished> _ = now) {
                still = inBoth(before, now);
            }
        }
        standing = Optional.of(still);
        for (int number : Partitions.numbers()) {
            still.get(number)
                    .forEach(event ->
                            found.add(new Difference("event", event.eventId(), event.expected(), event.found())));
        }
        return events[0];
    }

    private Partitions<Unfinished> inBoth(Partitions<Unfinished> before, Partitions<Unfinished> now) {
        return Partitions.filled(folder, Formats.UNFINISHED, both -> {
            for (int number : Partitions.numbers()) {
                Set<String> ids =
                        before.get(number).stream().map(Unfinished::eventId).collect(Collectors.toSet());
                now.get(number).stream()
                        .filter(event -> ids.contains(event.eventId()))
                        .forEach(both::add);
            }
        });
    }

    /** Reads counters again that no event explains: the event may have been finished before the ledger was read. */
    private Partitions<Counter> unexplained(Set<Integer> openShards, Differences differences) {
        Partitions<Counter> unexplained = new Partitions<>(folder, Formats.COUNTER);
        for (int number : Partitions.numbers()) {
            List<Counter> candidates = uneven.get(number).stream()
                    .filter(counter -> !openShards.contains(counter.shard()))
                    .toList();
            Map<String, Counter> now = new HashMap<>();
            tables.counters(candidates.stream().map(LedgerCheck::key).toList())
                    .forEach(counter -> now.put(key(counter), counter));
            for (Counter then : candidates) {
                Counter counter = Optional.ofNullable(now.get(key(then))).orElse(then);
                if (!counter.isEven()) {
                    unexplained.add(counter);
                    differences.add(new Difference(
                            "counter",
                            key(counter),
                            "an event under way, or as many multiplied as counted",
                            counter.tally().counted() + " counted, "
                                    + counter.tally().multiplied() + " multiplied"));
                }
            }
        }
        return unexplained;
    }

    private static String key(Counter counter) {
        return CounterItem.key(counter.word(), counter.shard());
    }

    private static Unfinished unfinished(LedgerEntry event) {
        return new Unfinished(
                event.eventId(),
                event.plan().chunks() + " chunks counted and multiplied",
                event.counted().size() + " counted, " + event.multiplied().size() + " multiplied; accepted "
                        + event.acceptedAt());
    }

    @Override
    public void close() {
        uneven.close();
        standing.ifPresent(Partitions::close);
    }
}
