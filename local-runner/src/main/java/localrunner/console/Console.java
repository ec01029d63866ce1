package localrunner.console;

import java.util.Collection;

/** Prints lines for the person who started the runner. Lines do not mix. Thread-safe. */
public interface Console {

    /** Prints a line of a function or service behind its name. */
    void line(String source, String text);

    /**
     * Prints how an invocation went, behind its function's name.
     *
     * @param brief what a person needs to know
     * @param whole what Lambda's log says
     */
    default void report(String source, String brief, String whole) {
        line(source, whole);
    }

    /** Prints what needs the person's attention, behind the name of what it is about. */
    void warn(String source, String text);

    /** Tells from which sources lines will come, so that the column of names is wide enough. */
    default void expect(Collection<String> sources) {}
}
