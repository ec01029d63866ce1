package localrunner.code;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import localrunner.application.Application.Function;
import localrunner.console.Console;
import localrunner.functions.WorkFolders;

/**
 * Builds functions by Maven, those of one multi-module build in one run: each module's classes, and under lib/ the jars
 * that it needs at run time.
 *
 * <p>The goals are those of {@code sam build}, without tests and without a copy of the sources, so that a module finds
 * its parent and its siblings. Maven writes into {@code target} only; what the shade plugin writes beside the pom is taken
 * away again.
 */
final class MavenBuild {

    private final Path root;
    private final Console console;
    private final Map<Path, List<Function>> functionsByModule = new TreeMap<>();

    MavenBuild(Path root, Console console) {
        this.root = root;
        this.console = console;
    }

    static boolean isProject(Path folder) {
        return Files.isRegularFile(folder.resolve(MavenProject.POM));
    }

    void add(Function function) {
        functionsByModule
                .computeIfAbsent(function.code().uri(), _ -> new ArrayList<>())
                .add(function);
    }

    /**
     * Builds the modules whose code is not that of the sources.
     *
     * @return where the code of each module is
     * @throws FunctionCodeException when the build fails; what Maven said is on the console by then
     */
    Map<Path, Path> run() throws InterruptedException {
        String sources = fingerprint();
        List<Path> stale = functionsByModule.keySet().stream()
                .filter(module -> !built(module).isOf(sources))
                .toList();
        if (!stale.isEmpty()) {
            build(stale);
            stale.forEach(module -> built(module).markAsOf(sources));
        }
        Map<Path, Path> folders = new LinkedHashMap<>();
        functionsByModule
                .keySet()
                .forEach(module -> folders.put(module, built(module).code()));
        return folders;
    }

    private void build(List<Path> modules) throws InterruptedException {
        for (Path module : modules) {
            built(module).clear();
            WorkFolders.delete(jars(module)); // Maven adds to it, and never takes away
        }
        List<Path> reducedPoms = MavenProject.projectsFrom(root).stream()
                .map(project -> project.resolve(Sources.REDUCED_POM))
                .filter(Files::notExists)
                .toList();
        List<String> command = command(modules);
        String names = modules.stream()
                .flatMap(module -> functionsByModule.getOrDefault(module, List.of()).stream())
                .map(Function::logicalId)
                .collect(Collectors.joining(", "));
        console.line("build", names + ": " + String.join(" ", command));
        try {
            BuildCommand.build(new BuildCommand.Tool("Maven", "mvnw"), command, root, place(modules), console);
        } finally {
            reducedPoms.forEach(WorkFolders::delete);
        }
        modules.forEach(this::collect);
    }

    private List<String> command(List<Path> modules) {
        List<String> command = new ArrayList<>(BuildCommand.tool(root, "mvnw", "mvn"));
        command.addAll(
                List.of("-B", "-ntp", "-f", root.resolve(MavenProject.POM).toString()));
        if (!modules.equals(List.of(root))) {
            String selected = modules.stream()
                    .map(module ->
                            module.equals(root) ? "." : root.relativize(module).toString())
                    .collect(Collectors.joining(","));
            command.addAll(List.of("-pl", selected, "-am"));
        }
        command.addAll(List.of(
                "-DskipTests",
                "package",
                "dependency:copy-dependencies",
                "-DincludeScope=runtime",
                "-Dmdep.prependGroupId=true"));
        return command;
    }

    private void collect(Path module) {
        Path classes = module.resolve("target/classes");
        if (!Files.isDirectory(classes)) {
            List<Path> inside = MavenProject.modules(module);
            throw new FunctionCodeException("%s: Maven made no classes in %s. %s"
                    .formatted(
                            place(List.of(module)),
                            classes,
                            inside.isEmpty()
                                    ? "Name the folder of a module that has sources."
                                    : "Its pom.xml only holds modules together; name one of them: "
                                            + inside.stream()
                                                    .map(Path::toString)
                                                    .collect(Collectors.joining(", "))));
        }
        built(module).fill(classes, jars(module));
    }

    private String fingerprint() {
        Set<Path> projects = MavenProject.projectsFrom(root);
        Sources sources = new Sources();
        for (Path project : projects) {
            if (MavenProject.modules(project).isEmpty()) {
                sources.addProject(project, projects::contains);
            } else {
                sources.addAggregator(project);
            }
        }
        return sources.fingerprint();
    }

    private String place(List<Path> modules) {
        return functionsByModule.getOrDefault(modules.getFirst(), List.of()).stream()
                .findFirst()
                .map(function -> function.code().places().codeUri())
                .orElse(root.toString());
    }

    private static Path jars(Path module) {
        return module.resolve("target/dependency");
    }

    private static BuiltCode built(Path module) {
        return new BuiltCode(module.resolve("target/run-local"));
    }
}
