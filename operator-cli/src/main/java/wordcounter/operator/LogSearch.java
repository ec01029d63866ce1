package wordcounter.operator;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Finds lines in the log of a stack's functions. */
@FunctionalInterface
interface LogSearch {

    /**
     * The lines of that time with at least one of the ids in them, the earliest first.
     *
     * @throws OperatorException when the log can't be asked
     */
    List<LogLine> linesWith(Collection<String> ids, Instant from, Instant to);
}
