package localrunner.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a fingerprint of what a build reads: of the files' names and contents, not of their times. */
final class Sources {

    private static final Set<String> BUILD_FOLDERS = Set.of("build", "node_modules", "target");

    /** The shade plugin writes it beside the pom. */
    static final String REDUCED_POM = "dependency-reduced-pom.xml";

    /** Beside a build file these are for people and for SAM; no build reads them. */
    private static final Pattern NO_SOURCE = Pattern.compile("(?i).*\\.(md|ya?ml|toml)|" + REDUCED_POM);

    private final Set<Path> files = new TreeSet<>();

    /**
     * Adds the files in a project's folder, except what builds make, hidden ones (but Maven's own) and documents.
     *
     * @param elsewhere folders inside it that are not part of it
     */
    void addProject(Path project, Predicate<Path> elsewhere) {
        walk(project, folder -> folder.equals(project) || !elsewhere.test(folder), file -> !isDocument(project, file));
    }

    /** Adds of a folder that only holds other projects together: its build files, and what is under src. */
    void addAggregator(Path project) {
        walk(
                project,
                folder -> folder.equals(project)
                        || folder.startsWith(project.resolve(".mvn"))
                        || folder.startsWith(project.resolve("src")),
                file -> !project.equals(file.getParent()) || file.endsWith(MavenProject.POM));
    }

    private static boolean isDocument(Path project, Path file) {
        return project.equals(file.getParent())
                && NO_SOURCE.matcher(file.getFileName().toString()).matches();
    }

    private void walk(Path root, Predicate<Path> folders, Predicate<Path> wanted) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    String name = folder.getFileName().toString();
                    boolean skipped = !folder.equals(root)
                            && (BUILD_FOLDERS.contains(name) || (name.startsWith(".") && !name.equals(".mvn")));
                    return skipped || !folders.test(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile()
                            && !file.getFileName().toString().startsWith(".")
                            && wanted.test(file)) {
                        files.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, @Nullable IOException failure) {
                    // It went away meanwhile, or nobody may read it: the build will say so if it needs it.
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("The sources can't be read: " + root, e);
        }
    }

    /** The same for the same files with the same contents, built by the same JDK. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(System.getProperty("java.runtime.version", "").getBytes(StandardCharsets.UTF_8));
            for (Path file : files) {
                digest.update((file + "\n" + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(file));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        } catch (IOException e) {
            throw new UncheckedIOException("A source can't be read", e);
        }
    }
}
