package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** docs/runbook.md has a section for each alarm of the template, whose description leads there, and none for any other. */
class RunbookTest {

    private static final Path RUNBOOK = Path.of("..", "docs", "runbook.md");
    private static final String PATH = "docs/runbook.md#";

    /** What each section answers, in this order. */
    private static final List<String> QUESTIONS =
            List.of("**It means**", "**How bad**", "**Look**", "**Do**", "**It is over**");

    @Test
    void sections_shouldBeTheAlarms() throws IOException {
        assertThat(sections(Files.readString(RUNBOOK)).keySet())
                .containsExactlyInAnyOrderElementsOf(
                        new AlarmRules(Template.text()).alarms().keySet());
    }

    @Test
    void sections_shouldAnswerEachQuestion_withTheCommandToLook() throws IOException {
        assertThat(unanswered(Files.readString(RUNBOOK))).isEmpty();
    }

    @Test
    void descriptions_shouldLeadToTheSection() {
        assertThat(astray(Template.text())).isEmpty();
    }

    @Test
    void rules_shouldFindWhatIsMissing() throws IOException {
        String runbook = Files.readString(RUNBOOK);

        assertThat(sections(runbook.replace("## WordsApiAlarm", "## ApiAlarm")))
                .doesNotContainKey("WordsApiAlarm")
                .containsKey("ApiAlarm");
        assertThat(unanswered("## AnAlarm\n\n**It means** something.\n**How bad** Not.\n**Look**\n**Do** it.\n"))
                .containsExactly("AnAlarm: **It is over**", "AnAlarm: no command");
        assertThat(astray(Template.text().replace(PATH + "wordsapialarm", PATH + "apialarm")))
                .containsExactly("WordsApiAlarm");
    }

    /** By the heading, as far as it names an alarm. */
    private static Map<String, String> sections(String runbook) {
        Map<String, String> sections = new LinkedHashMap<>();
        for (String section : ("\n" + runbook).split("\n## ", -1)) {
            String heading = section.lines().findFirst().orElse("").strip();
            if (heading.matches("\\w+Alarm")) {
                sections.put(heading, section);
            }
        }
        return sections;
    }

    private static List<String> unanswered(String runbook) {
        List<String> unanswered = new ArrayList<>();
        sections(runbook).forEach((alarm, section) -> {
            int at = 0;
            for (String question : QUESTIONS) {
                int found = section.indexOf(question, at);
                if (found < 0) {
                    unanswered.add(alarm + ": " + question);
                } else {
                    at = found;
                }
            }
            if (!section.contains("```sh\n")) {
                unanswered.add(alarm + ": no command");
            }
        });
        return unanswered;
    }

    /** Alarms whose description does not end with the address of their section. */
    private static List<String> astray(String template) {
        return new AlarmRules(template)
                .alarms().entrySet().stream()
                        .filter(alarm -> !Template.text(alarm.getValue(), "Properties", "AlarmDescription")
                                .endsWith(" " + PATH + alarm.getKey().toLowerCase(Locale.ROOT)))
                        .map(Map.Entry::getKey)
                        .toList();
    }
}
