package localrunner.template.resources;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import localrunner.template.document.Position;
import localrunner.template.document.Problems;
import localrunner.template.document.PropertyReader;
import localrunner.template.document.Suggestion;
import localrunner.template.document.Value;

/**
 * Reads the section Resources: the type and the attributes of each resource, and the API that SAM adds. What the
 * properties say is not looked at.
 */
public final class ResourcesSection {

    /** SAM's logical id and stage for the API of events that name none. */
    static final String IMPLICIT_API = "ServerlessRestApi";

    private static final String IMPLICIT_STAGE = "Prod";

    private final Globals globals;
    private final Set<String> conditions;
    private final LeftAside leftAside;
    private final Problems problems;

    /** @param conditions the names of the template's conditions */
    public ResourcesSection(Globals globals, Set<String> conditions, LeftAside leftAside, Problems problems) {
        this.globals = globals;
        this.conditions = conditions;
        this.leftAside = leftAside;
        this.problems = problems;
    }

    /** @return the resources by logical id, in the order of the file */
    public Map<String, Resource> read(Map<String, Value.Entry> section) {
        Map<String, Resource> resources = new LinkedHashMap<>();
        section.forEach((logicalId, entry) -> {
            if (!logicalId.matches("[A-Za-z0-9]+")) {
                problems.add(entry.at(), "a logical id has letters and digits only");
            }
            Resource resource = switch (entry.value()) {
                case Value.Mapping mapping -> read(logicalId, entry.at(), mapping);
                case Value.Broken _ -> untyped(logicalId, entry.at());
                case Value other -> {
                    problems.add(entry.at(), "expected a map with Type and Properties, found " + other.kind());
                    yield untyped(logicalId, entry.at());
                }
            };
            resources.put(logicalId, globals.mergedInto(resource));
        });
        resources.values().stream()
                .filter(ResourcesSection::needsImplicitApi)
                .findFirst()
                .filter(_ -> !resources.containsKey(IMPLICIT_API))
                .ifPresent(function -> resources.put(IMPLICIT_API, globals.mergedInto(implicitApi(function.at()))));
        return resources;
    }

    private Resource read(String logicalId, Position at, Value.Mapping mapping) {
        PropertyReader reader = new PropertyReader("Resource", mapping, leftAside, problems);
        String type = type(reader);
        Value.Mapping properties = properties(reader, at);
        Optional<String> condition = reader.check(
                "Condition",
                reader.text("Condition"),
                conditions::contains,
                wrong -> "there is no condition " + wrong + Suggestion.among(wrong, "Known", conditions));
        List<Resource.Dependency> dependencies = dependencies(reader);
        reader.oneOf("DeletionPolicy", "Delete", "Retain", "RetainExceptOnCreate", "Snapshot");
        reader.oneOf("UpdateReplacePolicy", "Delete", "Retain", "Snapshot");
        Map<String, Value.Entry> metadata = reader.map("Metadata");
        reader.finish("unknown resource attribute");
        return new Resource(logicalId, type, at, properties, condition, dependencies, metadata);
    }

    private String type(PropertyReader reader) {
        Optional<String> type = reader.requiredText("Type");
        type.filter(name -> !ResourceTypes.isKnown(name)).ifPresent(name -> {
            reader.problem("Type", ResourceTypes.complaint(name));
            problems.hint(ResourceTypes.HELP);
        });
        return type.orElse("");
    }

    private static Value.Mapping properties(PropertyReader reader, Position at) {
        return switch (reader.any("Properties").orElse(Value.Mapping.empty(at.inside("Properties")))) {
            case Value.Mapping found -> found;
            case Value.Broken broken -> Value.Mapping.empty(broken.at());
            case Value other -> {
                reader.problem("Properties", "expected a map, found " + other.kind());
                yield Value.Mapping.empty(other.at());
            }
        };
    }

    private static List<Resource.Dependency> dependencies(PropertyReader reader) {
        List<String> names = reader.any("DependsOn").orElse(null) instanceof Value.Scalar scalar
                ? List.of(scalar.text())
                : reader.texts("DependsOn");
        return names.stream()
                .map(name -> new Resource.Dependency(name, reader.at("DependsOn")))
                .toList();
    }

    private static Resource untyped(String logicalId, Position at) {
        return new Resource(logicalId, "", at, Value.Mapping.empty(at), Optional.empty(), List.of(), Map.of());
    }

    private static boolean needsImplicitApi(Resource resource) {
        return resource.type().equals(Resource.FUNCTION)
                && resource.properties().get("Events").orElse(null) instanceof Value.Mapping events
                && events.entries().values().stream()
                        .map(Value.Entry::value)
                        .anyMatch(event -> Events.isOfType(event, Events.API)
                                && event instanceof Value.Mapping mapping
                                && mapping.get("Properties").orElse(null) instanceof Value.Mapping properties
                                && properties.get("RestApiId").isEmpty());
    }

    private static Resource implicitApi(Position at) {
        Position here = new Position(at.line(), "Resources." + IMPLICIT_API);
        Value.Entry stage =
                new Value.Entry(here.inside("StageName"), new Value.Scalar(here.inside("StageName"), IMPLICIT_STAGE));
        return new Resource(
                IMPLICIT_API,
                Resource.API,
                here,
                new Value.Mapping(here.inside("Properties"), Map.of("StageName", stage)),
                Optional.empty(),
                List.of(),
                Map.of());
    }
}
