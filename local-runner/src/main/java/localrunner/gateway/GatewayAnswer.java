package localrunner.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** An API's answer to a client. */
record GatewayAnswer(int status, List<GatewayRequest.Header> headers, Bytes body) {

    private static final JsonMapper JSON = JsonMapper.shared();

    GatewayAnswer {
        headers = List.copyOf(headers);
    }

    /** The first header of that name, in any case. */
    Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(GatewayRequest.Header::value)
                .findFirst();
    }

    /** The same answer with one more header. */
    GatewayAnswer with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new GatewayRequest.Header(name, value));
        return new GatewayAnswer(status, more, body);
    }

    /**
     * An answer of API Gateway itself. The texts are from AWS document "Gateway response types for API Gateway". A body
     * has a blank after its colon only when the fault is not the client's.
     *
     * @param type what the header {@code x-amzn-ErrorType} says
     */
    private static GatewayAnswer error(int status, String type, String message) {
        String body = (status < 500 ? "{\"message\":" : "{\"message\": ") + JSON.writeValueAsString(message) + "}";
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

    /** The answer to a request whose event is larger than Lambda takes. */
    static GatewayAnswer requestTooLong() {
        return error(413, "BadRequestException", "Request Too Long");
    }

    /** The answer to a body that is larger than API Gateway takes, from a server before it. */
    static GatewayAnswer bodyTooLong(int limit) {
        return new GatewayAnswer(
                413,
                List.of(new GatewayRequest.Header("Content-Type", "text/plain")),
                Bytes.ofText("HTTP content length exceeded " + limit + " bytes."));
    }

    static GatewayAnswer unsupportedMediaType() {
        return error(415, "BadRequestException", "Unsupported Media Type");
    }

    static GatewayAnswer tooManyRequests() {
        return error(429, "TooManyRequestsException", "Too Many Requests");
    }

    /** The answer to a key that has used up its quota. */
    static GatewayAnswer limitExceeded() {
        return error(429, "LimitExceededException", "Limit Exceeded");
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
