package localrunner.logs;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps lines in a file, in the order in which they came: a run may print more than fits into memory. A search reads the file from its
 * beginning. Thread-safe.
 */
final class LogStore implements AutoCloseable {

    private final Path file;
    private Optional<BufferedWriter> writer = Optional.empty();
    private boolean isClosed;

    /**
     * A line of a log group.
     *
     * @param at to the millisecond
     */
    record Line(Instant at, String group, String text) {

        /** As it stands in the file: a line may hold anything but an end of line, and a group's name no tab. */
        String written() {
            return at.toEpochMilli() + "\t" + group + "\t" + text;
        }

        static Line parse(String written) {
            String[] parts = written.split("\t", 3);
            return new Line(Instant.ofEpochMilli(Long.parseLong(parts[0])), parts[1], parts[2]);
        }
    }

    /**
     * What a search is for.
     *
     * @param from first moment that counts
     * @param to first moment that does not
     * @param texts of which a line has at least one
     */
    record Search(Set<String> groups, Instant from, Instant to, List<String> texts, int limit) {

        boolean finds(Line line) {
            return groups.contains(line.group())
                    && !line.at().isBefore(from)
                    && line.at().isBefore(to)
                    && texts.stream().anyMatch(line.text()::contains);
        }
    }

    /**
     * What a search has found.
     *
     * @param lines the first ones, up to the limit
     * @param scanned how many lines there are
     */
    record Found(List<Line> lines, long matched, long scanned) {}

    /** @param file is made when the first line comes, and deleted at the end */
    LogStore(Path file) {
        this.file = file;
    }

    /** Keeps each line of a text. After the end it is without effect: functions may print while they are being ended. */
    synchronized void add(Instant at, String group, String text) {
        if (isClosed) {
            return;
        }
        try {
            BufferedWriter open = opened();
            for (String line : text.lines().toList()) {
                open.write(new Line(at, group, line).written());
                open.write('\n');
            }
            open.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BufferedWriter opened() throws IOException {
        if (writer.isEmpty()) {
            Files.createDirectories(file.getParent());
            writer = Optional.of(Files.newBufferedWriter(file));
        }
        return writer.get();
    }

    /** Lines that come meanwhile may be found or not. */
    Found search(Search search) {
        List<Line> lines = new ArrayList<>();
        long matched = 0;
        long scanned = 0;
        if (!Files.exists(file)) {
            return new Found(lines, matched, scanned);
        }
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            for (String written = reader.readLine(); written != null; written = reader.readLine()) {
                Line line = Line.parse(written);
                scanned++;
                if (search.finds(line)) {
                    matched++;
                    if (lines.size() < search.limit()) {
                        lines.add(line);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Found(lines, matched, scanned);
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        try {
            if (writer.isPresent()) {
                writer.get().close();
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
