package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import wordcounter.summaries.WordTotal;

class BarChartTest {

    private final BarChart chart = new BarChart(30);

    @Test
    void lines_shouldFillTheWidth_inProportion() {
        assertThat(chart.lines(List.of(
                        new WordTotal("hello", 110),
                        new WordTotal("日本語", 55),
                        new WordTotal("🎉", 11),
                        new WordTotal("rare", 1))))
                .containsExactly(
                        "hello   █████████████████  110",
                        "日本語  █████████           55",
                        "🎉      ██                  11",
                        "rare    █                    1");
    }

    @Test
    void lines_shouldCutAWord_whenItLeavesNoRoomForItsBar() {
        assertThat(chart.lines(List.of(new WordTotal("w".repeat(64), 11))))
                .containsExactly("wwwwwwwww...  ████████████  11");
    }

    @Test
    void lines_shouldHaveBars_whenTheTerminalIsVeryNarrow() {
        assertThat(new BarChart(1).lines(List.of(new WordTotal("hello", 22), new WordTotal("world", 11))))
                .containsExactly("hello  ███████████████  22", "world  ████████         11");
    }

    @Test
    void lines_shouldShowEscapes_whenAWordIsNotSafe() {
        assertThat(chart.lines(List.of(new WordTotal("\u001b[2J", 11))))
                .containsExactly("\\u001b[2J  ███████████████  11");
    }

    @Test
    void lines_shouldSaySo_whenThereIsNoWord() {
        assertThat(chart.lines(List.of())).containsExactly("no words yet");
    }
}
