package localrunner.functions;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import localrunner.application.Application.Build;
import localrunner.application.Application.Function;

/**
 * Turns what {@code CodeUri} names into the folder that a function runs from ({@code LAMBDA_TASK_ROOT}).
 *
 * <p>A folder is used where it is; a zip or jar is unpacked. With {@code BuildMethod: makefile} the target {@code
 * build-<LogicalId>} fills a folder, as with {@code sam build} and {@code build_in_source} ("Building custom runtimes",
 * AWS SAM Developer Guide). Functions are prepared one after the other, since targets may share a build. Closing
 * deletes what was made.
 */
public final class FunctionCode implements AutoCloseable {

    private final Path workFolder;

    /** @param workFolder made when needed and deleted at the end, so nobody else may use it */
    public FunctionCode(Path workFolder) {
        this.workFolder = workFolder.toAbsolutePath();
    }

    /**
     * Prepares the code of all functions.
     *
     * @return the folder of each function, by logical id, in the order given
     * @throws FunctionCodeException for the first function that has no code, or whose build fails
     */
    public Map<String, Path> prepareAll(List<Function> functions) throws InterruptedException {
        Map<String, Path> folders = new LinkedHashMap<>();
        for (Function function : functions) {
            folders.put(function.logicalId(), prepare(function));
        }
        return folders;
    }

    /** @throws FunctionCodeException when there is no code, or the build fails */
    public Path prepare(Function function) throws InterruptedException {
        Path uri = function.code().uri();
        if (function.code().build() instanceof Build.Makefile(String target)) {
            return build(function, uri, target);
        }
        if (Files.isDirectory(uri)) {
            return uri;
        }
        String name = uri.getFileName().toString().toLowerCase(Locale.ROOT);
        if (!Files.exists(uri)) {
            throw new FunctionCodeException(
                    "%s: there is no code at %s. Build it first (for a Maven project: mvn package), or correct CodeUri."
                            .formatted(function.logicalId(), uri));
        }
        if (name.endsWith(".zip") || name.endsWith(".jar")) {
            return unpack(function, uri);
        }
        throw new FunctionCodeException(
                "%s: CodeUri %s is neither a folder nor a .zip or .jar file".formatted(function.logicalId(), uri));
    }

    @Override
    public void close() {
        WorkFolders.delete(workFolder);
    }

    private Path build(Function function, Path uri, String target) throws InterruptedException {
        if (!Files.isRegularFile(uri.resolve("Makefile"))) {
            throw new FunctionCodeException(
                    "%s: BuildMethod makefile needs a file %s with a target %s; CodeUri must name its folder"
                            .formatted(function.logicalId(), uri.resolve("Makefile"), target));
        }
        Path artifacts = makeFolder(function);
        String folder = artifacts.toString().replace("$", "$$"); // a $ begins a variable of make's
        List<String> command = List.of("make", "-s", "-C", uri.toString(), target, "ARTIFACTS_DIR=" + folder);
        Finished make = run(function, command, artifacts);
        if (make.status() != 0) {
            throw new FunctionCodeException("%s: the build failed with exit status %d: %s%n%s"
                    .formatted(function.logicalId(), make.status(), String.join(" ", command), make.output()));
        }
        if (isEmpty(artifacts)) {
            throw new FunctionCodeException("%s: the build put nothing into ARTIFACTS_DIR: %s%n%s"
                    .formatted(function.logicalId(), String.join(" ", command), make.output()));
        }
        return artifacts;
    }

    private static Finished run(Function function, List<String> command, Path artifacts) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().put("ARTIFACTS_DIR", artifacts.toString());
        try {
            Process make = builder.start();
            try {
                Future<String> printed = printed(make);
                int status = make.waitFor();
                return new Finished(status, printed.get());
            } finally {
                ProcessTree.destroyForcibly(make.toHandle());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (IOException e) {
            throw new FunctionCodeException(
                    "%s: could not run make, which BuildMethod makefile needs: %s"
                            .formatted(function.logicalId(), e.getMessage()),
                    e);
        }
    }

    private record Finished(int status, String output) {}

    /** Reads on a thread of its own, since waiting for output can't be interrupted, and waiting for the process can. */
    private static Future<String> printed(Process process) {
        FutureTask<String> reading = new FutureTask<>(() -> {
            try (InputStream out = process.getInputStream()) {
                return new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
            }
        });
        Thread.ofVirtual().name("build-output").start(reading);
        return reading;
    }

    private Path unpack(Function function, Path archive) {
        Path folder = makeFolder(function);
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new FunctionCodeException("%s: %s has an entry outside of its folder: %s"
                            .formatted(function.logicalId(), archive, entry.getName()));
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    try (InputStream content = zip.getInputStream(entry)) {
                        Files.copy(content, file);
                    }
                }
            }
        } catch (IOException e) {
            throw new FunctionCodeException(
                    "%s: could not unpack %s, build it again: %s"
                            .formatted(function.logicalId(), archive, e.getMessage()),
                    e);
        }
        return folder;
    }

    private Path makeFolder(Function function) {
        Path folder = workFolder.resolve(function.logicalId());
        WorkFolders.delete(folder);
        return WorkFolders.make(folder);
    }

    private static boolean isEmpty(Path folder) {
        try (var content = Files.list(folder)) {
            return content.findAny().isEmpty();
        } catch (IOException e) {
            return true;
        }
    }
}
