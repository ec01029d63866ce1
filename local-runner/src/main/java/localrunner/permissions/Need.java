package localrunner.permissions;

import localrunner.iam.CallContext;

/**
 * An action on a resource that a request needs to be allowed.
 *
 * @param action such as {@code dynamodb:PutItem}
 * @param resource its ARN, or {@code *} for an action that has none
 * @param context what the service tells of the request, for conditions
 */
record Need(String action, String resource, CallContext context) {

    Need(String action, String resource) {
        this(action, resource, CallContext.NONE);
    }
}
