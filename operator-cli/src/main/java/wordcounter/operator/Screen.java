package wordcounter.operator;

import java.io.PrintWriter;
import java.util.List;

/**
 * Shows lines that change. On a terminal they are drawn over the lines before, on a screen of their own without a cursor; when it is
 * closed, or the process ends, the terminal is as it was and the last lines stay. Elsewhere they are printed one after the other,
 * with an empty line in between. Thread-safe.
 */
final class Screen implements AutoCloseable {

    // xterm's control sequences, which the terminals of Linux, macOS and Windows know
    private static final String OPEN = "\u001b[?1049h\u001b[?25l";
    private static final String CLOSE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_REST_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintWriter lines;
    private final PrintWriter terminal;
    private final boolean isTerminal;
    private final int rows;
    private final Thread atTheEnd = new Thread(this::restore);
    private List<String> shown = List.of();
    private boolean isOpen;
    private boolean isClosed;

    /**
     * Makes one, which opens when it shows something.
     *
     * @param lines takes lines, and escapes what is not safe in them
     * @param terminal takes control sequences as well, and comes out where the lines do
     * @param rows how many lines the terminal has
     */
    Screen(PrintWriter lines, PrintWriter terminal, boolean isTerminal, int rows) {
        this.lines = lines;
        this.terminal = terminal;
        this.isTerminal = isTerminal;
        this.rows = rows;
    }

    /** Shows lines in place of those before. What is too much for the terminal is left out at the end. */
    synchronized void show(List<String> next) {
        if (isClosed) {
            return;
        }
        if (!isTerminal) {
            if (!shown.isEmpty()) {
                lines.println();
            }
            next.forEach(lines::println);
            shown = next;
            return;
        }
        if (!isOpen) {
            isOpen = true;
            Runtime.getRuntime().addShutdownHook(atTheEnd);
            terminal.print(OPEN);
        }
        shown = next;
        terminal.print(HOME);
        for (String line : next.subList(0, Math.min(next.size(), rows - 1))) {
            lines.print(line);
            terminal.print(CLEAR_REST_OF_LINE + "\n");
        }
        terminal.print(CLEAR_BELOW);
        terminal.flush();
    }

    private synchronized void restore() {
        isClosed = true;
        if (isOpen) {
            isOpen = false;
            terminal.print(CLOSE);
            shown.forEach(lines::println);
            terminal.flush();
        }
    }

    @Override
    public void close() {
        restore();
        try {
            boolean _ = Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException e) {
            return; // the process is ending already, and the hook finds nothing left to do
        }
    }
}
