package localrunner.invoke;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import localrunner.application.Application;
import localrunner.application.Application.Function;

/**
 * Finds a function of the template by any form of its {@link FunctionName}.
 *
 * <p>An alias can be taken away and put back, so that one can see what becomes of messages for a function that is not
 * there. Thread-safe.
 */
public final class FunctionDirectory {

    public static final String LATEST = "$LATEST";

    /** The one version that is published behind an alias. */
    public static final String PUBLISHED = "1";

    private final Map<String, Function> functions = new HashMap<>();
    private final Set<String> withoutAlias = ConcurrentHashMap.newKeySet();

    public FunctionDirectory(Application application) {
        application.functions().forEach(function -> functions.put(function.name(), function));
    }

    /** @throws FunctionNotFoundException when there is no such function, alias or version */
    public Target find(String function) {
        FunctionName name = parsed(function);
        Function found = functions.get(name.name());
        if (found == null || (function.startsWith("arn:") && !isArnOf(found, function))) {
            throw new FunctionNotFoundException(function);
        }
        String qualifier = name.qualifier().orElse(LATEST);
        boolean exists = qualifier.equals(LATEST)
                || (qualifier.equals(PUBLISHED) && found.alias().isPresent())
                || hasAlias(found, qualifier);
        if (!exists) {
            throw new FunctionNotFoundException(function);
        }
        return new Target(found, qualifier, name.qualifier().isPresent());
    }

    private static FunctionName parsed(String function) {
        try {
            return FunctionName.of(function, Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new FunctionNotFoundException(function);
        }
    }

    private static boolean isArnOf(Function function, String arn) {
        return arn.equals(function.arn()) || arn.startsWith(function.arn() + ":");
    }

    public boolean hasAlias(Function function, String alias) {
        return function.hasAlias(alias) && !withoutAlias.contains(function.name());
    }

    /** Takes the function's alias away, if it has one. */
    public void removeAlias(Function function) {
        withoutAlias.add(function.name());
    }

    /** Puts the alias that the template gives the function back. */
    public void restoreAlias(Function function) {
        withoutAlias.remove(function.name());
    }

    /**
     * A function, and which of its versions a caller named.
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

        /** The ARN that the context object shows: with the qualifier only if the caller gave one. */
        public String invokedArn() {
            return explicit ? qualifiedArn() : function.arn();
        }

        /** The ARN that invocation records show: always with a qualifier. */
        public String qualifiedArn() {
            return function.arn() + ":" + qualifier;
        }
    }
}
