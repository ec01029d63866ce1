package wordcounter.deployment;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import wordcounter.targets.TemplateFunctions;

/** What may know what, in the classes that Maven has compiled. CONTRIBUTING says why. */
class ArchitectureTest {

    /** Each function's module, and the package of its classes. */
    private static final List<String> FUNCTION_MODULES = TemplateFunctions.handlers().keySet().stream()
            .map(TemplateFunctions::module)
            .toList();

    private static final List<String> FUNCTION_PACKAGES = TemplateFunctions.handlers().values().stream()
            .map(handler -> handler.substring(0, handler.lastIndexOf('.')) + "..")
            .toList();

    private static final String OPERATOR_PACKAGE = "wordcounter.operator..";

    /** Stand-ins for two classes of the AWS SDK; docs/decisions/0010 says why. */
    private static final String STAND_INS = "software.amazon.awssdk.regions";

    /** The packages of shared-model, each of which may use those before it. */
    private static final List<String> SHARED_PACKAGES = List.of(
            "json",
            "runtime",
            "tracing",
            "dynamodb",
            "words",
            "events",
            "counts",
            "summaries",
            "intake",
            "deadletters",
            "http",
            "queue",
            "documents",
            "uploads",
            "slack");

    private static final String[] AWS = {"software.amazon..", "com.amazonaws.."};

    private static final JavaClasses SHARED_MODEL = classesOf("shared-model");
    private static final JavaClasses LOCAL_RUNNER = classesOf("local-runner");
    private static final JavaClasses WORD_COUNTER = classesOf(
            Stream.concat(FUNCTION_MODULES.stream(), Stream.of("shared-model", "reconciliation", "operator-cli"))
                    .toArray(String[]::new));

    private static JavaClasses classesOf(String... modules) {
        List<Path> folders = Stream.of(modules)
                .map(module -> Path.of("..", module, "target", "classes"))
                .toList();
        folders.stream()
                .filter(folder -> !Files.isDirectory(folder))
                .findFirst()
                .ifPresent(missing -> {
                    throw new IllegalStateException("there is no " + missing + ": build with -am, or all modules");
                });
        return new ClassFileImporter().importPaths(folders);
    }

    @Test
    void domain_shouldNotKnowAws() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "wordcounter.json..",
                        "wordcounter.words..",
                        "wordcounter.events..",
                        "wordcounter.queue..",
                        "wordcounter.slack..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(AWS)
                .check(SHARED_MODEL);
    }

    /** So that whoever counts something else than words changes the ways in, and nothing behind them: docs/your-own.md. */
    @Test
    void machinery_shouldNotKnowHowATextBecomesWords() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "wordcounter.events..",
                        "wordcounter.counts..",
                        "wordcounter.summaries..",
                        "wordcounter.intake..",
                        "wordcounter.deadletters..",
                        "wordcounter.multiplier..",
                        "wordcounter.logger..",
                        "wordcounter.aggregator..",
                        "wordcounter.replay..",
                        OPERATOR_PACKAGE)
                .should()
                .dependOnClassesThat(describe(
                        "are of wordcounter.words, but for Words",
                        known -> known.getPackageName().equals("wordcounter.words")
                                && !known.getName().matches(".*\\.(Words|InvalidWordsException)(\\$.*)?")))
                .check(WORD_COUNTER);
    }

    /** One class at the edge of a room talks to a service, and says so in its name; so does one that lays an item out. */
    @Test
    void protocols_shouldNotKnowAws_butAtTheirEdges() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "wordcounter.counts..",
                        "wordcounter.summaries..",
                        "wordcounter.intake..",
                        "wordcounter.documents..",
                        "wordcounter.deadletters..",
                        "wordcounter.uploads..")
                .and()
                .haveNameNotMatching(".*\\.((DynamoDb|Sns|Sqs)\\w*|\\w+(Item|Attribute)|CounterValues)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(AWS)
                .check(SHARED_MODEL);
    }

    @ParameterizedTest
    @MethodSource("sharedPackages")
    void sharedModel_shouldUseOnlyRoomsBelow(String room, List<String> below) {
        String[] allowed = Stream.concat(Stream.of(room), below.stream())
                .map(name -> "wordcounter." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("wordcounter." + room + "..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("wordcounter..").and(not(resideInAnyPackage(allowed))))
                .check(SHARED_MODEL);
    }

    static Stream<Arguments> sharedPackages() {
        return SHARED_PACKAGES.stream()
                .map(room -> Arguments.of(room, SHARED_PACKAGES.subList(0, SHARED_PACKAGES.indexOf(room))));
    }

    @Test
    void sharedModel_shouldHaveNoOtherRooms() {
        classes()
                .should()
                .resideInAnyPackage(Stream.concat(
                                SHARED_PACKAGES.stream().map(name -> "wordcounter." + name + ".."),
                                Stream.of(STAND_INS))
                        .toArray(String[]::new))
                .check(SHARED_MODEL);
    }

    @ParameterizedTest
    @MethodSource("functionPackages")
    void functions_shouldNotKnowEachOther(String function) {
        String[] others = Stream.concat(FUNCTION_PACKAGES.stream(), Stream.of(OPERATOR_PACKAGE))
                .filter(other -> !other.equals(function))
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(function)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(WORD_COUNTER);
    }

    static Stream<String> functionPackages() {
        return FUNCTION_PACKAGES.stream();
    }

    @Test
    void operator_shouldNotKnowAFunction() {
        noClasses()
                .that()
                .resideInAPackage(OPERATOR_PACKAGE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FUNCTION_PACKAGES.toArray(String[]::new))
                .check(WORD_COUNTER);
    }

    @Test
    void localRunner_shouldKnowNothingOfWords() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("wordcounter..")
                .check(LOCAL_RUNNER);
    }

    /** It runs in the function's process, where the runner's own class path is not. */
    @Test
    void child_shouldUseNoOtherRoomOfTheLocalRunner() {
        noClasses()
                .that()
                .resideInAPackage("localrunner.functions.child..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("localrunner..")
                        .and(not(resideInAnyPackage("localrunner.functions.child.."))))
                .check(LOCAL_RUNNER);
    }

    @ParameterizedTest
    @CsvSource({"wordcounter.(**)", "localrunner.(**)"})
    void packages_shouldNotBeInACircle(String packages) {
        slices().matching(packages)
                .should()
                .beFreeOfCycles()
                .check(packages.startsWith("wordcounter") ? WORD_COUNTER : LOCAL_RUNNER);
    }

    /** It says who lives in the package, and what may not come in. */
    @Test
    void everyPackage_shouldHaveAPackageInfo() throws IOException {
        assertThat(packages())
                .hasSizeGreaterThan(30)
                .allSatisfy(folder ->
                        assertThat(folder.resolve("package-info.java")).exists());
    }

    private static Set<Path> packages() throws IOException {
        Set<Path> packages = new TreeSet<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path sources : modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .map(Path::getParent)
                            .forEach(packages::add);
                }
            }
        }
        return packages;
    }
}
