package localrunner.iam;

import java.util.List;

/**
 * Whom a statement of a resource's policy is about.
 *
 * <p>AWS document "AWS JSON policy elements: Principal".
 *
 * @param anybody {@code "*"}
 * @param aws accounts, roles and sessions, as ARNs or account ids; {@code *} is anybody
 * @param services such as {@code sns.amazonaws.com}
 */
public record Principals(boolean anybody, List<String> aws, List<String> services) {

    /** A statement of a role's own policy is about the role. */
    public static final Principals OWNER = new Principals(true, List.of(), List.of());

    public Principals {
        aws = List.copyOf(aws);
        services = List.copyOf(services);
    }

    /** Whether the statement is about the caller, and speaks to it itself or to an account that may let it in. */
    boolean include(Caller caller) {
        return names(caller) || delegatesTo(caller);
    }

    /** Whether the statement is about the caller itself. */
    boolean names(Caller caller) {
        if (anybody || aws.contains("*")) {
            return true;
        }
        return switch (caller) {
            case Caller.Service(String name, String _) -> services.contains(name);
            case Caller.RoleSession session -> aws.contains(session.roleArn()) || aws.contains(session.arn());
        };
    }

    /** An account decides by the policies of its own roles. */
    private boolean delegatesTo(Caller caller) {
        return caller instanceof Caller.RoleSession session
                && (aws.contains(session.account()) || aws.contains("arn:aws:iam::" + session.account() + ":root"));
    }
}
