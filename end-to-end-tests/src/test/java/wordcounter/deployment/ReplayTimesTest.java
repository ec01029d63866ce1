package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import wordcounter.deadletters.ReplayTimes;

/** What the code of a replay waits for is what the template lets it run. */
class ReplayTimesTest {

    private final Template template = Template.parse(Template.text());

    @Test
    void functionTimeout_shouldBeTheTemplates() {
        assertThat(timeout("DeadLetterReplayFunction")).isEqualTo(ReplayTimes.FUNCTION_TIMEOUT);
    }

    @Test
    void targetTimeout_shouldBeTheLongestOfTheFunctionsThatAReplayWaitsFor() {
        Map<?, ?> variables = Template.map(
                template.resources(), "DeadLetterReplayFunction", "Properties", "Environment", "Variables");
        List<Duration> timeouts = variables.entrySet().stream()
                .filter(variable -> String.valueOf(variable.getKey()).endsWith("_FUNCTION"))
                .flatMap(variable -> Template.texts(variable.getValue()).stream())
                .filter(text -> text.endsWith(".Alias"))
                .filter(function ->
                        !function.matches("(UploadedWords|NightlyReconcile)Function.*")) // nobody waits for them
                .map(function -> timeout(function.replace(".Alias", "")))
                .sorted()
                .toList();

        assertThat(timeouts).hasSize(6);
        assertThat(timeouts.getLast()).isEqualTo(ReplayTimes.TARGET_TIMEOUT);
    }

    @Test
    void times_shouldOutlastEachOther() {
        assertThat(List.of(
                        ReplayTimes.TARGET_TIMEOUT,
                        ReplayTimes.INVOCATION,
                        ReplayTimes.FUNCTION_TIMEOUT,
                        ReplayTimes.CALL,
                        ReplayTimes.HIDDEN))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    private Duration timeout(String function) {
        String own = Template.text(template.resources(), function, "Properties", "Timeout");
        String seconds = own.isEmpty() ? Template.text(template.section("Globals"), "Function", "Timeout") : own;
        return Duration.ofSeconds(Long.parseLong(seconds));
    }
}
