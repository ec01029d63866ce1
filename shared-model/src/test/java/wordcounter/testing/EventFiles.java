package wordcounter.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The real payloads in the repository's events folder. */
public final class EventFiles {

    private EventFiles() {}

    /** @param name relative to events/, for instance {@code word-counter-fn/post-words.json} */
    public static InputStream open(String name) {
        try {
            return new ByteArrayInputStream(Files.readAllBytes(Path.of("..", "events", name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
