package wordcounter.targets;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that the tests were built in. */
final class Checkout {

    private Checkout() {}

    /** The project's folder, whether a test runs in it or in a module's. */
    static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("run-local"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "there is no run-local in " + Path.of("").toAbsolutePath() + " or above");
    }
}
