package localrunner.template.resources;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import localrunner.application.Application;
import localrunner.application.SqsIntegration;
import localrunner.iam.Authorizer;
import localrunner.iam.Permissions;
import localrunner.iam.Policy;
import localrunner.iam.Principals;
import localrunner.iam.ResourcePolicy;
import localrunner.iam.Role;
import localrunner.iam.Selection;
import localrunner.iam.Statement;
import localrunner.template.document.Position;
import localrunner.template.document.Problems;
import localrunner.template.document.PropertyReader;
import localrunner.template.document.Suggestion;
import localrunner.template.document.Value;
import localrunner.template.resources.PolicyReader.Kind;

/**
 * Reads the roles of a template and what may be done with them, and the policies of its queues, topics, tables and buckets.
 *
 * <p>Follows "AWS::IAM::Role" and its neighbours in the CloudFormation User Guide and, for a function without a {@code
 * Role}, "AWS::Serverless::Function" in the SAM Developer Guide, with what SAM's translator adds: the managed policies
 * for logs, tracing and event sources, and the right to send to its destinations. Not thread-safe.
 */
final class PermissionsReader {

    private static final String ROLE = "AWS::IAM::Role";
    private static final String POLICY = "AWS::IAM::Policy";
    private static final String ROLE_POLICY = "AWS::IAM::RolePolicy";
    private static final String MANAGED_POLICY = "AWS::IAM::ManagedPolicy";
    private static final String QUEUE_POLICY = "AWS::SQS::QueuePolicy";
    private static final String TOPIC_POLICY = "AWS::SNS::TopicPolicy";
    private static final String BUCKET_POLICY = "AWS::S3::BucketPolicy";

    /** Types that have no effect but with these permissions. */
    static final Set<String> TYPES =
            Set.of(ROLE, POLICY, ROLE_POLICY, MANAGED_POLICY, QUEUE_POLICY, TOPIC_POLICY, BUCKET_POLICY);

    private static final String LAMBDA = "lambda.amazonaws.com";
    private static final String API_GATEWAY = "apigateway.amazonaws.com";
    private static final String OF_AWS = ":aws:policy/";

    private final PhysicalNames names;
    private final Problems problems;
    private final PolicyReader policies;
    private final KnownPolicies known;
    private final Map<String, Policy> ownManagedPolicies = new LinkedHashMap<>();
    private final Map<String, List<Policy>> policiesByRole = new LinkedHashMap<>();
    private final List<Role> roles = new ArrayList<>();
    private final Map<String, Position> placesOfRoles = new LinkedHashMap<>();
    private final Map<String, String> roleArnsByFunction = new LinkedHashMap<>();
    private final List<ResourcePolicy> resourcePolicies = new ArrayList<>();

    PermissionsReader(PhysicalNames names, Problems problems) {
        this.names = names;
        this.problems = problems;
        policies = new PolicyReader(problems);
        known = new KnownPolicies(names);
    }

    /**
     * Reads all of them; to be called once.
     *
     * @param resources those that exist, with their properties resolved
     * @param apis whose direct integrations have roles too
     */
    Permissions read(Map<Resource, Value.Mapping> resources, List<Application.Api> apis) {
        // Roles name managed policies, and policies name roles; functions name roles.
        resources.forEach(this::readPolicy);
        resources.forEach(this::readRole);
        resources.forEach(this::readRoleOfFunction);
        Permissions permissions = new Permissions(roles, roleArnsByFunction, resourcePolicies);
        if (roleArnsByFunction.isEmpty() && roles.isEmpty()) {
            return permissions;
        }
        checkTrust(new Authorizer(permissions), apis);
        return permissions;
    }

    private void readPolicy(Resource resource, Value.Mapping properties) {
        PropertyReader reader = reader(resource.type(), properties);
        switch (resource.type()) {
            case POLICY, ROLE_POLICY -> {
                Policy policy = document(resource, reader, Kind.IDENTITY);
                Stream.concat(reader.texts("Roles").stream(), reader.text("RoleName").stream())
                        .forEach(role -> attach(role, policy));
            }
            case MANAGED_POLICY -> {
                Policy policy = document(resource, reader, Kind.IDENTITY);
                String name = reader.text("ManagedPolicyName").orElse(names.name(resource.logicalId()));
                ownManagedPolicies.put("arn:aws:iam::" + Application.ACCOUNT_ID + ":policy/" + name, policy);
                reader.texts("Roles").forEach(role -> attach(role, policy));
            }
            case QUEUE_POLICY -> {
                Policy policy = document(resource, reader, Kind.RESOURCE);
                reader.texts("Queues")
                        .forEach(url -> resourcePolicies.add(
                                new ResourcePolicy(names.queueArn(url.substring(url.lastIndexOf('/') + 1)), policy)));
            }
            case TOPIC_POLICY -> {
                Policy policy = document(resource, reader, Kind.RESOURCE);
                reader.texts("Topics").forEach(arn -> resourcePolicies.add(new ResourcePolicy(arn, policy)));
            }
            case BUCKET_POLICY -> {
                Policy policy = document(resource, reader, Kind.RESOURCE);
                reader.text("Bucket")
                        .ifPresent(
                                bucket -> resourcePolicies.add(new ResourcePolicy("arn:aws:s3:::" + bucket, policy)));
            }
            case Resource.TABLE -> {
                String name = reader.text("TableName").orElse(names.name(resource.logicalId()));
                reader.object("ResourcePolicy").ifPresent(own -> attach(names.tableArn(name), resource, own));
                reader.object("StreamSpecification")
                        .flatMap(stream -> stream.object("ResourcePolicy"))
                        .ifPresent(own -> attach(names.streamArn(name), resource, own));
            }
            default -> {
                // It is no policy.
            }
        }
    }

    private Policy document(Resource resource, PropertyReader reader, Kind kind) {
        return reader.required("PolicyDocument", reader.any("PolicyDocument"))
                .map(document -> policies.read(reader.text("PolicyName").orElse(resource.logicalId()), kind, document))
                .orElse(new Policy(resource.logicalId(), List.of()));
    }

    private void attach(String resourceArn, Resource resource, PropertyReader reader) {
        resourcePolicies.add(new ResourcePolicy(resourceArn, document(resource, reader, Kind.RESOURCE)));
    }

    private void attach(String roleName, Policy policy) {
        policiesByRole.computeIfAbsent(roleName, _ -> new ArrayList<>()).add(policy);
    }

    private void readRole(Resource resource, Value.Mapping properties) {
        if (!resource.type().equals(ROLE)) {
            return;
        }
        PropertyReader reader = reader(ROLE, properties);
        String name = reader.text("RoleName").orElse(names.name(resource.logicalId()));
        List<Policy> all = new ArrayList<>();
        for (PropertyReader inline : reader.objects("Policies")) {
            String policyName = inline.requiredText("PolicyName").orElse("");
            inline.required("PolicyDocument", inline.any("PolicyDocument"))
                    .ifPresent(document -> all.add(policies.read(policyName, Kind.IDENTITY, document)));
            inline.finish();
        }
        for (Value arn : reader.list("ManagedPolicyArns")) {
            managed(arn).ifPresent(all::add);
        }
        all.addAll(policiesByRole.getOrDefault(name, List.of()));
        Optional<Policy> boundary = reader.any("PermissionsBoundary").flatMap(this::managed);
        Policy trust = reader.required("AssumeRolePolicyDocument", reader.any("AssumeRolePolicyDocument"))
                .map(document -> policies.read("AssumeRolePolicyDocument", Kind.TRUST, document))
                .orElse(new Policy("AssumeRolePolicyDocument", List.of()));
        List.of("Description", "MaxSessionDuration", "Path", "Tags").forEach(reader::any);
        reader.finish();
        add(new Role(name, roleArn(name), trust, all, boundary), resource.at());
    }

    private void add(Role role, Position at) {
        roles.add(role);
        placesOfRoles.put(role.arn(), at);
    }

    private static String roleArn(String name) {
        return "arn:aws:iam::" + Application.ACCOUNT_ID + ":role/" + name;
    }

    private void readRoleOfFunction(Resource resource, Value.Mapping properties) {
        if (!resource.type().equals(Resource.FUNCTION)) {
            return;
        }
        PropertyReader reader = reader(Resource.FUNCTION, properties);
        String function = resource.logicalId();
        Optional<String> named = reader.text("Role");
        if (named.isEmpty()) {
            Role role = generated(resource, reader);
            add(role, resource.at());
            roleArnsByFunction.put(function, role.arn());
        } else if (placesOfRoles.containsKey(named.get())) {
            roleArnsByFunction.put(function, named.get());
        } else {
            reader.problem(
                    "Role",
                    "the role " + named.get() + " is none of this template, so the local runner does not know what it"
                            + " may do; without --enforce-iam it does not ask");
        }
    }

    /** The role that SAM makes for a function that names none. */
    private Role generated(Resource function, PropertyReader reader) {
        List<Policy> all = new ArrayList<>();
        all.add(managedByName("AWSLambdaBasicExecutionRole"));
        if (reader.text("Tracing").filter(mode -> !mode.equals("Disabled")).isPresent()) {
            all.add(managedByName("AWSXRayDaemonWriteAccess"));
        }
        if (reader.has("VpcConfig")) {
            all.add(managedByName("AWSLambdaVPCAccessExecutionRole"));
        }
        reader.object("EventInvokeConfig").ifPresent(config -> addDestination(config, all));
        reader.map("Events").values().forEach(event -> addOfEvent(event.value(), all));
        reader.any("Policies")
                .ifPresent(given -> PolicyReader.items(given)
                        .forEach(item -> ofFunction(function, item, all.size()).ifPresent(all::add)));
        Optional<Policy> boundary = reader.any("PermissionsBoundary").flatMap(this::managed);
        Policy trust = reader.any("AssumeRolePolicyDocument")
                .map(document -> policies.read("AssumeRolePolicyDocument", Kind.TRUST, document))
                .orElse(new Policy(
                        "AssumeRolePolicyDocument",
                        List.of(new Statement(
                                "#1",
                                Statement.Effect.ALLOW,
                                new Principals(false, List.of(), List.of(LAMBDA)),
                                new Selection(List.of("sts:AssumeRole"), false),
                                Selection.ALL,
                                List.of()))));
        String name = names.name(ReturnValues.roleId(function));
        all.addAll(policiesByRole.getOrDefault(name, List.of()));
        return new Role(name, roleArn(name), trust, all, boundary);
    }

    private void addOfEvent(Value event, List<Policy> all) {
        if (Events.isOfType(event, Events.SQS)) {
            all.add(managedByName("AWSLambdaSQSQueueExecutionRole"));
        } else if (Events.isOfType(event, Events.DYNAMO_DB)) {
            all.add(managedByName("AWSLambdaDynamoDBExecutionRole"));
            if (event instanceof Value.Mapping mapping) {
                reader("Event", mapping).object("Properties").ifPresent(properties -> addDestination(properties, all));
            }
        }
    }

    /** SAM adds the right to send to a destination whose type it is told. */
    private void addDestination(PropertyReader config, List<Policy> all) {
        config.object("DestinationConfig")
                .flatMap(destinations -> destinations.object("OnFailure"))
                .filter(onFailure -> onFailure.has("Type"))
                .flatMap(onFailure -> onFailure.text("Destination"))
                .ifPresent(arn -> all.add(new Policy(
                        "OnFailure",
                        List.of(new Statement(
                                "#1",
                                Statement.Effect.ALLOW,
                                Principals.OWNER,
                                new Selection(List.of("sqs:SendMessage"), false),
                                new Selection(List.of(arn), false),
                                List.of())))));
    }

    /** One entry of a function's {@code Policies}: a managed policy, statements, or a policy template of SAM. */
    private Optional<Policy> ofFunction(Resource function, Value item, int number) {
        if (item instanceof Value.Mapping mapping) {
            String name = function.logicalId() + "RolePolicy" + number;
            return mapping.get("Statement").isPresent()
                    ? Optional.of(policies.read(name, Kind.IDENTITY, mapping))
                    : template(mapping);
        }
        return managed(item);
    }

    private Optional<Policy> template(Value.Mapping mapping) {
        if (mapping.entries().size() != 1) {
            problems.add(mapping.at(), "expected a map with Statement, or with the name of one policy template of SAM");
            return Optional.empty();
        }
        String name = mapping.entries().keySet().iterator().next();
        Value.Entry entry = mapping.entries().values().iterator().next();
        if (!known.templateNames().contains(name)) {
            problems.add(
                    entry.at(),
                    "'" + name + "' is no policy template of SAM"
                            + Suggestion.among(name, "SAM has", known.templateNames()));
            return Optional.empty();
        }
        PropertyReader reader =
                reader("PolicyTemplate", new Value.Mapping(entry.at(), PolicyReader.entries(entry.value())));
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String parameter : known.parametersOf(name)) {
            reader.requiredText(parameter).ifPresent(value -> parameters.put(parameter, value));
        }
        reader.finish("unknown parameter of " + name);
        return Optional.of(known.template(name, parameters, policies));
    }

    /** A managed policy by its ARN, or by its name if it is one of AWS. */
    private Optional<Policy> managed(Value value) {
        if (!(value instanceof Value.Scalar text)) {
            return Optional.empty();
        }
        String arn = text.text();
        if (ownManagedPolicies.containsKey(arn)) {
            return Optional.of(ownManagedPolicies.get(arn));
        }
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        Optional<Policy> ofAws =
                arn.startsWith("arn:") && !arn.contains(OF_AWS) ? Optional.empty() : known.managed(name, policies);
        if (ofAws.isEmpty()) {
            problems.add(
                    value.at(),
                    "the local runner does not know what the managed policy " + arn
                            + " allows; write its statements into the template"
                            + Suggestion.among(name, "It knows", known.managedNames()));
        }
        return ofAws;
    }

    private Policy managedByName(String name) {
        return known.managed(name, policies).orElseThrow();
    }

    private void checkTrust(Authorizer authorizer, List<Application.Api> apis) {
        roleArnsByFunction.values().stream().distinct().forEach(arn -> checkTrust(authorizer, LAMBDA, arn));
        apis.stream()
                .flatMap(api -> api.routes().stream())
                .map(Application.Route::target)
                .flatMap(target -> target instanceof SqsIntegration integration
                        ? integration.credentials().stream()
                        : Stream.empty())
                .distinct()
                .filter(placesOfRoles::containsKey)
                .forEach(arn -> checkTrust(authorizer, API_GATEWAY, arn));
    }

    private void checkTrust(Authorizer authorizer, String service, String roleArn) {
        if (!authorizer.mayAssume(service, roleArn)) {
            problems.add(
                    placesOfRoles.getOrDefault(roleArn, Position.NOWHERE),
                    "its AssumeRolePolicyDocument does not let " + service + " assume the role");
        }
    }

    private PropertyReader reader(String schema, Value.Mapping properties) {
        return new PropertyReader(schema, properties, _ -> Set.of(), problems);
    }
}
