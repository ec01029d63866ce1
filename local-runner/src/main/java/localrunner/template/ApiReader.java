package localrunner.template;

import java.util.List;
import java.util.Optional;

/**
 * Reads {@code AWS::Serverless::Api}.
 *
 * <p>Follows "AWS::Serverless::Api" and "ApiAuth" in the SAM Developer Guide. A usage plan without Throttle has the
 * limits
 * that "API Gateway quotas" gives an account.
 */
final class ApiReader {

    private static final double ACCOUNT_RATE_LIMIT = 10_000;
    private static final int ACCOUNT_BURST_LIMIT = 5_000;

    /** @param apiKeyRequired of routes that say nothing else */
    record OpenApi(
            String logicalId,
            String id,
            String stageName,
            List<String> binaryMediaTypes,
            Optional<Application.UsagePlan> usagePlan,
            boolean apiKeyRequired) {

        Application.Api with(List<Application.Route> routes) {
            return new Application.Api(logicalId, id, stageName, binaryMediaTypes, usagePlan, routes);
        }
    }

    private final PhysicalNames names;

    ApiReader(PhysicalNames names) {
        this.names = names;
    }

    OpenApi read(Resource resource, PropertyReader reader) {
        Optional<String> stageName = reader.requiredText("StageName");
        stageName
                .filter(text -> !text.matches("[a-zA-Z0-9_-]{1,128}"))
                .ifPresent(text -> reader.problem(
                        "StageName", "must have letters, digits, hyphens and underscores only, found '" + text + "'"));
        // CloudFormation wants '/' escaped as in a JSON pointer.
        List<String> binaryMediaTypes = reader.texts("BinaryMediaTypes").stream()
                .map(type -> type.replace("~1", "/"))
                .toList();
        reader.objects("MethodSettings").forEach(setting -> setting.finish("unknown method setting"));
        reader.refuse(
                "DefinitionBody", "an OpenAPI definition is not supported; routes come from the functions' events");
        reader.refuse(
                "DefinitionUri", "an OpenAPI definition is not supported; routes come from the functions' events");
        reader.refuse("Cors", "CORS is not supported; let the functions answer OPTIONS and set the headers");
        reader.refuse("GatewayResponses", "gateway responses are not supported; API Gateway's own are used");

        Optional<PropertyReader> auth = reader.object("Auth");
        boolean apiKeyRequired =
                auth.flatMap(inner -> inner.bool("ApiKeyRequired")).orElse(false);
        Optional<Application.UsagePlan> usagePlan = auth.flatMap(ApiReader::usagePlan);
        auth.ifPresent(inner -> {
            inner.refuse("DefaultAuthorizer", "authorizers are not supported; API keys are");
            inner.refuse("Authorizers", "authorizers are not supported; API keys are");
            inner.finish();
        });
        reader.finish();
        return new OpenApi(
                resource.logicalId(),
                names.apiId(resource.logicalId()),
                stageName.orElse(""),
                binaryMediaTypes,
                usagePlan,
                apiKeyRequired);
    }

    private static Optional<Application.UsagePlan> usagePlan(PropertyReader auth) {
        Optional<PropertyReader> plan = auth.object("UsagePlan");
        if (plan.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> create =
                plan.get().required("CreateUsagePlan", plan.get().oneOf("CreateUsagePlan", "PER_API", "NONE"));
        Optional<PropertyReader> throttle = plan.get().object("Throttle");
        double rateLimit =
                throttle.flatMap(inner -> inner.nonNegativeNumber("RateLimit")).orElse(ACCOUNT_RATE_LIMIT);
        int burstLimit = throttle.flatMap(inner -> inner.integer("BurstLimit", 0, Integer.MAX_VALUE))
                .orElse(ACCOUNT_BURST_LIMIT);
        throttle.ifPresent(PropertyReader::finish);
        plan.get().finish();
        return create.filter("PER_API"::equals).map(_ -> new Application.UsagePlan(rateLimit, burstLimit));
    }
}
