package wordcounter.reconciliation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import wordcounter.reconciliation.Reconciliation.Difference;
import wordcounter.reconciliation.Tables.IndexedWord;
import wordcounter.reconciliation.Tables.Summary;

/**
 * Compares the index of the most frequent words with the summaries.
 *
 * <p>DynamoDB writes an index a moment after its table. So the index is read between two readings of the summaries, and a word whose
 * summary differs in them is passed over: its place in the index may be that of either, or of something between them. What is
 * wrong in spite of that is looked at again.
 */
final class IndexCheck {

    private final Tables tables;
    private final Path folder;

    /** @param folder for temporary files */
    IndexCheck(Tables tables, Path folder) {
        this.tables = tables;
        this.folder = folder;
    }

    /** Reads the index as it is now. */
    Partitions<IndexedWord> read() {
        return Partitions.filled(folder, Formats.INDEXED_WORD, index -> tables.topWords(index::add));
    }

    /**
     * Compares three readings, and looks again at words that differ.
     *
     * @param before the summaries, read before the index
     * @param after the summaries, read after the index
     */
    void compare(
            Partitions<Summary> before,
            Partitions<IndexedWord> index,
            Partitions<Summary> after,
            Polling polling,
            Differences differences) {
        Differences found = new Differences();
        Partitions<String> wrong = compare(before, index, after, Optional.empty(), found);
        while (!wrong.isEmpty() && polling.again()) {
            try (Partitions<String> words = wrong;
                    Partitions<Summary> beforeNow = summaries(words);
                    Partitions<IndexedWord> indexNow = read();
                    Partitions<Summary> afterNow = summaries(words)) {
                found = new Differences();
                wrong = compare(beforeNow, indexNow, afterNow, Optional.of(words), found);
            }
        }
        wrong.close();
        differences.addAll(found);
    }

    private Partitions<Summary> summaries(Partitions<String> words) {
        return Partitions.filled(folder, Formats.SUMMARY, summaries -> {
            for (int number : Partitions.numbers()) {
                tables.summaries(words.get(number)).forEach(summaries::add);
            }
        });
    }

    /**
     * Compares three readings.
     *
     * @param only the words to be compared, if not all
     * @return those that differ
     */
    private Partitions<String> compare(
            Partitions<Summary> allBefore,
            Partitions<IndexedWord> index,
            Partitions<Summary> allAfter,
            Optional<Partitions<String>> only,
            Differences differences) {
        Partitions<String> wrong = new Partitions<>(folder, Formats.WORD);
        for (int number : Partitions.numbers()) {
            Map<String, Summary> before = byWord(allBefore.get(number));
            Map<String, Summary> after = byWord(allAfter.get(number));
            Map<String, List<Long>> places = new HashMap<>();
            index.get(number)
                    .forEach(place -> places.computeIfAbsent(place.word(), _ -> new ArrayList<>())
                            .add(place.count()));
            Set<String> words = new HashSet<>(after.keySet());
            words.addAll(places.keySet());
            only.ifPresent(some -> words.retainAll(Set.copyOf(some.get(number))));
            for (String word : words) {
                List<Long> expected = Optional.ofNullable(after.get(word))
                        .filter(summary -> summary.topBucket().isPresent())
                        .map(Summary::itemCount)
                        .stream()
                        .toList();
                List<Long> found = places.getOrDefault(word, List.of());
                if (!found.equals(expected) && Objects.equals(before.get(word), after.get(word))) {
                    wrong.add(word);
                    differences.add(new Difference("index", word, text(expected), text(found)));
                }
            }
        }
        return wrong;
    }

    private static Map<String, Summary> byWord(List<Summary> summaries) {
        Map<String, Summary> words = new HashMap<>();
        summaries.forEach(summary -> words.put(summary.word(), summary));
        return words;
    }

    private static String text(List<Long> counts) {
        return counts.isEmpty()
                ? "not there"
                : String.join(" and ", counts.stream().map(String::valueOf).toList());
    }
}
