package localrunner.iam;

import java.util.List;
import java.util.Optional;

/**
 * A role.
 *
 * @param trust who may assume it
 * @param policies inline and managed ones
 * @param boundary its permissions boundary
 */
public record Role(String name, String arn, Policy trust, List<Policy> policies, Optional<Policy> boundary) {
    public Role {
        policies = List.copyOf(policies);
    }
}
