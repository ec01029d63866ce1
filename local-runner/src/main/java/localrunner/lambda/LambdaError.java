package localrunner.lambda;

import java.util.Optional;
import localrunner.edge.EdgeResponse;
import localrunner.invoke.FunctionNotFoundException;
import localrunner.invoke.InvalidRequestContentException;
import localrunner.invoke.RequestTooLargeException;
import localrunner.invoke.RequestValidationException;
import localrunner.invoke.TooManyRequestsException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error of Lambda's API.
 *
 * <p>Which members the body has, and how they are spelt, is as recorded on AWS: most errors say {@code message},
 * ResourceNotFoundException says {@code Message}.
 *
 * @param reason a throttle's
 */
record LambdaError(int status, String code, String message, Optional<String> reason) {

    private static final String NOT_FOUND = "ResourceNotFoundException";

    /** Refused before Lambda reads the request, so that the body has no type. */
    private static final String TOO_LARGE = "RequestEntityTooLargeException";

    LambdaError(int status, String code, String message) {
        this(status, code, message, Optional.empty());
    }

    /** The error for an exception of the room {@code invoke}. */
    static LambdaError of(RuntimeException cause) {
        String text = String.valueOf(cause.getMessage());
        return switch (cause) {
            case FunctionNotFoundException _ -> new LambdaError(404, NOT_FOUND, text);
            case InvalidRequestContentException _ -> new LambdaError(400, "InvalidRequestContentException", text);
            case RequestTooLargeException _ -> new LambdaError(413, TOO_LARGE, text);
            case TooManyRequestsException throttle ->
                new LambdaError(429, "TooManyRequestsException", "Rate Exceeded.", Optional.of(throttle.reason()));
            case RequestValidationException _ -> new LambdaError(400, "ValidationException", text);
            case IllegalArgumentException _ -> new LambdaError(400, "InvalidParameterValueException", text);
            default -> throw cause;
        };
    }

    EdgeResponse answer() {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        reason.ifPresent(text -> body.put("Reason", text));
        if (!code.equals(TOO_LARGE) && !code.equals("ValidationException")) {
            body.put("Type", "User");
        }
        body.put(code.equals(NOT_FOUND) || code.equals(TOO_LARGE) ? "Message" : "message", message);
        return EdgeResponse.of(status, "application/json", body.toString()).with("x-amzn-ErrorType", code);
    }
}
