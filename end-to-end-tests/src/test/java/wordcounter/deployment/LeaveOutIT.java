package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code .ci/leave-out} takes each part out of the template, and all of them: what is left is whole, and keeps every rule. */
class LeaveOutIT {

    private static final int LONGEST_SECONDS = 30;

    /** A reference in each of the ways of writing one; the comments are gone by then. */
    private static final Pattern REFERENCE = Pattern.compile(
            "!(?:Ref|GetAtt|Condition) \"?(\\w+)|\\$\\{(\\w+)[.}]|!If \\[(\\w+),|\n +Condition: (\\w+)\n|!If\n +- (Has\\w+)\n");

    /** What has a name: parameters, conditions, resources and outputs, and the variables of a !Sub. */
    private static final Pattern NAME = Pattern.compile("\n {2}(\\w+):|\n +(?:- )?(\\w+): !If");

    /** What AWS SAM, CloudFormation or the local runner gives a value. */
    private static final Set<String> GIVEN = Set.of(
            "AWS", "WordsApiApiKey", "SlackDigestFunctionDaily", "NightlyReconcileFunctionNightly", "Port", "ApiKey");

    @TempDir
    private Path folder;

    static Stream<List<String>> parts() {
        List<String> all = List.copyOf(YourOwnTest.conditionsOfParts());
        return Stream.concat(all.stream().map(List::of), Stream.of(all));
    }

    @ParameterizedTest
    @MethodSource("parts")
    void template_shouldBeWhole_withoutIt(List<String> conditions) throws Exception {
        Set<String> before = Template.parse(Template.text()).resources().keySet();

        String text = without(conditions);

        Template template = Template.parse(text);
        assertThat(template.resources().values())
                .noneMatch(resource -> conditions.contains(Template.text(resource, "Condition")));
        assertThat(before)
                .containsAll(template.resources().keySet())
                .hasSizeGreaterThan(template.resources().size() + 5);
        assertThat(dangling(text)).isEmpty();
        assertThat(broken(new TemplateRules(text))).isEmpty();
        assertThat(broken(new AlarmRules(text))).isEmpty();
    }

    @Test
    void template_shouldBeAsItWas_whenTheConditionIsNotThere() throws Exception {
        assumeTrue(hasPython(), "there is no python3");

        assertThat(run("HasNothing")).isEqualTo(1);

        assertThat(Files.readString(folder.resolve("output"))).contains("template.yaml has no condition HasNothing");
        assertThat(folder.resolve("template.yaml")).hasContent(Template.text());
    }

    @Test
    void dangling_shouldFindWhatIsNotThere() {
        assertThat(dangling(Template.text())).isEmpty();
        assertThat(dangling(Template.text().replace("\n  WordsTopic:\n", "\n  OtherTopic:\n")))
                .containsExactly("WordsTopic");
    }

    private String without(List<String> conditions) throws Exception {
        assumeTrue(hasPython(), "there is no python3");
        assertThat(run(conditions.toArray(String[]::new)))
                .as(Files.readString(folder.resolve("output")))
                .isZero();
        return Files.readString(folder.resolve("template.yaml"));
    }

    private int run(String... conditions) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("template.yaml"), Template.text());
        return run(Stream.concat(
                        Stream.of(
                                "python3",
                                Path.of("../.ci/leave-out").toAbsolutePath().toString()),
                        Stream.of(conditions))
                .toList());
    }

    private boolean hasPython() throws InterruptedException {
        try {
            return run(List.of("python3", "--version")) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private int run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** What breaks any of the rules, each of which is a method. */
    private static List<String> broken(Object rules) throws ReflectiveOperationException {
        List<String> broken = new ArrayList<>();
        for (Method rule : rules.getClass().getDeclaredMethods()) {
            if (!Modifier.isPrivate(rule.getModifiers())
                    && rule.getParameterCount() == 0
                    && rule.invoke(rules) instanceof List<?> found) {
                found.forEach(what -> broken.add(rule.getName() + ": " + what));
            }
        }
        return broken;
    }

    /** What is named and not there. */
    private static Set<String> dangling(String template) {
        String text = template.replaceAll("\n *#.*", "");
        Set<String> dangling = groups(REFERENCE, text);
        dangling.removeAll(groups(NAME, text));
        dangling.removeAll(GIVEN);
        return dangling;
    }

    private static Set<String> groups(Pattern pattern, String text) {
        Set<String> found = new TreeSet<>();
        pattern.matcher(text).results().forEach(result -> {
            for (int group = 1; group <= result.groupCount(); group++) {
                if (result.start(group) >= 0) {
                    found.add(result.group(group));
                }
            }
        });
        return found;
    }
}
