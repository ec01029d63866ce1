package localrunner.functions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells how much memory a process has used. Only Linux says so; elsewhere, and of a process that has ended, it is 0. */
final class ProcessMemory {

    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private ProcessMemory() {}

    /** The most that the process has had in memory, in MB. */
    static int peakMegabytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.map(PEAK::matcher)
                    .filter(Matcher::matches)
                    .map(peak -> Integer.parseInt(peak.group(1)) / 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
