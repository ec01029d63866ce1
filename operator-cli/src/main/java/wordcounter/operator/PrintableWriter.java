package wordcounter.operator;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Writes the lines of a command, and whatever is not safe in them as its escape, see {@link Printable}. A value from outside is made
 * printable where it gets into a line, since a line break in it has to be told from ours; this catches what is forgotten there, and
 * what is printed by others, a stack trace for instance.
 */
final class PrintableWriter extends Writer {

    private final Writer out;
    private char highSurrogate;

    private PrintableWriter(Writer out) {
        this.out = out;
    }

    static PrintWriter over(Writer out) {
        return new PrintWriter(new PrintableWriter(out), true);
    }

    @Override
    public void write(char[] text, int start, int length) throws IOException {
        for (int i = start; i < start + length; i++) {
            write(text[i]);
        }
    }

    private void write(char unit) throws IOException {
        if (highSurrogate != 0) {
            char high = highSurrogate;
            highSurrogate = 0;
            if (Character.isLowSurrogate(unit)) {
                writeCodePoint(Character.toCodePoint(high, unit));
                return;
            }
            writeCodePoint(high);
        }
        if (Character.isHighSurrogate(unit)) {
            highSurrogate = unit;
        } else {
            writeCodePoint(unit);
        }
    }

    private void writeCodePoint(int codePoint) throws IOException {
        boolean isSafe = codePoint == '\n' || !Printable.isUnsafe(codePoint);
        out.write(isSafe ? Character.toString(codePoint) : Printable.escape(codePoint));
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
