package wordcounter.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wordcounter.documents.Document.Plan;
import wordcounter.documents.Document.Settled;
import wordcounter.documents.Document.State;
import wordcounter.events.WordsEvent;
import wordcounter.words.Words;

class DocumentTest {

    @Test
    void newIn_shouldBeWhatOccursMoreOftenThanWasCounted() {
        Document document = counted(Map.of("a", 1, "b", 3, "gone", 2));

        assertThat(document.newIn(Map.of("a", 2, "b", 2, "c", 1))).isEqualTo(Map.of("a", 1, "c", 1));
    }

    @Test
    void newIn_shouldLeaveOutNewWords_whenAThousandCount() {
        Document document = counted(words(999));

        assertThat(document.newIn(Map.of("w0", 5, "x", 1, "y", 1))).isEqualTo(Map.of("w0", 4, "x", 1));
    }

    /** Words of Japanese and emoji have up to 256 bytes each: a thousand of them would be too much for an item and its plan. */
    @Test
    void newIn_shouldLeaveOutNewWords_whenThoseThatCountAreTooLong() {
        SortedMap<String, Integer> long256 = IntStream.range(0, 1_000)
                .mapToObj(i -> "%03d".formatted(i) + "\uD83D\uDE00".repeat(61))
                .collect(Collectors.toMap(word -> word, word -> 1, Integer::sum, TreeMap::new));

        SortedMap<String, Integer> added = Document.NEW.newIn(long256);

        assertThat(added).hasSize(Document.MAX_BYTES / 247);
        assertThat(counted(added).newIn(long256)).isEmpty();
        String message = new WordsEvent("e", "r", Instant.EPOCH, new Words(added)).toJson();
        assertThat(message.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeLessThan(256 * 1024);
    }

    @Test
    void countedWith_shouldAddUp() {
        Plan plan = new Plan("e", Instant.EPOCH, new TreeMap<>(Map.of("a", 2, "b", 1)));

        assertThat(counted(Map.of("a", 1, "c", 1)).countedWith(plan)).isEqualTo(Map.of("a", 3, "b", 1, "c", 1));
    }

    @Test
    void state_shouldBeThatOfTheLastFetch_unlessItChangedSince() {
        Instant change = Instant.parse("2026-11-27T12:00:00Z");

        assertThat(settled(change, change).state()).isEqualTo(State.GONE);
        assertThat(settled(change.plusMillis(1), change).state()).isEqualTo(State.CHANGED);
        assertThat(Document.NEW.state()).isEqualTo(State.CHANGED);
    }

    private static Map<String, Integer> words(int distinct) {
        return IntStream.range(0, distinct).boxed().collect(Collectors.toMap(i -> "w" + i, i -> 1));
    }

    private static Document counted(Map<String, Integer> counted) {
        return new Document(
                1, Instant.EPOCH, 0, 0, Optional.empty(), Optional.empty(), new TreeMap<>(counted), Optional.empty());
    }

    private static Document settled(Instant changedAt, Instant change) {
        return new Document(
                0,
                changedAt,
                1,
                1,
                Optional.of(new Settled(change, State.GONE)),
                Optional.empty(),
                new TreeMap<>(),
                Optional.empty());
    }
}
