package localrunner.template;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with a template, so that all of it is told at once. Not thread-safe. */
final class Problems {

    private record Problem(Position at, String message) {}

    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();

    Problems(String file) {
        this.file = file;
    }

    /**
     * Adds a problem; saying the same of the same place twice (a value that came through Globals) is saying it once.
     */
    void add(Position at, String message) {
        found.add(new Problem(at, message));
    }

    void throwIfAny() {
        if (found.isEmpty()) {
            return;
        }
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(problem -> problem.at().line()));
        throw new TemplateException(sorted.stream().map(this::text).toList());
    }

    private String text(Problem problem) {
        StringBuilder text = new StringBuilder(file);
        if (problem.at().line() > 0) {
            text.append(':').append(problem.at().line());
        }
        text.append(": ");
        if (!problem.at().path().isEmpty()) {
            text.append(problem.at().path()).append(": ");
        }
        return text.append(problem.message()).toString();
    }
}
