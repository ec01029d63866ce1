package localrunner.console;

import java.util.Collection;

/** Where the runner writes for the person who started it. Thread-safe; a line is never torn. */
public interface Console {

    /** A line of a function or service, printed behind its name. */
    void line(String source, String text);

    /** Something that needs the person's attention, printed behind the name of what it is about. */
    void warn(String source, String text);

    /** Tells the sources that lines will come from, for a column that is wide enough for them. */
    default void expect(Collection<String> sources) {}
}
