package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a document says is shown by a test, is shown by a test. */
class DocumentedTestsTest {

    private static final Path ROOT = Path.of("..");

    /** A module's name holds for the tests that follow it in the same cell. */
    private static final Pattern NAMED = Pattern.compile("(?<module>reconciliation|[a-z]+(-[a-z]+)+) (?=`[A-Z])"
            + "|(?<cell>\\|)|`(?<test>[A-Z]\\w+(Test|IT))\\.(?<method>\\w+)`");

    @ParameterizedTest
    @ValueSource(strings = {"docs/reliability.md", "docs/operations.md", "local-runner/README.md"})
    void testsNamedInADocument_shouldBeThere(String document) throws IOException {
        String text = Files.readString(ROOT.resolve(document));

        assertThat(missing(text, document.startsWith("docs") ? "" : document.replaceAll("/.*", "")))
                .as("named in " + document + " and not there")
                .isEmpty();
        assertThat(NAMED.matcher(text).results().filter(DocumentedTestsTest::isTest))
                .hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @CsvSource({
        "local-runner `LocalSnsTest.publish_shouldAnswerAtOnce_whenDeliveryHangs`, 0",
        "local-runner `LocalSnsTest.publish_shouldAnswerAtOnce_whenDeliveryHung`, 1",
        "shared-model `LocalSnsTest.publish_shouldAnswerAtOnce_whenDeliveryHangs`, 1",
        "`LocalSnsTest.publish_shouldAnswerAtOnce_whenDeliveryHangs`, 0",
    })
    void missing_shouldFindTests_whereTheyAreSaidToBe(String cell, int missing) throws IOException {
        assertThat(missing("| " + cell + " |", "")).hasSize(missing);
    }

    /** @param home the module of tests that stand there without one; empty for any */
    private static List<String> missing(String text, String home) throws IOException {
        List<String> missing = new ArrayList<>();
        String module = home;
        Matcher matcher = NAMED.matcher(text);
        while (matcher.find()) {
            if (matcher.group("module") != null) {
                module = matcher.group("module");
            } else if (matcher.group("cell") != null) {
                module = home;
            } else if (!isThere(module, matcher.group("test"), matcher.group("method"))) {
                missing.add((module + " " + matcher.group("test") + "." + matcher.group("method")).strip());
            }
        }
        return missing;
    }

    private static boolean isTest(MatchResult result) {
        return Optional.ofNullable(result.group("test")).isPresent();
    }

    private static boolean isThere(String module, String test, String method) throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.filter(folder -> module.isEmpty() || folder.endsWith(module))
                    .map(folder -> folder.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .anyMatch(folder -> isThere(folder, test + ".java", method));
        }
    }

    private static boolean isThere(Path folder, String file, String method) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.endsWith(file)).anyMatch(path -> hasMethod(path, method));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasMethod(Path file, String method) {
        try {
            return Files.readString(file).contains("void " + method + "(");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
