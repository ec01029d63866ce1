package benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Reads how much processor time a process has used.
 *
 * <p>On Linux it is the sum over the threads' {@code schedstat}, in nanoseconds; the time of threads that have ended is not in it.
 * Elsewhere it is what the system tells, often to 10 ms.
 */
final class CpuTime {

    private CpuTime() {}

    static Duration of(ProcessHandle process) {
        Path threads = Path.of("/proc", Long.toString(process.pid()), "task");
        if (!Files.isDirectory(threads)) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO);
        }
        try (Stream<Path> each = Files.list(threads)) {
            return Duration.ofNanos(each.mapToLong(CpuTime::ofThread).sum());
        } catch (IOException e) {
            return Duration.ZERO; // the process has ended
        }
    }

    private static long ofThread(Path thread) {
        try {
            return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
        } catch (IOException e) {
            return 0; // the thread has ended
        }
    }
}
