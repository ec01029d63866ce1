package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import wordcounter.contract.RandomTexts.Text;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Operator;
import wordcounter.targets.Target;

/**
 * Faults on purpose, as {@code ./words fault} switches them on: while they are on nothing is lost, and when they are off and the dead
 * letters are replayed, every count is exact. Only the local runner has them, and only its retries pass faster.
 */
@AgainstTarget
@Isolated("processes are killed and started all the time")
class FaultsIT {

    private static final String MULTIPLIER = "SnsMultiplierFunction";
    private static final int TEXTS_A_ROUND = 20;
    private static final int MOST_ROUNDS = 20;
    private static final int CLIENTS = 4;
    private static final List<String> FAULTS = List.of("delay", "error", "kill", "throttle");
    private static final List<String> PASSED = List.of(
            "WordCounterFunction",
            "QueuedWordsFunction",
            MULTIPLIER,
            "EventAggregatorFunction",
            "WordsTopic",
            "EventLedger",
            "WordCounts",
            "Summaries");

    /** Longer than a batch of texts takes while its function starts. */
    private static final int HIDDEN_SECONDS = 15;

    @Test
    void event_shouldBeExactAfterAReplay_whenTheMultiplierFailedUntilTheFaultWasCleared(
            @EmptyWorld(timeScale = 60) Target target) throws Exception {
        WordsApi api = new WordsApi(target);
        String word = Fresh.word();
        try (Stack stack = new Stack(target)) {
            assertThat(Operator.words(target, "fault", MULTIPLIER, "--error"))
                    .contains(MULTIPLIER + "  error, and nothing is done  100%  0 of 0 calls");

            String eventId = Contract.accepted(api.postText(word));
            Stack.soon().until(() -> stack.deadLetters() == 1);
            assertThat(api.consistentCount(word)).as("only the 1").isEqualTo(1);
            assertThat(target.logLines(MULTIPLIER))
                    .contains("fault on: error, and nothing is done, 100 % of the calls");
            assertThat(Operator.words(target, "replay"))
                    .contains("INVOCATION")
                    .contains("sns-multiplier-fn")
                    .contains("InjectedError");

            assertThat(Operator.words(target, "fault", "--clear")).contains("3 of 3 calls");
            assertThat(Operator.words(target, "replay", "--execute")).contains("1 replayed, 0 failed, 0 left");

            Stack.soon().untilAsserted(() -> assertThat(api.count(word)).isEqualTo(11));
            assertThat(api.consistentCount(word)).isEqualTo(11);
            assertThat(stack.deadLetters()).as("of " + eventId).isZero();
        }
    }

    @Test
    void counts_shouldBeExactAfterAReplay_whenEveryFaultStruckEverything(@EmptyWorld(timeScale = 60) Target target)
            throws Exception {
        Workload load = new Workload(target);
        Map<String, Long> struck;
        try (Stack stack = new Stack(target);
                RunnerFaults faults = new RunnerFaults(target)) {
            // a text comes again when the queue no longer hides it, which takes its time at any scale
            stack.sqs()
                    .setQueueAttributes(request -> request.queueUrl(stack.name("QueuedWordsUrl"))
                            .attributes(
                                    Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, Integer.toString(HIDDEN_SECONDS))));
            faults.switchOnEverything();
            // by what has struck, not by time: on a slow machine nothing would ever get through
            for (int round = 1; !hasStruckEnough(faults.struck()); round++) {
                assertThat(round).as("rounds without %s", faults.struck()).isLessThanOrEqualTo(MOST_ROUNDS);
                post(load);
            }
            struck = faults.clear();
        }

        struck.values().removeIf(times -> times == 0);
        System.out.printf("%d texts, repeated %d requests, struck %s%n", load.accepted(), load.repeated(), struck);
        load.assertCounted(Duration.ofMinutes(5), load::replay);
    }

    /** Each kind of fault at least once, and at least one fault of each function, table and topic that texts pass. */
    private static boolean hasStruckEnough(Map<String, Long> struck) {
        List<String> wanted = Stream.concat(
                        FAULTS.stream().map(fault -> ".* " + fault),
                        PASSED.stream().map(target -> target + " .*"))
                .toList();
        return wanted.stream()
                .allMatch(pattern -> struck.entrySet().stream()
                        .anyMatch(
                                entry -> entry.getValue() > 0 && entry.getKey().matches(pattern)));
    }

    /** Half of them by the queue. */
    private static void post(Workload load) throws Exception {
        Queue<Text> texts = new ConcurrentLinkedQueue<>(Workload.randomTexts().next(TEXTS_A_ROUND));
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<? extends Future<?>> ends = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> clients.submit(() -> {
                        for (Text text = texts.poll(); text != null; text = texts.poll()) {
                            if (client % 2 == 0) {
                                load.post(text, Fresh.key());
                            } else {
                                load.queue(text, Fresh.key());
                            }
                        }
                    }))
                    .toList();
            for (Future<?> end : ends) {
                end.get();
            }
        }
    }
}
