package localrunner.template.resources;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import localrunner.alarms.Alarm;
import localrunner.application.Application;
import localrunner.application.Bucket;
import localrunner.application.KeyAlias;
import localrunner.iam.Permissions;
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

    /** Where they go into the role that SAM generates, which the function needs. */
    private static final Set<String> PROPERTIES_OF_THE_ROLE =
            Set.of("AssumeRolePolicyDocument", "EventInvokeConfig", "PermissionsBoundary", "Policies");

    /**
     * From these SAM makes resources that come after the function. Only an event's route ends up in another resource of
     * the template, and {@link ApiEvents} notes that.
     */
    private static final Set<String> PROPERTIES_BEHIND_THE_FUNCTION =
            Set.of("DeploymentPreference", "Events", "ProvisionedConcurrencyConfig", "VersionDescription");

    /** SAM makes the stage of an API after the API. */
    private static final Set<String> PROPERTIES_OF_THE_STAGE = Set.of(
            "AccessLogSetting",
            "CacheClusterEnabled",
            "CacheClusterSize",
            "CanarySetting",
            "MethodSettings",
            "TracingEnabled",
            "Variables");

    private final PhysicalNames names;
    private final LeftAside leftAside;
    private final Problems problems;
    private final Catalog catalog = new Catalog();
    private final UsagePlanReader usagePlans;
    private final Set<String> namesInUse = new HashSet<>();
    private final QueueReader queueReader;
    private final BucketReader bucketReader;
    private final OpenApiReader definitions;
    private final FunctionReader functionReader;
    private final Events events;

    private final List<Application.Function> functions = new ArrayList<>();
    private final List<Application.Queue> queues = new ArrayList<>();
    private final List<Application.Table> tables = new ArrayList<>();
    private final List<Application.Parameter> parameters = new ArrayList<>();
    private final List<KeyAlias> keyAliases = new ArrayList<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private final Map<Resource, Value.Mapping> resolved = new LinkedHashMap<>();

    /**
     * @param folder of the template, which relative paths start from
     * @param graph receives that an API needs the functions of its routes, and a bucket those that it tells
     */
    public ResourceReader(
            Path folder, PhysicalNames names, DependencyGraph graph, LeftAside leftAside, Problems problems) {
        this.names = names;
        this.leftAside = leftAside;
        this.problems = problems;
        usagePlans = new UsagePlanReader(names, catalog);
        queueReader = new QueueReader(names, catalog);
        bucketReader = new BucketReader(names, catalog);
        definitions = new OpenApiReader(names, catalog);
        functionReader = new FunctionReader(folder, names, catalog, problems);
        events = new Events(names, catalog, graph, leftAside, problems);
    }

    /** Reads all resources; to be called once, before what was read is asked for. */
    public void read(Map<String, Resource> resources, Resolver resolver) {
        for (Resource resource : resources.values()) {
            Optional<Boolean> holds = resource.condition().flatMap(name -> resolver.condition(name, resource.at()));
            Value.Mapping properties = resolvedProperties(resource, holds.orElse(true), resolver);
            if (holds.orElse(true)) {
                resolved.put(resource, properties);
            }
        }
        resolved.keySet().forEach(leftAside::met);
        // Each looks for what was read before it.
        resolved.forEach(this::readConnectable);
        queueReader.checkDeadLetterQueues();
        definitions.checkQueues();
        resolved.forEach(this::readUsagePlan);
        resolved.forEach(this::readUsagePlanKey);
        resolved.forEach(this::readFunction);
        resolved.forEach(this::readAlarm);
        bucketReader.checkNotifications(functions, S3Permissions.of(resolved));
    }

    /** What the template's roles and policies allow; to be called once, after all resources have been read. */
    public Permissions permissions() {
        return new PermissionsReader(names, problems).read(resolved, apis());
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

    public List<Bucket> buckets() {
        return catalog.buckets();
    }

    public List<KeyAlias> keyAliases() {
        return keyAliases;
    }

    public List<Application.StreamMapping> streamMappings() {
        return catalog.streamMappings();
    }

    public List<Application.QueueMapping> queueMappings() {
        return catalog.queueMappings();
    }

    public List<Application.Schedule> schedules() {
        return catalog.schedules();
    }

    public List<Application.Parameter> parameters() {
        return parameters;
    }

    public List<Alarm> alarms() {
        return alarms;
    }

    /**
     * Resolves the properties, and notes what needs what. A property that SAM moves into another resource makes that
     * one need what it refers to, so a circle through it is none on AWS.
     */
    private static Value.Mapping resolvedProperties(Resource resource, boolean exists, Resolver resolver) {
        Resolver.Scope scope = Resolver.Scope.of(resource.logicalId());
        return resolver.resolveMap(
                resource.properties(), property -> exists ? scope(resource, property) : scope.leftOut());
    }

    private static Resolver.Scope scope(Resource resource, String property) {
        Resolver.Scope scope = Resolver.Scope.of(resource.logicalId());
        return switch (resource.type()) {
            case Resource.FUNCTION -> {
                if (PROPERTIES_OF_THE_ROLE.contains(property)) {
                    yield ReturnValues.hasGeneratedRole(resource)
                            ? Resolver.Scope.of(ReturnValues.roleId(resource))
                            : scope.withoutOwner();
                }
                yield PROPERTIES_BEHIND_THE_FUNCTION.contains(property) ? scope.withoutOwner() : scope;
            }
            case Resource.API -> PROPERTIES_OF_THE_STAGE.contains(property) ? scope.withoutOwner() : scope;
            default -> scope;
        };
    }

    private void readConnectable(Resource resource, Value.Mapping properties) {
        PropertyReader reader = reader(resource, properties);
        switch (resource.type()) {
            case Resource.API -> {
                ApiDraft api = new ApiReader(names, usagePlans, definitions).read(resource, reader);
                checkUnused(api.id(), resource);
                catalog.add(api);
            }
            case Resource.TOPIC -> {
                Application.Topic topic = new TopicReader(names).read(resource, reader);
                checkUnused(topic.name(), resource);
                catalog.add(topic);
            }
            case Resource.QUEUE -> {
                Application.Queue queue = queueReader.read(resource, reader);
                checkUnused(queue.name(), resource);
                catalog.add(queue);
                queues.add(queue);
            }
            case Resource.TABLE -> add(new TableReader(names).read(resource, reader), resource);
            case Resource.SIMPLE_TABLE -> add(new TableReader(names).readSimple(resource, reader), resource);
            case Resource.BUCKET -> {
                BucketDraft bucket = bucketReader.read(resource, reader);
                checkUnused(bucket.name(), resource);
                catalog.add(bucket);
            }
            case Resource.KEY_ALIAS -> {
                KeyAlias alias = new KeyAliasReader(names).read(reader);
                checkUnused(alias.name(), resource);
                keyAliases.add(alias);
            }
            case Resource.API_KEY -> usagePlans.readKey(resource, reader);
            case Resource.SSM_PARAMETER -> {
                Application.Parameter parameter = new SsmParameterReader(names).read(resource, reader);
                checkUnused(parameter.name(), resource);
                parameters.add(parameter);
            }
            default -> {
                // Plans and functions follow. The other types are ignored, or were reported as unknown.
            }
        }
    }

    private void add(Application.Table table, Resource resource) {
        checkUnused(table.name(), resource);
        catalog.add(table);
        tables.add(table);
    }

    private void readUsagePlan(Resource resource, Value.Mapping properties) {
        if (resource.type().equals(Resource.USAGE_PLAN)) {
            usagePlans.readPlan(resource, reader(resource, properties));
        }
    }

    private void readUsagePlanKey(Resource resource, Value.Mapping properties) {
        if (resource.type().equals(Resource.USAGE_PLAN_KEY)) {
            usagePlans.readPlanKey(reader(resource, properties));
        }
    }

    private void readAlarm(Resource resource, Value.Mapping properties) {
        if (resource.type().equals(Resource.ALARM)) {
            new AlarmReader(names, catalog)
                    .read(resource, reader(resource, properties))
                    .ifPresent(alarm -> {
                        checkUnused(alarm.name(), resource);
                        alarms.add(alarm);
                    });
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
        return new PropertyReader(resource.type(), properties, leftAside, problems);
    }

    private void checkUnused(String name, Resource resource) {
        // A SimpleTable and a Table are both tables.
        String kind = resource.type().equals(Resource.SIMPLE_TABLE) ? Resource.TABLE : resource.type();
        if (!namesInUse.add(kind + " " + name)) {
            problems.add(resource.at(), "another " + resource.type() + " has the name " + name + " already");
        }
    }
}
