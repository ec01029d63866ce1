package benchmarks.answers;

import static org.assertj.core.api.Assertions.assertThat;

import benchmarks.process.Contender;
import benchmarks.process.JavaCommand;
import benchmarks.process.Surroundings;
import benchmarks.report.Figures;
import benchmarks.stub.AwsStub;
import benchmarks.stub.Certificates;
import benchmarks.stub.TableDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import localrunner.functions.RuntimeApi;
import localrunner.functions.RuntimeFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The usual function in a process of its own, against the stub: the harness measures, and the contender does its work. */
class AnswersBenchmarkIT {

    private static final Path USUAL = Path.of("usual-fn/target/lambda").toAbsolutePath();
    private static final Path POST = Path.of("../events/word-counter-fn/post-words.json");

    @TempDir
    Path folder;

    @Test
    void run_shouldMeasureAPlainAndARestoredContender() throws Exception {
        Certificates certificates = Certificates.into(folder);
        try (AwsStub aws =
                        new AwsStub(List.of(new TableDefinition("UsualCounts", "word")), certificates, Duration.ZERO);
                RuntimeApi runtimeApi = new RuntimeApi()) {
            AnswersBenchmark benchmark = new AnswersBenchmark(
                    new Surroundings(runtimeApi, aws, folder),
                    Files.readString(POST),
                    new AnswersBenchmark.Settings(1, 2, 10));
            List<Contender> contenders = new AnswersContenders(
                            new JavaCommand(RuntimeFiles.into(folder), certificates), folder)
                    .usual(USUAL).stream()
                            .filter(contender ->
                                    List.of("usual-plain", "usual-restored").contains(contender.name()))
                            .toList();

            Figures figures = benchmark.run(contenders, line -> {});

            assertThat(figures.values("usual-plain", AnswersBenchmark.CALLS)).containsExactly(11.0);
            assertThat(figures.values("usual-restored", AnswersBenchmark.CALLS)).containsExactly(11.0);
            assertThat(figures.values("usual-plain", AnswersBenchmark.FIRST_CPU))
                    .allMatch(value -> value > 0);
            assertThat(aws.items("UsualCounts")).hasSizeBetween(10, 30);
            assertThat(aws.usage().counts()).containsKey("credentials"); // as under SnapStart
        }
    }
}
