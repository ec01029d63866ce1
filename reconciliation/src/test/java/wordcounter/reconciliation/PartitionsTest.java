package wordcounter.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import wordcounter.counts.Tally;
import wordcounter.reconciliation.Tables.Counter;
import wordcounter.reconciliation.Tables.IndexedWord;
import wordcounter.reconciliation.Tables.Summary;

class PartitionsTest {

    /** Some ten megabytes: most of them go to the temporary file. */
    private static final int MANY = 200_000;

    @TempDir
    private Path folder;

    @Test
    void get_shouldReturnEachValueOnce_whenThereAreMoreThanFitIntoMemory() {
        try (Partitions<Counter> counters = new Partitions<>(folder, Formats.COUNTER)) {
            addMany(counters);

            List<Counter> all = all(counters);
            assertThat(counters.size()).isEqualTo(MANY);
            assertThat(all).hasSize(MANY).contains(counter(0), counter(MANY / 2), counter(MANY - 1));
            assertThat(all).doesNotHaveDuplicates();
        }
    }

    @Test
    void get_shouldKeepTheOrder_withinAPartition() {
        try (Partitions<IndexedWord> words = new Partitions<>(folder, Formats.INDEXED_WORD)) {
            List<IndexedWord> added = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                added.add(new IndexedWord("hello", i));
                words.add(added.getLast());
            }

            assertThat(all(words)).isEqualTo(added);
        }
    }

    @Test
    void get_shouldReturnAllOfAWordTogether_whateverItIs() {
        try (Partitions<Counter> counters = new Partitions<>(folder, Formats.COUNTER);
                Partitions<String> words = new Partitions<>(folder, Formats.WORD)) {
            addMany(counters);
            for (int i = 0; i < MANY; i++) {
                words.add(counter(i).word());
            }

            for (int number : Partitions.numbers()) {
                assertThat(counters.get(number).stream().map(Counter::word)).isEqualTo(words.get(number));
                assertThat(words.get(number).size()).isBetween(MANY / 512, MANY / 128);
            }
        }
    }

    @Test
    void get_shouldReturnWhatWasAdded_ofEveryFormat() {
        Map<Integer, Tally> seen = new HashMap<>();
        for (int shard = 0; shard < 256; shard++) {
            seen.put(shard, new Tally(shard, Long.MAX_VALUE, 0));
        }
        Summary large = new Summary("größe🎉", new TreeMap<>(seen), -1, Optional.of("3"), Long.MAX_VALUE);
        Summary empty = new Summary("", new TreeMap<>(), 0, Optional.empty(), 0);
        try (Partitions<Summary> summaries = new Partitions<>(folder, Formats.SUMMARY)) {
            for (int i = 0; i < 10; i++) {
                summaries.add(large);
            }
            summaries.add(empty);

            assertThat(all(summaries)).contains(large, empty).hasSize(11);
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there a file has a name as long as it is open")
    void folder_shouldStayEmpty_whateverHappensNext() {
        try (Partitions<Counter> counters = new Partitions<>(folder, Formats.COUNTER)) {
            addMany(counters);

            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void add_shouldNameTheFolder_whenItTakesNoFile() {
        try (Partitions<Counter> counters = new Partitions<>(folder.resolve("missing"), Formats.COUNTER)) {
            assertThatThrownBy(() -> addMany(counters))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("what does not fit into memory could not be kept in a temporary file in "
                            + folder.resolve("missing"));
        }
    }

    private static void addMany(Partitions<Counter> counters) {
        for (int i = 0; i < MANY; i++) {
            counters.add(counter(i));
        }
    }

    private static Counter counter(int i) {
        return new Counter("word" + i / 4, i % 4, new Tally(i, i, 0), i);
    }

    private static <T> List<T> all(Partitions<T> partitions) {
        List<T> all = new ArrayList<>();
        Partitions.numbers().forEach(number -> all.addAll(partitions.get(number)));
        return all;
    }
}
