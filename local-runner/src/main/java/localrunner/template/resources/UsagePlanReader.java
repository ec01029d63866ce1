package localrunner.template.resources;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import localrunner.application.Application;
import localrunner.template.document.PropertyReader;

/**
 * Reads API keys, usage plans and what links them: the resources of {@code AWS::ApiGateway}, and {@code UsagePlan} in
 * the {@code Auth} of an API.
 *
 * <p>Follows the three types in the CloudFormation Template Reference and "ApiUsagePlan" in the SAM Developer Guide. A
 * limit that is not given is the account's, from "API Gateway quotas".
 */
final class UsagePlanReader {

    private final PhysicalNames names;
    private final Catalog catalog;

    UsagePlanReader(PhysicalNames names, Catalog catalog) {
        this.names = names;
        this.catalog = catalog;
    }

    /** Reads an {@code AWS::ApiGateway::ApiKey}. */
    void readKey(Resource resource, PropertyReader reader) {
        Optional<String> value = reader.check(
                "Value",
                reader.text("Value"),
                text -> text.length() >= 20 && text.length() <= 128,
                _ -> "API Gateway wants a key of 20 to 128 characters");
        boolean enabled = reader.bool("Enabled").orElse(false);
        reader.refuse(
                "StageKeys", "a key's stages are not supported; use a usage plan and an AWS::ApiGateway::UsagePlanKey");
        reader.finish();
        catalog.addKey(names.keyId(resource.logicalId()), new Application.ApiKey(resource.logicalId(), value, enabled));
    }

    /** Reads an {@code AWS::ApiGateway::UsagePlan}; the APIs have to be read by then. */
    void readPlan(Resource resource, PropertyReader reader) {
        Set<String> apiIds = new HashSet<>();
        for (PropertyReader stage : reader.objects("ApiStages")) {
            stage.required("ApiId", catalog.api(stage, "ApiId", stage.text("ApiId")))
                    .ifPresent(api -> {
                        stage.check(
                                "Stage",
                                stage.text("Stage"),
                                api.stageName()::equals,
                                wrong -> "'" + wrong + "' is no stage of " + api.logicalId() + "; it has "
                                        + api.stageName());
                        apiIds.add(api.id());
                    });
            stage.any("Stage");
            stage.refuse(
                    "Throttle", "limits of single methods in a usage plan are not supported; use the plan's Throttle");
            stage.finish();
        }
        UsagePlanDraft plan = new UsagePlanDraft(resource.logicalId(), limits(reader), quota(reader), apiIds);
        reader.finish();
        catalog.addPlan(names.planId(resource.logicalId()), plan);
    }

    /** Reads an {@code AWS::ApiGateway::UsagePlanKey}; keys and plans have to be read by then. */
    void readPlanKey(PropertyReader reader) {
        reader.required("KeyType", reader.oneOf("KeyType", "API_KEY"));
        Optional<Application.ApiKey> key = catalog.key(reader, "KeyId");
        Optional<UsagePlanDraft> plan = catalog.plan(reader, "UsagePlanId");
        reader.finish();
        if (key.isPresent() && plan.isPresent()) {
            plan.get().add(key.get());
        }
    }

    /** Reads {@code UsagePlan} of an API's {@code Auth}, from which SAM makes a plan, a key and their link. */
    void readPlanOfApi(Resource api, PropertyReader auth) {
        Optional<PropertyReader> given = auth.object("UsagePlan");
        if (given.isEmpty()) {
            return;
        }
        PropertyReader reader = given.get();
        Optional<String> create =
                reader.required("CreateUsagePlan", reader.oneOf("CreateUsagePlan", "PER_API", "NONE"));
        String id = api.logicalId();
        UsagePlanDraft plan =
                new UsagePlanDraft(id + "UsagePlan", limits(reader), quota(reader), Set.of(names.apiId(id)));
        reader.finish();
        if (create.filter("PER_API"::equals).isPresent()) {
            Application.ApiKey key = new Application.ApiKey(id + "ApiKey", Optional.empty(), true);
            plan.add(key);
            catalog.addKey(names.keyId(id), key);
            catalog.addPlan(names.planId(id), plan);
        }
    }

    private static Application.Throttle limits(PropertyReader plan) {
        Optional<PropertyReader> throttle = plan.object("Throttle");
        Application.Throttle limits = throttle.map(inner -> throttle(inner, "RateLimit", "BurstLimit"))
                .orElse(Application.Throttle.OF_THE_ACCOUNT);
        throttle.ifPresent(PropertyReader::finish);
        return limits;
    }

    private static Optional<Application.Quota> quota(PropertyReader plan) {
        Optional<PropertyReader> given = plan.object("Quota");
        if (given.isEmpty()) {
            return Optional.empty();
        }
        PropertyReader reader = given.get();
        Optional<Integer> limit = reader.required("Limit", reader.integer("Limit", 1, Integer.MAX_VALUE));
        Optional<String> period = reader.required("Period", reader.oneOf("Period", "DAY", "WEEK", "MONTH"));
        int offset =
                reader.integer("Offset", 0, limit.orElse(Integer.MAX_VALUE)).orElse(0);
        reader.finish();
        return limit.flatMap(requests ->
                period.map(name -> new Application.Quota(requests, offset, Application.QuotaPeriod.valueOf(name))));
    }

    static Application.Throttle throttle(PropertyReader reader, String rateLimit, String burstLimit) {
        return new Application.Throttle(
                reader.nonNegativeNumber(rateLimit).orElse(Application.Throttle.OF_THE_ACCOUNT.rateLimit()),
                reader.integer(burstLimit, 0, Integer.MAX_VALUE)
                        .orElse(Application.Throttle.OF_THE_ACCOUNT.burstLimit()));
    }
}
