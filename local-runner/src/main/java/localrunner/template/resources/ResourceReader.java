package localrunner.template.resources;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import localrunner.application.Application;
import localrunner.template.document.Problems;
import localrunner.template.document.PropertyReader;
import localrunner.template.document.Value;
import localrunner.template.values.DependencyGraph;
import localrunner.template.values.Resolver;

/**
 * Reads the resources that exist, each by the reader of its type, and connects functions by their events. Not
 * thread-safe.
 */
public final class ResourceReader {

    private final PhysicalNames names;
    private final Problems problems;
    private final Catalog catalog = new Catalog();
    private final Set<String> namesInUse = new HashSet<>();
    private final FunctionReader functionReader;
    private final Events events;

    private final List<Application.Function> functions = new ArrayList<>();
    private final List<Application.Queue> queues = new ArrayList<>();
    private final List<Application.Table> tables = new ArrayList<>();
    private final List<Application.Parameter> parameters = new ArrayList<>();

    /**
     * @param folder of the template, which relative paths start from
     * @param graph receives that an API needs the functions of its routes
     */
    public ResourceReader(Path folder, PhysicalNames names, DependencyGraph graph, Problems problems) {
        this.names = names;
        this.problems = problems;
        functionReader = new FunctionReader(folder, names, catalog, problems);
        events = new Events(names, catalog, graph, problems);
    }

    /** Reads all resources; to be called once, before what was read is asked for. */
    public void read(Map<String, Resource> resources, Resolver resolver) {
        Map<Resource, Value.Mapping> resolved = new LinkedHashMap<>();
        for (Resource resource : resources.values()) {
            Optional<Boolean> holds = resource.condition().flatMap(name -> resolver.condition(name, resource.at()));
            Value.Mapping properties = resolvedProperties(resource, holds.orElse(true), resolver);
            if (holds.orElse(true)) {
                resolved.put(resource, properties);
            }
        }
        // Functions come last, as their events look for what the others are.
        resolved.forEach(this::readConnectable);
        resolved.forEach(this::readFunction);
    }

    public List<Application.Function> functions() {
        return functions;
    }

    public List<Application.Api> apis() {
        return catalog.apis();
    }

    public List<Application.Topic> topics() {
        return catalog.topics();
    }

    public List<Application.Queue> queues() {
        return queues;
    }

    public List<Application.Table> tables() {
        return tables;
    }

    public List<Application.StreamMapping> streamMappings() {
        return catalog.streamMappings();
    }

    public List<Application.Parameter> parameters() {
        return parameters;
    }

    /**
     * References in events make no dependency: SAM makes resources of their own from events, which need both sides.
     * Only routes end up in the API itself, and {@link ApiEvents} notes those.
     */
    private static Value.Mapping resolvedProperties(Resource resource, boolean exists, Resolver resolver) {
        Resolver.Scope scope = Resolver.Scope.of(resource.logicalId());
        boolean function = resource.type().equals(Resource.FUNCTION);
        return resolver.resolveMap(resource.properties(), property -> {
            if (!exists) {
                return scope.leftOut();
            }
            return function && property.equals("Events") ? scope.withoutOwner() : scope;
        });
    }

    private void readConnectable(Resource resource, Value.Mapping properties) {
        PropertyReader reader = reader(resource, properties);
        switch (resource.type()) {
            case Resource.API -> {
                ApiDraft api = new ApiReader(names).read(resource, reader);
                checkUnused(api.id(), resource);
                catalog.add(api);
            }
            case Resource.TOPIC -> {
                Application.Topic topic = new TopicReader(names).read(resource, reader);
                checkUnused(topic.name(), resource);
                catalog.add(topic);
            }
            case Resource.QUEUE -> {
                Application.Queue queue = new QueueReader(names).read(resource, reader);
                checkUnused(queue.name(), resource);
                catalog.add(queue);
                queues.add(queue);
            }
            case Resource.TABLE -> {
                Application.Table table = new TableReader(names).read(resource, reader);
                checkUnused(table.name(), resource);
                catalog.add(table);
                tables.add(table);
            }
            case Resource.SSM_PARAMETER -> {
                Application.Parameter parameter = new SsmParameterReader(names).read(resource, reader);
                checkUnused(parameter.name(), resource);
                parameters.add(parameter);
            }
            default -> {
                // Functions follow. The other types are ignored, or were reported as unknown.
            }
        }
    }

    private void readFunction(Resource resource, Value.Mapping properties) {
        if (resource.type().equals(Resource.FUNCTION)) {
            PropertyReader reader = reader(resource, properties);
            Application.Function function = functionReader.read(resource, reader);
            functions.add(function);
            checkUnused(function.name(), resource);
            events.read(function, reader);
        }
    }

    private PropertyReader reader(Resource resource, Value.Mapping properties) {
        return new PropertyReader(resource.type(), properties, IgnoredOnALaptop::properties, problems);
    }

    private void checkUnused(String name, Resource resource) {
        if (!namesInUse.add(resource.type() + " " + name)) {
            problems.add(resource.at(), "another " + resource.type() + " has the name " + name + " already");
        }
    }
}
