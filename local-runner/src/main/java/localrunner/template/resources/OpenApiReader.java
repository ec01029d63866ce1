package localrunner.template.resources;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import localrunner.application.Application;
import localrunner.application.SqsIntegration;
import localrunner.application.SqsIntegration.ContentHandling;
import localrunner.application.SqsIntegration.PassthroughBehavior;
import localrunner.template.document.PropertyReader;
import localrunner.template.document.Value;

/**
 * Reads the {@code DefinitionBody} of an API: an OpenAPI or Swagger document whose methods are integrated with SQS.
 *
 * <p>Follows "x-amazon-apigateway-integration object" in the API Gateway Developer Guide. Like API Gateway it wants the
 * parameters, responses and response headers that a mapping names to be declared in the method. Not thread-safe.
 */
final class OpenApiReader {

    private static final Set<String> METHODS = Set.of("delete", "get", "head", "options", "patch", "post", "put");
    private static final String ANY_METHOD = "x-amazon-apigateway-any-method";
    private static final List<String> FOR_PEOPLE = List.of(
            "consumes",
            "deprecated",
            "description",
            "externalDocs",
            "operationId",
            "produces",
            "requestBody",
            "summary",
            "tags");

    private static final Pattern SQS_URI = Pattern.compile("arn:[^:]+:apigateway:[^:]*:sqs:(path|action)/(.*)");
    private static final Pattern QUEUE_PATH = Pattern.compile("/*([^/]+)/([^/]+)/?");
    private static final Pattern TEXT = Pattern.compile("'.*'");
    private static final Pattern REQUEST_TARGET =
            Pattern.compile("integration\\.request\\.((?:header|querystring)\\..+)");
    private static final Pattern METHOD_PARAMETER =
            Pattern.compile("method\\.request\\.(header|querystring|path)\\.(.+)");
    private static final Pattern METHOD_RESPONSE_HEADER = Pattern.compile("method\\.response\\.header\\.(.+)");
    private static final Pattern INTEGRATION_RESPONSE =
            Pattern.compile("integration\\.response\\.(header\\..+|body(\\..+)?)");
    private static final Pattern CONTEXT = Pattern.compile("context\\..+");

    private record NamedQueue(PropertyReader integration, String arn) {}

    private final PhysicalNames names;
    private final Catalog catalog;
    private final List<NamedQueue> namedQueues = new ArrayList<>();

    OpenApiReader(PhysicalNames names, Catalog catalog) {
        this.names = names;
        this.catalog = catalog;
    }

    /** Adds the document's methods to the API. */
    void read(PropertyReader body, ApiDraft api) {
        List.of("openapi", "swagger", "info", "servers", "tags", "externalDocs", "definitions", "schemes", "host")
                .forEach(body::any);
        Set<String> keySchemes = keySchemes(body);
        boolean keyForAll = wantsKey(body, keySchemes) || api.apiKeyRequired();
        Map<String, Value.Entry> paths = body.map("paths");
        Optional<PropertyReader> reader = body.object("paths");
        for (String path : paths.keySet()) {
            reader.flatMap(all -> all.object(path)).ifPresent(item -> {
                if (!path.startsWith("/")) {
                    body.problem("paths", "a path must start with '/', found '" + path + "'");
                }
                readPath(path, item, api, keySchemes, keyForAll);
            });
        }
        body.finish("not supported in a DefinitionBody");
    }

    /** Reports queues that there are not; to be called when all queues have been read. */
    void checkQueues() {
        for (NamedQueue named : namedQueues) {
            if (!catalog.hasQueue(named.arn())) {
                named.integration().problem("uri", "no AWS::SQS::Queue of this template has the ARN " + named.arn());
            }
        }
    }

    /** The names of the security schemes that are API keys. */
    private static Set<String> keySchemes(PropertyReader body) {
        Set<String> names = new TreeSet<>();
        Optional<PropertyReader> components = body.object("components");
        for (Optional<PropertyReader> schemes : List.of(
                components.flatMap(inner -> inner.object("securitySchemes")), body.object("securityDefinitions"))) {
            schemes.ifPresent(all -> {
                for (String name : schemeNames(body, components, all)) {
                    all.object(name)
                            .filter(scheme -> scheme.text("type").equals(Optional.of("apiKey"))
                                    && scheme.text("name")
                                            .filter("x-api-key"::equalsIgnoreCase)
                                            .isPresent())
                            .ifPresent(_ -> names.add(name));
                }
            });
        }
        return names;
    }

    private static Set<String> schemeNames(
            PropertyReader body, Optional<PropertyReader> components, PropertyReader schemes) {
        Set<String> names = new TreeSet<>(body.map("securityDefinitions").keySet());
        components.ifPresent(inner -> names.addAll(inner.map("securitySchemes").keySet()));
        names.removeIf(name -> !schemes.has(name));
        return names;
    }

    private static boolean wantsKey(PropertyReader reader, Set<String> keySchemes) {
        boolean wanted = false;
        for (Value alternative : reader.list("security")) {
            if (alternative instanceof Value.Mapping mapping) {
                for (String scheme : mapping.entries().keySet()) {
                    wanted = true;
                    if (!keySchemes.contains(scheme)) {
                        reader.problem(
                                "security",
                                "'" + scheme + "' is no security scheme of type apiKey with the name x-api-key;"
                                        + " authorizers are not supported");
                    }
                }
            }
        }
        return wanted;
    }

    private void readPath(String path, PropertyReader item, ApiDraft api, Set<String> keySchemes, boolean keyForAll) {
        FOR_PEOPLE.forEach(item::any);
        List<PropertyReader> parameters = item.objects("parameters");
        List<String> methods = new ArrayList<>(METHODS);
        methods.add(ANY_METHOD);
        for (String method : methods) {
            item.object(method).ifPresent(operation -> {
                boolean key =
                        operation.has("security") ? wantsKey(operation, keySchemes) || api.apiKeyRequired() : keyForAll;
                String name = method.equals(ANY_METHOD) ? "ANY" : method.toUpperCase(Locale.ROOT);
                target(operation, parameters)
                        .ifPresent(target -> api.add(new Application.Route(name, path, target, key)));
            });
        }
        item.finish("not supported in a path");
    }

    private Optional<Application.RouteTarget> target(PropertyReader operation, List<PropertyReader> ofPath) {
        FOR_PEOPLE.forEach(operation::any);
        operation.any("security");
        Set<String> declared = new TreeSet<>();
        List<PropertyReader> parameters = new ArrayList<>(ofPath);
        parameters.addAll(operation.objects("parameters"));
        for (PropertyReader parameter : parameters) {
            declared.add(parameter.text("in").orElse("").replace("query", "querystring") + "."
                    + parameter.text("name").orElse(""));
        }
        Optional<PropertyReader> responses = operation.object("responses");
        Optional<PropertyReader> integration = operation.required(
                "x-amazon-apigateway-integration",
                operation.object("x-amazon-apigateway-integration", "SqsIntegration"));
        Optional<Application.RouteTarget> target =
                integration.flatMap(inner -> integration(inner, declared, responses));
        operation.finish("not supported in a method");
        return target;
    }

    private Optional<Application.RouteTarget> integration(
            PropertyReader reader, Set<String> declared, Optional<PropertyReader> methodResponses) {
        // These are for AWS's network.
        List.of("connectionType", "timeoutInMillis").forEach(reader::any);
        Optional<String> credentials = reader.text("credentials");
        Optional<String> type = reader.check(
                "type",
                reader.requiredText("type").map(text -> text.toLowerCase(Locale.ROOT)),
                "aws"::equals,
                wrong -> "integrations of type '" + wrong
                        + "' are not supported; supported: aws, with SQS. A function has an"
                        + " event of type Api, with MergeDefinitions: true on the API");
        String httpMethod = reader.required("httpMethod", reader.oneOf("httpMethod", "POST", "GET"))
                .orElse("POST");
        Optional<Matcher> uri = uri(reader);
        PassthroughBehavior passthrough = reader.oneOf(
                        "passthroughBehavior",
                        reader.text("passthroughBehavior").map(text -> text.toUpperCase(Locale.ROOT)),
                        List.of("WHEN_NO_MATCH", "WHEN_NO_TEMPLATES", "NEVER"))
                .map(PassthroughBehavior::valueOf)
                .orElse(PassthroughBehavior.WHEN_NO_MATCH);
        Optional<ContentHandling> contentHandling = reader.oneOf(
                        "contentHandling", "CONVERT_TO_TEXT", "CONVERT_TO_BINARY")
                .map(ContentHandling::valueOf);
        Map<String, String> parameters = requestParameters(reader, declared);
        Map<String, String> templates = reader.textsByKey("requestTemplates");
        List<SqsIntegration.Response> responses = responses(reader, methodResponses);
        reader.finish("not supported in an integration");
        if (type.isEmpty() || uri.isEmpty()) {
            return Optional.empty();
        }
        boolean named = uri.get().group(1).equals("action");
        String path = named ? "/" : "/" + uri.get().group(2).replaceFirst("^/+", "");
        return Optional.of(new SqsIntegration(
                httpMethod,
                path,
                named ? Optional.of(uri.get().group(2)) : Optional.empty(),
                passthrough,
                contentHandling,
                credentials,
                parameters,
                templates,
                responses));
    }

    private Optional<Matcher> uri(PropertyReader reader) {
        Optional<Matcher> uri = reader.requiredText("uri").map(SQS_URI::matcher);
        Optional<Matcher> right = reader.check(
                "uri",
                uri,
                Matcher::matches,
                _ ->
                        "must be SQS's: arn:${AWS::Partition}:apigateway:${AWS::Region}:sqs:path/${AWS::AccountId}/<queue's name>,"
                                + " or ...:sqs:action/<action>");
        right.filter(matcher -> matcher.group(1).equals("path")).ifPresent(matcher -> {
            Matcher queue = QUEUE_PATH.matcher(matcher.group(2));
            if (queue.matches() && queue.group(1).equals(Application.ACCOUNT_ID)) {
                namedQueues.add(new NamedQueue(reader, names.queueArn(queue.group(2))));
            } else if (!matcher.group(2).replace("/", "").isEmpty()) {
                reader.problem("uri", "the path must be ${AWS::AccountId}/<queue's name>, found " + matcher.group(2));
            }
        });
        return right;
    }

    private static Map<String, String> requestParameters(PropertyReader reader, Set<String> declared) {
        Map<String, String> parameters = new LinkedHashMap<>();
        reader.textsByKey("requestParameters").forEach((target, expression) -> {
            Matcher name = REQUEST_TARGET.matcher(target);
            Matcher parameter = METHOD_PARAMETER.matcher(expression);
            boolean declaredParameter =
                    parameter.matches() && declared.contains(parameter.group(1) + "." + parameter.group(2));
            if (!name.matches()) {
                reader.problem(
                        "requestParameters",
                        "'" + target + "' is not supported; supported: integration.request.header.<name> and"
                                + " integration.request.querystring.<name>");
            } else if (parameter.matches() && !declaredParameter) {
                reader.problem(
                        "requestParameters",
                        expression + " is not among the method's parameters, and AWS refuses that");
            } else if (!declaredParameter && !isCommon(expression)) {
                reader.problem(
                        "requestParameters",
                        "'" + expression + "' is not supported; supported: 'text' in single quotes,"
                                + " method.request.header.<name>, .querystring.<name>, .path.<name>, and context.<name>");
            } else {
                parameters.put(name.group(1), expression);
            }
        });
        return parameters;
    }

    private static boolean isCommon(String expression) {
        return TEXT.matcher(expression).matches() || CONTEXT.matcher(expression).matches();
    }

    private static List<SqsIntegration.Response> responses(
            PropertyReader integration, Optional<PropertyReader> methodResponses) {
        List<SqsIntegration.Response> responses = new ArrayList<>();
        Optional<PropertyReader> all = integration.required("responses", integration.object("responses"));
        for (String pattern : integration.map("responses").keySet()) {
            all.flatMap(inner -> inner.object(pattern, "SqsIntegration.responses"))
                    .ifPresent(reader -> {
                        Optional<Pattern> selection = pattern.equals("default")
                                ? Optional.empty()
                                : all.flatMap(inner -> selection(inner, pattern));
                        Optional<Integer> status =
                                reader.required("statusCode", reader.integer("statusCode", 100, 599));
                        Optional<PropertyReader> declared = status.flatMap(
                                code -> methodResponses.flatMap(inner -> inner.object(Integer.toString(code))));
                        if (status.isPresent() && declared.isEmpty()) {
                            reader.problem(
                                    "statusCode",
                                    status.get() + " is not among the method's responses, and AWS refuses that");
                        }
                        // The answer of SQS is a text, and stays one with it and without it.
                        reader.oneOf("contentHandling", "CONVERT_TO_TEXT");
                        Map<String, String> headers = responseHeaders(reader, declared);
                        Map<String, String> templates = reader.textsByKey("responseTemplates");
                        reader.finish("not supported in an integration's response");
                        status.ifPresent(code ->
                                responses.add(new SqsIntegration.Response(selection, code, headers, templates)));
                    });
        }
        return responses;
    }

    private static Optional<Pattern> selection(PropertyReader responses, String pattern) {
        try {
            return Optional.of(Pattern.compile(pattern));
        } catch (PatternSyntaxException e) {
            responses.problem(pattern, "not a regular expression: " + e.getDescription());
            return Optional.empty();
        }
    }

    private static Map<String, String> responseHeaders(PropertyReader reader, Optional<PropertyReader> declared) {
        Map<String, String> headers = new LinkedHashMap<>();
        Set<String> known =
                declared.map(response -> response.map("headers").keySet()).orElse(Set.of());
        reader.textsByKey("responseParameters").forEach((target, expression) -> {
            Matcher header = METHOD_RESPONSE_HEADER.matcher(target);
            if (!header.matches()) {
                reader.problem(
                        "responseParameters",
                        "'" + target + "' is not supported; supported: method.response.header.<name>");
            } else if (!known.contains(header.group(1))) {
                reader.problem(
                        "responseParameters",
                        header.group(1) + " is not among the headers of the method's response, and AWS refuses that");
            } else if (!isCommon(expression)
                    && !INTEGRATION_RESPONSE.matcher(expression).matches()) {
                reader.problem(
                        "responseParameters",
                        "'" + expression + "' is not supported; supported: 'text' in single quotes,"
                                + " integration.response.header.<name>, integration.response.body.<member>, context.<name>");
            } else {
                headers.put(header.group(1), expression);
            }
        });
        return headers;
    }
}
