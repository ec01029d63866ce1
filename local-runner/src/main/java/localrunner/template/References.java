package localrunner.template;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What {@code Ref} and {@code Fn::GetAtt} give for each resource, those that SAM generates included.
 *
 * <p>Follows the "Return values" of each resource type in the CloudFormation and SAM documentation, and "Generated
 * CloudFormation resources" in the SAM Developer Guide for the generated logical ids.
 */
final class References {

    /** Reads one name or attribute; empty when the property it comes from is broken, which is reported already. */
    private interface Reading {
        Optional<String> read(Resolver resolver);
    }

    /** Without attributes it is of a type that nobody knows, which is reported already: no attribute is wrong then. */
    private record Target(String owner, String type, Reading ref, Optional<Map<String, Reading>> attributes) {}

    private final PhysicalNames names;
    private final Map<String, Resource> resources;
    private final Map<String, Target> targets = new LinkedHashMap<>();
    private final Set<String> reading = new HashSet<>();

    References(Map<String, Resource> resources, PhysicalNames names) {
        this.resources = resources;
        this.names = names;
        resources.values().forEach(this::addTarget);
    }

    /** Adds what SAM generates; separate from the constructor as an alias' name may need resolving. */
    void addGenerated(Resolver resolver) {
        for (Resource resource : resources.values()) {
            switch (resource.type()) {
                case Resource.FUNCTION -> addGeneratedByFunction(resource, resolver);
                case Resource.API -> addGeneratedByApi(resource);
                default -> {
                    // SAM adds nothing to CloudFormation's own types.
                }
            }
        }
    }

    boolean has(String name) {
        return targets.containsKey(name);
    }

    Set<String> logicalIds() {
        return new TreeSet<>(resources.keySet());
    }

    /** The resource of the template behind a name; another one only for what SAM generates. */
    String owner(String name) {
        return target(name).owner();
    }

    String type(String name) {
        return target(name).type();
    }

    Set<String> attributes(String name) {
        return target(name).attributes().map(Map::keySet).orElse(Set.of());
    }

    boolean hasAttribute(String name, String attribute) {
        return target(name)
                .attributes()
                .map(attributes -> attributes.containsKey(attribute))
                .orElse(true);
    }

    Optional<String> condition(String logicalId) {
        return Optional.ofNullable(resources.get(logicalId)).flatMap(Resource::condition);
    }

    Optional<String> ref(String name, Resolver resolver) {
        return target(name).ref().read(resolver);
    }

    Optional<String> attribute(String name, String attribute, Resolver resolver) {
        return target(name)
                .attributes()
                .flatMap(attributes -> Optional.ofNullable(attributes.get(attribute)))
                .flatMap(found -> found.read(resolver));
    }

    private Target target(String name) {
        Target target = targets.get(name);
        if (target == null) {
            throw new IllegalArgumentException("no such resource: " + name);
        }
        return target;
    }

    private void addTarget(Resource resource) {
        String id = resource.logicalId();
        switch (resource.type()) {
            case Resource.FUNCTION -> {
                Reading name = name(resource, "FunctionName");
                add(resource, id, name, Map.of("Arn", with(name, names::functionArn)));
            }
            case Resource.API ->
                add(
                        resource,
                        id,
                        fixed(names.apiId(id)),
                        Map.of(
                                "RestApiId",
                                fixed(names.apiId(id)),
                                "RootResourceId",
                                fixed(names.apiId(id) + "-root")));
            case Resource.TOPIC -> {
                Reading name = name(resource, "TopicName");
                Reading arn = with(name, names::topicArn);
                add(resource, id, arn, Map.of("TopicArn", arn, "TopicName", name));
            }
            case Resource.QUEUE -> {
                Reading name = name(resource, "QueueName");
                Reading url = with(name, names::queueUrl);
                add(resource, id, url, Map.of("Arn", with(name, names::queueArn), "QueueName", name, "QueueUrl", url));
            }
            case Resource.TABLE -> {
                Reading name = name(resource, "TableName");
                Reading arn = with(name, names::tableArn);
                boolean stream =
                        resource.properties().get("StreamSpecification").isPresent();
                add(
                        resource,
                        id,
                        name,
                        stream ? Map.of("Arn", arn, "StreamArn", with(name, names::streamArn)) : Map.of("Arn", arn));
            }
            case Resource.SSM_PARAMETER ->
                add(
                        resource,
                        id,
                        name(resource, "Name"),
                        Map.of("Type", property(resource, "Type"), "Value", property(resource, "Value")));
            default -> {
                Optional<IgnoredOnALaptop.IgnoredType> known = IgnoredOnALaptop.type(resource.type());
                if (known.isEmpty()) {
                    targets.put(id, new Target(id, resource.type(), _ -> Optional.empty(), Optional.empty()));
                }
                known.ifPresent(ignored -> {
                    Reading name = ignored.nameProperty()
                            .map(property -> name(resource, property))
                            .orElse(fixed(names.name(id)));
                    Map<String, Reading> attributes = new LinkedHashMap<>();
                    ignored.attributes()
                            .forEach((attribute, form) ->
                                    attributes.put(attribute, with(name, text -> filled(form, text))));
                    add(resource, id, with(name, text -> filled(ignored.ref(), text)), attributes);
                });
            }
        }
    }

    private String filled(String form, String name) {
        return form.replace("{region}", names.region())
                .replace("{account}", Application.ACCOUNT_ID)
                .replace("{name}", name);
    }

    private void addGeneratedByFunction(Resource function, Resolver resolver) {
        String id = function.logicalId();
        Reading arn = with(name(function, "FunctionName"), names::functionArn);
        if (function.properties().get("Role").isEmpty()) {
            String role = names.name(id + "Role");
            addGenerated(
                    function,
                    id + "Role",
                    "AWS::IAM::Role",
                    fixed(role),
                    Map.of("Arn", fixed("arn:aws:iam::" + Application.ACCOUNT_ID + ":role/" + role)));
        }
        if (function.properties().get("AutoPublishAlias").isPresent()) {
            property(function, "AutoPublishAlias").read(resolver).ifPresent(alias -> {
                Reading aliasArn = with(arn, text -> text + ":" + alias);
                for (String name : Set.of(id + "Alias" + alias.replaceAll("[^a-zA-Z0-9]", ""), id + ".Alias")) {
                    addGenerated(function, name, "AWS::Lambda::Alias", aliasArn, Map.of("AliasArn", aliasArn));
                }
                Reading version = with(arn, text -> text + ":1");
                addGenerated(
                        function,
                        id + ".Version",
                        "AWS::Lambda::Version",
                        version,
                        Map.of("FunctionArn", version, "Version", fixed("1")));
            });
        }
        if (function.properties().get("Events").orElse(null) instanceof Value.Mapping events) {
            events.entries().forEach((name, event) -> {
                if (Events.isOfType(event.value(), "DynamoDB")) {
                    String mapping = id + name;
                    addGenerated(
                            function,
                            mapping,
                            "AWS::Lambda::EventSourceMapping",
                            fixed(names.uuid(mapping)),
                            Map.of(
                                    "Id", fixed(names.uuid(mapping)),
                                    "EventSourceMappingArn", fixed(names.eventSourceMappingArn(mapping))));
                }
            });
        }
    }

    private void addGeneratedByApi(Resource api) {
        String id = api.logicalId();
        String stageId = api.properties().get("StageName").orElse(null) instanceof Value.Scalar stage
                        && stage.text().matches("[a-zA-Z0-9]+")
                ? id + stage.text() + "Stage"
                : id + "Stage";
        for (String name : Set.of(stageId, id + ".Stage")) {
            addGenerated(api, name, "AWS::ApiGateway::Stage", property(api, "StageName"), Map.of());
        }
        String apiId = names.apiId(id);
        addGenerated(api, id + ".Deployment", "AWS::ApiGateway::Deployment", fixed(apiId + "-deployment"), Map.of());
        if (api.properties().get("Auth").orElse(null) instanceof Value.Mapping auth
                && auth.get("UsagePlan").isPresent()) {
            addKeyOrPlan(api, "ApiKey", "APIKeyId", apiId + "-key");
            addKeyOrPlan(api, "UsagePlan", "Id", apiId + "-plan");
            addKeyOrPlan(api, "UsagePlanKey", "Id", apiId + "-key");
        }
    }

    private void addKeyOrPlan(Resource api, String suffix, String attribute, String value) {
        for (String name : Set.of(api.logicalId() + suffix, api.logicalId() + "." + suffix)) {
            addGenerated(api, name, "AWS::ApiGateway::" + suffix, fixed(value), Map.of(attribute, fixed(value)));
        }
    }

    private void add(Resource resource, String name, Reading ref, Map<String, Reading> attributes) {
        targets.put(name, new Target(resource.logicalId(), resource.type(), ref, Optional.of(attributes)));
    }

    private void addGenerated(Resource owner, String name, String type, Reading ref, Map<String, Reading> attributes) {
        // A resource of the template with such an id would make SAM's transform fail; the template's own is the better
        // guess.
        targets.putIfAbsent(name, new Target(owner.logicalId(), type, ref, Optional.of(attributes)));
    }

    private Reading name(Resource resource, String property) {
        return resource.properties().get(property).isPresent()
                ? resolver -> property(resource, property).read(resolver)
                : fixed(names.name(resource.logicalId()));
    }

    /** A property as text; read again where it refers to itself, it is empty, and the circle is reported elsewhere. */
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

    private static Reading fixed(String text) {
        return _ -> Optional.of(text);
    }

    private static Reading with(Reading reading, java.util.function.UnaryOperator<String> change) {
        return resolver -> reading.read(resolver).map(change);
    }
}
