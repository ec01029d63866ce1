package wordcounter.http;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import wordcounter.json.JsonObject;
import wordcounter.tracing.TraceContext;
import wordcounter.tracing.TraceContexts;

/**
 * A request as API Gateway's REST API hands it to a function (Lambda proxy integration, payload format 1.0).
 *
 * @param resource the route, {@code /words/{word}}
 * @param path as the client called it, with the stage where the client's URL has one
 * @param trace the hop that answers it
 * @param headers names in lower case (RFC 9110: they are case-insensitive); of a repeated one the last
 */
public record ApiRequest(
        String method,
        String resource,
        String path,
        String requestId,
        TraceContext trace,
        Optional<String> apiKeyId,
        Map<String, String> headers,
        Map<String, String> pathParameters,
        Map<String, String> queryParameters,
        RequestBody body) {

    /**
     * Reads an event, and begins a hop of the trace that the request's {@code traceparent} names.
     *
     * @throws wordcounter.json.InvalidJsonException when the event is not one of API Gateway's
     */
    public static ApiRequest of(JsonObject event, TraceContexts traces) {
        JsonObject context = event.requiredObject("requestContext");
        Map<String, String> headers = new TreeMap<>();
        strings(event, "headers").forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return new ApiRequest(
                event.requiredString("httpMethod"),
                event.requiredString("resource"),
                context.optionalString("path").orElseGet(() -> event.requiredString("path")),
                context.requiredString("requestId"),
                traces.accept(Optional.ofNullable(headers.get(TraceContext.TRACEPARENT))),
                context.optionalObject("identity").flatMap(identity -> identity.optionalString("apiKeyId")),
                headers,
                strings(event, "pathParameters"),
                strings(event, "queryStringParameters"),
                body(event));
    }

    /** What every log line about the request has. */
    public Map<String, Object> logFields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("correlationId", requestId);
        fields.putAll(trace.logFields());
        return fields;
    }

    /** @param name in any case */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public Optional<String> queryParameter(String name) {
        return Optional.ofNullable(queryParameters.get(name));
    }

    /**
     * The path parameter of that name, which the route has. API Gateway passes it as it stands in the URL; here it is
     * decoded.
     *
     * @throws ProblemException 400 when its percent-encoding is not that of UTF-8
     */
    public String pathParameter(String name) {
        String value = pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(resource + " has no path parameter " + name);
        }
        return PercentEncoding.decode(value)
                .orElseThrow(
                        () -> new ProblemException(
                                Problem.Type.INVALID_PARAMETER,
                                "The path is not percent-encoded UTF-8: after each percent sign stand two hexadecimal digits, and the bytes are UTF-8."));
    }

    /** A path on this API, with the stage in front where the client's URL has one. */
    public String pathTo(String target) {
        int start = path.length() - resource.length();
        boolean isPlain = start >= 0 && path.endsWith(resource);
        return (isPlain ? path.substring(0, start) : "") + target;
    }

    private static RequestBody body(JsonObject event) {
        String body = event.optionalString("body").orElse("");
        return event.optionalBoolean("isBase64Encoded").orElse(false)
                ? RequestBody.ofBase64(body)
                : RequestBody.ofText(body);
    }

    /** The members of an object that has texts only; empty when there is no such object. */
    private static Map<String, String> strings(JsonObject event, String name) {
        Map<String, String> strings = new TreeMap<>();
        event.optionalObject(name)
                .ifPresent(object -> object.members()
                        .keySet()
                        .forEach(key -> object.optionalString(key).ifPresent(value -> strings.put(key, value))));
        return strings;
    }
}
