package localrunner.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.iam.Permissions.Grant;
import localrunner.iam.Statement.Effect;

/**
 * Decides calls by the policies of an application.
 *
 * <p>AWS document "Policy evaluation logic", for one account without organization: an explicit deny of any policy ends
 * it; then a permissions boundary has to allow the call, if the role has one; and then the role's own policies or the
 * resource's. A service by itself is let in by the resource's policy only. The messages are those of "Troubleshoot
 * access denied error messages". Immutable.
 */
public final class Authorizer {

    private final Permissions permissions;
    private final Map<String, Role> roles;

    public Authorizer(Permissions permissions) {
        this.permissions = permissions;
        roles = permissions.rolesByArn();
    }

    /** @throws IllegalArgumentException when the caller's role is none of the application */
    public Decision decide(Call call) {
        return switch (call.caller()) {
            case Caller.RoleSession session -> decide(call, session);
            case Caller.Service service -> decide(call, service);
        };
    }

    /** Whether a service may assume the role, which is the first thing that Lambda and API Gateway do with one. */
    public boolean mayAssume(String service, String roleArn) {
        Role role = role(roleArn);
        Call call = new Call(new Caller.Service(service, ""), "sts:AssumeRole", roleArn, CallContext.NONE);
        return !denies(role.trust(), call)
                && role.trust().statements().stream().anyMatch(statement -> statement.admits(call));
    }

    private Decision decide(Call call, Caller.RoleSession session) {
        Role role = role(session.roleArn());
        List<Policy> ofResource = permissions.policiesOf(call.resource());
        if (role.policies().stream().anyMatch(policy -> denies(policy, call))) {
            return denied(session.arn(), call, "with an explicit deny in an identity-based policy");
        }
        if (ofResource.stream().anyMatch(policy -> denies(policy, call))) {
            return denied(session.arn(), call, "with an explicit deny in a resource-based policy");
        }
        if (role.boundary().filter(boundary -> denies(boundary, call)).isPresent()) {
            return denied(session.arn(), call, "with an explicit deny in a permissions boundary");
        }
        Optional<Policy> boundary = role.boundary();
        if (boundary.isPresent()
                && boundary.get().statements().stream().noneMatch(statement -> statement.admits(call))) {
            return denied(
                    session.arn(), call, "because no permissions boundary allows the " + call.action() + " action");
        }
        List<Grant> grants = new ArrayList<>();
        role.policies().forEach(policy -> grants.addAll(grants(role.name(), policy, call)));
        ofResource.forEach(policy -> grants.addAll(grants(call.resource(), policy, call)));
        return grants.isEmpty()
                ? denied(
                        session.arn(), call, "because no identity-based policy allows the " + call.action() + " action")
                : new Decision.Allowed(grants);
    }

    private Decision decide(Call call, Caller.Service service) {
        List<Policy> policies = permissions.policiesOf(call.resource());
        if (policies.stream().anyMatch(policy -> denies(policy, call))) {
            return denied(service.name(), call, "with an explicit deny in a resource-based policy");
        }
        List<Grant> grants = new ArrayList<>();
        policies.forEach(policy -> grants.addAll(grants(call.resource(), policy, call)));
        return grants.isEmpty()
                ? denied(
                        service.name(),
                        call,
                        "because no resource-based policy allows the " + call.action() + " action")
                : new Decision.Allowed(grants);
    }

    private Role role(String arn) {
        Role role = roles.get(arn);
        if (role == null) {
            throw new IllegalArgumentException("The application has no role " + arn);
        }
        return role;
    }

    private static boolean denies(Policy policy, Call call) {
        return policy.statements().stream()
                .anyMatch(statement -> statement.effect() == Effect.DENY && statement.applies(call));
    }

    private static List<Grant> grants(String holder, Policy policy, Call call) {
        List<Grant> grants = new ArrayList<>();
        for (Statement statement : policy.statements()) {
            if (statement.admits(call)) {
                statement.actions().parts().stream()
                        .filter(action -> Statement.names(action, call))
                        .forEach(action -> statement.resources().parts().stream()
                                .filter(resource -> Statement.covers(resource, call))
                                .forEach(
                                        resource -> grants.add(Grant.of(holder, policy, statement, action, resource))));
            }
        }
        return grants;
    }

    private static Decision.Denied denied(String caller, Call call, String reason) {
        return new Decision.Denied(caller, call.action(), call.resource(), reason);
    }
}
