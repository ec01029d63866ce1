package localrunner.gateway;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import localrunner.application.Application;
import localrunner.application.Application.Api;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the event that a function gets, in format 1.0.
 *
 * <p>AWS document "Lambda proxy integrations in API Gateway", section "Input format of a Lambda function for proxy
 * integration". As in all REST APIs, {@code path} and {@code pathParameters} stay percent-encoded as the client sent
 * them, and query parameters are decoded. Of a repeated header or parameter the single-valued map has the last value.
 * Immutable.
 */
final class ProxyEvent {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final DateTimeFormatter REQUEST_TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Headers that API Gateway does not pass on. */
    private static final Set<String> HOP_HEADERS = Set.of("connection", "content-length", "transfer-encoding");

    private static final List<String> UNKNOWN_IDENTITY = List.of(
            "accessKey",
            "accountId",
            "caller",
            "cognitoAuthenticationProvider",
            "cognitoAuthenticationType",
            "cognitoIdentityId",
            "cognitoIdentityPoolId",
            "principalOrgId",
            "user",
            "userArn");

    private final Api api;
    private final String region;

    ProxyEvent(Api api, String region) {
        this.api = api;
        this.region = region;
    }

    /**
     * The ids of one request.
     *
     * @param extendedRequestId the value of the header {@code x-amz-apigw-id}
     * @param traceId the value of the header {@code X-Amzn-Trace-Id}
     */
    record Ids(String requestId, String extendedRequestId, String traceId) {

        private static final int EXTENDED_ID_BYTES = 11;
        private static final int TRACE_BYTES = 12;

        private static final Pattern ROOT = Pattern.compile("(?i)(^|;)\\s*Root=([^;]+)");

        /**
         * Makes the other ids from the request's.
         *
         * @param clientsTraceId is kept if it has a {@code Root}, with what else it says
         */
        static Ids of(String requestId, Instant now, Optional<String> clientsTraceId) {
            byte[] hash = StableId.hash(requestId);
            String extendedRequestId = Base64.getEncoder().encodeToString(Arrays.copyOf(hash, EXTENDED_ID_BYTES));
            String trace = HexFormat.of().formatHex(hash, EXTENDED_ID_BYTES, EXTENDED_ID_BYTES + TRACE_BYTES);
            String traceId = clientsTraceId
                    .filter(given -> ROOT.matcher(given).find())
                    .orElseGet(() -> "Root=1-" + HexFormat.of().toHexDigits((int) now.getEpochSecond()) + "-" + trace);
            return new Ids(requestId, extendedRequestId, traceId);
        }
    }

    String write(GatewayRequest request, RouteTable.Match match, Optional<String> apiKey, Ids ids, Instant now) {
        ObjectNode event = JSON.createObjectNode();
        event.put("resource", match.route().path());
        event.put("path", match.path());
        event.put("httpMethod", request.method());
        Map<String, List<String>> headers = headers(request, ids);
        putLastValues(event, "headers", headers);
        putAllValues(event, "multiValueHeaders", headers);
        Map<String, List<String>> query = PercentEncoding.queryParameters(request.query());
        putLastValues(event, "queryStringParameters", query);
        putAllValues(event, "multiValueQueryStringParameters", query);
        putPathParameters(event, match.parameters());
        event.putNull("stageVariables");
        putRequestContext(event.putObject("requestContext"), request, match, apiKey, ids, now);
        putBody(event, request);
        return event.toString();
    }

    private static Map<String, List<String>> headers(GatewayRequest request, Ids ids) {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        for (GatewayRequest.Header header : request.headers()) {
            if (!HOP_HEADERS.contains(header.name().toLowerCase(Locale.ROOT))) {
                headers.computeIfAbsent(header.name(), _ -> new ArrayList<>()).add(header.value());
            }
        }
        set(headers, "X-Amzn-Trace-Id", ids.traceId());
        set(headers, "X-Forwarded-For", request.clientAddress());
        set(headers, "X-Forwarded-Port", Integer.toString(request.serverPort()));
        set(headers, "X-Forwarded-Proto", "http");
        return headers;
    }

    /** Sets a header under this spelling of its name, whichever the client has used. */
    private static void set(Map<String, List<String>> headers, String name, String value) {
        headers.remove(name);
        headers.put(name, List.of(value));
    }

    private static void putLastValues(ObjectNode event, String name, Map<String, List<String>> values) {
        if (values.isEmpty()) {
            event.putNull(name);
        } else {
            ObjectNode node = event.putObject(name);
            values.forEach((key, all) -> node.put(key, all.getLast()));
        }
    }

    private static void putAllValues(ObjectNode event, String name, Map<String, List<String>> values) {
        if (values.isEmpty()) {
            event.putNull(name);
        } else {
            ObjectNode node = event.putObject(name);
            values.forEach((key, all) -> all.forEach(node.putArray(key)::add));
        }
    }

    private static void putPathParameters(ObjectNode event, Map<String, String> parameters) {
        if (parameters.isEmpty()) {
            event.putNull("pathParameters");
        } else {
            parameters.forEach(event.putObject("pathParameters")::put);
        }
    }

    private void putRequestContext(
            ObjectNode context,
            GatewayRequest request,
            RouteTable.Match match,
            Optional<String> apiKey,
            Ids ids,
            Instant now) {
        context.put("resourceId", StableId.of(api.id() + match.route().path(), 6));
        context.put("resourcePath", match.route().path());
        context.put("httpMethod", request.method());
        context.put("extendedRequestId", ids.extendedRequestId());
        context.put("requestTime", REQUEST_TIME.format(now));
        // The stage stands in front if the client's URL has it. On AWS it does, except behind a custom domain's name.
        context.put("path", request.path());
        context.put("accountId", Application.ACCOUNT_ID);
        context.put("protocol", request.protocol());
        context.put("stage", api.stageName());
        context.put("domainPrefix", api.id());
        context.put("requestTimeEpoch", now.toEpochMilli());
        context.put("requestId", ids.requestId());
        ObjectNode identity = context.putObject("identity");
        UNKNOWN_IDENTITY.forEach(identity::putNull);
        identity.put("sourceIp", request.clientAddress());
        identity.put("userAgent", request.header("User-Agent").orElse(null));
        apiKey.ifPresent(key -> {
            identity.put("apiKey", key);
            identity.put("apiKeyId", StableId.of(api.id() + "/key/" + key, 10));
        });
        context.put("domainName", api.id() + ".execute-api." + region + ".amazonaws.com");
        context.put("deploymentId", StableId.of(api.id() + "/deployment", 6));
        context.put("apiId", api.id());
    }

    private void putBody(ObjectNode event, GatewayRequest request) {
        Bytes body = request.body();
        boolean binary = isBinary(api, request.header("Content-Type").orElse("application/json"));
        if (body.isEmpty()) {
            event.putNull("body");
        } else if (binary) {
            event.put("body", body.base64());
        } else {
            event.put("body", body.text());
        }
        event.put("isBase64Encoded", binary && !body.isEmpty());
    }

    /**
     * AWS document "Working with binary media types for REST APIs"; parameters such as {@code charset} do not count.
     */
    static boolean isBinary(Api api, String contentType) {
        String mediaType = contentType.split(";", 2)[0].strip();
        return api.binaryMediaTypes().stream().anyMatch(type -> type.equals("*/*") || type.equalsIgnoreCase(mediaType));
    }
}
