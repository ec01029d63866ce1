package localrunner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import localrunner.console.Console;
import localrunner.functions.FixtureCode;
import localrunner.time.ScaledTime;

/** Starts a whole runner, permissions enforced, on a template of the tests whose functions are the fixtures. */
final class FixtureRunner {

    private static final Path TEMPLATES = Path.of("src/test/resources/templates");

    private FixtureRunner() {}

    /**
     * Starts the stack {@code app}.
     *
     * @param project an empty folder, which is the template's
     * @param template the name of its file
     * @param processes the most that each function has
     * @param timeScale how many times faster the runner's time passes
     */
    static LocalRunner start(Path project, String template, int processes, double timeScale, Console console)
            throws IOException, InterruptedException {
        FixtureCode.assemble(project.resolve("code"));
        Path file = project.resolve(template);
        Files.copy(TEMPLATES.resolve(template), file);
        return LocalRunner.start(
                new RunnerSettings(
                        new RunnerSettings.Template(file, template),
                        new RunnerSettings.Stack("app", "us-east-1", Map.of()),
                        RunnerSettings.Ports.FREE,
                        "local",
                        processes,
                        true),
                project.resolve("work"),
                new ScaledTime(timeScale),
                console);
    }
}
