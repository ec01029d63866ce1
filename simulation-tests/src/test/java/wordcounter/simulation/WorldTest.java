package wordcounter.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import wordcounter.json.JsonObject;
import wordcounter.simulation.Calls.Call;
import wordcounter.simulation.Request.Arrival;
import wordcounter.simulation.World.Deployment;
import wordcounter.simulation.World.Line;

/** The world has to be as hard as the real one. */
class WorldTest {

    private static final Operation WRITE_SUMMARIES = Operation.WRITE_SUMMARIES;

    /** Texts of the product, of the surroundings, and of schedules. */
    private static final List<String> PROMISED = List.of(
            "\"statusCode\":202",
            "\"statusCode\":422",
            "\"statusCode\":503",
            "gives up",
            "timed out",
            "dead letter from SNS",
            "RetriesExhausted",
            "EventAgeExceeded",
            "RetryAttemptsExhausted",
            "RecordAgeExceeded",
            "not an event",
            "not a counter",
            "older than the ledger remembers",
            "dead letter from the queue",
            "texts come to others too",
            "other words count under its Idempotency-Key",
            "invoke queued-words-fn",
            "messages of documents come to others too",
            "the documents' server breaks",
            "invoke document-words-fn",
            "invoke uploaded-words-fn",
            "it is no text in UTF-8",
            "takes what is left",
            "the operator rebuilds",
            "records come again",
            "a milestone comes again",
            "the mapping is made anew",
            "publish to the topic again",
            "invoke sns-multiplier-fn",
            "of the stream to event-aggregator-fn",
            "left the stream",
            "unreadable: ",
            "SendMessage again",
            "\"outcome\":\"REPLAYED\"",
            "\"outcome\":\"FAILED\"",
            "another operator replays",
            "effect=COUNT_AND_MULTIPLY ",
            "effect=MULTIPLY ");

    @Test
    void schedules_shouldHoldEverythingThatIsPromised_inAnyTwoHundred() {
        List<String> missing = new ArrayList<>(PROMISED);
        Set<Fault> missingFaults = EnumSet.allOf(Fault.class);
        Set<Operation> missingCalls = EnumSet.range(Operation.PUBLISH, Operation.READ_RECORDS);
        for (long seed = 0; seed < 200; seed++) {
            List<Line> trace = new Schedule(seed).world(Variant.PRODUCT).trace();
            String text = trace.toString();
            missing.removeIf(text::contains);
            trace.stream().map(Line::what).forEach(what -> {
                if (what instanceof World.Made(var call, var fault)) {
                    missingFaults.remove(fault);
                    missingCalls.remove(call.operation());
                }
            });
        }

        assertThat(missingFaults).isEmpty();
        assertThat(missingCalls).isEmpty();
        assertThat(missing).isEmpty();
    }

    @Test
    void schedule_shouldBeTheSame_whenItsSeedIs() {
        for (long seed = 0; seed < 20; seed++) {
            Schedule schedule = new Schedule(seed);

            assertThat(schedule.world(Variant.PRODUCT).trace().toString())
                    .isEqualTo(schedule.world(Variant.PRODUCT).trace().toString());
        }
    }

    @Test
    void call_shouldTakeEffectOnce_thoughItsHandlerRunsAgainForEachCall() {
        World world = world(Faults.none(), 4);
        world.post(Request.of(Map.of("hello", 3)));

        world.run();

        assertThat(world.counters()).singleElement().satisfies(counter -> {
            assertThat(counter.counted()).isEqualTo(3);
            assertThat(counter.multiplied()).isEqualTo(3);
        });
        assertThat(lines(world, "Publish")).hasSize(1);
    }

    @Test
    void asynchronousInvocation_shouldBeTriedAfterOneAndTwoMinutes_thenRecorded() {
        World world = world(failing(Operation.PARK), 4);
        world.publishPoison("poison");

        world.run();

        List<Instant> attempts =
                lines(world, "SendMessage").stream().map(Line::at).toList();
        assertThat(attempts).hasSize(3);
        assertThat(Duration.between(attempts.get(0), attempts.get(1)))
                .isBetween(Duration.ofMinutes(1), Duration.ofSeconds(61));
        assertThat(Duration.between(attempts.get(1), attempts.get(2)))
                .isBetween(Duration.ofMinutes(2), Duration.ofSeconds(121));
        assertThat(world.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(JsonObject.parse(letter).requiredObject("requestPayload").toJson())
                    .contains("poison");
        });
    }

    @Test
    void message_shouldBeADeadLetter_whenSnsCantHandItOver() {
        World world = world(
                new Faults() {
                    @Override
                    public Fault of(int number, Call call) {
                        return Fault.NONE;
                    }

                    @Override
                    public boolean snsGivesUp() {
                        return true;
                    }
                },
                4);
        world.post(Request.of(Map.of("hello", 1)));

        world.run();

        assertThat(world.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(JsonObject.parse(letter).requiredString("Message")).contains("hello");
        });
    }

    @Test
    void batch_shouldBeHalvedDownToTheRecordThatKills_andTheShardGoOn() {
        World world = world(Faults.none(), 100);
        Map<String, Integer> words = new TreeMap<>();
        for (int i = 0; i < 50; i++) {
            words.put("w" + i, 1);
        }
        world.post(Request.of(words));
        world.killAggregatorAt(100); // the last of its word, its +10

        world.run();

        assertThat(world.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter).contains("RetryAttemptsExhausted");
            assertThat(JsonObject.parse(letter)
                            .requiredObject("DDBStreamBatchInfo")
                            .requiredLong("batchSize"))
                    .isEqualTo(1);
        });
        assertThat(world.summaries().counts().values())
                .filteredOn(count -> count == 11)
                .hasSize(49);

        world.settle();

        assertThat(Oracle.verdict(world)).isEmpty();
    }

    @Test
    void batch_shouldBeTriedAgainFromTheCheckpoint_whenTheAnswerIsPartial() {
        AtomicInteger writes = new AtomicInteger();
        World world = world(
                (number, call) -> call.operation() == WRITE_SUMMARIES
                                && call.detail().equals(List.of("c"))
                                && writes.incrementAndGet() == 1
                        ? Fault.FAIL
                        : Fault.NONE,
                100);
        world.post(Request.of(Map.of("a", 1, "c", 1, "e", 1)).withArrival(new Arrival(0, Optional.empty())));

        world.run();

        assertThat(lines(world, "itemIdentifier")).as("partial answers").hasSize(1);
        List<String> readings = lines(world, "BatchGetItem summaries").stream()
                .map(line -> line.what().toString())
                .toList();
        assertThat(readings.getFirst()).isEqualTo("BatchGetItem summaries [a, c, e]");
        assertThat(readings.subList(1, readings.size()))
                .as("from the checkpoint on")
                .isNotEmpty()
                .noneMatch(reading -> reading.contains("a,"));
        assertThat(lines(world, "TransactWriteItems summaries"))
                .as("each once, and the one that failed again")
                .hasSize(4);
        assertThat(world.summaries().counts()).isEqualTo(Map.of("a", 1L, "c", 1L, "e", 1L));
        assertThat(world.deadLetters()).isEmpty();
    }

    @Test
    void records_shouldBeDeadLetters_whenTheyAreOlderThanSixHours() {
        World world = world(failing(WRITE_SUMMARIES), 4);
        world.post(Request.of(Map.of("hello", 1)));
        world.after(Duration.ofMillis(30), "nothing runs", () -> world.outage(Duration.ofHours(7)));

        world.run();

        assertThat(world.deadLetters())
                .isNotEmpty()
                .allSatisfy(letter -> assertThat(letter).contains("DDBStreamBatchInfo", "RecordAgeExceeded"));
    }

    @Test
    void deadLetter_shouldBeHiddenFromOthersForAWhile_whenTheReplayThatHoldsItDies() {
        AtomicInteger deletes = new AtomicInteger();
        World world = world(
                (number, call) -> call.operation() == Operation.DELETE_LETTER && deletes.incrementAndGet() == 1
                        ? Fault.DIE_BEFORE
                        : Fault.NONE,
                4);
        world.breakMultiplier();
        world.post(Request.of(Map.of("hello", 1)));
        world.run();
        world.mend();

        world.replay();
        world.replay();
        world.run();

        assertThat(lines(world, "Invoke ")).hasSize(1);
        assertThat(world.deadLetters()).hasSize(1);

        world.outage(Duration.ofMinutes(6));
        world.replay();
        world.run();

        assertThat(lines(world, "Invoke ")).hasSize(2);
        assertThat(world.deadLetters()).isEmpty();
        assertThat(world.summaries().counts()).isEqualTo(Map.of("hello", 11L));
    }

    @Test
    void document_shouldBeFetchedOnce_aMinuteAfterItsLastChange() {
        World world = world(Faults.none(), 4);
        for (int version = 1; version <= 5; version++) {
            Map<String, Integer> words = Map.of("hello", version, Oracle.tracer("v" + version), 1);
            world.after(Duration.ofSeconds(2L * version), "", () -> world.edit("d", words));
        }

        world.run();

        List<Line> fetches = lines(world, "GET document");
        List<Line> marks = lines(world, "marks d");
        assertThat(marks).hasSize(5);
        assertThat(fetches).hasSize(1);
        assertThat(Duration.between(marks.getLast().at(), fetches.getFirst().at()))
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
        world.settle();
        assertThat(Oracle.verdict(world)).isEmpty();
    }

    @Test
    void text_shouldComeAgainEveryThreeMinutes_andBeADeadLetterUnderItsOwnIdAfterFive() {
        World world = world(failing(Operation.PUBLISH), 4);
        world.queue(Request.of(Map.of("hello", 1)));

        world.run();

        List<Instant> attempts = lines(world, "Publish").stream().map(Line::at).toList();
        assertThat(attempts).hasSize(5);
        for (int i = 1; i < attempts.size(); i++) {
            assertThat(Duration.between(attempts.get(i - 1), attempts.get(i)))
                    .isBetween(Duration.ofMinutes(3), Duration.ofSeconds(181));
        }
        assertThat(lines(world, "dead letter from the queue"))
                .singleElement()
                .satisfies(line -> assertThat(line.what()).isEqualTo("message-1"));
        assertThat(world.deadLetters()).hasSize(1);
        assertThat(world.counters()).isEmpty();

        world.settle();

        assertThat(Oracle.verdict(world)).isEmpty();
        assertThat(world.summaries().counts()).isEqualTo(Map.of("hello", 11L));
    }

    @Test
    void texts_shouldComeAgainByThemselves_whenOnlyTheyFailed() {
        AtomicInteger publications = new AtomicInteger();
        World world = world(
                (number, call) -> call.operation() == Operation.PUBLISH && publications.incrementAndGet() == 1
                        ? Fault.FAIL
                        : Fault.NONE,
                4);
        world.queue(Request.of(Map.of("a", 1)));
        world.queue(Request.of(Map.of("b", 1)));

        world.run();

        assertThat(lines(world, "Publish")).as("one of the two came again").hasSize(3);
        assertThat(world.summaries().counts()).isEqualTo(Map.of("a", 11L, "b", 11L));
        assertThat(world.deadLetters()).isEmpty();
    }

    private static World world(Faults faults, int batchSize) {
        return new World(new Random(1), Variant.PRODUCT, faults, List.of(new Deployment(99, 1)), batchSize);
    }

    private static Faults failing(Operation operation) {
        return (number, call) -> call.operation() == operation ? Fault.FAIL : Fault.NONE;
    }

    private static List<Line> lines(World world, String text) {
        return world.trace().stream()
                .filter(line -> line.toString().contains(text))
                .toList();
    }
}
