package localrunner.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import localrunner.application.Application.Function;
import localrunner.console.Console;
import localrunner.functions.WorkFolders;

/**
 * Builds the functions of one folder by Gradle: classes and resources, and under lib/ the jars that they need at run
 * time. An init script adds the task for that, as {@code sam build} does; tests are not run.
 *
 * <p>Gradle writes into {@code build} only: its cache for the project goes to the runner's own folder.
 */
final class GradleBuild {

    private static final List<String> BUILD_FILES = List.of("build.gradle", "build.gradle.kts");
    private static final List<String> SETTINGS = List.of("settings.gradle", "settings.gradle.kts");

    private static final String TASK = "runLocalCode";

    /** The system properties tell the project and the folder to fill. */
    private static final String INIT_SCRIPT = """
            def folder = new File(System.getProperty('run-local.project')).canonicalFile
            def code = new File(System.getProperty('run-local.code'))
            allprojects { project ->
                if (project.projectDir.canonicalFile == folder) {
                    project.plugins.withId('java') {
                        project.tasks.create(name: '%s', type: Sync) {
                            from project.sourceSets.main.output
                            into code
                            into('lib') { from project.configurations.runtimeClasspath }
                        }
                    }
                }
            }
            """.formatted(TASK);

    private final Path folder;
    private final Path workFolder;
    private final Console console;
    private final List<Function> functions = new ArrayList<>();

    /** @param workFolder for Gradle's cache and the init script */
    GradleBuild(Path folder, Path workFolder, Console console) {
        this.folder = folder;
        this.workFolder = workFolder;
        this.console = console;
    }

    static boolean isProject(Path folder) {
        return BUILD_FILES.stream().anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
    }

    void add(Function function) {
        functions.add(function);
    }

    /**
     * Builds the folder if its code is not that of the sources.
     *
     * @return where its code is
     * @throws FunctionCodeException when the build fails; what Gradle said is on the console by then
     */
    Map<Path, Path> run() throws InterruptedException {
        BuiltCode built = new BuiltCode(folder.resolve("build/run-local"));
        String sources = fingerprint();
        if (!built.isOf(sources)) {
            built.clear();
            build(built.code());
            built.markAsOf(sources);
        }
        return Map.of(folder, built.code());
    }

    private void build(Path code) throws InterruptedException {
        List<String> command = new ArrayList<>(BuildCommand.tool(folder, "gradlew", "gradle"));
        command.addAll(List.of(
                "--no-daemon",
                "--console=plain",
                "--init-script",
                initScript().toString(),
                "--project-cache-dir",
                workFolder.resolve("gradle").toString(),
                "-Drun-local.project=" + folder,
                "-Drun-local.code=" + code,
                "-p",
                folder.toString(),
                TASK));
        String names = functions.stream().map(Function::logicalId).collect(Collectors.joining(", "));
        console.line("build", names + ": " + String.join(" ", command));
        String place = functions.getFirst().code().places().codeUri();
        BuildCommand.build(new BuildCommand.Tool("Gradle", "gradlew"), command, folder, place, console);
        if (!Files.isDirectory(code)) {
            throw new FunctionCodeException(
                    "%s: Gradle made no classes of %s. Its build file needs the plugin java.".formatted(place, folder));
        }
    }

    private Path initScript() {
        Path script = WorkFolders.make(workFolder).resolve("run-local.init.gradle");
        try {
            return Files.writeString(script, INIT_SCRIPT);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + script, e);
        }
    }

    /** All projects under the settings file count: Gradle knows which of them this one needs. */
    private String fingerprint() {
        Path root = folder;
        for (Path at = folder; at != null; at = at.getParent()) {
            Path candidate = at;
            if (SETTINGS.stream().anyMatch(name -> Files.isRegularFile(candidate.resolve(name)))) {
                root = at;
                break;
            }
        }
        Sources sources = new Sources();
        sources.addProject(root, _ -> false);
        return sources.fingerprint();
    }
}
