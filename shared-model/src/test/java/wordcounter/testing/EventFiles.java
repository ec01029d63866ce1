package wordcounter.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The real payloads in the repository's events folder. */
public final class EventFiles {

    private EventFiles() {}

    /** @param name relative to events/, for instance {@code word-counter-fn/post-words.json} */
    public static InputStream open(String name) {
        return new ByteArrayInputStream(text(name).getBytes(StandardCharsets.UTF_8));
    }

    /** @param name of a file in events/dead-letter-queue/ */
    public static String deadLetter(String name) {
        return text("dead-letter-queue/" + name);
    }

    /** @param name relative to events/, for instance {@code dead-letter-queue/invocation.json} */
    public static String text(String name) {
        try {
            return Files.readString(Path.of("..", "events", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
