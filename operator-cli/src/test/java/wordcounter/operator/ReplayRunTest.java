package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import wordcounter.json.JsonObject;
import wordcounter.testing.ManualClock;

class ReplayRunTest {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final FakeFunction function = new FakeFunction();
    private final FakeQueue queue = new FakeQueue();

    /** What SQS counts: others' letters, and for a while also those that a run has just released. */
    private static final class FakeQueue implements DeadLetterQueue {
        private int hiddenBefore;
        private int hiddenAfter;
        private boolean isAsked;

        @Override
        public int visible() {
            return 0;
        }

        @Override
        public int hidden() {
            int hidden = isAsked ? hiddenAfter : hiddenBefore;
            isAsked = true;
            return hidden;
        }
    }

    /** A queue of outcomes: what a call does not replay is held until it is released. */
    private static final class FakeFunction implements ReplayFunction {
        private final Deque<Map<String, Object>> visible = new ArrayDeque<>();
        private final List<JsonObject> requests = new ArrayList<>();
        private final List<String> released = new ArrayList<>();

        void send(String id, String outcome) {
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("messageId", id);
            message.put("kind", "INVOCATION");
            message.put("function", "sns-multiplier-fn");
            message.put("error", "ContentionException, RetriesExhausted");
            message.put("ageSeconds", 7_300);
            message.put("replays", 1);
            message.put("plan", "invoke sns-multiplier-fn");
            message.put("outcome", outcome);
            message.put("reason", outcome.equals("LEFT") ? "unreadable: not JSON" : "");
            visible.add(message);
        }

        @Override
        public JsonObject call(JsonObject request) {
            requests.add(request);
            if (request.members().get("release") instanceof List<?> receipts) {
                receipts.forEach(receipt -> released.add(String.valueOf(receipt)));
            }
            List<Map<String, Object>> messages = new ArrayList<>();
            List<String> held = new ArrayList<>();
            long max = request.requiredLong("maxMessages");
            boolean execute = request.optionalBoolean("execute").orElse(false);
            if (execute) {
                while (messages.size() < max && !visible.isEmpty()) {
                    Map<String, Object> message = visible.remove();
                    messages.add(message);
                    if (!List.of("REPLAYED", "DISCARDED").contains(message.get("outcome"))) {
                        held.add("receipt of " + message.get("messageId"));
                    }
                }
            } else if (max > 0) {
                messages.addAll(visible);
            }
            return new JsonObject(
                    Map.of("messages", messages, "skipped", 0, "held", held, "more", execute && !visible.isEmpty()));
        }
    }

    @Test
    void show_shouldPrintATable_andChangeNothing() {
        function.send("m-1", "WOULD_REPLAY");
        function.send("m-2", "LEFT");

        assertThat(run(Map.of("kind", "INVOCATION"), false).show()).isEqualTo(WordsCommand.NOT_ALL);

        assertThat(out.toString().lines().map(String::stripTrailing))
                .contains(
                        "KIND        FUNCTION           ERROR                                  AGE  REPLAYS  MESSAGE  WHAT",
                        "INVOCATION  sns-multiplier-fn  ContentionException, RetriesExhausted  2h   1        m-1      invoke sns-multiplier-fn",
                        "INVOCATION  sns-multiplier-fn  ContentionException, RetriesExhausted  2h   1        m-2      left: unreadable: not JSON",
                        "1 would be replayed, 1 would be left, 0 don't match. Nothing is changed; --execute does it.");
        assertThat(function.requests).hasSize(1);
        assertThat(function.requests.getFirst().members())
                .containsEntry("execute", false)
                .containsEntry("kind", "INVOCATION");
    }

    @Test
    void show_shouldBeDone_whenTheQueueIsEmpty() {
        assertThat(run(Map.of(), false).show()).isEqualTo(WordsCommand.DONE);
    }

    @Test
    void execute_shouldGoThroughTheQueueInBatches() {
        for (int i = 0; i < 120; i++) {
            function.send("m-" + i, "REPLAYED");
        }

        int code = run(Map.of(), false).execute("run-1", ReplayRun.UNLIMITED, 120, clock, clock::advance);

        assertThat(code).isEqualTo(WordsCommand.DONE);
        assertThat(function.requests)
                .extracting(request -> request.members().get("maxMessages"))
                .containsExactly(100, 100);
        assertThat(function.requests)
                .allSatisfy(request -> assertThat(request.members()).containsEntry("run", "run-1"));
        assertThat(out.toString()).startsWith("120 replayed, 0 failed, 0 left, 0 don't match");
        assertThat(err.toString()).as("no progress where nobody watches").isEmpty();
    }

    @Test
    void execute_shouldReleaseAndTell_whenSomeAreNotReplayed() {
        function.send("m-1", "REPLAYED");
        function.send("m-2", "FAILED");
        function.send("m-3", "LEFT");

        int code = run(Map.of(), false).execute("run-1", ReplayRun.UNLIMITED, 3, clock, clock::advance);

        assertThat(code).isEqualTo(WordsCommand.NOT_ALL);
        assertThat(function.released).containsExactly("receipt of m-2", "receipt of m-3");
        assertThat(out.toString()).contains("1 replayed, 1 failed, 1 left").contains("left: unreadable");
    }

    @Test
    void execute_shouldRelease_whenACallFails() {
        for (int i = 0; i < 110; i++) {
            function.send("m-" + i, "LEFT");
        }
        ReplayFunction failsTheSecondTime = request -> {
            if (function.requests.size() == 1
                    && request.optionalBoolean("execute").orElse(false)) {
                throw new OperatorException("nothing answers");
            }
            return function.call(request);
        };
        ReplayRun run = new ReplayRun(failsTheSecondTime, queue, Map.of(), false, console(false));

        assertThatThrownBy(() -> run.execute("run-1", ReplayRun.UNLIMITED, 110, clock, clock::advance))
                .isInstanceOf(OperatorException.class);

        assertThat(function.released).hasSize(100);
    }

    @Test
    void execute_shouldKeepToTheRate() {
        for (int i = 0; i < 30; i++) {
            function.send("m-" + i, "REPLAYED");
        }
        Instant start = clock.instant();

        run(Map.of(), false).execute("run-1", 5, 30, clock, clock::advance);

        assertThat(Duration.between(start, clock.instant())).isEqualTo(Duration.ofSeconds(5));
        assertThat(function.requests).hasSize(6);
    }

    @Test
    void execute_shouldDrawABar_onATerminal() {
        function.send("m-1", "REPLAYED");

        run(Map.of(), true).execute("run-1", ReplayRun.UNLIMITED, 1, clock, clock::advance);

        assertThat(err.toString()).contains("Replaying [##############################] 1 of 1");
    }

    @Test
    void show_shouldTellWhatIsHidden_whenSomebodyElseReceivedIt() {
        queue.hiddenAfter = 15;

        assertThat(run(Map.of(), false).show()).isEqualTo(WordsCommand.NOT_ALL);

        assertThat(out.toString())
                .contains("0 would be replayed, 0 would be left")
                .contains("About 15 more are hidden: somebody else received them")
                .contains("visible again within 330 seconds");
    }

    @Test
    void show_shouldBeDone_whenOnlyWhatItReleasedIsStillCountedAsHidden() {
        function.send("m-1", "WOULD_REPLAY");
        queue.hiddenAfter = 1;

        assertThat(run(Map.of(), false).show()).isEqualTo(WordsCommand.DONE);

        assertThat(out.toString()).doesNotContain("hidden");
    }

    @Test
    void execute_shouldTellWhatIsHidden_onceItHasReleased() {
        function.send("m-1", "FAILED");
        queue.hiddenBefore = 1;
        queue.hiddenAfter = 2;

        int code = run(Map.of(), false).execute("run-1", ReplayRun.UNLIMITED, 1, clock, clock::advance);

        assertThat(code).isEqualTo(WordsCommand.NOT_ALL);
        assertThat(function.released).containsExactly("receipt of m-1");
        assertThat(out.toString()).contains("About 1 more is hidden");
    }

    @Test
    void execute_shouldNotBeDone_whenAllItGotIsReplayedAndMoreIsHidden() {
        function.send("m-1", "REPLAYED");
        queue.hiddenBefore = 3;
        queue.hiddenAfter = 3;

        int code = run(Map.of(), false).execute("run-1", ReplayRun.UNLIMITED, 1, clock, clock::advance);

        assertThat(code).isEqualTo(WordsCommand.NOT_ALL);
        assertThat(out.toString()).contains("1 replayed, 0 failed, 0 left").contains("About 3 more are hidden");
    }

    @Test
    void show_shouldSayWhatWouldBeDiscarded_whenToldToDiscard() {
        function.send("m-1", "WOULD_DISCARD");

        assertThat(discarding(Map.of("messageId", "m-1")).show()).isEqualTo(WordsCommand.DONE);

        assertThat(out.toString()).contains("1 would be discarded, 0 would be left");
        assertThat(function.requests.getFirst().members())
                .containsEntry("discard", true)
                .containsEntry("execute", false)
                .containsEntry("messageId", "m-1");
    }

    @Test
    void execute_shouldCountWhatIsDiscarded_whenToldToDiscard() {
        function.send("m-1", "DISCARDED");
        function.send("m-2", "FAILED");

        int code = discarding(Map.of("kind", "INVOCATION"))
                .execute("run-1", ReplayRun.UNLIMITED, 2, clock, clock::advance);

        assertThat(code).isEqualTo(WordsCommand.NOT_ALL);
        assertThat(out.toString()).contains("1 discarded, 1 failed, 0 left, 0 don't match");
        assertThat(function.requests)
                .allSatisfy(request -> assertThat(request.members())
                        .containsEntry("discard", true)
                        .containsEntry("kind", "INVOCATION"));
    }

    private ReplayRun discarding(Map<String, Object> filter) {
        return new ReplayRun(function, queue, filter, true, console(false));
    }

    private ReplayRun run(Map<String, Object> filter, boolean terminal) {
        return new ReplayRun(function, queue, filter, false, console(terminal));
    }

    private Console console(boolean terminal) {
        return new Console(new PrintWriter(out, true), new PrintWriter(err, true), terminal);
    }
}
