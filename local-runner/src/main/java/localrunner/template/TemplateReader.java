package localrunner.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.template.document.Position;
import localrunner.template.document.Problems;
import localrunner.template.document.PropertyReader;
import localrunner.template.document.TemplateException;
import localrunner.template.document.Value;
import localrunner.template.document.YamlDocument;
import localrunner.template.resources.Globals;
import localrunner.template.resources.IgnoredOnALaptop;
import localrunner.template.resources.LeftAside;
import localrunner.template.resources.PhysicalNames;
import localrunner.template.resources.Resource;
import localrunner.template.resources.ResourceReader;
import localrunner.template.resources.ResourcesSection;
import localrunner.template.resources.ReturnValues;
import localrunner.template.values.Conditions;
import localrunner.template.values.DependencyGraph;
import localrunner.template.values.Mappings;
import localrunner.template.values.ParameterValues;
import localrunner.template.values.PseudoParameters;
import localrunner.template.values.Resolver;
import localrunner.template.values.Sources;

/**
 * Reads a SAM template into an {@link Application}, as far as the runner supports it.
 *
 * <p>Follows "AWS SAM template anatomy" in the SAM Developer Guide and "Template sections" in the CloudFormation User
 * Guide. What it does not know is a problem, unless {@link IgnoredOnALaptop} names it. Thread-safe: it keeps nothing.
 */
public final class TemplateReader {

    private static final String TRANSFORM = "AWS::Serverless-2016-10-31";

    private final TemplateFile file;
    private final ReaderSettings settings;
    private final Problems problems;
    private final DependencyGraph graph = new DependencyGraph();
    private final LeftAside leftAside;

    private TemplateReader(TemplateFile file, ReaderSettings settings, Problems problems) {
        this.file = file;
        this.settings = settings;
        this.problems = problems;
        leftAside = new LeftAside(settings.enforceIam());
    }

    /** @throws TemplateException with every problem found, in the order of the file */
    public static Application read(TemplateFile file, ReaderSettings settings) {
        Problems problems = new Problems(file.name());
        Value.Mapping root = YamlDocument.parse(file.text(), problems);
        Application application = new TemplateReader(file, settings, problems).read(root);
        problems.throwIfAny();
        return application;
    }

    private Application read(Value.Mapping root) {
        PropertyReader sections = reader("Template", root);
        sections.oneOf("AWSTemplateFormatVersion", "2010-09-09");
        checkTransform(sections);
        sections.refuse("Rules", "rules are not supported; use AllowedValues and AllowedPattern of parameters");
        List<String> tryIt = tryIt(sections);
        Sources sources = sources(sections);
        Map<String, Resource> resources = resources(sections);
        Map<String, Value.Entry> outputs = sections.map("Outputs");
        sections.finish("unknown section");
        checkNames(resources, sources.parameters());

        PhysicalNames names = new PhysicalNames(settings.stackName(), settings.region(), settings.edgeEndpoint());
        ReturnValues returnValues = new ReturnValues(resources, names, graph);
        Resolver resolver = new Resolver(sources, returnValues.references(), graph, problems);
        returnValues.addGenerated(resolver);
        resources
                .values()
                .forEach(resource -> resource.dependencies()
                        .forEach(needed -> resolver.dependsOn(resource.logicalId(), needed.name(), needed.at())));
        sources.conditions().checkAll(resolver);
        ResourceReader resourceReader = new ResourceReader(file.folder(), names, graph, leftAside, problems);
        resourceReader.read(resources, resolver);
        List<Application.Output> readOutputs = readOutputs(outputs, resolver);
        graph.reportCircles(problems);
        return new Application(
                settings.region(),
                resourceReader.functions(),
                resourceReader.apis(),
                resourceReader.topics(),
                resourceReader.queues(),
                resourceReader.tables(),
                resourceReader.buckets(),
                resourceReader.keyAliases(),
                resourceReader.streamMappings(),
                resourceReader.queueMappings(),
                resourceReader.schedules(),
                storedParameters(resourceReader.parameters()),
                resourceReader.alarms(),
                readOutputs,
                tryIt,
                leftAside.names(),
                settings.enforceIam() ? Optional.of(resourceReader.permissions()) : Optional.empty());
    }

    /** What is in Parameter Store when the application runs: the template's own parameters, and those given. */
    private List<Application.Parameter> storedParameters(List<Application.Parameter> own) {
        List<Application.Parameter> all = new ArrayList<>(own);
        settings.storedParameters().forEach((name, value) -> {
            Position at = new Position(0, "--parameter " + name);
            if (!name.matches("(/[a-zA-Z0-9_.-]+)+")) {
                problems.add(
                        at, "a parameter's name has letters, digits and _ . - between slashes, as in /orders/limit");
            } else if (value.isEmpty()) {
                problems.add(at, "a parameter's value must not be empty");
            } else if (own.stream().anyMatch(parameter -> parameter.name().equals(name))) {
                problems.add(at, "the template has this parameter itself");
            } else {
                all.add(new Application.Parameter(name, name, "String", value));
            }
        });
        return all;
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

    /** Reads the runner's own part of Metadata. The other parts are other tools'. */
    private static List<String> tryIt(PropertyReader sections) {
        Optional<PropertyReader> ours = sections.object("Metadata").flatMap(metadata -> metadata.object("LocalRunner"));
        List<String> commands = ours.map(reader -> reader.texts("TryIt")).orElse(List.of());
        ours.ifPresent(PropertyReader::finish);
        return commands;
    }

    private Sources sources(PropertyReader sections) {
        return new Sources(
                new ParameterValues(
                        sections.map("Parameters"),
                        settings.templateParameters(),
                        parameter -> reader("Parameters", parameter),
                        problems),
                new PseudoParameters(settings.stackName(), settings.region()),
                new Mappings(sections.map("Mappings"), problems),
                new Conditions(sections.map("Conditions"), problems),
                settings.storedParameters());
    }

    private Map<String, Resource> resources(PropertyReader sections) {
        Globals globals = new Globals(sections.map("Globals"), problems);
        Map<String, Value.Entry> section = sections.map("Resources");
        sections.required("Resources", Optional.of(section));
        return new ResourcesSection(globals, sections.map("Conditions").keySet(), leftAside, problems).read(section);
    }

    private void checkNames(Map<String, Resource> resources, ParameterValues parameters) {
        resources.forEach((logicalId, resource) -> {
            if (parameters.has(logicalId)) {
                problems.add(resource.at(), "a parameter has the same name");
            }
        });
    }

    private List<Application.Output> readOutputs(Map<String, Value.Entry> section, Resolver resolver) {
        List<Application.Output> outputs = new ArrayList<>();
        section.forEach((name, entry) -> {
            switch (entry.value()) {
                case Value.Mapping mapping ->
                    readOutput(name, mapping, resolver).ifPresent(outputs::add);
                case Value.Broken _ -> {
                    // It is reported by then.
                }
                case Value other -> problems.add(entry.at(), "expected a map with Value, found " + other.kind());
            }
        });
        return outputs;
    }

    private Optional<Application.Output> readOutput(String name, Value.Mapping mapping, Resolver resolver) {
        PropertyReader raw = reader("Outputs", mapping);
        boolean exists = raw.text("Condition")
                .flatMap(condition -> resolver.condition(condition, raw.at("Condition")))
                .orElse(true);
        Resolver.Scope scope = exists ? Resolver.Scope.OUTPUTS : Resolver.Scope.OUTPUTS.leftOut();
        PropertyReader reader = reader("Outputs", resolver.resolveMap(mapping, _ -> scope));
        Optional<String> value = reader.requiredText("Value");
        Optional<String> description = reader.text("Description");
        reader.text("Condition");
        reader.finish();
        return Optional.of(new Application.Output(name, description.orElse(""), value.orElse("")))
                .filter(_ -> exists);
    }

    private PropertyReader reader(String schema, Value.Mapping mapping) {
        return new PropertyReader(schema, mapping, leftAside, problems);
    }
}
