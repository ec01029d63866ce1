package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import wordcounter.deadletters.DeadLetterFilter;
import wordcounter.deadletters.DeadLetterKind;
import wordcounter.deadletters.DeadLetterReport;
import wordcounter.deadletters.DeadLetterReport.Outcome;
import wordcounter.deadletters.ReplayReport;
import wordcounter.deadletters.ReplayRequest;
import wordcounter.deadletters.ReplayRequest.Mode;
import wordcounter.reconciliation.Reconciliation;
import wordcounter.reconciliation.Reconciliation.Difference;
import wordcounter.runtime.Environment;
import wordcounter.testing.ManualClock;

class PrintableTest {

    /** A title for the window, a text for the clipboard, and a row that is not there. */
    private static final String ATTACK =
            "x\u001b]0;title\u0007\u001b]52;c;cm0=\u0007\u001b[1A\u001b[2Kfaked\nINVOCATION  sns-multiplier-fn\r\u202eab\u2028c";

    private static final String SHOWN =
            "x\\u001b]0;title\\u0007\\u001b]52;c;cm0=\\u0007\\u001b[1A\\u001b[2Kfaked\\u000a"
                    + "INVOCATION  sns-multiplier-fn\\u000d\\u202eab\\u2028c";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);

    @Test
    void value_shouldBeEscaped_exactlyWhenACodePointIsNotSafe() {
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String text = Character.toString(codePoint);
            boolean isUnsafe = switch (Character.getType(codePoint)) {
                case Character.CONTROL,
                        Character.FORMAT,
                        Character.LINE_SEPARATOR,
                        Character.PARAGRAPH_SEPARATOR,
                        Character.UNASSIGNED,
                        Character.PRIVATE_USE,
                        Character.SURROGATE -> true;
                default -> false;
            };

            String shown = Printable.value("a" + text + "b");

            if (isUnsafe) {
                assertThat(shown).matches("a(\\\\u[0-9a-f]{4}){1,2}b");
            } else {
                assertThat(shown).isEqualTo("a" + text + "b");
            }
        }
    }

    @Test
    void value_shouldBeCut_whenItIsLong() {
        assertThat(Printable.value("🎉".repeat(200))).isEqualTo("🎉".repeat(200));
        assertThat(Printable.value("🎉".repeat(201))).isEqualTo("🎉".repeat(197) + "...");
        assertThat(Printable.message("m".repeat(10_000))).hasSize(300).endsWith("...");
    }

    @Test
    void value_shouldShowALoneSurrogate() {
        assertThat(Printable.value("a\ud83d")).isEqualTo("a\\ud83d");
    }

    @Test
    void lines_shouldBeSafe_whatEverIsPrinted() {
        console.out().print("a\u001b[31m\ud83c");
        console.out().print("\udf89\ud83d!\t\n");
        console.err().println("\u009b1A");

        assertThat(out.toString()).isEqualTo("a\\u001b[31m🎉\\ud83d!\\u0009\n");
        assertThat(err.toString()).isEqualTo("\\u009b1A\n");
    }

    @Test
    void replay_shouldBeSafe_whenALetterIsNot() {
        DeadLetterReport letter = new DeadLetterReport(
                ATTACK,
                Optional.of(ATTACK),
                Optional.of(ATTACK),
                DeadLetterKind.UNKNOWN,
                ATTACK,
                ATTACK,
                Duration.ofDays(1),
                0,
                ATTACK,
                Outcome.LEFT,
                ATTACK);
        ReplayRun run = new ReplayRun(
                _ -> new ReplayReport(List.of(letter), 0, List.of(), false),
                new EmptyQueue(),
                ReplayRequest.of(Mode.SHOW_REPLAY, DeadLetterFilter.ALL),
                console);

        assertThat(run.show()).isEqualTo(WordsCommand.NOT_ALL);

        assertThat(out.toString().lines()).hasSize(4);
        assertThat(out.toString().lines().toList().get(1))
                .startsWith("UNKNOWN  " + SHOWN + "  " + SHOWN)
                .endsWith("left: " + SHOWN);
        assertSafe(out);
    }

    @Test
    void replay_shouldBeSafe_whenWhatIsNotDoneIsListed() {
        DeadLetterReport letter = new DeadLetterReport(
                "m",
                Optional.empty(),
                Optional.empty(),
                DeadLetterKind.UNKNOWN,
                ATTACK,
                ATTACK,
                Duration.ofDays(1),
                0,
                ATTACK,
                Outcome.FAILED,
                ATTACK);
        ManualClock clock = new ManualClock(Instant.EPOCH);
        ReplayRun run = new ReplayRun(
                _ -> new ReplayReport(List.of(letter), 0, List.of(), false),
                new EmptyQueue(),
                ReplayRequest.of(Mode.REPLAY, DeadLetterFilter.ALL),
                console);

        assertThat(run.execute("run", 1, 0, clock, clock::advance)).isEqualTo(WordsCommand.NOT_ALL);

        assertThat(out.toString()).contains("failed: x\\u001b]0;title");
        assertSafe(out);
    }

    @Test
    void reconcile_shouldBeSafe_whenANameInATableIsNot() {
        Difference difference = new Difference("counter", ATTACK, ATTACK, ATTACK);

        int code = ReconcileCommand.report(
                new Reconciliation.Result(List.of(difference), 0, List.of(difference), 1, 1, 1, Optional.empty()),
                console.out());

        assertThat(code).isEqualTo(WordsCommand.NOT_ALL);
        assertThat(out.toString().lines()).hasSize(5);
        assertSafe(out);
    }

    @Test
    void slack_shouldBeSafe_whenTheAnswerIsNot() {
        console.printLines("1. hello\u001b[2J: 11\n2. a\u202eb: 11");

        assertThat(out.toString()).isEqualTo("1. hello\\u001b[2J: 11\n2. a\\u202eb: 11\n");
    }

    @Test
    void problems_shouldBeSafe_whateverTheySay() {
        List<Exception> problems = List.of(
                new OperatorException("the replay function refused the request: " + ATTACK),
                new IllegalStateException(ATTACK, new IllegalArgumentException(ATTACK)));

        for (Exception problem : problems) {
            assertThat(WordsCommand.impossible(problem, PrintableWriter.over(err)))
                    .isEqualTo(WordsCommand.IMPOSSIBLE);
        }

        assertThat(err.toString()).startsWith("words: the replay function refused the request: " + SHOWN + "\n");
        assertSafe(err);
    }

    @Test
    void options_shouldBeSafe_whenTheyAreWrong() {
        Surroundings surroundings = new Surroundings(
                new Environment(Map.of("AWS_ENDPOINT_URL", "no url " + ATTACK)),
                Clock.systemUTC(),
                Thread::sleep,
                new Random(1),
                () -> "an id",
                Path.of("none"));
        List<List<String>> commands = List.of(
                List.of(ATTACK),
                List.of("replay", ATTACK),
                List.of("replay", "--kind", ATTACK),
                List.of("replay", "--function", ATTACK),
                List.of("replay", "--older-than", ATTACK),
                List.of("reconcile", "--endpoint-url", ATTACK),
                List.of("rebuild"));

        for (List<String> command : commands) {
            int code = WordsCommand.commandLine(new PrintWriter(out, true), new PrintWriter(err, true), surroundings)
                    .execute(command.toArray(String[]::new));
            assertThat(code).as(command.toString()).isBetween(2, 3);
        }

        assertSafe(out);
        assertSafe(err);
    }

    private static void assertSafe(StringWriter text) {
        assertThat(text.toString()
                        .codePoints()
                        .filter(codePoint -> codePoint != '\n' && Printable.isUnsafe(codePoint))
                        .mapToObj(Integer::toHexString))
                .isEmpty();
        assertThat(text.toString()).doesNotContain("\nINVOCATION  sns-multiplier-fn");
    }

    private static final class EmptyQueue implements DeadLetterQueue {
        @Override
        public int visible() {
            return 0;
        }

        @Override
        public int hidden() {
            return 0;
        }
    }
}
