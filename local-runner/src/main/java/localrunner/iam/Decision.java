package localrunner.iam;

import java.util.List;

/** Whether a call is allowed. */
public sealed interface Decision {

    /** @param by all that allow it, each of which would be enough */
    record Allowed(List<Permissions.Grant> by) implements Decision {
        public Allowed {
            by = List.copyOf(by);
        }
    }

    /**
     * It is not.
     *
     * @param caller its ARN, or the name of a service
     * @param reason as AWS words it: the kind of policy that denies the call, or lacks what would allow it
     */
    record Denied(String caller, String action, String resource, String reason) implements Decision {

        /** The whole text. Services that AWS lets spell the action in another way change only that. */
        public String message() {
            return "User: %s is not authorized to perform: %s on resource: %s %s"
                    .formatted(caller, action, resource, reason);
        }
    }
}
