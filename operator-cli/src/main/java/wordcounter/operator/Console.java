package wordcounter.operator;

import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;

/** Where a command writes its lines, and where somebody watches, a progress bar or lines that change. */
final class Console {

    private static final int BAR_WIDTH = 30;

    private final PrintWriter out;
    private final PrintWriter err;
    private final PrintWriter terminal;
    private final PrintWriter screen;
    private final boolean isTerminal;

    /** @param isTerminal whether somebody watches, so that a progress bar makes sense */
    Console(PrintWriter out, PrintWriter err, boolean isTerminal) {
        this.out = PrintableWriter.over(out);
        this.err = PrintableWriter.over(err);
        this.terminal = err;
        this.screen = out;
        this.isTerminal = isTerminal;
    }

    static Console of(CommandLine commandLine) {
        // where neither a keyboard nor a screen is attached there is no console at all
        boolean isTerminal = Optional.ofNullable(System.console())
                .filter(java.io.Console::isTerminal)
                .isPresent();
        return new Console(commandLine.getOut(), commandLine.getErr(), isTerminal);
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    boolean isTerminal() {
        return isTerminal;
    }

    /** Prints a text of several lines that came from outside. */
    void printLines(String text) {
        text.lines().map(Printable::value).forEach(out::println);
    }

    /** @param rows how many lines the terminal has, if there is one */
    Screen screen(int rows) {
        return new Screen(out, screen, isTerminal, rows);
    }

    /** Draws over the line before; nothing when nobody watches. */
    void progress(String what, long done, long total) {
        if (isTerminal) {
            long all = Math.max(Math.max(done, total), 1);
            int filled = (int) (BAR_WIDTH * done / all);
            terminal.print("\r" + what + " [" + "#".repeat(filled) + " ".repeat(BAR_WIDTH - filled) + "] " + done
                    + " of " + all + " ");
            terminal.flush();
        }
    }

    void endProgress() {
        if (isTerminal) {
            terminal.print("\r" + " ".repeat(100) + "\r");
            terminal.flush();
        }
    }
}
