package localrunner.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;

/**
 * Writes lines {@code name | text} in UTF-8, with the names in a column of their own.
 *
 * <p>Each line of a text has the name in front, and no other source's line comes between them. Names are coloured when
 * standard output is a terminal and {@code NO_COLOR} is unset or empty (https://no-color.org). Thread-safe.
 */
public final class StandardConsole implements Console {

    private static final int[] COLOURS = {36, 32, 35, 34, 33, 96, 92, 95, 94};
    private static final int WARNING_COLOUR = 31;

    private final PrintStream out;
    private final boolean coloured;
    private final boolean verbose;
    private final Runnable whenClosed;
    private final Object lineLock = new Object();
    private int nameWidth;

    /**
     * Prints to standard output.
     *
     * @param verbose whether reports are printed whole
     * @param whenClosed called at each line that nobody reads any more; it must not print
     */
    public StandardConsole(boolean verbose, Runnable whenClosed) {
        this(
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8),
                Optional.ofNullable(System.console())
                                .filter(java.io.Console::isTerminal)
                                .isPresent()
                        && Optional.ofNullable(System.getenv("NO_COLOR"))
                                .orElse("")
                                .isEmpty(),
                verbose,
                whenClosed);
    }

    StandardConsole(PrintStream out, boolean coloured, boolean verbose, Runnable whenClosed) {
        this.out = out;
        this.coloured = coloured;
        this.verbose = verbose;
        this.whenClosed = whenClosed;
    }

    @Override
    public void expect(Collection<String> sources) {
        synchronized (lineLock) {
            sources.forEach(source -> nameWidth = Math.max(nameWidth, source.length()));
        }
    }

    @Override
    public void line(String source, String text) {
        write(source, text, COLOURS[Math.floorMod(source.hashCode(), COLOURS.length)]);
    }

    @Override
    public void report(String source, String brief, String whole) {
        line(source, verbose ? whole : brief);
    }

    @Override
    public void warn(String source, String text) {
        write(source, "WARNING: " + text, WARNING_COLOUR);
    }

    private void write(String source, String text, int colour) {
        synchronized (lineLock) {
            nameWidth = Math.max(nameWidth, source.length());
            String name = source + " ".repeat(nameWidth - source.length());
            String prefix = (coloured ? "\u001b[" + colour + "m" + name + "\u001b[0m" : name) + " | ";
            StringBuilder block = new StringBuilder();
            text.lines().forEach(line -> block.append(prefix).append(line).append('\n'));
            if (block.isEmpty()) {
                block.append(prefix).append('\n');
            }
            out.print(block);
            // This flushes, too.
            if (out.checkError()) {
                whenClosed.run();
            }
        }
    }
}
