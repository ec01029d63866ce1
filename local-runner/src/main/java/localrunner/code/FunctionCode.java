package localrunner.code;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import localrunner.application.Application.Build;
import localrunner.application.Application.Function;
import localrunner.console.Console;
import localrunner.functions.WorkFolders;

/**
 * Turns what {@code CodeUri} names into the folder that a function runs from ({@code LAMBDA_TASK_ROOT}).
 *
 * <p>As {@code sam build} does ("Building default functions" and "Building custom runtimes", AWS SAM Developer Guide):
 * with {@code BuildMethod: makefile} a target of the Makefile fills a folder; a folder with a build file of Gradle or
 * Maven is built; any other folder is used where it is. A zip or jar is unpacked, once for all functions that name it.
 * Functions are prepared one after the other, since builds may share files. Closing deletes what was made outside of
 * the projects' own build folders.
 */
public final class FunctionCode implements AutoCloseable {

    private final Path workFolder;
    private final Console console;

    /**
     * @param workFolder made when needed and deleted at the end, so nobody else may use it
     * @param console shows the progress of Maven and Gradle
     */
    public FunctionCode(Path workFolder, Console console) {
        this.workFolder = workFolder.toAbsolutePath();
        this.console = console;
    }

    /**
     * Prepares the code of all functions, and checks that each handler is in its code.
     *
     * @return the folder of each function, by logical id, in the order given
     * @throws FunctionCodeException for the first function that has no code or whose build fails; or else with a line
     *     for each function whose handler is not in its code
     */
    public Map<String, Path> prepareAll(List<Function> functions) throws InterruptedException {
        Map<Path, Path> built = buildProjects(functions);
        Map<Path, Path> unpacked = new HashMap<>();
        Map<String, Path> folders = new LinkedHashMap<>();
        for (Function function : functions) {
            Path uri = function.code().uri();
            Path folder;
            if (function.code().build() instanceof Build.Makefile(String target)) {
                folder = new MakefileBuild(function, target).into(workFolder.resolve(function.logicalId()));
            } else if (built.containsKey(uri)) {
                folder = built.get(uri);
            } else if (Files.isDirectory(uri)) {
                folder = uri;
            } else {
                checkArchive(function);
                folder = unpacked.get(uri);
                if (folder == null) {
                    folder = Archives.unpack(function, workFolder.resolve("archive-" + unpacked.size()));
                    unpacked.put(uri, folder);
                }
            }
            folders.put(function.logicalId(), folder);
        }
        checkHandlers(functions, folders);
        return folders;
    }

    @Override
    public void close() {
        WorkFolders.delete(workFolder);
    }

    /** Builds each project that is not up to date. Modules of one Maven build are built together. */
    private Map<Path, Path> buildProjects(List<Function> functions) throws InterruptedException {
        Map<Path, MavenBuild> mavenByRoot = new TreeMap<>();
        Map<Path, GradleBuild> gradleByFolder = new TreeMap<>();
        for (Function function : functions) {
            Path uri = function.code().uri();
            if (!(function.code().build() instanceof Build.ByBuildFile) || !Files.isDirectory(uri)) {
                continue;
            }
            if (GradleBuild.isProject(uri)) {
                gradleByFolder
                        .computeIfAbsent(uri, folder -> new GradleBuild(folder, workFolder, console))
                        .add(function);
            } else if (MavenBuild.isProject(uri)) {
                mavenByRoot
                        .computeIfAbsent(MavenProject.rootOf(uri), root -> new MavenBuild(root, console))
                        .add(function);
            }
        }
        Map<Path, Path> built = new HashMap<>();
        for (GradleBuild gradle : gradleByFolder.values()) {
            built.putAll(gradle.run());
        }
        for (MavenBuild maven : mavenByRoot.values()) {
            built.putAll(maven.run());
        }
        return built;
    }

    private static void checkArchive(Function function) {
        Path uri = function.code().uri();
        String place = function.code().places().codeUri();
        if (!Files.exists(uri)) {
            throw new FunctionCodeException("%s: there is no code at %s. %s"
                    .formatted(
                            place,
                            uri,
                            projectAround(uri)
                                    .map(project -> "Build it first, in " + project
                                            + "; or name that folder in CodeUri, and it is built at the start.")
                                    .orElse("Name a folder, zip or jar file that is there.")));
        }
        String name = uri.getFileName().toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".zip") && !name.endsWith(".jar")) {
            throw new FunctionCodeException(
                    "%s: CodeUri %s is neither a folder nor a .zip or .jar file".formatted(place, uri));
        }
    }

    /** The nearest folder around what a build makes that has a build file. */
    private static Optional<Path> projectAround(Path made) {
        for (Path folder = made.getParent(); folder != null; folder = folder.getParent()) {
            if (MavenBuild.isProject(folder) || GradleBuild.isProject(folder)) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    private void checkHandlers(List<Function> functions, Map<String, Path> folders) {
        List<String> problems = new ArrayList<>();
        for (Function function : functions) {
            Path folder = folders.get(function.logicalId());
            if (folder != null) {
                HandlerCheck check = new HandlerCheck(function, new CodeFolder(folder));
                check.problem().ifPresent(problems::add);
                check.warning().ifPresent(warning -> console.warn(function.logicalId(), warning));
            }
        }
        if (!problems.isEmpty()) {
            throw new FunctionCodeException(String.join("\n", problems));
        }
    }
}
