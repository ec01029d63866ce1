package localrunner.template.values;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.template.document.Position;
import localrunner.template.document.Problems;
import localrunner.template.document.Value;

/**
 * Puts values in the place of dynamic references such as <code>{{resolve:ssm:/orders/limit:1}}</code>.
 *
 * <p>AWS document "Get values stored in other services using dynamic references" (CloudFormation User Guide). The
 * parameters that a reference of {@code ssm} can name are the template's own and those that the runner's user gives;
 * each has version 1. Other services are refused. Not thread-safe.
 */
final class DynamicReferences {

    private static final String PARAMETER = "AWS::SSM::Parameter";
    private static final Pattern REFERENCE = Pattern.compile("\\{\\{resolve:([^:}]*)(?::([^}]*))?}}");
    private static final Pattern PARAMETER_AND_VERSION = Pattern.compile("([a-zA-Z0-9_.\\-/]+)(?::([0-9]+))?");

    private final Map<String, String> given;
    private final References references;
    private final Problems problems;

    /** @param given values by the names of parameters */
    DynamicReferences(Map<String, String> given, References references, Problems problems) {
        this.given = Map.copyOf(given);
        this.references = references;
        this.problems = problems;
    }

    /** Returns the text with the values in it; broken when a reference can't be resolved, which is reported by then. */
    Value resolve(Value.Scalar scalar, Resolver.Scope scope, Resolver resolver) {
        if (!scope.resources() || scope.branch() == Branch.LEFT_OUT) {
            return scalar;
        }
        Matcher reference = REFERENCE.matcher(scalar.text());
        StringBuilder result = new StringBuilder();
        boolean complete = true;
        while (reference.find()) {
            Optional<String> value = value(reference, scalar.at(), scope, resolver);
            complete &= value.isPresent();
            reference.appendReplacement(result, Matcher.quoteReplacement(value.orElse("")));
        }
        reference.appendTail(result);
        return complete ? new Value.Scalar(scalar.at(), result.toString()) : new Value.Broken(scalar.at());
    }

    private Optional<String> value(Matcher reference, Position at, Resolver.Scope scope, Resolver resolver) {
        String written = reference.group();
        String service = reference.group(1);
        return switch (service) {
            case "ssm" ->
                parameter(written, Optional.ofNullable(reference.group(2)).orElse(""), at, scope, resolver);
            case "ssm-secure" ->
                refused(
                        at,
                        written + ": references of ssm-secure are not supported, as there is no SecureString before the"
                                + " start; let the function read it with GetParameter");
            case "secretsmanager" ->
                refused(
                        at,
                        written + ": references of secretsmanager are not supported, as the runner has no Secrets"
                                + " Manager; use a parameter of the template with NoEcho");
            default ->
                refused(
                        at,
                        written + ": there are no dynamic references of '" + service
                                + "'; supported: ssm, as in {{resolve:ssm:/name}} or {{resolve:ssm:/name:1}}");
        };
    }

    private Optional<String> parameter(
            String written, String nameAndVersion, Position at, Resolver.Scope scope, Resolver resolver) {
        Matcher parts = PARAMETER_AND_VERSION.matcher(nameAndVersion);
        if (!parts.matches()) {
            return refused(at, written + ": must have the form {{resolve:ssm:/name}} or {{resolve:ssm:/name:1}}");
        }
        String name = parts.group(1);
        String version = Optional.ofNullable(parts.group(2)).orElse("1");
        Map<String, String> ownByName = ownByName(resolver);
        Optional<String> own = Optional.ofNullable(ownByName.get(key(name)));
        Optional<String> givenValue = given.entrySet().stream()
                .filter(entry -> key(entry.getKey()).equals(key(name)))
                .map(Map.Entry::getValue)
                .findFirst();
        if (own.isEmpty() && givenValue.isEmpty()) {
            Set<String> known = new TreeSet<>(given.keySet());
            ownByName.keySet().forEach(known::add);
            return refused(
                    at,
                    written + ": there is no parameter " + name + "; give it with --parameter "
                            + (name.startsWith("/") ? name : "/" + name) + "=..."
                            + (known.isEmpty() ? "" : ", or use one that there is: " + String.join(", ", known)));
        }
        if (!version.equals("1")) {
            return refused(at, written + ": parameters have version 1 at the start, and no other");
        }
        return own.isPresent() ? resolver.attribute(own.get(), "Value", at, scope) : givenValue;
    }

    /** The logical ids of the template's parameters by their names. */
    private Map<String, String> ownByName(Resolver resolver) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String logicalId : references.logicalIdsOfType(PARAMETER)) {
            references.target(logicalId).ref().read(resolver).ifPresent(name -> byName.put(key(name), logicalId));
        }
        return byName;
    }

    /** A name of one level is the same with and without a slash. */
    private static String key(String name) {
        return name.lastIndexOf('/') == 0 ? name.substring(1) : name;
    }

    private Optional<String> refused(Position at, String problem) {
        problems.add(at, problem);
        return Optional.empty();
    }
}
