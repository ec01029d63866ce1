package localrunner.template.resources;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import localrunner.application.Application;
import localrunner.template.document.Value;
import localrunner.template.values.DependencyGraph;
import localrunner.template.values.References;
import localrunner.template.values.References.Reading;
import localrunner.template.values.References.Target;
import localrunner.template.values.Resolver;

/**
 * Registers what {@code Ref} and {@code Fn::GetAtt} give for each resource, and for what SAM generates from it.
 *
 * <p>Follows the "Return values" of each resource type in the CloudFormation and SAM documentation, and "Generated
 * CloudFormation resources" in the SAM Developer Guide for the generated logical ids. Not thread-safe.
 */
public final class ReturnValues {

    private final Map<String, Resource> resources;
    private final PhysicalNames names;
    private final DependencyGraph graph;
    private final References references = new References();

    /**
     * Properties that are being read, as {@code <logical id>.<property>}: one that refers to itself would never end.
     */
    private final Set<String> reading = new HashSet<>();

    /** @param graph receives what needs what among a resource and those that SAM generates from it */
    public ReturnValues(Map<String, Resource> resources, PhysicalNames names, DependencyGraph graph) {
        this.resources = resources;
        this.names = names;
        this.graph = graph;
        resources.values().forEach(resource -> references.add(target(resource)));
    }

    public References references() {
        return references;
    }

    /** Adds what SAM generates; apart from the constructor, as the name of an alias may have to be resolved. */
    public void addGenerated(Resolver resolver) {
        for (Resource resource : resources.values()) {
            switch (resource.type()) {
                case Resource.FUNCTION -> {
                    addRole(resource);
                    addAliasAndVersion(resource, resolver);
                    addOfEvents(resource);
                    addEventInvokeConfig(resource);
                }
                case Resource.API -> {
                    addStageAndDeployment(resource);
                    addKeyAndPlan(resource);
                }
                default -> {
                    // SAM generates nothing from CloudFormation's own types.
                }
            }
        }
    }

    private Target target(Resource resource) {
        return switch (resource.type()) {
            case Resource.FUNCTION -> function(resource);
            case Resource.API -> api(resource);
            case Resource.TOPIC -> topic(resource);
            case Resource.QUEUE -> queue(resource);
            case Resource.TABLE, Resource.SIMPLE_TABLE -> table(resource);
            case Resource.BUCKET -> bucket(resource);
            case Resource.ALARM -> alarm(resource);
            case Resource.KEY_ALIAS -> target(resource, property(resource, "AliasName"), Map.of());
            case Resource.API_KEY -> apiKey(resource);
            case Resource.USAGE_PLAN -> usagePlan(resource);
            case Resource.USAGE_PLAN_KEY -> usagePlanKey(resource);
            case Resource.SSM_PARAMETER -> parameter(resource);
            default ->
                IgnoredOnALaptop.type(resource.type())
                        .map(type -> ignored(resource, type))
                        .orElse(unknown(resource));
        };
    }

    private Target function(Resource resource) {
        Reading name = name(resource, "FunctionName");
        return target(resource, name, Map.of("Arn", name.map(names::functionArn)));
    }

    private Target api(Resource resource) {
        String id = names.apiId(resource.logicalId());
        return target(
                resource,
                Reading.of(id),
                Map.of("RestApiId", Reading.of(id), "RootResourceId", Reading.of(id + "-root")));
    }

    private Target topic(Resource resource) {
        Reading name = name(resource, "TopicName");
        Reading arn = name.map(names::topicArn);
        return target(resource, arn, Map.of("TopicArn", arn, "TopicName", name));
    }

    private Target queue(Resource resource) {
        Reading name = name(resource, "QueueName");
        Reading url = name.map(names::queueUrl);
        return target(resource, url, Map.of("Arn", name.map(names::queueArn), "QueueName", name, "QueueUrl", url));
    }

    private Target table(Resource resource) {
        Reading name = name(resource, "TableName");
        Map<String, Reading> attributes = new LinkedHashMap<>();
        attributes.put("Arn", name.map(names::tableArn));
        if (resource.properties().get("StreamSpecification").isEmpty()) {
            return generated(resource, resource.type() + " without a StreamSpecification", name, attributes);
        }
        attributes.put("StreamArn", name.map(names::streamArn));
        return target(resource, name, attributes);
    }

    private Target bucket(Resource resource) {
        Reading name = name(resource, "BucketName", names.bucketName(resource.logicalId()));
        return target(
                resource,
                name,
                Map.of(
                        "Arn",
                        name.map(names::bucketArn),
                        "DomainName",
                        name.map(text -> text + ".s3.amazonaws.com"),
                        "DualStackDomainName",
                        name.map(text -> text + ".s3.dualstack." + names.region() + ".amazonaws.com"),
                        "RegionalDomainName",
                        name.map(text -> text + ".s3." + names.region() + ".amazonaws.com")));
    }

    private Target alarm(Resource resource) {
        Reading name = name(resource, "AlarmName");
        return target(resource, name, Map.of("Arn", name.map(names::alarmArn)));
    }

    private Target apiKey(Resource resource) {
        Reading id = Reading.of(names.keyId(resource.logicalId()));
        return target(resource, id, Map.of("APIKeyId", id));
    }

    private Target usagePlan(Resource resource) {
        Reading id = Reading.of(names.planId(resource.logicalId()));
        return target(resource, id, Map.of("Id", id));
    }

    private Target usagePlanKey(Resource resource) {
        Reading id = Reading.of(names.keyId(resource.logicalId()));
        return target(resource, id, Map.of("Id", id));
    }

    private Target parameter(Resource resource) {
        return target(
                resource,
                name(resource, "Name"),
                Map.of("Type", property(resource, "Type"), "Value", property(resource, "Value")));
    }

    private Target ignored(Resource resource, IgnoredOnALaptop.IgnoredType type) {
        Reading name = type.nameProperty()
                .map(property -> name(resource, property))
                .orElse(Reading.of(names.name(resource.logicalId())));
        Map<String, Reading> attributes = new LinkedHashMap<>();
        type.attributes()
                .forEach(
                        (attribute, form) -> attributes.put(attribute, name.map(text -> filled(resource, form, text))));
        return target(resource, name.map(text -> filled(resource, type.ref(), text)), attributes);
    }

    private String filled(Resource resource, String form, String name) {
        return form.replace("{uuid}", names.uuid(resource.logicalId()))
                .replace("{region}", names.region())
                .replace("{account}", Application.ACCOUNT_ID)
                .replace("{name}", name);
    }

    private static Target unknown(Resource resource) {
        return new Target(
                resource.logicalId(), resource.type(), resource.condition(), _ -> Optional.empty(), Optional.empty());
    }

    private static Target target(Resource resource, Reading ref, Map<String, Reading> attributes) {
        return generated(resource, resource.type(), ref, attributes);
    }

    private static Target generated(Resource owner, String type, Reading ref, Map<String, Reading> attributes) {
        return new Target(owner.logicalId(), type, owner.condition(), ref, Optional.of(attributes));
    }

    private void addRole(Resource function) {
        if (hasGeneratedRole(function)) {
            String id = roleId(function);
            String role = names.name(id);
            Reading arn = Reading.of("arn:aws:iam::" + Application.ACCOUNT_ID + ":role/" + role);
            references.addGenerated(id, generated(function, "AWS::IAM::Role", Reading.of(role), Map.of("Arn", arn)));
            graph.add(function.logicalId(), id, function.at());
        }
    }

    static boolean hasGeneratedRole(Resource function) {
        return function.properties().get("Role").isEmpty();
    }

    static String roleId(Resource function) {
        return function.logicalId() + "Role";
    }

    private void addAliasAndVersion(Resource function, Resolver resolver) {
        if (function.properties().get("AutoPublishAlias").isPresent()) {
            property(function, "AutoPublishAlias")
                    .read(resolver)
                    .ifPresent(alias -> addAliasAndVersion(function, alias));
        }
    }

    private void addAliasAndVersion(Resource function, String alias) {
        String id = function.logicalId();
        Reading arn = name(function, "FunctionName").map(names::functionArn);
        Reading aliasArn = arn.map(text -> text + ":" + alias);
        for (String name : Set.of(id + "Alias" + alias.replaceAll("[^a-zA-Z0-9]", ""), id + ".Alias")) {
            add(function, name, generated(function, "AWS::Lambda::Alias", aliasArn, Map.of("AliasArn", aliasArn)));
        }
        Reading version = arn.map(text -> text + ":1");
        add(
                function,
                id + ".Version",
                generated(
                        function,
                        "AWS::Lambda::Version",
                        version,
                        Map.of("FunctionArn", version, "Version", Reading.of("1"))));
    }

    private void addOfEvents(Resource function) {
        if (!(function.properties().get("Events").orElse(null) instanceof Value.Mapping events)) {
            return;
        }
        events.entries().forEach((name, event) -> {
            String id = function.logicalId() + name;
            if (Events.isOfType(event.value(), Events.DYNAMO_DB) || Events.isOfType(event.value(), Events.SQS)) {
                add(
                        function,
                        id,
                        generated(
                                function,
                                "AWS::Lambda::EventSourceMapping",
                                Reading.of(names.uuid(id)),
                                Map.of(
                                        "Id", Reading.of(names.uuid(id)),
                                        "EventSourceMappingArn", Reading.of(names.eventSourceMappingArn(id)))));
            } else if (Events.isOfType(event.value(), Events.SCHEDULE)) {
                addWithName(function, id, event.value(), names.name(id), "AWS::Events::Rule", names::ruleArn);
                addPlain(function, id + "Permission", "AWS::Lambda::Permission");
            } else if (Events.isOfType(event.value(), Events.SCHEDULE_V2)) {
                addWithName(
                        function,
                        id,
                        event.value(),
                        id,
                        "AWS::Scheduler::Schedule",
                        physical -> names.scheduleArn("default", physical));
                addPlain(function, id + "Role", "AWS::IAM::Role");
            } else if (Events.isOfType(event.value(), Events.S3)) {
                addPlain(function, id + "Permission", "AWS::Lambda::Permission");
            } else if (Events.isOfType(event.value(), Events.SNS)) {
                addPlain(function, id, "AWS::SNS::Subscription");
                addPlain(function, id + "Permission", "AWS::Lambda::Permission");
            } else if (Events.isOfType(event.value(), Events.API)) {
                addPlain(function, id + "Permission" + stageOf(event.value()), "AWS::Lambda::Permission");
            }
        });
    }

    /** The stage of the event's API, which is the end of its permission's name; empty when its name is no plain text. */
    private String stageOf(Value event) {
        String api = event instanceof Value.Mapping mapping
                        && mapping.get("Properties").orElse(null) instanceof Value.Mapping properties
                        && properties.get("RestApiId").orElse(null) instanceof Value.Intrinsic call
                        && call.argument() instanceof Value.Scalar name
                ? name.text()
                : ResourcesSection.IMPLICIT_API;
        return resources.containsKey(api) ? stageInNames(resources.get(api)) : "";
    }

    private void addEventInvokeConfig(Resource function) {
        if (function.properties().get("EventInvokeConfig").isPresent()) {
            addPlain(function, function.logicalId() + "EventInvokeConfig", "AWS::Lambda::EventInvokeConfig");
        }
    }

    /** Adds what has the name that its event gives, where that is plain text. */
    private void addWithName(
            Resource function, String id, Value event, String otherwise, String type, UnaryOperator<String> arn) {
        String name = event instanceof Value.Mapping mapping
                        && mapping.get("Properties").orElse(null) instanceof Value.Mapping properties
                        && properties.get("Name").orElse(null) instanceof Value.Scalar given
                ? given.text()
                : otherwise;
        add(function, id, generated(function, type, Reading.of(name), Map.of("Arn", Reading.of(arn.apply(name)))));
    }

    private void addPlain(Resource owner, String name, String type) {
        add(owner, name, generated(owner, type, Reading.of(names.name(name)), Map.of()));
    }

    /** Adds what SAM generates from a resource and makes after it. */
    private void add(Resource owner, String name, Target target) {
        references.addGenerated(name, target);
        graph.add(name, owner.logicalId(), owner.at());
    }

    private static String stageInNames(Resource api) {
        return api.properties().get("StageName").orElse(null) instanceof Value.Scalar stage
                        && stage.text().matches("[a-zA-Z0-9]+")
                ? stage.text()
                : "";
    }

    private void addStageAndDeployment(Resource api) {
        String id = api.logicalId();
        for (String name : Set.of(id + stageInNames(api) + "Stage", id + ".Stage")) {
            add(api, name, generated(api, "AWS::ApiGateway::Stage", property(api, "StageName"), Map.of()));
        }
        add(
                api,
                id + ".Deployment",
                generated(api, "AWS::ApiGateway::Deployment", Reading.of(names.apiId(id) + "-deployment"), Map.of()));
    }

    private void addKeyAndPlan(Resource api) {
        if (api.properties().get("Auth").orElse(null) instanceof Value.Mapping auth
                && auth.get("UsagePlan").isPresent()) {
            String key = names.keyId(api.logicalId());
            addKeyOrPlan(api, "ApiKey", "APIKeyId", key);
            addKeyOrPlan(api, "UsagePlan", "Id", names.planId(api.logicalId()));
            addKeyOrPlan(api, "UsagePlanKey", "Id", key);
        }
    }

    private void addKeyOrPlan(Resource api, String suffix, String attribute, String value) {
        Target target =
                generated(api, "AWS::ApiGateway::" + suffix, Reading.of(value), Map.of(attribute, Reading.of(value)));
        add(api, api.logicalId() + suffix, target);
        add(api, api.logicalId() + "." + suffix, target);
    }

    /** The physical name: what the property says, or else the name that is made of the logical id. */
    private Reading name(Resource resource, String property) {
        return name(resource, property, names.name(resource.logicalId()));
    }

    private Reading name(Resource resource, String property, String otherwise) {
        return resource.properties().get(property).isPresent()
                ? property(resource, property, otherwise)
                : Reading.of(otherwise);
    }

    private Reading property(Resource resource, String property) {
        return property(resource, property, names.name(resource.logicalId()));
    }

    /**
     * A property as text; empty when it refers to itself, since {@code DependencyGraph} reports the circle.
     *
     * @param otherwise what it is when it is {@code AWS::NoValue}
     */
    private Reading property(Resource resource, String property, String otherwise) {
        String key = resource.logicalId() + "." + property;
        return resolver -> {
            if (!reading.add(key)) {
                return Optional.empty();
            }
            try {
                return resource.properties()
                        .get(property)
                        .map(value -> resolver.resolve(value, Resolver.Scope.of(resource.logicalId())))
                        .flatMap(value -> switch (value) {
                            case Value.Scalar scalar -> Optional.of(scalar.text());
                            case Value.NoValue _ -> Optional.of(otherwise);
                            default -> Optional.<String>empty();
                        });
            } finally {
                reading.remove(key);
            }
        };
    }
}
