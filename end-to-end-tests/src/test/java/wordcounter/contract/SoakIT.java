package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import wordcounter.contract.RandomTexts.Text;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Operator;
import wordcounter.targets.Target;
import wordcounter.targets.Target.FunctionKiller;

/**
 * Clients post for minutes while somebody kills processes at random and every kind of fault is on for everything. Then the faults are
 * cleared and the dead letters replayed, and {@code ./words reconcile} finds nothing to complain of.
 *
 * <p>Only with {@code -Pprove}; {@code -Dsoak.seconds=60} makes it a minute.
 */
@Tag("soak")
@AgainstTarget
class SoakIT {

    private static final int CLIENTS = 4;
    private static final int LONGEST_BETWEEN_KILLS_MILLIS = 8_000;
    private static final List<String> KILLED = List.of(
            "SnsMultiplierFunction",
            "WordCounterFunction",
            "EventAggregatorFunction",
            "SnsLoggerFunction",
            "SummaryRetrieverFunction");

    private final Duration length = Duration.ofSeconds(Integer.getInteger("soak.seconds", 300));

    @Test
    void everyPlace_shouldAgree_whenEverythingHadFaultsForMinutes(@EmptyWorld Target target) throws Exception {
        assumeTrue(target.functionKiller().isPresent(), "the processes of this target's functions are out of reach");
        Workload load = new Workload(target);
        RandomTexts texts = Workload.randomTexts();
        Instant end = Instant.now().plus(length);

        int killed;
        Map<String, Long> struck;
        try (RunnerFaults faults = new RunnerFaults(target);
                ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            faults.switchOnEverything();
            List<Future<?>> ends = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                ends.add(clients.submit(() -> post(texts, load, end)));
            }
            killed = killUntil(end, target.functionKiller().orElseThrow());
            for (Future<?> each : ends) {
                each.get();
            }
            struck = faults.clear();
        }

        System.out.printf(
                "%d posts in %d s, killed %d processes, repeated %d requests, struck %s%n",
                load.accepted(), length.toSeconds(), killed, load.repeated(), struck);
        // a process that is not there can not be killed: in five minutes it would be 75 otherwise, on average
        assertThat(killed).isGreaterThanOrEqualTo((int) length.toSeconds() / 10);
        assertThat(struck)
                .hasEntrySatisfying(
                        "SnsMultiplierFunction error",
                        times -> assertThat(times).isPositive())
                .hasEntrySatisfying(
                        "WordCounts throttle", times -> assertThat(times).isPositive());
        load.assertCounted(Duration.ofMinutes(5).plusMillis(200L * load.accepted()), load::replay);
        assertThat(Operator.words(target, "reconcile")).matches("(?s).*\\b0 differences in [1-9].*");
    }

    /** One in five is sent twice. */
    private static void post(RandomTexts texts, Workload load, Instant end) {
        for (int i = 0; Instant.now().isBefore(end); i++) {
            Text text;
            synchronized (texts) {
                text = texts.next(1).getFirst();
            }
            String key = Fresh.key();
            load.post(text, key);
            if (i % 5 == 0) {
                load.post(text, key);
            }
        }
    }

    private static int killUntil(Instant end, FunctionKiller killer) throws InterruptedException {
        Random random = new Random();
        int killed = 0;
        while (Instant.now().isBefore(end)) {
            Thread.sleep(random.nextInt(
                    LONGEST_BETWEEN_KILLS_MILLIS)); // the random interval itself, not a wait for something
            if (killer.kill(KILLED.get(random.nextInt(KILLED.size())))) {
                killed++;
            }
        }
        return killed;
    }
}
