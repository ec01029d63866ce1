package localrunner.template.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Collects what is wrong with a template, so that all of it can be told at once. Not thread-safe. */
public final class Problems {

    private record Problem(Position at, String message) {}

    private record Missing(Position map, String name) {}

    private static final Pattern PROPERTIES_OF_RESOURCE = Pattern.compile("Resources\\.[^.]+(\\.Properties)?");
    private static final List<String> GLOBALS = List.of("Globals.Function", "Globals.Api", "Globals.SimpleTable");

    private final String file;
    private final Set<Problem> found = new LinkedHashSet<>();
    private final List<Missing> missing = new ArrayList<>();
    private final Set<String> hints = new LinkedHashSet<>();

    /** Paths of the properties that were probably meant where a misspelt one stands. */
    private final Set<String> misspelt = new HashSet<>();

    /** @param file how messages call the template */
    public Problems(String file) {
        this.file = file;
    }

    /**
     * Adds a problem, once: a value that came through Globals is read for each resource and always stands at the same
     * place.
     */
    public void add(Position at, String message) {
        found.add(new Problem(at, message));
    }

    /** A place as messages name it: file, line and path. */
    public String place(Position at) {
        StringBuilder text = new StringBuilder(file);
        if (at.line() > 0) {
            text.append(':').append(at.line());
        }
        if (!at.path().isEmpty()) {
            text.append(": ").append(at.path());
        }
        return text.toString();
    }

    /** Adds where to read more about a problem; told once, behind all problems. */
    public void hint(String hint) {
        hints.add(hint);
    }

    /** Adds that a required property is missing. This is not told when the property is there and misspelt. */
    void addMissing(Position map, String property) {
        missing.add(new Missing(map, property));
    }

    /** Adds that nobody knows a property, and which one was probably meant. */
    public void addUnknown(Position at, String complaint, String name, Collection<String> known) {
        add(at, complaint + Suggestion.among(name, "Supported", known));
        String map = at.path().substring(0, Math.max(0, at.path().length() - name.length() - 1));
        Suggestion.closest(name, known).ifPresent(property -> misspelt.add(map + "." + property));
    }

    private boolean isMisspelt(Missing property) {
        return misspelt.contains(property.map().path() + "." + property.name())
                || (PROPERTIES_OF_RESOURCE.matcher(property.map().path()).matches()
                        && GLOBALS.stream().anyMatch(section -> misspelt.contains(section + "." + property.name())));
    }

    /** @throws TemplateException with all problems in the order of the file, when there are any */
    public void throwIfAny() {
        missing.stream()
                .filter(property -> !isMisspelt(property))
                .forEach(property -> add(property.map(), "missing required property " + property.name()));
        missing.clear();
        if (found.isEmpty()) {
            return;
        }
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(problem -> problem.at().line()));
        throw new TemplateException(sorted.stream().map(this::text).toList(), List.copyOf(hints));
    }

    private String text(Problem problem) {
        return place(problem.at()) + ": " + problem.message();
    }
}
