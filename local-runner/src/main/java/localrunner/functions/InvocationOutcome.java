package localrunner.functions;

import tools.jackson.databind.json.JsonMapper;

/**
 * What came of an invocation: the function's answer, or an error.
 *
 * @param payload JSON text
 * @param failed whether the payload is an error's; Lambda's {@code X-Amz-Function-Error} is {@code Unhandled} then
 */
public record InvocationOutcome(String payload, boolean failed) {

    private static final JsonMapper JSON = new JsonMapper();

    static InvocationOutcome success(String payload) {
        return new InvocationOutcome(payload, false);
    }

    /** @param payload the error as the function's runtime reported it */
    static InvocationOutcome failure(String payload) {
        return new InvocationOutcome(payload, true);
    }

    /** An error that Lambda itself reports: the type comes first, and there is no stack trace. */
    static InvocationOutcome failure(String errorType, String errorMessage) {
        return failure(JSON.writeValueAsString(
                JSON.createObjectNode().put("errorType", errorType).put("errorMessage", errorMessage)));
    }

    static InvocationOutcome timedOut(String requestId, String seconds) {
        return failure(
                "Sandbox.Timedout", "RequestId: " + requestId + " Error: Task timed out after " + seconds + " seconds");
    }

    static InvocationOutcome exited(String requestId, String how) {
        return failure("Runtime.ExitError", "RequestId: " + requestId + " Error: " + how);
    }

    /** An error that somebody wants to see. */
    static InvocationOutcome failedOnPurpose(String requestId) {
        return failure("InjectedError", "RequestId: " + requestId + " Error: a fault that is on at /_faults");
    }

    static InvocationOutcome responseTooLarge() {
        return failure(
                "Function.ResponseSizeTooLarge",
                "Response payload size exceeded maximum allowed payload size (" + RuntimeApi.RESPONSE_LIMIT
                        + " bytes).");
    }
}
