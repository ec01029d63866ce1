package wordcounter.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import wordcounter.deadletters.ParkedItem;
import wordcounter.digest.DigestFunction.Told;
import wordcounter.simulation.Truth.Versions;
import wordcounter.summaries.Totals;
import wordcounter.testing.InMemoryCounts.Counter;

/**
 * Says what the counts, summaries, totals and most frequent words have to be, from {@link Truth} alone, and what differs.
 *
 * <p>Of several bodies under one key it can't be known beforehand which one counts. So each body has a word of its own ({@link
 * #isTracer}), whose count tells; all other words have to agree with that.
 */
final class Oracle {

    private static final String TRACER = "tracer";

    private final World world;
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Long> counted = new TreeMap<>();
    private final Map<String, Long> multiplied = new TreeMap<>();
    private final Map<String, Long> added = new TreeMap<>();
    private final Map<String, Long> shown = new TreeMap<>();

    private Oracle(World world) {
        this.world = world;
        for (Counter counter : world.counters()) {
            counted.merge(counter.word(), counter.counted(), Long::sum);
            multiplied.merge(counter.word(), counter.multiplied(), Long::sum);
            added.merge(counter.word(), counter.count(), Long::sum);
            shown.merge(counter.word(), shown(counter), Long::sum);
        }
    }

    static String tracer(String name) {
        return TRACER + name;
    }

    private static boolean isTracer(String word) {
        return word.startsWith(TRACER);
    }

    /** What is wrong with a world in which everything is settled; empty when nothing is. */
    static List<String> verdict(World world) {
        Oracle oracle = new Oracle(world);
        oracle.checkEvents();
        oracle.checkQueue();
        oracle.checkDocuments();
        oracle.checkDeletions();
        oracle.checkSummaries();
        oracle.checkMilestones();
        oracle.checkDeadLetters();
        return oracle.wrong;
    }

    private void checkEvents() {
        Map<String, Long> expected = new HashMap<>();
        Set<String> open = new HashSet<>();
        world.truth().published().forEach((event, bodies) -> {
            if (world.truth().mayBeForgotten(event)) {
                bodies.forEach(body -> {
                    checkForgotten(event, body);
                    open.addAll(body.keySet());
                });
            } else {
                SortedMap<String, Integer> body = theOneThatCounts(event, bodies);
                body.forEach((word, occurrences) -> expected.merge(word, (long) occurrences, Long::sum));
            }
        });
        // each text that was put into the bucket counts as a whole
        world.truth()
                .uploaded()
                .forEach(line ->
                        line.forEach((word, occurrences) -> expected.merge(word, (long) occurrences, Long::sum)));
        world.truth().accepted().forEach((event, bodies) -> {
            Set<SortedMap<String, Integer>> published =
                    world.truth().published().getOrDefault(event, Set.of());
            if (bodies.size() != 1 || !published.containsAll(bodies)) {
                wrong.add(event + ": 202 for " + bodies + ", published are " + published);
            } else if (!world.truth().mayBeForgotten(event)
                    && !theOneThatCounts(event, published)
                            .equals(bodies.iterator().next())) {
                wrong.add(event + ": 202 for " + bodies + ", and something else counts");
            }
        });
        world.truth()
                .refused()
                .forEach((event, bodies) -> bodies.forEach(body -> {
                    if (counted.containsKey(tracerOf(body))) {
                        wrong.add(event + ": 422 for " + body + ", and it counts");
                    }
                }));
        Set<String> words = new HashSet<>(counted.keySet());
        words.addAll(added.keySet());
        words.addAll(expected.keySet());
        words.removeAll(open);
        world.truth().documents().values().forEach(versions -> words.removeAll(wordsOf(versions)));
        for (String word : words) {
            long due = expected.getOrDefault(word, 0L);
            if (counted.getOrDefault(word, 0L) != due
                    || multiplied.getOrDefault(word, 0L) != due
                    || added.getOrDefault(word, 0L) != 11 * due) {
                wrong.add(
                        "%s occurs %d times: expected counted %d, multiplied %d, count %d; found counted %d, multiplied %d, count %d"
                                .formatted(
                                        word,
                                        due,
                                        due,
                                        due,
                                        11 * due,
                                        counted.getOrDefault(word, 0L),
                                        multiplied.getOrDefault(word, 0L),
                                        added.getOrDefault(word, 0L)));
            }
        }
    }

    /**
     * Each document's words are the union over its versions as they were planned: of each word the most occurrences that one of them
     * has. Which were planned tell their tracers. The last one is among them, and each was fetched.
     */
    private void checkDocuments() {
        world.truth().documents().forEach((name, versions) -> {
            List<SortedMap<String, Integer>> planned = versions.written().stream()
                    .filter(version -> counted.containsKey(tracerOf(version)))
                    .toList();
            if (!versions.fetched().containsAll(planned)) {
                wrong.add(name + ": counted are " + planned + ", fetched were " + versions.fetched());
            }
            versions.last()
                    .filter(last -> !planned.contains(last))
                    .ifPresent(last -> wrong.add(name + ": not counted is " + last + ", as it is now"));
            Map<String, Integer> union = new TreeMap<>();
            planned.forEach(version -> version.forEach((word, most) -> union.merge(word, most, Math::max)));
            for (String word : wordsOf(versions)) {
                long due = union.getOrDefault(word, 0);
                long once = counted.getOrDefault(word, 0L);
                long tenfold = multiplied.getOrDefault(word, 0L);
                if (once != due || tenfold != due || added.getOrDefault(word, 0L) != 11 * due) {
                    wrong.add("%s: %s occurs %d times in a version: counted %d, multiplied %d"
                            .formatted(name, word, due, once, tenfold));
                }
            }
        });
    }

    private static Set<String> wordsOf(Versions versions) {
        return versions.written().stream()
                .flatMap(version -> version.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Each text counts, unless its key has other words that do; then it is parked. */
    private void checkQueue() {
        world.truth().queued().forEach((messageId, text) -> {
            Set<SortedMap<String, Integer>> published =
                    world.truth().published().getOrDefault(text.event(), Set.of());
            if (!published.contains(text.words())) {
                wrong.add(messageId + ": in the queue were " + text.words() + ", published are " + published);
            } else if (!theOneThatCounts(text.event(), published).equals(text.words())
                    && world.deadLetters().stream().noneMatch(letter -> isOfOtherWords(letter, messageId))) {
                wrong.add(messageId + ": neither counted nor parked are " + text.words());
            }
        });
    }

    private static boolean isOfOtherWords(String letter, String messageId) {
        return letter.contains(ParkedItem.KEY_OF_OTHER_WORDS) && letter.contains("\"" + messageId + "\"");
    }

    /** 1 and 10 per occurrence that is not forgotten; a +10 of one that is forgotten is hidden. */
    private static long shown(Counter counter) {
        long tens = Math.max(0, counter.multiplied() - counter.forgotten());
        return counter.counted() - counter.forgotten() + 10 * tens;
    }

    /** Whatever was counted when a deletion was asked for is forgotten, and nothing that was counted after it. */
    private void checkDeletions() {
        for (Counter counter : world.counters()) {
            String key = counter.word() + "#" + counter.shard();
            long least = world.truth().leastForgotten(key);
            long most = world.truth().mostForgotten(key);
            if (counter.forgotten() < least || counter.forgotten() > most) {
                wrong.add("%s: expected %d to %d to be forgotten, found %d"
                        .formatted(key, least, most, counter.forgotten()));
            }
        }
    }

    private SortedMap<String, Integer> theOneThatCounts(String event, Set<SortedMap<String, Integer>> bodies) {
        if (bodies.size() == 1) {
            return bodies.iterator().next();
        }
        List<SortedMap<String, Integer>> counting = bodies.stream()
                .filter(body -> counted.containsKey(tracerOf(body)))
                .toList();
        if (counting.size() != 1) {
            wrong.add(event + ": of " + bodies + " count " + counting);
        }
        return counting.isEmpty() ? Collections.emptySortedMap() : counting.getFirst();
    }

    private static String tracerOf(SortedMap<String, Integer> body) {
        return body.keySet().stream()
                .filter(Oracle::isTracer)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a body without a word of its own: " + body));
    }

    /**
     * Of an event whose only message comes when the ledger may have forgotten it, nothing may count twice. It counts in full,
     * unless the message is parked; then it has no +10, and of the +1 what the API function gave.
     *
     * @param body none of its words is another event's
     */
    private void checkForgotten(String event, SortedMap<String, Integer> body) {
        boolean isParked = world.deadLetters().stream().anyMatch(letter -> letter.contains(tracerOf(body)));
        body.forEach((word, occurrences) -> {
            long once = counted.getOrDefault(word, 0L);
            long tenfold = multiplied.getOrDefault(word, 0L);
            boolean isFull = once == occurrences && tenfold == occurrences;
            boolean isLeft = isParked && (once == 0 || once == occurrences) && tenfold == 0;
            if (!isFull && !isLeft) {
                wrong.add("%s: %s occurs %d times: counted %d, multiplied %d, parked %s"
                        .formatted(event, word, occurrences, once, tenfold, isParked));
            }
        });
    }

    private void checkSummaries() {
        Map<String, Long> summaries = world.summaries().counts();
        if (!summaries.equals(shown)) {
            wrong.add("summaries: expected " + shown + ", as the counters are; found " + summaries);
        }
        long total = shown.values().stream().mapToLong(Long::longValue).sum();
        long distinct = shown.values().stream().filter(count -> count > 0).count();
        Totals totals = world.summaries().totals();
        if (!totals.equals(new Totals(total, distinct))) {
            wrong.add("totals: expected %d of %d words, found %d of %d"
                    .formatted(total, distinct, totals.count(), totals.distinctWords()));
        }
    }

    /** The highest milestone of each word is told, and each once more at most for each time that the digest has failed. */
    private void checkMilestones() {
        List<String> lost = world.milestones().lost(world.deadLetters());
        world.milestones().highest().forEach((word, passed) -> {
            if (lost.isEmpty() && !world.milestones().channel().contains(new Told(word, passed))) {
                wrong.add("%s has passed %d, and the channel does not say so".formatted(word, passed));
            }
        });
        int most = 1 + world.truth().digestFailures();
        world.milestones().channel().stream()
                .collect(Collectors.groupingBy(told -> told, LinkedHashMap::new, Collectors.counting()))
                .forEach((told, times) -> {
                    if (times > most) {
                        wrong.add("%s is told %d times, expected %d at most".formatted(told, times, most));
                    }
                    if (world.milestones().highest().getOrDefault(told.word(), 0L) < told.passed()) {
                        wrong.add("%s is told, and was not passed".formatted(told));
                    }
                });
    }

    private void checkDeadLetters() {
        for (String text : world.truth().poison()) {
            if (!world.truth().isGone(text)
                    && world.deadLetters().stream().noneMatch(letter -> letter.contains(text))) {
                wrong.add(text + " is not in the dead-letter queue");
            }
        }
        List<String> lost = world.milestones().lost(world.deadLetters());
        for (String letter : world.deadLetters()) {
            if (!canNeverBeReplayed(letter) && !lost.contains(letter)) {
                wrong.add("not replayed: " + letter);
            }
        }
    }

    /** It is unreadable, or too old, or of a key whose other words count. */
    private boolean canNeverBeReplayed(String letter) {
        return world.truth().poison().stream().anyMatch(letter::contains)
                || world.truth().tooLate().stream().anyMatch(body -> letter.contains(tracerOf(body)))
                || world.truth().queued().entrySet().stream()
                        .anyMatch(text -> isOfOtherWords(letter, text.getKey())
                                && !counted.containsKey(tracerOf(text.getValue().words())));
    }
}
