package localrunner.ssm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import localrunner.time.Time;

/**
 * Keeps parameters and their earlier versions, by name.
 *
 * <p>A name of one level is the same with and without a slash before it. AWS Systems Manager API Reference,
 * PutParameter, has the rules for names and sizes. There is the standard tier
 * only: a value has at most 4,096 characters, a name at most 15 levels. Thread-safe.
 */
final class ParameterStore {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\-/]{1,1011}");
    private static final int LONGEST_VALUE = 4096;
    private static final int MOST_LEVELS = 15;
    private static final int MOST_VERSIONS = 100;

    private final TreeMap<String, List<StoredParameter>> versionsByName = new TreeMap<>();
    private final Time time;

    ParameterStore(Time time) {
        this.time = time;
    }

    /**
     * Adds a parameter, or another version of it if {@code overwrite} allows that.
     *
     * @param type empty to keep the type that the parameter has
     */
    synchronized StoredParameter put(
            String name, Optional<ParameterType> type, String value, String description, boolean overwrite) {
        checkName(name);
        checkValue(value);
        List<StoredParameter> versions = versions(name);
        if (versions.isEmpty()) {
            ParameterType given = type.orElseThrow(() -> new SsmException(
                    "ValidationException", "A parameter type is required when you create a parameter."));
            return add(new StoredParameter(name, given, value, description, 1, now()));
        }
        if (!overwrite) {
            throw new SsmException(
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        }
        StoredParameter latest = versions.getLast();
        return add(new StoredParameter(
                latest.name(), type.orElse(latest.type()), value, description, latest.version() + 1, now()));
    }

    synchronized Optional<StoredParameter> latest(String name) {
        return versions(name).isEmpty()
                ? Optional.empty()
                : Optional.of(versions(name).getLast());
    }

    synchronized Optional<StoredParameter> version(String name, long version) {
        return versions(name).stream()
                .filter(parameter -> parameter.version() == version)
                .findFirst();
    }

    synchronized boolean delete(String name) {
        return versionsByName.remove(key(name)) != null;
    }

    /** Every parameter's latest version, by name. */
    synchronized Collection<StoredParameter> all() {
        return versionsByName.values().stream()
                .map(List::getLast)
                .sorted(Comparator.comparing(StoredParameter::name))
                .toList();
    }

    private List<StoredParameter> versions(String name) {
        return versionsByName.getOrDefault(key(name), List.of());
    }

    private static String key(String name) {
        return name.lastIndexOf('/') == 0 ? name.substring(1) : name;
    }

    private StoredParameter add(StoredParameter parameter) {
        var versions = new ArrayList<>(versions(parameter.name()));
        versions.add(parameter);
        if (versions.size() > MOST_VERSIONS) {
            versions.removeFirst();
        }
        versionsByName.put(key(parameter.name()), List.copyOf(versions));
        return parameter;
    }

    private Instant now() {
        return time.now();
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new SsmException(
                    "ValidationException",
                    "Parameter name '%s' may only have letters, digits and the symbols . - _ / (at most 1,011)"
                            .formatted(name));
        }
        if (name.contains("/") && !name.startsWith("/")) {
            throw new SsmException("ValidationException", "Parameter name must be a fully qualified name.");
        }
        if (name.contains("//")) {
            throw SsmException.invalidName();
        }
        checkPrefix(name);
        if (name.chars().filter(character -> character == '/').count() > MOST_LEVELS) {
            throw new SsmException(
                    "HierarchyLevelLimitExceededException",
                    "A parameter name can have at most " + MOST_LEVELS + " levels.");
        }
    }

    private static void checkPrefix(String name) {
        boolean isPath = name.lastIndexOf('/') > 0;
        String first = (name.startsWith("/") ? name.substring(1) : name).toLowerCase(Locale.ROOT);
        if (isPath && first.startsWith("aws")) {
            throw new SsmException("AccessDeniedException", "No access to reserved parameter name: " + name + ".");
        }
        if (isPath && first.startsWith("ssm")) {
            throw SsmException.invalidName();
        }
        if (first.startsWith("aws") || first.startsWith("ssm")) {
            throw new SsmException(
                    "ValidationException",
                    "Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).");
        }
    }

    private static void checkValue(String value) {
        if (value.isEmpty()) {
            throw new SsmException("ValidationException", "A parameter's value can't be empty.");
        }
        if (value.length() > LONGEST_VALUE) {
            throw new SsmException(
                    "ValidationException",
                    "Standard tier parameters support a maximum parameter value of " + LONGEST_VALUE
                            + " characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html");
        }
    }
}
