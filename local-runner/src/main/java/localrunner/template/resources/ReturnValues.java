package localrunner.template.resources;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import localrunner.application.Application;
import localrunner.template.document.Value;
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
    private final References references = new References();

    /**
     * Properties that are being read, as {@code <logical id>.<property>}: one that refers to itself would never end.
     */
    private final Set<String> reading = new HashSet<>();

    public ReturnValues(Map<String, Resource> resources, PhysicalNames names) {
        this.resources = resources;
        this.names = names;
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
                    addStreamMappings(resource);
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
            case Resource.TABLE -> table(resource);
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
        if (resource.properties().get("StreamSpecification").isPresent()) {
            attributes.put("StreamArn", name.map(names::streamArn));
        }
        return target(resource, name, attributes);
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
        type.attributes().forEach((attribute, form) -> attributes.put(attribute, name.map(text -> filled(form, text))));
        return target(resource, name.map(text -> filled(type.ref(), text)), attributes);
    }

    private String filled(String form, String name) {
        return form.replace("{region}", names.region())
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
        if (function.properties().get("Role").isEmpty()) {
            String id = function.logicalId() + "Role";
            String role = names.name(id);
            Reading arn = Reading.of("arn:aws:iam::" + Application.ACCOUNT_ID + ":role/" + role);
            references.addGenerated(id, generated(function, "AWS::IAM::Role", Reading.of(role), Map.of("Arn", arn)));
        }
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
            references.addGenerated(
                    name, generated(function, "AWS::Lambda::Alias", aliasArn, Map.of("AliasArn", aliasArn)));
        }
        Reading version = arn.map(text -> text + ":1");
        references.addGenerated(
                id + ".Version",
                generated(
                        function,
                        "AWS::Lambda::Version",
                        version,
                        Map.of("FunctionArn", version, "Version", Reading.of("1"))));
    }

    private void addStreamMappings(Resource function) {
        if (!(function.properties().get("Events").orElse(null) instanceof Value.Mapping events)) {
            return;
        }
        events.entries().forEach((name, event) -> {
            if (Events.isOfType(event.value(), Events.DYNAMO_DB)) {
                String mapping = function.logicalId() + name;
                references.addGenerated(
                        mapping,
                        generated(
                                function,
                                "AWS::Lambda::EventSourceMapping",
                                Reading.of(names.uuid(mapping)),
                                Map.of(
                                        "Id", Reading.of(names.uuid(mapping)),
                                        "EventSourceMappingArn", Reading.of(names.eventSourceMappingArn(mapping)))));
            }
        });
    }

    private void addStageAndDeployment(Resource api) {
        String id = api.logicalId();
        String stageId = api.properties().get("StageName").orElse(null) instanceof Value.Scalar stage
                        && stage.text().matches("[a-zA-Z0-9]+")
                ? id + stage.text() + "Stage"
                : id + "Stage";
        for (String name : Set.of(stageId, id + ".Stage")) {
            references.addGenerated(
                    name, generated(api, "AWS::ApiGateway::Stage", property(api, "StageName"), Map.of()));
        }
        references.addGenerated(
                id + ".Deployment",
                generated(api, "AWS::ApiGateway::Deployment", Reading.of(names.apiId(id) + "-deployment"), Map.of()));
    }

    private void addKeyAndPlan(Resource api) {
        if (api.properties().get("Auth").orElse(null) instanceof Value.Mapping auth
                && auth.get("UsagePlan").isPresent()) {
            String id = names.apiId(api.logicalId());
            addKeyOrPlan(api, "ApiKey", "APIKeyId", id + "-key");
            addKeyOrPlan(api, "UsagePlan", "Id", id + "-plan");
            addKeyOrPlan(api, "UsagePlanKey", "Id", id + "-key");
        }
    }

    private void addKeyOrPlan(Resource api, String suffix, String attribute, String value) {
        Target target =
                generated(api, "AWS::ApiGateway::" + suffix, Reading.of(value), Map.of(attribute, Reading.of(value)));
        references.addGenerated(api.logicalId() + suffix, target);
        references.addGenerated(api.logicalId() + "." + suffix, target);
    }

    /** The physical name: what the property says, or else the name that is made of the logical id. */
    private Reading name(Resource resource, String property) {
        return resource.properties().get(property).isPresent()
                ? property(resource, property)
                : Reading.of(names.name(resource.logicalId()));
    }

    /** A property as text; empty when it refers to itself, since {@code DependencyGraph} reports the circle. */
    private Reading property(Resource resource, String property) {
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
                            case Value.NoValue _ -> Optional.of(names.name(resource.logicalId()));
                            default -> Optional.<String>empty();
                        });
            } finally {
                reading.remove(key);
            }
        };
    }
}
