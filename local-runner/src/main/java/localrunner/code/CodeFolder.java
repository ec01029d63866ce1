package localrunner.code;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A function's code as Lambda lays it out, and what its class loader finds there: classes at the root and in the jars
 * under lib/.
 */
record CodeFolder(Path path) {

    private static final String CLASS = ".class";

    /** The class file of a class; empty when the code does not have it. */
    Optional<byte[]> classFile(String className) {
        String file = className.replace('.', '/') + CLASS;
        try {
            Path own = path.resolve(file);
            if (Files.isRegularFile(own)) {
                return Optional.of(Files.readAllBytes(own));
            }
            for (Path jar : jars()) {
                Optional<byte[]> found = inJar(jar, file);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The code in " + path + " can't be read", e);
        }
    }

    /** The classes at the root, without those of jars; no nested ones. */
    List<String> ownClasses() {
        try (Stream<Path> files = Files.walk(path)) {
            return files.map(file -> path.relativize(file).toString())
                    .filter(file -> file.endsWith(CLASS) && !file.contains("$") && !file.contains("META-INF"))
                    .map(file -> file.substring(0, file.length() - CLASS.length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The code in " + path + " can't be read", e);
        }
    }

    private List<Path> jars() throws IOException {
        Path lib = path.resolve("lib");
        if (!Files.isDirectory(lib)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(lib)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static Optional<byte[]> inJar(Path jar, String file) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(file);
            if (entry == null) {
                return Optional.empty();
            }
            try (InputStream content = zip.getInputStream(entry)) {
                return Optional.of(content.readAllBytes());
            }
        } catch (IOException e) {
            // The function's class loader passes over a jar that is none, too.
            return Optional.empty();
        }
    }
}
