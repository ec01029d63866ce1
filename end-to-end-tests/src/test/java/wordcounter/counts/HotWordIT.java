package wordcounter.counts;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import wordcounter.events.WordsEvent;
import wordcounter.runtime.Backoff;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;
import wordcounter.testing.TransactionConflicts;
import wordcounter.words.Words;

/**
 * Everybody says one word at once, SNS delivers each message three times, and DynamoDB answers with conflicts: the word ends at
 * eleven times its occurrences, and no delivery is given up.
 *
 * <p>DynamoDB Local knows no conflicts between transactions, so {@link TransactionConflicts} adds them.
 */
@AgainstTarget
class HotWordIT {

    private static final int MESSAGES = Integer.getInteger("hot.messages", 100);
    private static final int DELIVERIES = 3;
    private static final int WORKERS = 50;

    /** The multiplier's timeout, without the time of the call that is begun last. */
    private static final Duration TIME = Duration.ofSeconds(24);

    private final TransactionConflicts conflicts = new TransactionConflicts();
    private final String word = "hot" + UUID.randomUUID().toString().replace("-", "");

    @Test
    void multiply_shouldCountElevenTimes_whenAHotWordIsDeliveredThriceAmidConflicts(Target target) throws Exception {
        try (DynamoDbClient dynamoDb = target.client(DynamoDbClient.builder()
                        .overrideConfiguration(ClientOverrideConfiguration.builder()
                                .addExecutionInterceptor(conflicts)
                                .build()));
                SsmClient ssm = target.client(SsmClient.builder())) {
            String wordCounts = parameter(ssm, target.parameterPrefix() + "WordCountsTable");
            DynamoDbCountTransactions transactions = new DynamoDbCountTransactions(
                    dynamoDb, wordCounts, parameter(ssm, target.parameterPrefix() + "EventLedgerTable"));

            List<Retried> deliveries = deliverAll(transactions);

            assertThat(deliveries).extracting(Retried::outcome).containsOnly(Outcome.DONE);
            assertThat(Counters.sum(dynamoDb, wordCounts, word)).isEqualTo(11L * MESSAGES);
            long[] retries =
                    deliveries.stream().mapToLong(Retried::retries).sorted().toArray();
            long[] millis =
                    deliveries.stream().mapToLong(Retried::millis).sorted().toArray();
            assertThat(conflicts.refused()).as("conflicts").isPositive();
            System.out.printf(
                    "%d deliveries of one word by %d workers, %d conflicts: retries in place p50 %d, p99 %d, most %d;"
                            + " a delivery p50 %d ms, p99 %d ms; given up 0%n",
                    deliveries.size(),
                    WORKERS,
                    conflicts.refused(),
                    percentile(retries, 50),
                    percentile(retries, 99),
                    percentile(retries, 100),
                    percentile(millis, 50),
                    percentile(millis, 99));
        }
    }

    private List<Retried> deliverAll(CountTransactions transactions) throws InterruptedException, ExecutionException {
        List<Callable<Retried>> deliveries = new ArrayList<>();
        for (int message = 0; message < MESSAGES; message++) {
            WordsEvent event =
                    new WordsEvent(UUID.randomUUID().toString(), "hot-word", Instant.now(), Words.of(Map.of(word, 1)));
            for (int delivery = 0; delivery < DELIVERIES; delivery++) {
                deliveries.add(() -> deliver(event, transactions));
            }
        }
        Collections.shuffle(deliveries);
        List<Retried> results = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(WORKERS)) {
            for (Future<Retried> delivery : workers.invokeAll(deliveries)) {
                results.add(delivery.get());
            }
        }
        return results;
    }

    private static Retried deliver(WordsEvent event, CountTransactions transactions) {
        AtomicInteger retries = new AtomicInteger();
        Backoff backoff = new Backoff(Clock.systemUTC(), new SecureRandom(), duration -> {
            retries.incrementAndGet();
            Thread.sleep(duration);
        });
        long began = System.nanoTime();
        Outcome outcome = new EventCounter(
                        transactions, backoff, Clock.systemUTC(), ChunkPlan.MAX_SIZE, Counters.SHARDS)
                .multiply(event, Instant.now().plus(TIME));
        return new Retried(
                outcome,
                retries.get(),
                Duration.ofNanos(System.nanoTime() - began).toMillis());
    }

    private static long percentile(long[] sorted, int percent) {
        return sorted[Math.ceilDiv(sorted.length * percent, 100) - 1];
    }

    private static String parameter(SsmClient ssm, String name) {
        return ssm.getParameter(request -> request.name(name)).parameter().value();
    }

    private record Retried(Outcome outcome, long retries, long millis) {}
}
