package localrunner.template.resources;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import localrunner.template.document.Suggestion;

/** Knows which resource types a template can have here: those that are run, and those that are left aside. */
public final class ResourceTypes {

    /** Where a message sends people who look for another type. */
    public static final String HELP = "run-local --help types lists all types";

    private static final Set<String> RUN = Set.of(
            Resource.FUNCTION,
            Resource.API,
            Resource.SIMPLE_TABLE,
            Resource.TOPIC,
            Resource.QUEUE,
            Resource.TABLE,
            Resource.ALARM,
            Resource.BUCKET,
            Resource.KEY_ALIAS,
            Resource.SSM_PARAMETER,
            Resource.API_KEY,
            Resource.USAGE_PLAN,
            Resource.USAGE_PLAN_KEY);

    private ResourceTypes() {}

    static boolean isKnown(String type) {
        return RUN.contains(type) || IgnoredOnALaptop.type(type).isPresent();
    }

    /** What is wrong with an unknown type: which one was probably meant, or else the types of the same service. */
    static String complaint(String type) {
        Set<String> known = new TreeSet<>(RUN);
        known.addAll(IgnoredOnALaptop.types());
        String complaint = "the local runner has no " + type;
        return Suggestion.closest(type, known)
                .map(meant -> complaint + "; did you mean " + meant + "?")
                .orElseGet(() -> complaint + near(type, known));
    }

    private static String near(String type, Set<String> known) {
        String service = type.substring(0, Math.max(0, type.lastIndexOf("::") + 2));
        List<String> near = known.stream()
                .filter(name -> !service.isEmpty() && name.startsWith(service))
                .toList();
        return near.isEmpty() ? ", and nothing of its service" : "; near it: " + String.join(", ", near);
    }

    /** All types and properties that a template can have, for people: what is run, what is left aside, and why. */
    public static String help() {
        return "Run here:\n"
                + RUN.stream().sorted().map("  %s\n"::formatted).collect(Collectors.joining())
                + "\nRead, checked and left aside:\n"
                + IgnoredOnALaptop.help();
    }
}
