package localrunner.functions;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import localrunner.application.Application.LogFormat;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects what one invocation logs, between Lambda's own lines about it.
 *
 * <p>AWS document "API reference: Invoke": {@code LogResult} is the last 4 KB of the log. The lines are as recorded on
 * AWS: START, END and REPORT in the text format, {@code platform.start} and {@code platform.report} in JSON.
 * Thread-safe.
 */
final class InvocationLog {

    private static final int TAIL_BYTES = 4096;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final String requestId;
    private final Format format;
    private final long began = System.nanoTime();
    private final StringBuilder text = new StringBuilder();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();

    /**
     * How a function's log looks.
     *
     * @param version {@code $LATEST} or a number
     */
    record Format(String version, LogFormat logFormat, int memoryMegabytes, InstantSource clock) {}

    InvocationLog(String requestId, Format format) {
        this.requestId = requestId;
        this.format = format;
        add(
                format.logFormat() == LogFormat.JSON
                        ? platform("platform.start", record -> record.put("version", format.version()))
                        : "START RequestId: " + requestId + " Version: " + format.version());
    }

    /** @param line without its end */
    synchronized void add(String line) {
        text.append(line).append('\n');
        // Enough for the tail, however many bytes a character has.
        if (text.length() > 4 * TAIL_BYTES) {
            text.delete(0, text.length() - 2 * TAIL_BYTES);
        }
    }

    /**
     * Writes the last lines. More than once it has no effect.
     *
     * @param init what the process took to initialise, if it did so for this invocation
     * @param megabytes what the process has used
     */
    synchronized void finish(Optional<Duration> init, int megabytes) {
        if (finished.isDone()) {
            return;
        }
        Duration duration = Duration.ofNanos(System.nanoTime() - began);
        // Since August 2025 Lambda bills the initialisation too.
        long billed =
                duration.plus(init.orElse(Duration.ZERO)).plusNanos(999_999).toMillis();
        if (format.logFormat() == LogFormat.JSON) {
            add(platform("platform.report", record -> {
                ObjectNode metrics = record.putObject("metrics");
                metrics.put("durationMs", duration.toNanos() / 1e6);
                metrics.put("billedDurationMs", billed);
                metrics.put("memorySizeMB", format.memoryMegabytes());
                metrics.put("maxMemoryUsedMB", megabytes);
                init.ifPresent(time -> metrics.put("initDurationMs", time.toNanos() / 1e6));
            }));
        } else {
            add("END RequestId: " + requestId);
            String report =
                    "REPORT RequestId: %s\tDuration: %s ms\tBilled Duration: %d ms\tMemory Size: %d MB\tMax Memory Used: %d MB\t"
                            .formatted(requestId, milliseconds(duration), billed, format.memoryMegabytes(), megabytes);
            add(report
                    + init.map(time -> "Init Duration: " + milliseconds(time) + " ms\t")
                            .orElse(""));
        }
        finished.complete(null);
    }

    /** Returns the last 4 KB when the log is finished, or as it is after the longest time. */
    String tail(Duration longest) throws InterruptedException {
        try {
            finished.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The process has answered and does something else before it asks for work.
        }
        return lastBytes();
    }

    private synchronized String lastBytes() {
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        int from = Math.max(0, bytes.length - TAIL_BYTES);
        // Not in the middle of a character.
        while (from < bytes.length && (bytes[from] & 0xC0) == 0x80) {
            from++;
        }
        return new String(Arrays.copyOfRange(bytes, from, bytes.length), StandardCharsets.UTF_8);
    }

    private String platform(String type, Consumer<ObjectNode> more) {
        ObjectNode event = JSON.createObjectNode();
        event.put("time", format.clock().instant().toString()).put("type", type);
        more.accept(event.putObject("record").put("requestId", requestId));
        return event.toString();
    }

    private static String milliseconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toNanos() / 1e6);
    }
}
