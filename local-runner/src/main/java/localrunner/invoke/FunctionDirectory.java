package localrunner.invoke;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.application.Application;
import localrunner.application.Application.Function;

/**
 * Finds a function by any form of {@code FunctionName} that Lambda's Invoke takes: name, partial or full ARN, each
 * alone or with {@code :qualifier}. Functions are those of the template; an alias can be taken away and put back, which
 * is how whatever invokes it finds nothing there. Thread-safe.
 */
public final class FunctionDirectory {

    public static final String LATEST = "$LATEST";

    /** The one version that is published behind an alias. */
    public static final String PUBLISHED = "1";

    private static final Pattern NAME = Pattern.compile(
            "(?:(?:arn:aws[a-z-]*:lambda:[a-z0-9-]+:)?\\d{12}:)?(?:function:)?(?<name>[A-Za-z0-9_-]+)(?::(?<qualifier>[$A-Za-z0-9_-]+))?");

    private final Map<String, Function> functions = new HashMap<>();
    private final Set<String> withoutAlias = ConcurrentHashMap.newKeySet();

    public FunctionDirectory(Application application) {
        application.functions().forEach(function -> functions.put(function.name(), function));
    }

    /** @throws FunctionNotFoundException when there is no such function, alias or version */
    public Target find(String function) {
        Matcher matcher = NAME.matcher(function);
        if (!matcher.matches()) {
            throw new FunctionNotFoundException(function);
        }
        Function found = functions.get(matcher.group("name"));
        String qualifier = matcher.group("qualifier");
        if (found == null
                || (function.startsWith("arn:")
                        && !function.equals(found.arn())
                        && !function.startsWith(found.arn() + ":"))) {
            throw new FunctionNotFoundException(function);
        }
        if (qualifier == null || qualifier.equals(LATEST)) {
            return new Target(found, LATEST, qualifier != null);
        }
        if (found.alias().isPresent() && (qualifier.equals(PUBLISHED) || hasAlias(found, qualifier))) {
            return new Target(found, qualifier, true);
        }
        throw new FunctionNotFoundException(function);
    }

    public boolean hasAlias(Function function, String alias) {
        return function.hasAlias(alias) && !withoutAlias.contains(function.name());
    }

    /** Takes the function's alias away, if it has it. */
    public void removeAlias(Function function) {
        withoutAlias.add(function.name());
    }

    /** Puts the template's alias of the function back. */
    public void restoreAlias(Function function) {
        withoutAlias.remove(function.name());
    }

    /**
     * A function as it was named by a caller.
     *
     * @param qualifier alias, version number, or {@code $LATEST}, also where the caller gave none
     * @param explicit whether the caller gave a qualifier
     */
    public record Target(Function function, String qualifier, boolean explicit) {

        /** {@code 1} behind an alias, else {@code $LATEST}. */
        public String version() {
            return published() ? PUBLISHED : LATEST;
        }

        public boolean published() {
            return !qualifier.equals(LATEST);
        }

        /** As in the context object: with the qualifier only if the caller gave one. */
        public String invokedArn() {
            return explicit ? qualifiedArn() : function.arn();
        }

        /** As in invocation records: always with a qualifier. */
        public String qualifiedArn() {
            return function.arn() + ":" + qualifier;
        }
    }
}
