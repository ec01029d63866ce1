package wordcounter.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Lambda gets for each function. */
class PackagedFunctionsIT {

    /** 10 MB, as AWS counts in its quotas. */
    private static final long MAX_BYTES = 10L * 1024 * 1024;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "word-counter-fn",
                "sns-multiplier-fn",
                "sns-logger-fn",
                "event-aggregator-fn",
                "summary-retriever-fn",
                "dead-letter-replay-fn"
            })
    void lambdaZip_shouldBeSmall_withClassesAtTheRootAndDependenciesUnderLib(String module) throws IOException {
        Path zip = Path.of("..", module, "target", "lambda.zip");

        assertThat(Files.size(zip)).isLessThanOrEqualTo(MAX_BYTES);
        try (ZipFile file = new ZipFile(zip.toFile())) {
            List<String> names = file.stream().map(ZipEntry::getName).toList();
            assertThat(names).anyMatch(name -> name.startsWith("wordcounter/") && name.endsWith("Handler.class"));
            assertThat(names).filteredOn(name -> name.endsWith(".jar")).allMatch(name -> name.startsWith("lib/"));
            assertThat(names)
                    .as("no test, no second HTTP client")
                    .noneMatch(name ->
                            name.matches(".*(junit|assertj|jqwik|-tests|icu4j|netty|apache-client|url-connection).*"));
        }
    }
}
