package localrunner.iam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All roles and policies of an application. Immutable.
 *
 * @param roles each by its own ARN
 * @param roleArnsByFunction the role of each function, by the function's logical id
 * @param resourcePolicies several may be attached to one resource
 */
public record Permissions(
        List<Role> roles, Map<String, String> roleArnsByFunction, List<ResourcePolicy> resourcePolicies) {

    public Permissions {
        roles = List.copyOf(roles);
        roleArnsByFunction = Map.copyOf(roleArnsByFunction);
        resourcePolicies = List.copyOf(resourcePolicies);
    }

    /**
     * One action on one resource that a statement allows; a statement with two actions and three resources has six.
     *
     * @param holder the name of the role, or the ARN of the resource whose policy it is
     */
    public record Grant(String holder, String policy, String statement, String action, String resource) {

        private static List<Grant> of(String holder, Policy policy, Statement statement) {
            List<Grant> grants = new ArrayList<>();
            if (statement.effect() == Statement.Effect.ALLOW) {
                for (Selection action : statement.actions().parts()) {
                    for (Selection resource : statement.resources().parts()) {
                        grants.add(of(holder, policy, statement, action, resource));
                    }
                }
            }
            return grants;
        }

        static Grant of(String holder, Policy policy, Statement statement, Selection action, Selection resource) {
            return new Grant(holder, policy.name(), statement.id(), action.text(), resource.text());
        }
    }

    /** All that is allowed, in the order of the template. */
    public List<Grant> grants() {
        List<Grant> grants = new ArrayList<>();
        for (Role role : roles) {
            for (Policy policy : role.policies()) {
                policy.statements().forEach(statement -> grants.addAll(Grant.of(role.name(), policy, statement)));
            }
        }
        for (ResourcePolicy attached : resourcePolicies) {
            attached.policy()
                    .statements()
                    .forEach(
                            statement -> grants.addAll(Grant.of(attached.resourceArn(), attached.policy(), statement)));
        }
        return grants;
    }

    Map<String, Role> rolesByArn() {
        return roles.stream()
                .collect(Collectors.toMap(Role::arn, Function.identity(), (one, _) -> one, LinkedHashMap::new));
    }

    /** The policies of a resource; a table's is that of its indexes, and a bucket's that of its objects. */
    List<Policy> policiesOf(String resourceArn) {
        return resourcePolicies.stream()
                .filter(attached -> attached.resourceArn().equals(resourceArn)
                        || resourceArn.startsWith(attached.resourceArn() + "/index/")
                        || (attached.resourceArn().startsWith("arn:aws:s3:::")
                                && resourceArn.startsWith(attached.resourceArn() + "/")))
                .map(ResourcePolicy::policy)
                .toList();
    }

    /** The role of a function, by the function's logical id. */
    public Optional<String> roleArnOf(String function) {
        return Optional.ofNullable(roleArnsByFunction.get(function));
    }
}
