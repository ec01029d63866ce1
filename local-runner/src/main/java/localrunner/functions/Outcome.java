package localrunner.functions;

import tools.jackson.databind.json.JsonMapper;

/**
 * What came of an invocation: a payload, JSON text, and whether it is an error's.
 *
 * @param failed then Lambda's {@code X-Amz-Function-Error} is {@code Unhandled}
 */
record Outcome(String payload, boolean failed) {

    private static final JsonMapper JSON = new JsonMapper();

    static Outcome success(String payload) {
        return new Outcome(payload, false);
    }

    /** @param payload as the function's runtime reported it */
    static Outcome failure(String payload) {
        return new Outcome(payload, true);
    }

    /** What Lambda itself says: type first, no stack trace. */
    static Outcome failure(String errorType, String errorMessage) {
        return failure(JSON.writeValueAsString(
                JSON.createObjectNode().put("errorType", errorType).put("errorMessage", errorMessage)));
    }

    static Outcome timedOut(String requestId, String seconds) {
        return failure(
                "Sandbox.Timedout", "RequestId: " + requestId + " Error: Task timed out after " + seconds + " seconds");
    }

    static Outcome exited(String requestId, String how) {
        return failure("Runtime.ExitError", "RequestId: " + requestId + " Error: " + how);
    }

    static Outcome responseTooLarge(long bytes) {
        return failure(
                "Function.ResponseSizeTooLarge",
                "Response payload size (%d bytes) exceeded maximum allowed payload size (%d bytes)."
                        .formatted(bytes, RuntimeApi.RESPONSE_LIMIT));
    }
}
