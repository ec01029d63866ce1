package wordcounter.operator;

import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;

/**
 * Where a command writes.
 *
 * @param terminal whether somebody watches, so that a progress bar makes sense
 */
record Console(PrintWriter out, PrintWriter err, boolean terminal) {

    private static final int BAR_WIDTH = 30;

    static Console of(CommandLine commandLine) {
        // where neither a keyboard nor a screen is attached there is no console at all
        boolean terminal = Optional.ofNullable(System.console())
                .filter(java.io.Console::isTerminal)
                .isPresent();
        return new Console(commandLine.getOut(), commandLine.getErr(), terminal);
    }

    /** Draws over the line before; nothing when nobody watches. */
    void progress(String what, long done, long total) {
        if (terminal) {
            long all = Math.max(Math.max(done, total), 1);
            int filled = (int) (BAR_WIDTH * done / all);
            err.print("\r" + what + " [" + "#".repeat(filled) + " ".repeat(BAR_WIDTH - filled) + "] " + done + " of "
                    + all + " ");
            err.flush();
        }
    }

    void endProgress() {
        if (terminal) {
            err.print("\r" + " ".repeat(100) + "\r");
            err.flush();
        }
    }
}
