package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import wordcounter.summaries.WordTotal;
import wordcounter.testing.ManualClock;

class TopWordsTest {

    private static final List<WordTotal> HELLO = List.of(new WordTotal("hello", 11));
    private static final List<WordTotal> WORLD = List.of(new WordTotal("world", 22), new WordTotal("hello", 11));
    private static final String HELLO_LINE = "hello  ███████████████  11";

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-27T12:00:00.500Z"));
    private final StringWriter out = new StringWriter();
    private final Deque<Object> answers = new ArrayDeque<>();

    @AfterEach
    void forgetTheInterrupt() {
        boolean _ = Thread.interrupted();
    }

    @Test
    void watch_shouldPrintOneAfterTheOther_whenThereIsNoTerminal() {
        watch(false, 24, HELLO, WORLD);

        assertThat(out.toString()).isEqualTo("""
                        2026-11-27T12:00:00Z
                        hello  ███████████████  11

                        2026-11-27T12:00:02Z
                        world  ███████████████  22
                        hello  ████████         11
                        """);
    }

    @Test
    void watch_shouldDrawOverTheLinesBefore_andLeaveTheTerminalAsItWas() {
        watch(true, 24, HELLO, WORLD);

        assertThat(out.toString().replace('\u001b', '^'))
                .isEqualTo("^[?1049h^[?25l"
                        + "^[H2026-11-27T12:00:00Z^[K\nhello  ███████████████  11^[K\n^[J"
                        + "^[H2026-11-27T12:00:02Z^[K\nworld  ███████████████  22^[K\nhello  ████████         11^[K\n^[J"
                        + "^[?25h^[?1049l"
                        + "2026-11-27T12:00:02Z\nworld  ███████████████  22\nhello  ████████         11\n");
    }

    @Test
    void watch_shouldLeaveOutTheLast_whenTheTerminalHasFewerLines() {
        watch(true, 3, WORLD);

        assertThat(out.toString().replace('\u001b', '^'))
                .startsWith("^[?1049h^[?25l^[H2026-11-27T12:00:00Z^[K\nworld  ███████████████  22^[K\n^[J^[?25h");
    }

    @Test
    void watch_shouldSaySoAndGoOn_whenNothingAnswersForAWhile() {
        watch(false, 24, HELLO, new OperatorException("nothing answers\u001b[2J"), WORLD);

        assertThat(out.toString()).isEqualTo("""
                        2026-11-27T12:00:00Z
                        hello  ███████████████  11

                        2026-11-27T12:00:02Z  nothing answers\\u001b[2J
                        hello  ███████████████  11

                        2026-11-27T12:00:04Z
                        world  ███████████████  22
                        hello  ████████         11
                        """);
    }

    @Test
    void watch_shouldEnd_whenNothingAnswersAtTheBeginning() {
        assertThatThrownBy(() -> watch(true, 24, new OperatorException("nothing answers")))
                .isInstanceOf(OperatorException.class);

        assertThat(out.toString()).isEmpty();
    }

    @Test
    void screen_shouldStayClosed_whenSomebodyStillDraws() {
        PrintWriter writer = new PrintWriter(out, true);
        Screen screen = new Screen(writer, writer, true, 24);
        screen.show(List.of(HELLO_LINE));
        screen.close();
        String closed = out.toString();

        screen.show(List.of(HELLO_LINE));
        screen.close();

        assertThat(out.toString()).isEqualTo(closed);
    }

    /** Watches until there are no more answers, as if somebody pressed Ctrl-C then. */
    private void watch(boolean isTerminal, int rows, Object... next) {
        answers.addAll(List.of(next));
        TopWords words = new TopWords(this::answer, new BarChart(24), clock, this::sleep);
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(out, true), isTerminal);
        try (Screen screen = console.screen(rows)) {
            words.watch(Duration.ofSeconds(2), screen);
        }
    }

    @SuppressWarnings("unchecked")
    private List<WordTotal> answer() {
        Object answer = answers.remove();
        if (answer instanceof OperatorException problem) {
            throw problem;
        }
        return (List<WordTotal>) answer;
    }

    private void sleep(Duration duration) throws InterruptedException {
        if (answers.isEmpty()) {
            throw new InterruptedException("Ctrl-C");
        }
        clock.advance(duration);
    }
}
