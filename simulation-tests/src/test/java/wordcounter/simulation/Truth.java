package wordcounter.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * What really happened, noted by the world where it happens and not by the product.
 *
 * <p>An event is what one client calls one thing: everything under one Idempotency-Key, or a single request without one.
 */
final class Truth {

    /** A message that is older is parked. */
    private static final Duration COUNTED_FOR = Duration.ofDays(40);

    private final Map<String, Set<SortedMap<String, Integer>>> published = new LinkedHashMap<>();
    private final Map<String, Set<SortedMap<String, Integer>>> accepted = new LinkedHashMap<>();
    private final Map<String, Set<SortedMap<String, Integer>>> refused = new LinkedHashMap<>();
    private final Map<String, Queued> queued = new LinkedHashMap<>();
    private final List<SortedMap<String, Integer>> uploaded = new ArrayList<>();
    private final Map<String, Versions> documents = new LinkedHashMap<>();
    private final Set<String> onlyLate = new LinkedHashSet<>();
    private final Set<SortedMap<String, Integer>> tooLate = new LinkedHashSet<>();
    private final List<String> poison = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private int digestFailures;
    private final Map<String, Long> leastForgotten = new LinkedHashMap<>();
    private final Map<String, Long> mostForgotten = new LinkedHashMap<>();

    /** Words that were put into the queue, under which event they are to count. */
    record Queued(String event, SortedMap<String, Integer> words) {}

    /**
     * What became of a document.
     *
     * @param written each version that there was
     * @param fetched those that somebody has fetched
     * @param last the one that there is in the end, unless it was deleted
     */
    record Versions(
            Set<SortedMap<String, Integer>> written,
            Set<SortedMap<String, Integer>> fetched,
            Optional<SortedMap<String, Integer>> last) {}

    void documentWritten(String name, SortedMap<String, Integer> version) {
        Versions versions = versions(name);
        versions.written().add(version);
        documents.put(name, new Versions(versions.written(), versions.fetched(), Optional.of(version)));
    }

    void documentDeleted(String name) {
        Versions versions = versions(name);
        documents.put(name, new Versions(versions.written(), versions.fetched(), Optional.empty()));
    }

    void documentFetched(String name, SortedMap<String, Integer> version) {
        versions(name).fetched().add(version);
    }

    private Versions versions(String name) {
        return documents.getOrDefault(
                name, new Versions(new LinkedHashSet<>(), new LinkedHashSet<>(), Optional.empty()));
    }

    /** By name. */
    Map<String, Versions> documents() {
        return documents;
    }

    /** The queue took these words. */
    void queued(String messageId, String event, Request request) {
        queued.put(messageId, new Queued(event, request.words()));
    }

    /** A line of a file that was put into the bucket has these words. */
    void uploaded(SortedMap<String, Integer> words) {
        uploaded.add(words);
    }

    /** The topic took these words under this event. */
    void published(String event, Request request) {
        published.computeIfAbsent(event, e -> new LinkedHashSet<>()).add(request.words());
        if (request.arrival().inTime() == 0) {
            onlyLate.add(event);
        }
        request.arrival()
                .late()
                .filter(delay -> delay.compareTo(COUNTED_FOR) > 0)
                .ifPresent(delay -> tooLate.add(request.words()));
    }

    /** A client saw 202. */
    void accepted(String event, Request request) {
        accepted.computeIfAbsent(event, e -> new LinkedHashSet<>()).add(request.words());
    }

    /** A client saw 422: the key has other words. */
    void refused(String event, Request request) {
        refused.computeIfAbsent(event, e -> new LinkedHashSet<>()).add(request.words());
    }

    /** Something with this text in it was put where it can't be read. */
    void poisoned(String text) {
        poison.add(text);
    }

    /** A record was given up, and nobody can read it any more. */
    void leftTheStream(String streamRecord) {
        gone.add(streamRecord);
    }

    /**
     * A deletion ended, well or not.
     *
     * @param counted of the word's counters, by their keys; none can have forgotten more
     */
    void deletionEnded(Map<String, Long> counted) {
        counted.forEach((key, count) -> mostForgotten.merge(key, count, Math::max));
    }

    /**
     * A client saw 204.
     *
     * @param counted of the word's counters when it sent the request; all of that is to be forgotten
     */
    void deleted(Map<String, Long> counted) {
        counted.forEach((key, count) -> leastForgotten.merge(key, count, Math::max));
    }

    /** The digest died or heard no answer, so that it may have posted something of which it does not know. */
    void digestFailed() {
        digestFailures++;
    }

    int digestFailures() {
        return digestFailures;
    }

    long leastForgotten(String key) {
        return leastForgotten.getOrDefault(key, 0L);
    }

    long mostForgotten(String key) {
        return mostForgotten.getOrDefault(key, 0L);
    }

    Map<String, Set<SortedMap<String, Integer>>> published() {
        return published;
    }

    /** By message. */
    Map<String, Queued> queued() {
        return queued;
    }

    /** Lines of files. */
    List<SortedMap<String, Integer>> uploaded() {
        return uploaded;
    }

    Map<String, Set<SortedMap<String, Integer>>> accepted() {
        return accepted;
    }

    Map<String, Set<SortedMap<String, Integer>>> refused() {
        return refused;
    }

    /** Whether no message of the event comes before the ledger may have forgotten it. */
    boolean mayBeForgotten(String event) {
        return onlyLate.contains(event);
    }

    /** Bodies of which messages come that are too old to be counted. */
    Set<SortedMap<String, Integer>> tooLate() {
        return tooLate;
    }

    List<String> poison() {
        return poison;
    }

    /** Whether it was in a record that nobody could read in time. */
    boolean isGone(String text) {
        return gone.stream().anyMatch(streamRecord -> streamRecord.contains(text));
    }
}
