package localrunner.template.resources;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.template.document.PropertyReader;

/**
 * Reads {@code AWS::Serverless::Api}, without the routes that functions' events add.
 *
 * <p>Follows "AWS::Serverless::Api" and "ApiAuth" in the SAM Developer Guide.
 */
final class ApiReader {

    private static final String ALL_METHODS = "* /*";

    private final PhysicalNames names;
    private final UsagePlanReader usagePlans;
    private final OpenApiReader definitions;

    ApiReader(PhysicalNames names, UsagePlanReader usagePlans, OpenApiReader definitions) {
        this.names = names;
        this.usagePlans = usagePlans;
        this.definitions = definitions;
    }

    ApiDraft read(Resource resource, PropertyReader reader) {
        refuseUnsupported(reader);
        String stageName = stageName(reader);
        Application.MethodThrottles methodThrottles = methodThrottles(reader);
        Optional<PropertyReader> auth = reader.object("Auth");
        boolean apiKeyRequired =
                auth.flatMap(inner -> inner.bool("ApiKeyRequired")).orElse(false);
        auth.ifPresent(inner -> {
            usagePlans.readPlanOfApi(resource, inner);
            inner.refuse("DefaultAuthorizer", "authorizers are not supported; API keys are");
            inner.refuse("Authorizers", "authorizers are not supported; API keys are");
            inner.finish();
        });
        Optional<PropertyReader> definition = reader.object("DefinitionBody");
        Application.Api api = new Application.Api(
                resource.logicalId(),
                names.apiId(resource.logicalId()),
                name(reader, definition),
                stageName,
                binaryMediaTypes(reader),
                List.of(),
                methodThrottles,
                List.of());
        boolean mergesEvents = reader.bool("MergeDefinitions").orElse(false);
        reader.finish();
        ApiDraft draft = new ApiDraft(api, apiKeyRequired, definition.isEmpty() || mergesEvents);
        definition.ifPresent(body -> definitions.read(body, draft));
        return draft;
    }

    private static void refuseUnsupported(PropertyReader reader) {
        reader.refuse(
                "DefinitionUri", "a definition in a file of its own is not supported; write it into DefinitionBody");
        reader.refuse("Cors", "CORS is not supported; let the functions answer OPTIONS and set the headers");
        reader.refuse("GatewayResponses", "gateway responses are not supported; API Gateway's own are used");
    }

    /** The API's own name, or the title of its definition. SAM gives the stack's name to an API that has neither. */
    private String name(PropertyReader reader, Optional<PropertyReader> definition) {
        return reader.text("Name")
                .or(() -> definition.flatMap(body -> body.object("info")).flatMap(info -> info.text("title")))
                .orElse(names.stackName());
    }

    private static String stageName(PropertyReader reader) {
        return reader.check(
                        "StageName",
                        reader.requiredText("StageName"),
                        text -> text.matches("[a-zA-Z0-9_-]{1,128}"),
                        wrong -> "must have letters, digits, hyphens and underscores only, found '" + wrong + "'")
                .orElse("");
    }

    private static List<String> binaryMediaTypes(PropertyReader reader) {
        return reader.texts("BinaryMediaTypes").stream()
                .map(ApiReader::unescaped)
                .toList();
    }

    /** CloudFormation wants slashes escaped as in a JSON pointer. */
    private static String unescaped(String text) {
        return text.replace("~1", "/");
    }

    private static Application.MethodThrottles methodThrottles(PropertyReader reader) {
        Map<String, Application.Throttle> byMethod = new LinkedHashMap<>();
        for (PropertyReader setting : reader.objects("MethodSettings")) {
            Application.Throttle throttle =
                    UsagePlanReader.throttle(setting, "ThrottlingRateLimit", "ThrottlingBurstLimit");
            boolean given = setting.has("ThrottlingRateLimit") || setting.has("ThrottlingBurstLimit");
            String method = setting.text("HttpMethod").orElse("");
            String path = setting.text("ResourcePath").orElse("");
            boolean isOfAll = method.equals("*") && path.equals("/*");
            boolean isOfOne = method.matches("[A-Z]+") && path.startsWith("/~1");
            if (given && !isOfAll && !isOfOne) {
                setting.problem(
                        "HttpMethod",
                        "only all methods alike can be throttled, by HttpMethod '*' and ResourcePath '/*', or a single one, by"
                                + " HttpMethod 'POST' and ResourcePath '/~1words' for POST /words");
            }
            setting.finish("unknown method setting");
            if (given) {
                byMethod.put(method + " " + (isOfOne ? unescaped(path.substring(1)) : path), throttle);
            }
        }
        Optional<Application.Throttle> all = Optional.ofNullable(byMethod.remove(ALL_METHODS));
        return new Application.MethodThrottles(all, byMethod);
    }
}
