package wordcounter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.ChunkResult;
import wordcounter.counts.ChunkResult.Applied;
import wordcounter.counts.ChunkResult.Refused;
import wordcounter.counts.ChunkWrite;
import wordcounter.counts.CountTransactions;
import wordcounter.counts.Effect;
import wordcounter.counts.LedgerEntry;

/**
 * What each effect answers in each state of the ledger. Kept by the fake and by the real store alike, so that what is
 * shown with the one holds with the other. Event ids and words are new in each test: the store may be shared.
 */
public abstract class CountTransactionsContract {

    private static final Instant ACCEPTED_AT = Instant.parse("2026-11-21T12:00:00.123Z");
    private static final Instant LATER = ACCEPTED_AT.plusSeconds(60);
    private static final String OURS = "fingerprint-of-ours";
    private static final ChunkPlan PLAN = new ChunkPlan(2, 3, 7);

    private final String eventId = UUID.randomUUID().toString();
    private final String one = "one" + eventId.replace("-", "");
    private final String two = "two" + eventId.replace("-", "");

    protected abstract CountTransactions transactions();

    /** What the counters of the word show together. */
    protected abstract long count(String word);

    protected abstract Optional<LedgerEntry> entry(String eventId);

    @ParameterizedTest
    @EnumSource(names = {"COUNT", "COUNT_AND_MULTIPLY"})
    void apply_shouldMakeTheEntryAndAdd_whenItIsAbsentAndTheEffectCounts(Effect effect) {
        assertThat(apply(effect, 1)).isEqualTo(new Applied());

        assertThat(entry(eventId)).contains(entryOf(Set.of(1), effect.multiplies() ? Set.of(1) : Set.of()));
        assertCounts(effect.amount());
    }

    @Test
    void apply_shouldRefuse_whenTheEntryIsAbsentAndTheEffectOnlyMultiplies() {
        assertThat(apply(Effect.MULTIPLY, 0)).isEqualTo(new Refused(Optional.empty()));

        assertThat(entry(eventId)).isEmpty();
        assertCounts(0);
    }

    @ParameterizedTest
    @EnumSource
    void apply_shouldRefuse_whenTheEntryIsAbsentAndMayNotBeMade(Effect effect) {
        assertThat(transactions().apply(write(effect, 0, OURS, PLAN, ACCEPTED_AT, false)))
                .isEqualTo(new Refused(Optional.empty()));

        assertThat(entry(eventId)).isEmpty();
        assertCounts(0);
    }

    @ParameterizedTest
    @EnumSource
    void apply_shouldDoAsElsewhere_whenTheEntryIsThereAndMayNotBeMade(Effect effect) {
        apply(Effect.COUNT, 1);
        int chunk = effect == Effect.MULTIPLY ? 1 : 0;

        assertThat(transactions().apply(write(effect, chunk, OURS, PLAN, LATER, false)))
                .isEqualTo(new Applied());

        assertCounts(1 + effect.amount());
    }

    @ParameterizedTest
    @EnumSource
    void apply_shouldAnswerByTheMark_whenTheChunkIsCounted(Effect effect) {
        apply(Effect.COUNT, 0);

        ChunkResult result = apply(effect, 0);

        boolean multiplies = effect == Effect.MULTIPLY;
        assertThat(result)
                .isEqualTo(multiplies ? new Applied() : new Refused(Optional.of(entryOf(Set.of(0), Set.of()))));
        assertThat(entry(eventId)).contains(entryOf(Set.of(0), multiplies ? Set.of(0) : Set.of()));
        assertCounts(multiplies ? 11 : 1);
    }

    @ParameterizedTest
    @EnumSource
    void apply_shouldRefuse_whenTheChunkIsCountedAndMultiplied(Effect effect) {
        apply(Effect.COUNT, 0);
        apply(Effect.MULTIPLY, 0);

        assertThat(apply(effect, 0)).isEqualTo(new Refused(Optional.of(entryOf(Set.of(0), Set.of(0)))));

        assertCounts(11);
    }

    @ParameterizedTest
    @EnumSource
    void apply_shouldRefuse_whenTheChunkGotBothAtOnce(Effect effect) {
        apply(Effect.COUNT_AND_MULTIPLY, 0);

        assertThat(apply(effect, 0)).isEqualTo(new Refused(Optional.of(entryOf(Set.of(0), Set.of(0)))));

        assertCounts(11);
    }

    @ParameterizedTest
    @EnumSource
    void apply_shouldLookAtItsOwnChunkOnly_whenAnotherIsMarked(Effect effect) {
        apply(Effect.COUNT_AND_MULTIPLY, 1);

        ChunkResult result = apply(effect, 2);

        if (effect == Effect.MULTIPLY) {
            assertThat(result).isEqualTo(new Refused(Optional.of(entryOf(Set.of(1), Set.of(1)))));
            assertCounts(11);
        } else {
            assertThat(result).isEqualTo(new Applied());
            assertThat(entry(eventId)).contains(entryOf(Set.of(1, 2), effect.multiplies() ? Set.of(1, 2) : Set.of(1)));
            assertCounts(11 + effect.amount());
        }
    }

    @ParameterizedTest
    @EnumSource
    void apply_shouldRefuseWithTheEntryAsItIs_whenTheFingerprintIsForeign(Effect effect) {
        apply(Effect.COUNT, 0);
        int chunk = effect == Effect.MULTIPLY ? 0 : 1;

        ChunkResult result = transactions().apply(write(effect, chunk, "foreign", PLAN, LATER, true));

        assertThat(result).isEqualTo(new Refused(Optional.of(entryOf(Set.of(0), Set.of()))));
        assertThat(entry(eventId)).contains(entryOf(Set.of(0), Set.of()));
        assertCounts(1);
    }

    @ParameterizedTest
    @EnumSource
    void apply_shouldRefuseWithTheFirstPlan_whenChunkSizeOrShardIsAnother(Effect effect) {
        apply(Effect.COUNT, 0);
        int chunk = effect == Effect.MULTIPLY ? 0 : 1;
        Refused refused = new Refused(Optional.of(entryOf(Set.of(0), Set.of())));

        assertThat(transactions().apply(write(effect, chunk, OURS, new ChunkPlan(3, 3, 7), LATER, true)))
                .isEqualTo(refused);
        assertThat(transactions().apply(write(effect, chunk, OURS, new ChunkPlan(2, 3, 8), LATER, true)))
                .isEqualTo(refused);
        assertCounts(1);
    }

    @Test
    void apply_shouldKeepTheFirstTime_whenALaterWriteHasAnother() {
        apply(Effect.COUNT, 0);

        transactions().apply(write(Effect.COUNT, 1, OURS, PLAN, LATER, true));

        assertThat(entry(eventId)).contains(entryOf(Set.of(0, 1), Set.of()));
    }

    @Test
    void apply_shouldAddUp_whenChunksAndEventsShareWords() {
        apply(Effect.COUNT, 0);
        apply(Effect.COUNT_AND_MULTIPLY, 1);
        apply(Effect.MULTIPLY, 0);
        String other = UUID.randomUUID().toString();
        transactions()
                .apply(new ChunkWrite(
                        other, "f", ACCEPTED_AT, new ChunkPlan(2, 1, 31), 0, Effect.COUNT, true, Map.of(one, 5)));

        assertThat(count(one)).isEqualTo(11 + 11 + 5);
        assertThat(count(two)).isEqualTo(3 * (11 + 11));
    }

    @Test
    void apply_shouldTakeNinetyNineWords_whenAChunkIsFull() {
        Map<String, Integer> words = IntStream.rangeClosed(1, ChunkPlan.MAX_SIZE)
                .boxed()
                .collect(Collectors.toMap(number -> one + number, number -> number, (a, b) -> a, TreeMap::new));
        ChunkPlan plan = new ChunkPlan(ChunkPlan.MAX_SIZE, 1, 0);
        ChunkWrite write = new ChunkWrite(eventId, OURS, ACCEPTED_AT, plan, 0, Effect.COUNT_AND_MULTIPLY, true, words);

        assertThat(transactions().apply(write)).isEqualTo(new Applied());
        assertThat(transactions().apply(write)).isInstanceOf(Refused.class);

        assertThat(count(one + 1)).isEqualTo(11);
        assertThat(count(one + 99)).isEqualTo(11 * 99);
    }

    private ChunkResult apply(Effect effect, int chunk) {
        return transactions().apply(write(effect, chunk, OURS, PLAN, ACCEPTED_AT, true));
    }

    private ChunkWrite write(
            Effect effect, int chunk, String fingerprint, ChunkPlan plan, Instant acceptedAt, boolean mayCreate) {
        return new ChunkWrite(eventId, fingerprint, acceptedAt, plan, chunk, effect, mayCreate, Map.of(one, 1, two, 3));
    }

    private LedgerEntry entryOf(Set<Integer> counted, Set<Integer> multiplied) {
        return new LedgerEntry(eventId, OURS, PLAN, counted, multiplied, ACCEPTED_AT);
    }

    /** @param amount per occurrence */
    private void assertCounts(long amount) {
        assertThat(count(one)).isEqualTo(amount);
        assertThat(count(two)).isEqualTo(3 * amount);
    }
}
