package localrunner.iam;

/**
 * A call that somebody wants to make, as IAM sees it. An operation of a service may be several.
 *
 * @param action such as {@code dynamodb:PutItem}
 * @param resource its ARN, or {@code *} for an action that has none
 */
public record Call(Caller caller, String action, String resource, CallContext context) {}
