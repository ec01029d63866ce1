package localrunner.iam;

import java.util.List;
import java.util.Locale;

/**
 * A statement of a policy.
 *
 * <p>AWS document "IAM JSON policy element reference". Actions have no case, resources have.
 *
 * @param id its {@code Sid}, or else its number
 */
public record Statement(
        String id,
        Effect effect,
        Principals principals,
        Selection actions,
        Selection resources,
        List<Condition> conditions) {

    /** What a statement that applies does. */
    public enum Effect {
        ALLOW,
        DENY
    }

    public Statement {
        conditions = List.copyOf(conditions);
    }

    boolean applies(Call call) {
        return principals.include(call.caller())
                && names(actions, call)
                && covers(resources, call)
                && conditions.stream().allMatch(condition -> condition.holds(call.context()));
    }

    /** Whether it lets the call in by itself, which a statement that speaks to an account does not. */
    boolean admits(Call call) {
        return effect == Effect.ALLOW && applies(call) && principals.names(call.caller());
    }

    static boolean names(Selection actions, Call call) {
        String action = call.action().toLowerCase(Locale.ROOT);
        return actions.patterns().stream()
                        .anyMatch(pattern -> Wildcards.match(pattern.toLowerCase(Locale.ROOT), action))
                != actions.except();
    }

    static boolean covers(Selection resources, Call call) {
        return resources.patterns().stream()
                        .flatMap(pattern -> PolicyText.filled(pattern, call.context()).stream())
                        .anyMatch(pattern -> Wildcards.match(pattern, call.resource()))
                != resources.except();
    }
}
