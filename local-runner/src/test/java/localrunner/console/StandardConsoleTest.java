package localrunner.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StandardConsoleTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void line_shouldAlignNamesAndPrefixEachLine() {
        StandardConsole console = console(false);

        console.line("Api", "ü\nsecond");
        console.warn("Multiplier", "careful");

        assertThat(text()).isEqualTo("""
                Api        | ü
                Api        | second
                Multiplier | WARNING: careful
                """);
    }

    @Test
    void line_shouldColourNameOnly_whenColoured() {
        StandardConsole console = console(true);

        console.line("Api", "text");

        assertThat(text()).matches("\u001b\\[\\d+mApi       \u001b\\[0m \\| text\n");
    }

    @Test
    void line_shouldSayThatNobodyReads_whenTheOutputIsClosed() throws Exception {
        AtomicInteger told = new AtomicInteger();
        PipedInputStream reader = new PipedInputStream();
        PrintStream out = new PrintStream(new PipedOutputStream(reader), false, StandardCharsets.UTF_8);
        StandardConsole console = new StandardConsole(out, false, false, told::incrementAndGet);
        console.line("Api", "read");
        assertThat(told).hasValue(0);

        reader.close();
        console.line("Api", "not read");

        assertThat(told).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"false, 'Api | done in 12 ms'", "true, 'Api | REPORT RequestId: a Duration: 12 ms'"})
    void report_shouldBeBrief_unlessMoreIsWanted(boolean verbose, String line) {
        PrintStream out = new PrintStream(printed, false, StandardCharsets.UTF_8);

        new StandardConsole(out, false, verbose, () -> {})
                .report("Api", "done in 12 ms", "REPORT RequestId: a Duration: 12 ms");

        assertThat(text()).isEqualTo(line + "\n");
    }

    private StandardConsole console(boolean coloured) {
        StandardConsole console =
                new StandardConsole(new PrintStream(printed, false, StandardCharsets.UTF_8), coloured, false, () -> {});
        console.expect(List.of("Api", "Multiplier"));
        return console;
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
