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
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import wordcounter.deadletters.DeadLetterFilter;
import wordcounter.deadletters.DeadLetterKind;
import wordcounter.deadletters.DeadLetterReport;
import wordcounter.deadletters.DeadLetterReport.Outcome;
import wordcounter.deadletters.ReplayReport;
import wordcounter.deadletters.ReplayRequest;
import wordcounter.deadletters.ReplayRequest.Mode;
import wordcounter.testing.ManualClock;

class ReplayRunTest {

    private static final ReplayRequest SHOW = ReplayRequest.of(Mode.SHOW_REPLAY, DeadLetterFilter.ALL);
    private static final ReplayRequest EXECUTE = ReplayRequest.of(Mode.REPLAY, DeadLetterFilter.ALL);
    private static final DeadLetterFilter INVOCATIONS = DeadLetterFilter.ALL.withKind(DeadLetterKind.INVOCATION);
    private static final DeadLetterFilter FIRST = DeadLetterFilter.ALL.withMessageId("m-1");

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

    /** A function with letters whose outcomes are known: what a call does not replay is held until it is released. */
    private static final class FakeFunction implements ReplayCalls {
        private final Deque<DeadLetterReport> visible = new ArrayDeque<>();
        private final List<ReplayRequest> requests = new ArrayList<>();
        private final List<String> released = new ArrayList<>();

        void send(String id, Outcome outcome) {
            visible.add(new DeadLetterReport(
                    id,
                    Optional.empty(),
                    Optional.empty(),
                    DeadLetterKind.INVOCATION,
                    "sns-multiplier-fn",
                    "ContentionException, RetriesExhausted",
                    Duration.ofSeconds(7_300),
                    1,
                    "invoke sns-multiplier-fn",
                    outcome,
                    outcome == Outcome.LEFT ? "unreadable: not JSON" : ""));
        }

        @Override
        public ReplayReport call(ReplayRequest request) {
            requests.add(request);
            released.addAll(request.release());
            List<DeadLetterReport> letters = new ArrayList<>();
            List<String> held = new ArrayList<>();
            boolean execute = request.mode().isExecuting();
            if (execute) {
                while (letters.size() < request.maxMessages() && !visible.isEmpty()) {
                    DeadLetterReport letter = visible.remove();
                    letters.add(letter);
                    if (!letter.outcome().isDone()) {
                        held.add("receipt of " + letter.messageId());
                    }
                }
            } else if (request.maxMessages() > 0) {
                letters.addAll(visible);
            }
            return new ReplayReport(letters, 0, held, execute && !visible.isEmpty());
        }
    }

    @Test
    void show_shouldPrintATable_andChangeNothing() {
        function.send("m-1", Outcome.WOULD_REPLAY);
        function.send("m-2", Outcome.LEFT);

        assertThat(run(ReplayRequest.of(Mode.SHOW_REPLAY, INVOCATIONS), false).show())
                .isEqualTo(WordsCommand.NOT_ALL);

        assertThat(out.toString().lines().map(String::stripTrailing))
                .contains(
                        "KIND        FUNCTION           ERROR                                  AGE  REPLAYS  MESSAGE  WHAT",
                        "INVOCATION  sns-multiplier-fn  ContentionException, RetriesExhausted  2h   1        m-1      invoke sns-multiplier-fn",
                        "INVOCATION  sns-multiplier-fn  ContentionException, RetriesExhausted  2h   1        m-2      left: unreadable: not JSON",
                        "1 would be replayed, 1 would be left, 0 don't match. Nothing is changed; --execute does it.");
        assertThat(function.requests).hasSize(1);
        assertThat(function.requests.getFirst().mode()).isEqualTo(Mode.SHOW_REPLAY);
        assertThat(function.requests.getFirst().filter()).isEqualTo(INVOCATIONS);
    }

    @Test
    void show_shouldBeDone_whenTheQueueIsEmpty() {
        assertThat(run(SHOW, false).show()).isEqualTo(WordsCommand.DONE);
    }

    @Test
    void execute_shouldGoThroughTheQueueInBatches() {
        for (int i = 0; i < 120; i++) {
            function.send("m-" + i, Outcome.REPLAYED);
        }

        int code = run(EXECUTE, false).execute("run-1", ReplayRun.UNLIMITED, 120, clock, clock::advance);

        assertThat(code).isEqualTo(WordsCommand.DONE);
        assertThat(function.requests).extracting(ReplayRequest::maxMessages).containsExactly(100, 100);
        assertThat(function.requests)
                .allSatisfy(request -> assertThat(request.run()).contains("run-1"));
        assertThat(out.toString()).startsWith("120 replayed, 0 failed, 0 left, 0 don't match");
        assertThat(err.toString()).as("no progress where nobody watches").isEmpty();
    }

    @Test
    void execute_shouldReleaseAndTell_whenSomeAreNotReplayed() {
        function.send("m-1", Outcome.REPLAYED);
        function.send("m-2", Outcome.FAILED);
        function.send("m-3", Outcome.LEFT);

        int code = run(EXECUTE, false).execute("run-1", ReplayRun.UNLIMITED, 3, clock, clock::advance);

        assertThat(code).isEqualTo(WordsCommand.NOT_ALL);
        assertThat(function.released).containsExactly("receipt of m-2", "receipt of m-3");
        assertThat(out.toString()).contains("1 replayed, 1 failed, 1 left").contains("left: unreadable");
    }

    @Test
    void execute_shouldRelease_whenACallFails() {
        for (int i = 0; i < 110; i++) {
            function.send("m-" + i, Outcome.LEFT);
        }
        ReplayCalls failsTheSecondTime = request -> {
            if (function.requests.size() == 1 && request.mode().isExecuting()) {
                throw new OperatorException("nothing answers");
            }
            return function.call(request);
        };
        ReplayRun run = new ReplayRun(failsTheSecondTime, queue, EXECUTE, console(false));

        assertThatThrownBy(() -> run.execute("run-1", ReplayRun.UNLIMITED, 110, clock, clock::advance))
                .isInstanceOf(OperatorException.class);

        assertThat(function.released).hasSize(100);
    }

    @Test
    void execute_shouldKeepToTheRate() {
        for (int i = 0; i < 30; i++) {
            function.send("m-" + i, Outcome.REPLAYED);
        }
        Instant start = clock.instant();

        run(EXECUTE, false).execute("run-1", 5, 30, clock, clock::advance);

        assertThat(Duration.between(start, clock.instant())).isEqualTo(Duration.ofSeconds(5));
        assertThat(function.requests).hasSize(6);
    }

    @Test
    void execute_shouldDrawABar_onATerminal() {
        function.send("m-1", Outcome.REPLAYED);

        run(EXECUTE, true).execute("run-1", ReplayRun.UNLIMITED, 1, clock, clock::advance);

        assertThat(err.toString()).contains("Replaying [##############################] 1 of 1");
    }

    @Test
    void show_shouldTellWhatIsHidden_whenSomebodyElseReceivedIt() {
        queue.hiddenAfter = 15;

        assertThat(run(SHOW, false).show()).isEqualTo(WordsCommand.NOT_ALL);

        assertThat(out.toString())
                .contains("0 would be replayed, 0 would be left")
                .contains("About 15 more are hidden: somebody else received them")
                .contains("visible again within 330 seconds");
    }

    @Test
    void show_shouldBeDone_whenOnlyWhatItReleasedIsStillCountedAsHidden() {
        function.send("m-1", Outcome.WOULD_REPLAY);
        queue.hiddenAfter = 1;

        assertThat(run(SHOW, false).show()).isEqualTo(WordsCommand.DONE);

        assertThat(out.toString()).doesNotContain("hidden");
    }

    @Test
    void execute_shouldTellWhatIsHidden_onceItHasReleased() {
        function.send("m-1", Outcome.FAILED);
        queue.hiddenBefore = 1;
        queue.hiddenAfter = 2;

        int code = run(EXECUTE, false).execute("run-1", ReplayRun.UNLIMITED, 1, clock, clock::advance);

        assertThat(code).isEqualTo(WordsCommand.NOT_ALL);
        assertThat(function.released).containsExactly("receipt of m-1");
        assertThat(out.toString()).contains("About 1 more is hidden");
    }

    @Test
    void execute_shouldNotBeDone_whenAllItGotIsReplayedAndMoreIsHidden() {
        function.send("m-1", Outcome.REPLAYED);
        queue.hiddenBefore = 3;
        queue.hiddenAfter = 3;

        int code = run(EXECUTE, false).execute("run-1", ReplayRun.UNLIMITED, 1, clock, clock::advance);

        assertThat(code).isEqualTo(WordsCommand.NOT_ALL);
        assertThat(out.toString()).contains("1 replayed, 0 failed, 0 left").contains("About 3 more are hidden");
    }

    @Test
    void show_shouldSayWhatWouldBeDiscarded_whenToldToDiscard() {
        function.send("m-1", Outcome.WOULD_DISCARD);

        assertThat(run(ReplayRequest.of(Mode.SHOW_DISCARD, FIRST), false).show())
                .isEqualTo(WordsCommand.DONE);

        assertThat(out.toString()).contains("1 would be discarded, 0 would be left");
        assertThat(function.requests.getFirst().mode()).isEqualTo(Mode.SHOW_DISCARD);
        assertThat(function.requests.getFirst().filter()).isEqualTo(FIRST);
    }

    @Test
    void execute_shouldCountWhatIsDiscarded_whenToldToDiscard() {
        function.send("m-1", Outcome.DISCARDED);
        function.send("m-2", Outcome.FAILED);

        int code = run(ReplayRequest.of(Mode.DISCARD, INVOCATIONS), false)
                .execute("run-1", ReplayRun.UNLIMITED, 2, clock, clock::advance);

        assertThat(code).isEqualTo(WordsCommand.NOT_ALL);
        assertThat(out.toString()).contains("1 discarded, 1 failed, 0 left, 0 don't match");
        assertThat(function.requests)
                .filteredOn(request -> request.maxMessages() > 0)
                .allSatisfy(request -> {
                    assertThat(request.mode()).isEqualTo(Mode.DISCARD);
                    assertThat(request.filter()).isEqualTo(INVOCATIONS);
                });
        assertThat(function.released).containsExactly("receipt of m-2");
    }

    private ReplayRun run(ReplayRequest request, boolean terminal) {
        return new ReplayRun(function, queue, request, console(terminal));
    }

    private Console console(boolean terminal) {
        return new Console(new PrintWriter(out, true), new PrintWriter(err, true), terminal);
    }
}
