package localrunner.code;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import localrunner.console.Console;
import localrunner.functions.ProcessTree;

/** Runs a build tool to its end, and ends it with all it has started when it is interrupted. */
final class BuildCommand {

    /** A colour, or the end of one. Maven ends colours that it has not begun. */
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private BuildCommand() {}

    /** A build tool, and the wrapper's script that a project may have in its place. */
    record Tool(String name, String wrapper) {}

    /**
     * Builds the sources in a folder, on this JVM's JDK, and shows what the tool prints as it comes.
     *
     * @param place where the template names what is built
     * @throws FunctionCodeException when the tool can't be started or fails
     */
    static void build(Tool tool, List<String> command, Path folder, String place, Console console)
            throws InterruptedException {
        int status;
        try {
            status = run(
                    command,
                    folder,
                    Map.of("JAVA_HOME", System.getProperty("java.home")),
                    line -> console.line("build", line));
        } catch (IOException e) {
            throw new FunctionCodeException(
                    "%s: could not run %s, which builds %s: %s. Install it, or add its wrapper %s to the project."
                            .formatted(place, tool.name(), folder, e.getMessage(), tool.wrapper()),
                    e);
        }
        if (status != 0) {
            throw new FunctionCodeException("%s: the build of %s failed with exit status %d, see above: %s"
                    .formatted(place, folder, status, String.join(" ", command)));
        }
    }

    /**
     * Waits for the end of the command.
     *
     * @param environment added to the runner's own
     * @param lines receives what it prints to either stream, as it comes and without colours
     * @return the exit status
     * @throws IOException when it can't be started
     */
    static int run(List<String> command, Path folder, Map<String, String> environment, Consumer<String> lines)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            Thread reader = Thread.ofVirtual().name("build-output").start(() -> pump(process, lines));
            int status = process.waitFor();
            reader.join();
            return status;
        } finally {
            ProcessTree.destroyForcibly(process.toHandle());
        }
    }

    /** Reads on a thread of its own, since waiting for output can't be interrupted, and waiting for the process can. */
    private static void pump(Process process, Consumer<String> lines) {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines()
                    .filter(line -> line.isEmpty()
                            || !COLOUR.matcher(line).replaceAll("").isEmpty())
                    .forEach(line -> lines.accept(COLOUR.matcher(line).replaceAll("")));
        } catch (IOException | UncheckedIOException e) {
            lines.accept("(the rest of the output could not be read: " + e.getMessage() + ")");
        }
    }

    /**
     * How to call a build tool: by the wrapper in the folder or the nearest one around it, or else by its name.
     *
     * @param wrapper the script's name, such as {@code mvnw}; a checkout may have lost that it is executable
     */
    static List<String> tool(Path folder, String wrapper, String name) {
        Optional<Path> script = Optional.empty();
        for (Path at = folder; at != null && script.isEmpty(); at = at.getParent()) {
            script = Optional.of(at.resolve(wrapper)).filter(Files::isRegularFile);
        }
        return script.map(path -> Files.isExecutable(path) ? List.of(path.toString()) : List.of("sh", path.toString()))
                .orElse(List.of(name));
    }
}
