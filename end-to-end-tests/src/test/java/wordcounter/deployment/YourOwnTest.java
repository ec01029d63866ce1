package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.targets.TemplateFunctions;

/** What docs/your-own.md says can go, and what stays, is what there is: each function and each room of shared-model, once. */
class YourOwnTest {

    private static final Path ROOT = Path.of("..");
    private static final Path DOCUMENT = ROOT.resolve("docs/your-own.md");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    private final String document;

    YourOwnTest() throws IOException {
        document = Files.readString(DOCUMENT);
    }

    /**
     * A row of the table of what can go.
     *
     * @param conditions of the template; none for what is no part of its own there
     * @param folders from the project's folder
     * @param rooms packages of shared-model
     * @param classes by their names without a package
     */
    private record Way(List<String> conditions, List<String> folders, List<String> rooms, List<String> classes) {

        static List<Way> of(String document) {
            return rows(document, "| can go |")
                    .map(cells -> new Way(quoted(cells[2]), quoted(cells[3]), quoted(cells[4]), quoted(cells[5])))
                    .toList();
        }
    }

    @Test
    void document_shouldBeAsTheProject() throws IOException {
        assertThat(wrong(document)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "`HasDigest` | `HasPost` | no condition HasPost, no row of HasDigest, slack-digest-fn is not of the row's condition",
                "`uploaded-words-fn`, | '' | no row of uploaded-words-fn",
                "`queued-words-fn`, | `queue-fn`, | no folder queue-fn, no row of queued-words-fn",
                "`uploads` | `loads` | no room loads, no row of the room uploads",
                "`DocumentCheck` | `DocumentChecker` | no class DocumentChecker",
                "`dynamodb` | `database` | no room database, no row of the room dynamodb"
            })
    void wrong_shouldFindIt(String right, String wrong, String found) throws IOException {
        assertThat(document).contains(right);

        assertThat(wrong(document.replace(right, wrong))).contains(found.split(", "));
    }

    private static List<String> wrong(String text) throws IOException {
        List<Way> ways = Way.of(text);
        List<String> stay = rows(text, "| stays |")
                .flatMap(cells -> quoted(cells[1]).stream())
                .toList();
        List<String> wrong = new ArrayList<>();
        Set<String> conditions = conditionsOfParts();
        Set<String> modules = TemplateFunctions.handlers().keySet().stream()
                .map(TemplateFunctions::module)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> rooms = rooms();
        Set<String> classes = classes();
        for (Way way : ways) {
            way.conditions().stream()
                    .filter(condition -> !conditions.remove(condition))
                    .forEach(condition -> wrong.add("no condition " + condition));
            way.folders().stream()
                    .filter(folder -> !Files.exists(ROOT.resolve(folder)))
                    .forEach(folder -> wrong.add("no folder " + folder));
            way.folders().stream()
                    .filter(modules::remove)
                    .filter(module -> !way.conditions().contains(condition(module)))
                    .forEach(module -> wrong.add(module + " is not of the row's condition"));
            way.rooms().stream().filter(room -> !rooms.remove(room)).forEach(room -> wrong.add("no room " + room));
            way.classes().stream()
                    .filter(name -> !classes.contains(name))
                    .forEach(name -> wrong.add("no class " + name));
        }
        for (String name : stay) {
            if (!modules.remove(name) && !rooms.remove(name)) {
                wrong.add("no room " + name);
            }
        }
        conditions.forEach(condition -> wrong.add("no row of " + condition));
        modules.forEach(module -> wrong.add("no row of " + module));
        rooms.forEach(room -> wrong.add("no row of the room " + room));
        return wrong;
    }

    /** Those that leave functions out. */
    static Set<String> conditionsOfParts() {
        return Template.parse(Template.text()).resourcesOf(Template.FUNCTION).values().stream()
                .map(function -> Template.text(function, "Condition"))
                .filter(condition -> !condition.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** That of the function which the module is of; empty when it is in every stack. */
    private static String condition(String module) {
        return Template.parse(Template.text()).resourcesOf(Template.FUNCTION).entrySet().stream()
                .filter(function -> TemplateFunctions.module(function.getKey()).equals(module))
                .map(function -> Template.text(function.getValue(), "Condition"))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> rooms() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT.resolve("shared-model/src/main/java/wordcounter"))) {
            return folders.map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> classes() throws IOException {
        Set<String> classes = new TreeSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path sources : modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".java"))
                            .forEach(name -> classes.add(name.replace(".java", "")));
                }
            }
        }
        return classes;
    }

    /** The cells of each row of the table that begins so; the first cell is empty. */
    private static Stream<String[]> rows(String document, String head) {
        return document.lines()
                .dropWhile(line -> !line.startsWith(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split(" *\\| *", -1));
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(YourOwnTest::inside).toList();
    }

    private static String inside(MatchResult quoted) {
        return quoted.group(1);
    }
}
