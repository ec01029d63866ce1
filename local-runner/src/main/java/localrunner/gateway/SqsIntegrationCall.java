package localrunner.gateway;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import localrunner.application.SqsIntegration;
import localrunner.application.SqsIntegration.ContentHandling;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a request by a call of SQS, without a function.
 *
 * <p>AWS documents "Data transformations for REST APIs in API Gateway", "Method request behavior for payloads without
 * mapping templates" and "Content type conversions in API Gateway". Thread-safe.
 */
final class SqsIntegrationCall {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String DEFAULT_TYPE = "application/json";

    private final EdgeService sqs;
    private final MappingTemplates templates = new MappingTemplates();

    SqsIntegrationCall(EdgeService sqs) {
        this.sqs = sqs;
    }

    /**
     * What a request brings.
     *
     * @param event the event that a function would get: its parameters and its context are those of the templates
     * @param body as the client sent it
     * @param contentType without parameters, in lower case
     * @param binary whether the API takes that type for binary
     * @param accept the first media type that the client accepts
     */
    record Call(JsonNode event, Bytes body, String contentType, boolean binary, String accept) {}

    /**
     * Calls SQS.
     *
     * @throws MappingException when a template or a parameter can't be mapped
     */
    GatewayAnswer answer(SqsIntegration integration, Call call) throws InterruptedException {
        Optional<String> template = template(integration.requestTemplates(), call.contentType());
        if (template.isEmpty() && !passesThrough(integration)) {
            return GatewayAnswer.unsupportedMediaType();
        }
        Map<String, Object> context = context(call.event());
        EdgeRequest request = request(integration, call, template, context);
        EdgeResponse answer =
                integration.credentials().map(sqs::inTheNameOf).orElse(sqs).handle(request);
        return response(integration, call, context, answer);
    }

    private static boolean passesThrough(SqsIntegration integration) {
        return switch (integration.passthroughBehavior()) {
            case WHEN_NO_MATCH -> true;
            case WHEN_NO_TEMPLATES -> integration.requestTemplates().isEmpty();
            case NEVER -> false;
        };
    }

    private static Optional<String> template(Map<String, String> byType, String contentType) {
        return byType.entrySet().stream()
                .filter(entry -> mediaType(entry.getKey()).equals(contentType))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** The media type without its parameters, in lower case. */
    static String mediaType(String contentType) {
        return contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private Map<String, Object> context(JsonNode event) {
        Map<String, Object> context = new LinkedHashMap<>();
        event.path("requestContext")
                .properties()
                .forEach(member -> context.put(member.getKey(), JSON.convertValue(member.getValue(), Object.class)));
        context.put("requestOverride", overrides("header", "path", "querystring"));
        context.put("responseOverride", overrides("header"));
        return context;
    }

    private static Map<String, Object> overrides(String... kinds) {
        Map<String, Object> overrides = new LinkedHashMap<>();
        for (String kind : kinds) {
            overrides.put(kind, new LinkedHashMap<String, Object>());
        }
        return overrides;
    }

    private EdgeRequest request(
            SqsIntegration integration, Call call, Optional<String> template, Map<String, Object> context) {
        byte[] body = body(integration, call, template, context);
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Content-Type", call.contentType());
        Map<String, String> query = new LinkedHashMap<>();
        integration.action().ifPresent(action -> query.put("Action", action));
        integration
                .requestParameters()
                .forEach((target, expression) ->
                        requestValue(expression, call, context).ifPresent(value -> put(target, value, headers, query)));
        if (!override(context, "requestOverride", "path").isEmpty()) {
            throw new MappingException("$context.requestOverride.path is not supported");
        }
        override(context, "requestOverride", "header").forEach(headers::put);
        override(context, "requestOverride", "querystring").forEach(query::put);
        String queryString = query.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return new EdgeRequest(integration.httpMethod(), integration.path(), queryString, headers, body);
    }

    private static void put(String target, String value, Map<String, String> headers, Map<String, String> query) {
        String name = target.substring(target.indexOf('.') + 1);
        (target.startsWith("header.") ? headers : query).put(name, value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private byte[] body(SqsIntegration integration, Call call, Optional<String> template, Map<String, Object> context) {
        boolean asText = integration.contentHandling().equals(Optional.of(ContentHandling.CONVERT_TO_TEXT));
        if (template.isPresent() && call.binary() && !asText) {
            throw new MappingException(
                    "a body of a binary media type reaches a mapping template with contentHandling: CONVERT_TO_TEXT only");
        }
        if (template.isPresent()) {
            String text = call.binary() ? base64(call.body()) : call.body().text();
            return templates
                    .render(template.get(), input(call.event(), text), context)
                    .getBytes(StandardCharsets.UTF_8);
        }
        if (call.binary()) {
            return asText
                    ? base64(call.body()).getBytes(StandardCharsets.US_ASCII)
                    : call.body().toArray();
        }
        return integration.contentHandling().equals(Optional.of(ContentHandling.CONVERT_TO_BINARY))
                ? decoded(call.body().text())
                : call.body().toArray();
    }

    private static String base64(Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.toArray());
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new MappingException("with contentHandling: CONVERT_TO_BINARY a text must be base64", e);
        }
    }

    private static TemplateInput input(JsonNode event, String body) {
        return new TemplateInput(
                body,
                parameters(event, "pathParameters"),
                parameters(event, "queryStringParameters"),
                parameters(event, "headers"));
    }

    private static Map<String, String> parameters(JsonNode event, String kind) {
        Map<String, String> parameters =
                kind.equals("headers") ? new TreeMap<>(String.CASE_INSENSITIVE_ORDER) : new LinkedHashMap<>();
        event.path(kind)
                .properties()
                .forEach(parameter ->
                        parameters.put(parameter.getKey(), parameter.getValue().asString("")));
        return parameters;
    }

    private static Optional<String> requestValue(String expression, Call call, Map<String, Object> context) {
        TemplateInput input = input(call.event(), "");
        for (Map.Entry<String, Map<String, String>> kind : input.params().entrySet()) {
            String prefix = "method.request." + kind.getKey() + ".";
            if (expression.startsWith(prefix)) {
                return Optional.ofNullable(kind.getValue().get(expression.substring(prefix.length())));
            }
        }
        return commonValue(expression, context);
    }

    /** A value that requests and responses can have: a text in single quotes, or one of the context. */
    private static Optional<String> commonValue(String expression, Map<String, Object> context) {
        if (expression.startsWith("context.")) {
            JsonNode all = JSON.valueToTree(context);
            JsonNode found = JsonPath.find(all, "$." + expression.substring("context.".length()));
            return found.isValueNode() ? Optional.of(found.asString("")) : Optional.empty();
        }
        return Optional.of(expression.substring(1, expression.length() - 1));
    }

    private static Map<String, String> override(Map<String, Object> context, String which, String kind) {
        Map<String, String> overrides = new LinkedHashMap<>();
        JSON.valueToTree(context)
                .path(which)
                .path(kind)
                .properties()
                .forEach(entry -> overrides.put(entry.getKey(), entry.getValue().asString("")));
        return overrides;
    }

    private GatewayAnswer response(
            SqsIntegration integration, Call call, Map<String, Object> context, EdgeResponse answer) {
        String status = Integer.toString(answer.status());
        SqsIntegration.Response response = integration.responses().stream()
                .filter(candidate -> candidate
                        .selectionPattern()
                        .filter(pattern -> pattern.matcher(status).matches())
                        .isPresent())
                .findFirst()
                .or(() -> integration.responses().stream()
                        .filter(candidate -> candidate.selectionPattern().isEmpty())
                        .findFirst())
                .orElseThrow(() -> new MappingException(
                        "SQS answered " + status + ", and no response of the integration is for that or the default"));
        String body = answer.bodyText().stripLeading().startsWith("<")
                ? QueryAnswer.asJson(answer.bodyText())
                : answer.bodyText();
        String type = responseType(response.templates(), call.accept());
        Optional<String> template = template(response.templates(), type);
        String rendered = template.map(text -> templates.render(text, input(call.event(), body), context))
                .orElse(body);
        List<GatewayRequest.Header> headers = new ArrayList<>();
        Map<String, String> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        named.put("Content-Type", type);
        response.headers()
                .forEach((name, expression) ->
                        responseValue(expression, answer, body, context).ifPresent(value -> named.put(name, value)));
        override(context, "responseOverride", "header").forEach(named::put);
        named.forEach((name, value) -> headers.add(new GatewayRequest.Header(name, value)));
        int shown = JSON.valueToTree(context)
                .path("responseOverride")
                .path("status")
                .asInt(response.status());
        return new GatewayAnswer(shown, headers, Bytes.ofText(rendered));
    }

    /** The accepted type if there is a template for it, or else JSON, or else the first there is. */
    private static String responseType(Map<String, String> byType, String accept) {
        return template(byType, accept).isPresent()
                ? accept
                : byType.isEmpty() || template(byType, DEFAULT_TYPE).isPresent()
                        ? DEFAULT_TYPE
                        : byType.keySet().iterator().next();
    }

    private static Optional<String> responseValue(
            String expression, EdgeResponse answer, String body, Map<String, Object> context) {
        String header = "integration.response.header.";
        String member = "integration.response.body";
        if (expression.startsWith(header)) {
            return answer.headers().entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(expression.substring(header.length())))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }
        if (expression.startsWith(member)) {
            Object found = new TemplateInput(body, Map.of(), Map.of(), Map.of())
                    .path("$" + expression.substring(member.length()));
            return Optional.of(found.toString());
        }
        return commonValue(expression, context);
    }
}
