package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The memory that ./words gives a command is enough, however large the tables are. */
class ReconciliationMemoryIT {

    @TempDir
    private Path folder;

    @Test
    void run_shouldFindNothingElse_whenTablesAreLargerThanTheMemory() throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Path temporary = folder.resolve("temporary");
        assertThat(temporary.toFile().mkdir()).isTrue();

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeTables.class.getName(),
                        temporary.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();

        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        assertThat(output)
                .content(StandardCharsets.UTF_8)
                .endsWith("""
                        ... and 999000 more.
                        1000000 differences in 40000 words, 800000 counters, 1000000 events.
                        """)
                .doesNotContainPattern("(?m)^(word|index|total|counter) ");
        assertThat(temporary).isEmptyDirectory();
    }
}
