package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.counts.CounterItem;
import wordcounter.json.JsonObject;
import wordcounter.summaries.MilestoneItem;
import wordcounter.summaries.SummaryItem;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.EmptyWorld;
import wordcounter.targets.Target;

/** The comparison of each night, over tables as the functions write them. */
@AgainstTarget
@EnabledIfSystemProperty(
        named = "target",
        matches = "local",
        disabledReason = "fires the schedule, and reads the function's log")
class NightlyReconcileIT {

    private static final String FUNCTION = "NightlyReconcileFunction";

    private static final int CLIENTS = 2;

    private static final Duration LONGEST_COMPARISON = Duration.ofMinutes(5);

    private static final int MINUTES_OF_A_DAY = 24 * 60;

    @Test
    void night_shouldFindNothing_whileWordsAreCounted(@EmptyWorld Target target) throws Exception {
        WordsApi api = new WordsApi(target);
        AtomicBoolean isOver = new AtomicBoolean();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<String> words =
                    IntStream.range(0, 5).mapToObj(_ -> Fresh.word()).toList();
            List<Future<?>> ends = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                ends.add(clients.submit(() -> {
                    while (!isOver.get()) {
                        String word = Fresh.word();
                        Contract.accepted(api.postText(String.join(" ", words) + " " + word));
                        // What is counted lags behind clients that do not wait by more than any patience.
                        Stack.soon().until(() -> api.count(word) == 11);
                    }
                }));
            }
            try {
                Stack.soon()
                        .untilAsserted(
                                () -> assertThat(api.count(words.getFirst())).isPositive());
                for (int night = 1; night <= 2; night++) {
                    LocalSchedule.fire(target, FUNCTION + "Nightly");
                    assertThat(awaitReports(target, night).getLast().members())
                            .containsEntry("message", "compared")
                            .containsEntry("differences", 0);
                }
            } finally {
                isOver.set(true);
            }
            for (Future<?> end : ends) {
                end.get();
            }
        }
    }

    @Test
    void night_shouldSayOfHowManyKindsTheDifferencesAre_andNotWhatTheyAreAbout(@EmptyWorld Target target) {
        String word = Fresh.word();
        try (Stack stack = new Stack(target)) {
            // a +1 without its +10, which no event of the ledger explains
            stack.putCounters(List.of(Map.of(
                    CounterItem.WORD_SHARD, AttributeValue.fromS(CounterItem.key(word, 0)),
                    CounterItem.WORD, AttributeValue.fromS(word),
                    CounterItem.SHARD, AttributeValue.fromN("0"),
                    CounterItem.COUNT, AttributeValue.fromN("1"),
                    CounterItem.COUNTED, AttributeValue.fromN("1"))));
            // and a milestone that the word has never come to
            stack.dynamoDb()
                    .putItem(request -> request.tableName(stack.name("MilestonesTable"))
                            .item(Map.of(
                                    MilestoneItem.ID, AttributeValue.fromS(SummaryItem.wordId(word)),
                                    MilestoneItem.NUMBER, AttributeValue.fromN("100"))));

            LocalSchedule.fire(target, FUNCTION + "Nightly");

            JsonObject report = awaitReports(target, 1).getFirst();
            assertThat(report.members())
                    .containsEntry("message", "the tables differ")
                    .containsEntry("differences", 2);
            assertThat(report.requiredObject("about").members()).isEqualTo(Map.of("counter", 1, "milestone", 1));
            assertThat(target.logLines(FUNCTION))
                    .noneMatch(line -> line.contains(word))
                    .anyMatch(line -> line.contains("\"Drift\":[2"));
        }
    }

    /** Of the two days one has passed: a text of it is written by hand. */
    @Test
    void alarm_shouldRing_whenNobodyComparesForTwoDays(@EmptyWorld(timeScale = 60) Target target) {
        WordsApi api = new WordsApi(target);
        try (RunnerAlarms alarms = new RunnerAlarms(target)) {
            alarms.awaitQuiet();
            alarms.writeMetric("WordCounter", "Accepted", "Stack", "local", 1, MINUTES_OF_A_DAY + 60);

            Contract.accepted(api.postText(Fresh.word()));

            alarms.assertRing("NightlyReconcileAlarm");
            LocalSchedule.fire(target, FUNCTION + "Nightly");
            alarms.assertOver("NightlyReconcileAlarm");
        }
    }

    /** Waits until the function has reported so often. Each part of a comparison may use up the whole patience. */
    private static List<JsonObject> awaitReports(Target target, int number) {
        return Stack.soon()
                .atMost(LONGEST_COMPARISON)
                .until(() -> reports(target), reports -> reports.size() >= number);
    }

    private static List<JsonObject> reports(Target target) {
        return target.logLines(FUNCTION).stream()
                .filter(line -> line.contains("\"differences\":"))
                .map(JsonObject::parse)
                .toList();
    }
}
