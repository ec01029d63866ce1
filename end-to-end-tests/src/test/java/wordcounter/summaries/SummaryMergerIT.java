package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import wordcounter.counts.Tally;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.VirtualThreads;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;
import wordcounter.testing.TransactionConflicts;

/**
 * The lanes of a stream's shards merge the same frequent words at once, in the target's DynamoDB, which here refuses
 * transactions that meet: every summary and the totals are what the counters say, and nothing is given up.
 */
@AgainstTarget
class SummaryMergerIT {

    private static final int LANES = 4;
    private static final int BATCHES = 8;
    private static final int RECORDS = 120;
    private static final Duration TIME = Duration.ofMinutes(2);

    private final VirtualThreads threads = new VirtualThreads(100);
    private final TransactionConflicts conflicts = new TransactionConflicts();

    @Test
    void summaries_shouldBeExact_whenLanesMergeTheSameHotWordsAmidConflicts(Target target) {
        Map<String, SortedMap<Integer, Tally>> counters = new HashMap<>();
        List<Supplier<MergeResult>> lanes = new ArrayList<>();
        try (SummariesTable table = new SummariesTable(target.client(DynamoDbClient.builder()
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .addExecutionInterceptor(conflicts)
                        .build())))) {
            for (int shard = 0; shard < LANES; shard++) {
                List<Map<String, SortedMap<Integer, Tally>>> batches = batches(shard);
                batches.forEach(batch -> batch.forEach((word, values) ->
                        counters.computeIfAbsent(word, _ -> new TreeMap<>()).putAll(values)));
                lanes.add(() -> merge(batches, table.store()));
            }

            MergeResult result = threads.run(lanes).stream().reduce(MergeResult.NOTHING, MergeResult::plus);

            assertThat(result.unmerged()).isZero();
            Map<String, WordSummary> stored = table.store()
                    .read(counters.keySet(), Instant.now().plus(TIME))
                    .readable();
            assertThat(stored).hasSameSizeAs(counters);
            counters.forEach((word, values) ->
                    assertThat(stored.get(word)).extracting(WordSummary::seen).isEqualTo(values));
            assertThat(table.totals()).isEqualTo(sum(stored.values()));
            assertThat(conflicts.refused()).as("lanes met").isPositive();
            System.out.printf(
                    "%d lanes, %d batches each of %d records over %d words: %d transactions, %d refused, %d by conflicts%n",
                    LANES,
                    BATCHES,
                    RECORDS,
                    counters.size(),
                    result.transactions(),
                    result.refused(),
                    conflicts.refused());
        }
    }

    private MergeResult merge(List<Map<String, SortedMap<Integer, Tally>>> batches, SummaryStore store) {
        Clock clock = Clock.systemUTC();
        SummaryMerger merger =
                new SummaryMerger(store, threads, new Backoff(clock, new SecureRandom(), Thread::sleep), clock);
        return batches.stream()
                .map(batch -> merger.merge(batch, Instant.now().plus(TIME)))
                .reduce(MergeResult.NOTHING, MergeResult::plus);
    }

    /** The batches of one lane, whose counters are of one shard; frequent words come in all of them (Zipf's law). */
    private static List<Map<String, SortedMap<Integer, Tally>>> batches(int shard) {
        Random random = new Random(shard);
        Map<String, Tally> counters = new HashMap<>();
        List<Map<String, SortedMap<Integer, Tally>>> batches = new ArrayList<>();
        for (int batch = 0; batch < BATCHES; batch++) {
            Map<String, SortedMap<Integer, Tally>> values = new TreeMap<>();
            for (int i = 0; i < RECORDS; i++) {
                String word = "word" + (int) Math.pow(500, random.nextDouble());
                Tally counted = counters.merge(word, new Tally(1, 1, 0), SummaryMergerIT::plus);
                values.put(word, new TreeMap<>(Map.of(shard, counted)));
            }
            batches.add(values);
        }
        return batches;
    }

    private static Tally plus(Tally one, Tally other) {
        return new Tally(one.counted() + other.counted(), one.multiplied() + other.multiplied(), 0);
    }

    private static Totals sum(Collection<WordSummary> summaries) {
        return summaries.stream()
                .map(summary -> new Totals(summary.itemCount(), 1))
                .reduce(Totals.NONE, Totals::plus);
    }
}
