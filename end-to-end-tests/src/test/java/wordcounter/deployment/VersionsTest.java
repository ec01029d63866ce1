package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every pom.xml and the changelog speak of one version. */
class VersionsTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern OF_THE_PROJECT = Pattern.compile(
            "<groupId>wordcounter</groupId>\\s*<artifactId>word-counter</artifactId>\\s*<version>([^<]*)</version>");

    @Test
    void poms_shouldHaveOneVersion() throws IOException {
        List<String> versions = poms().map(VersionsTest::version).distinct().toList();

        assertThat(versions).hasSize(1);
        assertThat(poms()).hasSizeGreaterThan(14);
    }

    @Test
    void changelog_shouldHaveItsPartsInOrder() throws IOException {
        String version = version(ROOT.resolve("pom.xml"));
        List<String> headings = Files.readAllLines(ROOT.resolve("CHANGELOG.md")).stream()
                .filter(line -> line.startsWith("## "))
                .toList();

        assertThat(headings).first().isEqualTo("## Unreleased");
        assertThat(headings.subList(1, headings.size()))
                .allMatch(heading -> heading.matches("## \\d+\\.\\d+\\.\\d+ - \\d{4}-\\d\\d-\\d\\d"));
        if (!version.endsWith("-SNAPSHOT")) {
            assertThat(headings.get(1)).startsWith("## " + version + " - ");
        }
    }

    private static Stream<Path> poms() throws IOException {
        List<Path> poms;
        try (Stream<Path> files = Files.walk(ROOT, 3)) {
            poms = files.filter(file -> file.endsWith("pom.xml"))
                    .filter(file -> !file.toString().contains("target"))
                    .toList();
        }
        return poms.stream();
    }

    private static String version(Path pom) {
        try {
            return OF_THE_PROJECT
                    .matcher(Files.readString(pom))
                    .results()
                    .findFirst()
                    .map((MatchResult found) -> found.group(1))
                    .orElse(pom + " has none");
        } catch (IOException e) {
            return pom + " can't be read";
        }
    }
}
