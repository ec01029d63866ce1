package localrunner.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardConsoleTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void line_shouldAlignNamesAndPrefixEachLine() {
        // given
        StandardConsole console = console(false);

        // when
        console.line("Api", "ü\nsecond");
        console.warn("Multiplier", "careful");

        // then
        assertThat(text()).isEqualTo("""
                Api        | ü
                Api        | second
                Multiplier | WARNING: careful
                """);
    }

    @Test
    void line_shouldColourNameOnly_whenColoured() {
        // given
        StandardConsole console = console(true);

        // when
        console.line("Api", "text");

        // then
        assertThat(text()).matches("\u001b\\[\\d+mApi       \u001b\\[0m \\| text\n");
    }

    private StandardConsole console(boolean coloured) {
        return new StandardConsole(
                new PrintStream(printed, false, StandardCharsets.UTF_8), coloured, List.of("Api", "Multiplier"));
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
