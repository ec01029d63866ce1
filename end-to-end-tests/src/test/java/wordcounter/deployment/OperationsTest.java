package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * docs/operations.md has a row for each alarm of the template, with a metric that the alarm looks at, a message that is logged, and its
 * section of the runbook. That the tests it names are there is what {@link DocumentedTestsTest} looks at.
 */
class OperationsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern QUOTED = Pattern.compile("`([^`]*)`");

    private final String document;
    private final Set<String> messages;

    OperationsTest() throws IOException {
        document = Files.readString(ROOT.resolve("docs/operations.md"));
        messages = DocumentedMessagesTest.documented(Files.readString(ROOT.resolve("docs/operate.md")));
    }

    /** @param alarms the first is the row's own */
    private record Row(String log, String metric, List<String> alarms, String runbook) {

        static List<Row> of(String document) {
            return document.lines()
                    .dropWhile(line -> !line.startsWith("| failure |"))
                    .skip(2)
                    .takeWhile(line -> line.startsWith("|"))
                    .map(line -> line.split(" *\\| *", -1))
                    .map(cells -> new Row(cells[2], quoted(cells[3]).getFirst(), quoted(cells[4]), cells[5]))
                    .toList();
        }
    }

    @Test
    void rows_shouldBeAsTheTemplateAndTheLog() {
        assertThat(wrong(document)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "`WordsApiAlarm` | `ApiAlarm` | no alarm ApiAlarm, no row of WordsApiAlarm",
                "`5XXError` | `4XXError` | WordsApiAlarm does not look at 4XXError",
                "`not published` | `unpublished` | nobody logs unpublished",
                "(runbook.md#wordsapialarm) | (runbook.md#apialarm) | WordsApiAlarm has another section"
            })
    void wrong_shouldFindIt(String right, String wrong, String found) {
        String row = document.lines()
                .filter(line -> line.contains("| `WordsApiAlarm` |"))
                .findFirst()
                .orElseThrow();
        assertThat(row).contains(right);

        assertThat(wrong(document.replace(row, row.replace(right, wrong)))).contains(found.split(", "));
    }

    private List<String> wrong(String text) {
        Map<String, Map<?, ?>> alarms = new AlarmRules(Template.text()).alarms();
        List<String> wrong = new ArrayList<>();
        Set<String> without = new TreeSet<>(alarms.keySet());
        for (Row row : Row.of(text)) {
            String own = row.alarms().getFirst();
            without.remove(own);
            row.alarms().stream()
                    .filter(alarm -> !alarms.containsKey(alarm))
                    .forEach(alarm -> wrong.add("no alarm " + alarm));
            if (!Template.texts(alarms.getOrDefault(own, Map.of())).contains(row.metric())) {
                wrong.add(own + " does not look at " + row.metric());
            }
            quoted(row.log()).stream()
                    .filter(message -> !messages.contains(message))
                    .forEach(message -> wrong.add("nobody logs " + message));
            if (!row.runbook().endsWith("(runbook.md#" + own.toLowerCase(Locale.ROOT) + ")")) {
                wrong.add(own + " has another section");
            }
        }
        without.forEach(alarm -> wrong.add("no row of " + alarm));
        return wrong;
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(text -> text.group(1)).toList();
    }
}
