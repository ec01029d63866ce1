package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Lambda gets for each function. */
class PackagedFunctionsIT {

    private static final Set<String> FINDING_WORDS = Set.of(
            "word-counter-fn", "queued-words-fn", "document-words-fn", "uploaded-words-fn", "summary-retriever-fn");

    /** As AWS counts in its quotas. */
    private static final long MEGABYTE = 1024 * 1024;

    @ParameterizedTest(name = "{0} has at most {1} MB")
    @CsvSource({
        "word-counter-fn, 20",
        "queued-words-fn, 20",
        "document-words-fn, 20",
        "uploaded-words-fn, 20",
        "sns-multiplier-fn, 10",
        "sns-logger-fn, 10",
        "event-aggregator-fn, 10",
        "slack-digest-fn, 10",
        "nightly-reconcile-fn, 10",
        "summary-retriever-fn, 10",
        "dead-letter-replay-fn, 10"
    })
    void lambdaZip_shouldBeSmall_withClassesAtTheRootAndDependenciesUnderLib(String module, int megabytes)
            throws IOException {
        Path zip = Path.of("..", module, "target", "lambda.zip");

        assertThat(Files.size(zip)).isLessThanOrEqualTo(megabytes * MEGABYTE);
        try (ZipFile file = new ZipFile(zip.toFile())) {
            List<String> names = file.stream().map(ZipEntry::getName).toList();
            assertThat(names).anyMatch(name -> name.startsWith("wordcounter/") && name.endsWith("Handler.class"));
            assertThat(names).filteredOn(name -> name.endsWith(".jar")).allMatch(name -> name.startsWith("lib/"));
            assertThat(names)
                    .as("no test, no second HTTP client")
                    .noneMatch(name ->
                            name.matches(".*(junit|assertj|jqwik|-tests|netty|apache-client|url-connection).*"));
            assertThat(names.stream().anyMatch(name -> name.startsWith("lib/icu4j-")))
                    .as("ICU is where words are found or looked up, and nowhere else")
                    .isEqualTo(FINDING_WORDS.contains(module));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Naïve 1️⃣ क्‍ष | naïve 1️⃣ क्‍ष
            私は日本語を勉強しています | 私 は 日本語 を 勉強 し てい ます
            我是中国人 | 我是 中国人
            コンピューター | コンピューター
            ภาษาไทย | ภาษา ไทย
            ພາສາລາວ | ພາສາ ລາວ
            ខ្ញុំស្រឡាញ់ | ខ្ញុំ ស្រឡាញ់
            မြန်မာစကား | မြန်မာ စကား
            """)
    void trimmedIcu_shouldFindWords_andFindThemAgain(String text, String words) throws Exception {
        List<String> expected = List.of(words.split(" "));

        assertThat(words("word-counter-fn", "tokenize", text)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(words("queued-words-fn", "tokenize", text)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(words("document-words-fn", "tokenize", text)).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(words("uploaded-words-fn", "tokenize", text)).containsExactlyInAnyOrderElementsOf(expected);
        for (String word : expected) {
            assertThat(words("word-counter-fn", "tokenizeForLookup", word)).containsExactly(word);
            assertThat(words("summary-retriever-fn", "tokenizeForLookup", word)).containsExactly(word);
        }
    }

    /** Runs the function's own classes, with no other beside them. */
    private static List<String> words(String module, String method, String text) throws Exception {
        Path folder = Path.of("..", module, "target", "lambda");
        List<URL> urls = new ArrayList<>(List.of(folder.toUri().toURL()));
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder.resolve("lib"), "*.jar")) {
            for (Path jar : jars) {
                urls.add(jar.toUri().toURL());
            }
        }
        try (URLClassLoader classes =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Object found = classes.loadClass("wordcounter.words.Tokenizer")
                    .getMethod(method, String.class)
                    .invoke(null, text);
            Map<?, ?> occurrences =
                    (Map<?, ?>) found.getClass().getMethod("occurrences").invoke(found);
            return occurrences.keySet().stream().map(String::valueOf).toList();
        }
    }
}
