package localrunner.gateway;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** An API's answer to a client. */
record GatewayAnswer(int status, List<GatewayRequest.Header> headers, Bytes body) {

    private static final JsonMapper JSON = JsonMapper.shared();

    GatewayAnswer {
        headers = List.copyOf(headers);
    }

    /** The same answer with one more header. */
    GatewayAnswer with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new GatewayRequest.Header(name, value));
        return new GatewayAnswer(status, more, body);
    }

    /**
     * An answer of API Gateway itself. The texts are from AWS document "Gateway response types for API Gateway".
     *
     * @param type what the header {@code x-amzn-ErrorType} says
     */
    private static GatewayAnswer error(int status, String type, String message) {
        String body = JSON.createObjectNode().put("message", message).toString();
        return new GatewayAnswer(
                status,
                List.of(
                        new GatewayRequest.Header("Content-Type", "application/json"),
                        new GatewayRequest.Header("x-amzn-ErrorType", type)),
                Bytes.ofText(body));
    }

    static GatewayAnswer badRequest() {
        return error(400, "BadRequestException", "Bad Request");
    }

    /** The answer to a path that is not there, or a method that it does not have. REST APIs never say 404 or 405. */
    static GatewayAnswer missingAuthenticationToken() {
        return error(403, "MissingAuthenticationTokenException", "Missing Authentication Token");
    }

    static GatewayAnswer forbidden() {
        return forbidden("Forbidden");
    }

    static GatewayAnswer forbidden(String message) {
        return error(403, "ForbiddenException", message);
    }

    static GatewayAnswer requestTooLong() {
        return error(413, "RequestTooLargeException", "Request Too Long");
    }

    static GatewayAnswer tooManyRequests() {
        return error(429, "TooManyRequestsException", "Too Many Requests");
    }

    static GatewayAnswer invocationRejected() {
        return error(500, "InternalServerErrorException", "Internal server error");
    }

    static GatewayAnswer functionFailed() {
        return error(502, "InternalServerErrorException", "Internal server error");
    }

    static GatewayAnswer timedOut() {
        return error(504, "InternalServerErrorException", "Endpoint request timed out");
    }
}
