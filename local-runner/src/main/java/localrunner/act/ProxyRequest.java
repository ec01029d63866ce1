package localrunner.act;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import localrunner.application.Application.Route;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the event that API Gateway makes of a request back into the request ("Input format of a Lambda function for proxy
 * integration" in the API Gateway Developer Guide).
 */
final class ProxyRequest {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Headers that API Gateway adds. */
    private static final List<String> ADDED =
            List.of("X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto", "X-Amzn-Trace-Id", "Host");

    private ProxyRequest() {}

    /** Whether an event is of a request to a route. */
    static boolean isFor(Route route, JsonNode event) {
        return route.path().equals(event.path("resource").asString(""))
                && hasMethod(route, event.path("httpMethod").asString(""));
    }

    /** Whether a route answers a request. */
    static boolean isFor(Route route, String method, String path) {
        String pattern = Stream.of(route.path().split("/", -1))
                .map(part -> part.endsWith("+}") ? ".*" : part.startsWith("{") ? "[^/]*" : Pattern.quote(part))
                .collect(Collectors.joining("/"));
        return hasMethod(route, method) && path.split("\\?", 2)[0].matches(pattern);
    }

    private static boolean hasMethod(Route route, String method) {
        return route.method().equals(method) || (route.method().equals("ANY") && !method.isEmpty());
    }

    /** The request as {@link Sending#send} takes it. */
    static ObjectNode of(JsonNode event) {
        ObjectNode request = JSON.createObjectNode();
        request.put("method", event.path("httpMethod").asString(""));
        request.put("path", encodedPath(event.path("path").asString("/")) + query(event));
        ObjectNode headers = request.putObject("headers");
        event.path("headers").properties().forEach(header -> headers.set(header.getKey(), header.getValue()));
        headers.remove(ADDED);
        return request.put("body", body(event));
    }

    /** The event's path is decoded. */
    private static String encodedPath(String path) {
        return Stream.of(path.split("/", -1)).map(ProxyRequest::encoded).collect(Collectors.joining("/"));
    }

    private static String query(JsonNode event) {
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, JsonNode> parameter :
                event.path("multiValueQueryStringParameters").properties()) {
            parameter
                    .getValue()
                    .forEach(value -> pairs.add(encoded(parameter.getKey()) + "=" + encoded(value.asString(""))));
        }
        if (pairs.isEmpty()) {
            event.path("queryStringParameters")
                    .properties()
                    .forEach(parameter -> pairs.add(encoded(parameter.getKey()) + "="
                            + encoded(parameter.getValue().asString(""))));
        }
        return pairs.isEmpty() ? "" : "?" + String.join("&", pairs);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A binary body is text here when it is UTF-8, as bodies are written by people. */
    private static String body(JsonNode event) {
        String body = event.path("body").asString("");
        if (!event.path("isBase64Encoded").asBoolean(false)) {
            return body;
        }
        try {
            return new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return body;
        }
    }
}
