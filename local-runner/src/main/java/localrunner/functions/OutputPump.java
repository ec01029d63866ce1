package localrunner.functions;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Passes on what a process prints, line by line.
 *
 * <p>In the text format {@code LambdaLogger} does not end its lines. So after each invocation {@link #settle} passes on
 * a line that has no end yet. Thread-safe.
 */
final class OutputPump {

    private static final Duration QUIET = Duration.ofMillis(2);
    private static final Duration LONGEST_SETTLING = Duration.ofMillis(50);
    private static final int LONGEST_LINE = 256 * 1024;

    private final InputStream output;
    private final Consumer<String> lines;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final Thread thread;
    private long reads;

    OutputPump(String name, InputStream output, Consumer<String> lines) {
        this.output = output;
        this.lines = lines;
        thread = Thread.ofVirtual().name(name + "-output").start(this::pump);
    }

    /** Waits until nothing more comes, for 50 ms at most, and passes on the last line even if it has no end. */
    void settle() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_SETTLING.toNanos();
        long before;
        do {
            before = readsSoFar();
            Thread.sleep(QUIET);
        } while (readsSoFar() != before && System.nanoTime() < deadline);
        flush();
    }

    /** Waits for the end of the output, but not longer than this: a child of the process may hold it open. */
    void join(Duration longest) throws InterruptedException {
        thread.join(longest);
        flush();
    }

    private void pump() {
        byte[] buffer = new byte[8192];
        try (output) {
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                take(buffer, read);
            }
        } catch (IOException e) {
            // The process has ended.
        }
        flush();
    }

    private synchronized void take(byte[] buffer, int length) {
        reads++;
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\n') {
                passOn();
            } else {
                partial.write(buffer[i]);
                if (partial.size() >= LONGEST_LINE) {
                    passOn();
                }
            }
        }
    }

    private synchronized long readsSoFar() {
        return reads;
    }

    private synchronized void flush() {
        if (partial.size() > 0) {
            passOn();
        }
    }

    private void passOn() {
        String line = partial.toString(StandardCharsets.UTF_8);
        partial.reset();
        lines.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
}
