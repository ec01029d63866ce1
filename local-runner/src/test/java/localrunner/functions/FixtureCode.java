package localrunner.functions;

import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import localrunner.fixtures.Echo;
import org.crac.Core;

/** Lays the fixture functions out as Lambda gets them: classes at the root, jars under lib/. */
public final class FixtureCode {

    private static final Path PACKAGE = Path.of("localrunner", "fixtures");

    private FixtureCode() {}

    public static void assemble(Path folder) throws IOException {
        Path classes = Files.createDirectories(folder.resolve(PACKAGE));
        try (Stream<Path> files = Files.list(location(Echo.class).resolve(PACKAGE))) {
            for (Path file : files.toList()) {
                Files.copy(file, classes.resolve(file.getFileName()));
            }
        }
        Path lib = Files.createDirectories(folder.resolve("lib"));
        for (Class<?> dependency : List.of(RequestHandler.class, Core.class)) {
            Path jar = location(dependency);
            Files.copy(jar, lib.resolve(jar.getFileName()));
        }
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
