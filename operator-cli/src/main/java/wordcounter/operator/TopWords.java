package wordcounter.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import wordcounter.runtime.Backoff.Sleeper;
import wordcounter.summaries.WordTotal;

/** Shows the most frequent words, once or again and again. */
final class TopWords {

    private final Supplier<List<WordTotal>> source;
    private final BarChart chart;
    private final Clock clock;
    private final Sleeper sleeper;

    /** @param source reads them, and throws an {@link OperatorException} when that can't be done */
    TopWords(Supplier<List<WordTotal>> source, BarChart chart, Clock clock, Sleeper sleeper) {
        this.source = source;
        this.chart = chart;
        this.clock = clock;
        this.sleeper = sleeper;
    }

    /** The lines of what is there now. */
    List<String> lines() {
        return chart.lines(source.get());
    }

    /**
     * Shows them until the thread is interrupted. While they can't be read it says so, and leaves the last ones where they are.
     *
     * @throws OperatorException when they can't be read at the beginning
     */
    void watch(Duration interval, Screen screen) {
        List<String> words = lines();
        screen.show(titled("", words));
        while (slept(interval)) {
            String problem = "";
            try {
                words = lines();
            } catch (OperatorException e) {
                problem = "  " + Printable.message(String.valueOf(e.getMessage()));
            }
            screen.show(titled(problem, words));
        }
    }

    private List<String> titled(String problem, List<String> words) {
        List<String> lines = new ArrayList<>();
        lines.add(clock.instant().truncatedTo(ChronoUnit.SECONDS) + problem);
        lines.addAll(words);
        return lines;
    }

    private boolean slept(Duration interval) {
        try {
            sleeper.sleep(interval);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
