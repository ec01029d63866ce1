package localrunner.template;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a SAM template into an {@link Application}, as far as the runner supports it.
 *
 * <p>Follows "AWS SAM template anatomy" in the SAM Developer Guide and "Template sections" in the CloudFormation User
 * Guide. Whatever it does not know is a problem, unless {@link IgnoredOnALaptop} names it. Thread-safe: it keeps nothing.
 */
public final class TemplateReader {

    private static final String TRANSFORM = "AWS::Serverless-2016-10-31";

    private final Path folder;
    private final ReaderSettings settings;
    private final Problems problems;
    private final PhysicalNames names;
    private final DependencyGraph graph = new DependencyGraph();
    private final Catalog catalog = new Catalog();
    private final Set<String> namesInUse = new HashSet<>();

    private final List<Application.Function> functions = new ArrayList<>();
    private final List<ApiReader.OpenApi> apis = new ArrayList<>();
    private final List<Application.Topic> topics = new ArrayList<>();
    private final List<Application.Queue> queues = new ArrayList<>();
    private final List<Application.Table> tables = new ArrayList<>();
    private final List<Application.StreamMapping> streamMappings = new ArrayList<>();
    private final List<Application.Parameter> parameters = new ArrayList<>();
    private final List<Application.Output> outputs = new ArrayList<>();

    private TemplateReader(Path folder, ReaderSettings settings, Problems problems) {
        this.folder = folder;
        this.settings = settings;
        this.problems = problems;
        this.names = new PhysicalNames(settings);
    }

    /**
     * Reads the template; paths in it are relative to its folder.
     *
     * @throws TemplateException with every problem found, in the order of the file
     */
    public static Application read(Path template, ReaderSettings settings) {
        return read(template, template.toString(), settings);
    }

    /**
     * The same, with another name for the template in messages, such as the one its author called it by.
     *
     * @throws TemplateException with every problem found, in the order of the file
     */
    public static Application read(Path template, String name, ReaderSettings settings) {
        return read(YamlDocument.text(template, new Problems(name)), template, name, settings);
    }

    /** The same for a text that stands for the file's. */
    static Application read(String text, Path template, ReaderSettings settings) {
        return read(text, template, template.toString(), settings);
    }

    private static Application read(String text, Path template, String name, ReaderSettings settings) {
        Problems problems = new Problems(name);
        Value.Mapping root = YamlDocument.parse(text, problems);
        Path file = template.toAbsolutePath().normalize();
        Path folder = Optional.ofNullable(file.getParent()).orElse(file);
        Application application = new TemplateReader(folder, settings, problems).read(root);
        problems.throwIfAny();
        return application;
    }

    private Application read(Value.Mapping root) {
        PropertyReader sections = new PropertyReader("Template", root, problems);
        sections.oneOf("AWSTemplateFormatVersion", "2010-09-09");
        checkTransform(sections);
        Map<String, Value.Entry> conditionSection = sections.map("Conditions");
        ParameterValues parameterValues =
                new ParameterValues(sections.map("Parameters"), settings.parameters(), problems);
        Mappings mappings = new Mappings(sections.map("Mappings"), problems);
        Conditions conditions = new Conditions(conditionSection, problems);
        Globals globals = new Globals(sections.map("Globals"), problems);
        Map<String, Value.Entry> resourceSection = sections.map("Resources");
        sections.required("Resources", Optional.of(resourceSection));
        Map<String, Value.Entry> outputSection = sections.map("Outputs");
        sections.refuse("Rules", "rules are not supported; use AllowedValues and AllowedPattern of parameters");
        sections.finish("unknown section");

        Map<String, Resource> resources =
                new ResourcesSection(globals, conditionSection.keySet(), graph, problems).read(resourceSection);
        resources.forEach((logicalId, resource) -> {
            if (parameterValues.has(logicalId)) {
                problems.add(resource.at(), "a parameter has the same name");
            }
        });
        References references = new References(resources, names);
        Resolver resolver = new Resolver(
                parameterValues, new PseudoParameters(settings), mappings, conditions, references, graph, problems);
        references.addGenerated(resolver);
        conditions.checkAll(resolver);
        readResources(resources, resolver);
        outputSection.forEach((name, entry) -> readOutput(name, entry, resolver));
        graph.reportCircles(problems);
        return application();
    }

    private void checkTransform(PropertyReader sections) {
        List<String> transforms = sections.any("Transform").orElse(null) instanceof Value.Scalar single
                ? List.of(single.text())
                : sections.texts("Transform");
        sections.required("Transform", Optional.of(transforms));
        for (String transform : transforms) {
            if (!transform.equals(TRANSFORM)) {
                sections.problem("Transform", "'" + transform + "' is not supported; supported: " + TRANSFORM);
            }
        }
    }

    private void readResources(Map<String, Resource> resources, Resolver resolver) {
        Map<Resource, Value.Mapping> resolved = new LinkedHashMap<>();
        for (Resource resource : resources.values()) {
            Value.Mapping properties = resolvedProperties(resource, resolver);
            boolean exists = resource.condition()
                    .flatMap(name -> resolver.condition(name, resource.at()))
                    .orElse(true);
            if (exists) {
                resolved.put(resource, properties);
            }
        }
        // Functions come last, as their events look for what the others are.
        resolved.forEach(this::readConnectable);
        Events events = new Events(names, catalog, graph, streamMappings, problems);
        FunctionReader functionReader = new FunctionReader(folder, names, catalog, problems);
        resolved.forEach((resource, properties) -> {
            if (resource.type().equals(Resource.FUNCTION)) {
                PropertyReader reader = new PropertyReader(resource.type(), properties, problems);
                Application.Function function = functionReader.read(resource, reader);
                functions.add(function);
                checkUnused(function.name(), resource);
                events.read(function, reader);
            }
        });
    }

    /**
     * References in events make no dependency: SAM makes resources of their own of them, which need both sides. Only
     * routes end up in the API, and {@link Events} notes those.
     */
    private static Value.Mapping resolvedProperties(Resource resource, Resolver resolver) {
        Resolver.Scope scope = Resolver.Scope.of(resource.logicalId());
        boolean absent = resource.condition()
                .flatMap(name -> resolver.condition(name, resource.at()))
                .filter(exists -> !exists)
                .isPresent();
        boolean function = resource.type().equals(Resource.FUNCTION);
        return resolver.resolveMap(resource.properties(), property -> {
            if (absent) {
                return scope.leftOut();
            }
            return function && property.equals("Events") ? scope.withoutOwner() : scope;
        });
    }

    private void readConnectable(Resource resource, Value.Mapping properties) {
        PropertyReader reader = new PropertyReader(resource.type(), properties, problems);
        switch (resource.type()) {
            case Resource.API -> {
                ApiReader.OpenApi api = new ApiReader(names).read(resource, reader);
                apis.add(api);
                checkUnused(api.id(), resource);
                catalog.addApi(api.id(), api.logicalId(), api.apiKeyRequired());
            }
            case Resource.TOPIC -> {
                Application.Topic topic = new TopicReader(names).read(resource, reader);
                topics.add(topic);
                checkUnused(topic.name(), resource);
                catalog.addTopic(topic.arn());
            }
            case Resource.QUEUE -> {
                Application.Queue queue = new QueueReader(names).read(resource, reader);
                queues.add(queue);
                checkUnused(queue.name(), resource);
                catalog.addQueue(queue.arn());
            }
            case Resource.TABLE -> {
                Application.Table table = new TableReader(names).read(resource, reader);
                tables.add(table);
                checkUnused(table.name(), resource);
                table.streamArn().ifPresent(arn -> catalog.addStream(arn, table.name()));
            }
            case Resource.SSM_PARAMETER -> {
                Application.Parameter parameter = new SsmParameterReader(names).read(resource, reader);
                parameters.add(parameter);
                checkUnused(parameter.name(), resource);
            }
            default -> {
                // Functions follow; the other types are ignored, or reported as unknown already.
            }
        }
    }

    private void checkUnused(String name, Resource resource) {
        if (!namesInUse.add(resource.type() + " " + name)) {
            problems.add(resource.at(), "another " + resource.type() + " has the name " + name + " already");
        }
    }

    private void readOutput(String name, Value.Entry entry, Resolver resolver) {
        if (!(entry.value() instanceof Value.Mapping mapping)) {
            problems.add(
                    entry.at(),
                    "expected a map with Value, found " + entry.value().kind());
            return;
        }
        PropertyReader raw = new PropertyReader("Outputs", mapping, problems);
        boolean exists = raw.text("Condition")
                .flatMap(condition -> resolver.condition(condition, raw.at("Condition")))
                .orElse(true);
        Resolver.Scope scope = exists ? Resolver.Scope.OUTPUTS : Resolver.Scope.OUTPUTS.leftOut();
        PropertyReader reader = new PropertyReader("Outputs", resolver.resolveMap(mapping, _ -> scope), problems);
        Optional<String> value = reader.requiredText("Value");
        Optional<String> description = reader.text("Description");
        reader.text("Condition");
        reader.finish();
        if (exists) {
            outputs.add(new Application.Output(name, description.orElse(""), value.orElse("")));
        }
    }

    private Application application() {
        return new Application(
                settings.stackName(),
                settings.region(),
                functions,
                apis.stream()
                        .map(api -> api.with(catalog.api(api.id()).orElseThrow().routes()))
                        .toList(),
                topics.stream()
                        .map(topic -> new Application.Topic(
                                topic.logicalId(),
                                topic.name(),
                                topic.arn(),
                                catalog.subscriptions(topic.arn()).orElseThrow()))
                        .toList(),
                queues,
                tables,
                streamMappings,
                parameters,
                outputs);
    }
}
