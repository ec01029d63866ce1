package localrunner.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import localrunner.functions.WorkFolders;

/**
 * The folder in a project's own build folder where the runner keeps the code that a build made, laid out as on Lambda:
 * classes at the root, jars under lib/. A stamp beside it tells from which sources it was made, so it is made again only
 * when one of them has changed, and cleaning the project throws it away.
 *
 * @param folder {@code target/run-local} or {@code build/run-local}
 */
record BuiltCode(Path folder) {

    Path code() {
        return folder.resolve("code");
    }

    boolean isOf(String sources) {
        try {
            return Files.isDirectory(code()) && Files.readString(stamp()).equals(sources);
        } catch (IOException e) {
            return false;
        }
    }

    /** Throws away what was made before, so that a build that fails leaves nothing that looks right. */
    void clear() {
        WorkFolders.delete(folder);
    }

    void markAsOf(String sources) {
        try {
            Files.createDirectories(folder);
            Files.writeString(stamp(), sources);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + stamp(), e);
        }
    }

    /** Copies classes and the jars that they need. */
    void fill(Path classes, Path jars) {
        try {
            copy(classes, code());
            if (Files.isDirectory(jars)) {
                copy(jars, code().resolve("lib"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not copy what was built to " + code(), e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files;
        try (Stream<Path> tree = Files.walk(from)) {
            files = tree.toList();
        }
        for (Path file : files) {
            Path copied = to.resolve(from.relativize(file).toString());
            if (Files.isDirectory(file)) {
                Files.createDirectories(copied);
            } else {
                Files.copy(file, copied);
            }
        }
    }

    private Path stamp() {
        return folder.resolve("stamp");
    }
}
