package localrunner.template.resources;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import localrunner.template.document.PropertyReader;

/**
 * Lists what a template may contain without any effect here, and why that does not matter on a laptop.
 *
 * <p>No other class decides that. What stands neither here nor in a reader stops the start. Ignored resources and
 * properties are still read: their intrinsic functions are resolved, so that a reference to nothing is found.
 */
public final class IgnoredOnALaptop {

    /**
     * A resource type that the runner does not make.
     *
     * @param reason why nothing misses it
     * @param nameProperty the property that gives its physical name
     * @param ref what {@code Ref} gives, with the placeholders {@code {name}}, {@code {region}} and {@code {account}}
     * @param attributes the same for each attribute of {@code Fn::GetAtt}
     */
    record IgnoredType(String reason, Optional<String> nameProperty, String ref, Map<String, String> attributes) {}

    private static final String NO_IAM = "nobody is asked for permission here";
    private static final String PERMISSION = "calls are checked with --enforce-iam only";
    private static final String NO_CLOUDWATCH = "CloudWatch has metrics and alarms here; logs go to the console";
    private static final String FOR_PEOPLE = "it is for people";
    private static final String NO_BILL = "it only labels what is in an AWS account";
    private static final String IN_MEMORY = "data is in memory, for one run";
    private static final String NOT_ENCRYPTED = "nothing is encrypted here; data lasts for one run";
    private static final String NO_XRAY = "there is no X-Ray here";
    private static final String PUBLISHED_AT_START = "versions are published at each start, once, as number 1";

    private static final Map<String, IgnoredType> TYPES = Map.ofEntries(
            Map.entry(
                    "AWS::Logs::LogGroup",
                    type(
                            "functions' lines are kept for one run, whatever it says",
                            "LogGroupName",
                            "{name}",
                            Map.of("Arn", "arn:aws:logs:{region}:{account}:log-group:{name}:*"))),
            Map.entry("AWS::Logs::MetricFilter", type(NO_CLOUDWATCH, "FilterName", "{name}", Map.of())),
            Map.entry(
                    "AWS::Logs::QueryDefinition", type(NO_CLOUDWATCH, "{name}", Map.of("QueryDefinitionId", "{name}"))),
            Map.entry(
                    "AWS::CloudWatch::CompositeAlarm",
                    type(
                            "the alarms that it is made of are kept, and nothing joins them",
                            "AlarmName",
                            "{name}",
                            Map.of("Arn", "arn:aws:cloudwatch:{region}:{account}:alarm:{name}"))),
            Map.entry("AWS::CloudWatch::Dashboard", type(NO_CLOUDWATCH, "DashboardName", "{name}", Map.of())),
            Map.entry(
                    "AWS::IAM::Role",
                    type(
                            PERMISSION,
                            "RoleName",
                            "{name}",
                            Map.of("Arn", "arn:aws:iam::{account}:role/{name}", "RoleId", "AROA{name}"))),
            Map.entry("AWS::IAM::Policy", type(PERMISSION, "PolicyName", "{name}", Map.of())),
            Map.entry("AWS::IAM::RolePolicy", type(PERMISSION, "PolicyName", "{name}", Map.of())),
            Map.entry(
                    "AWS::IAM::ManagedPolicy",
                    type(
                            PERMISSION,
                            "ManagedPolicyName",
                            "arn:aws:iam::{account}:policy/{name}",
                            Map.of("PolicyArn", "arn:aws:iam::{account}:policy/{name}"))),
            Map.entry(Resource.PERMISSION, type(NO_IAM, "{name}", Map.of("Id", "{name}"))),
            Map.entry(Resource.TOPIC_POLICY, type(PERMISSION, "{name}", Map.of("Id", "{name}"))),
            Map.entry(Resource.QUEUE_POLICY, type(PERMISSION, "{name}", Map.of("Id", "{name}"))),
            Map.entry(
                    "AWS::KMS::Key",
                    type(
                            NOT_ENCRYPTED,
                            "{uuid}",
                            Map.of("Arn", "arn:aws:kms:{region}:{account}:key/{uuid}", "KeyId", "{uuid}"))),
            Map.entry("AWS::S3::BucketPolicy", type(PERMISSION, "{name}", Map.of())),
            Map.entry("AWS::ApiGateway::Account", type(NO_CLOUDWATCH, "{name}", Map.of("Id", "{name}"))),
            Map.entry("AWS::Budgets::Budget", type("nothing here costs money", "{name}", Map.of())),
            Map.entry(
                    "AWS::ResourceGroups::Group",
                    type(
                            NO_BILL,
                            "Name",
                            "{name}",
                            Map.of("Arn", "arn:aws:resource-groups:{region}:{account}:group/{name}"))));

    /** The reason by property, by schema as {@link PropertyReader.Ignored} has it. */
    private static final Map<String, Map<String, String>> PROPERTIES = Map.ofEntries(
            Map.entry("Template", Map.of("Description", FOR_PEOPLE)),
            Map.entry("Resource", Map.of("DeletionPolicy", IN_MEMORY, "UpdateReplacePolicy", IN_MEMORY)),
            Map.entry(
                    "Parameters",
                    Map.of("Description", FOR_PEOPLE, "NoEcho", "nothing here shows the values of parameters")),
            Map.entry("Outputs", Map.of("Export", "there are no other stacks to import it")),
            Map.entry(
                    Resource.FUNCTION,
                    Map.ofEntries(
                            Map.entry("AutoPublishAliasAllProperties", PUBLISHED_AT_START),
                            Map.entry("VersionDeletionPolicy", PUBLISHED_AT_START),
                            Map.entry("VersionDescription", PUBLISHED_AT_START),
                            Map.entry("DeploymentPreference", "every start is a deployment at once"),
                            Map.entry("Architectures", "it is the laptop's, whatever the template says"),
                            Map.entry("AssumeRolePolicyDocument", PERMISSION),
                            Map.entry("PermissionsBoundary", PERMISSION),
                            Map.entry("Policies", PERMISSION),
                            Map.entry("Role", PERMISSION),
                            Map.entry("RolePath", NO_IAM),
                            Map.entry("CodeSigningConfigArn", "the code is built here"),
                            Map.entry("Description", FOR_PEOPLE),
                            Map.entry("EphemeralStorage", "the laptop's disk is the limit"),
                            Map.entry("KmsKeyArn", IN_MEMORY),
                            Map.entry("SourceKMSKeyArn", "the code stays in its folder"),
                            Map.entry("PropagateTags", NO_BILL),
                            Map.entry(
                                    "ProvisionedConcurrencyConfig",
                                    "processes stay warm anyway, and the laptop has no second instance to warm"),
                            Map.entry("RecursiveLoop", "nothing here looks for functions that call themselves"),
                            Map.entry("RuntimeManagementConfig", "the runtime is the JDK installed here"),
                            Map.entry("Tags", NO_BILL),
                            Map.entry("Tracing", NO_XRAY),
                            Map.entry("VpcConfig", "functions reach what the laptop reaches"))),
            Map.entry(
                    Resource.FUNCTION + ".LoggingConfig",
                    Map.of(
                            "ApplicationLogLevel",
                            "the console shows every line, which costs nothing",
                            "SystemLogLevel",
                            NO_CLOUDWATCH)),
            Map.entry(Resource.FUNCTION + ".Events.DynamoDB", Map.of("MetricsConfig", NO_CLOUDWATCH, "Tags", NO_BILL)),
            Map.entry(
                    Resource.FUNCTION + ".Events.Schedule",
                    Map.of(
                            "Description", "it is for people",
                            "RetryPolicy", "Lambda's asynchronous queue takes every event at once",
                            "RoleArn", NO_IAM)),
            Map.entry(
                    Resource.FUNCTION + ".Events.ScheduleV2",
                    Map.of(
                            "Description", "it is for people",
                            "FlexibleTimeWindow", "AWS may be late within it; the runner is on time",
                            "KmsKeyArn", IN_MEMORY,
                            "OmitName", "it decides only how AWS names the schedule",
                            "PermissionsBoundary", NO_IAM,
                            "RetryPolicy", "Lambda's asynchronous queue takes every event at once",
                            "RoleArn", NO_IAM)),
            Map.entry(
                    Resource.FUNCTION + ".Events.SQS",
                    Map.of("KmsKeyArn", IN_MEMORY, "MetricsConfig", NO_CLOUDWATCH, "Tags", NO_BILL)),
            Map.entry(
                    Resource.API,
                    Map.ofEntries(
                            Map.entry("AccessLogSetting", NO_CLOUDWATCH),
                            Map.entry("AlwaysDeploy", "every start deploys"),
                            Map.entry("Description", FOR_PEOPLE),
                            Map.entry("EndpointConfiguration", "there is one endpoint, on this machine"),
                            Map.entry("OpenApiVersion", "it is the form of a document that is not made here"),
                            Map.entry("PropagateTags", NO_BILL),
                            Map.entry("Tags", NO_BILL),
                            Map.entry("TracingEnabled", NO_XRAY))),
            Map.entry(
                    Resource.SIMPLE_TABLE,
                    Map.of(
                            "PointInTimeRecoverySpecification",
                            IN_MEMORY,
                            "SSESpecification",
                            IN_MEMORY,
                            "Tags",
                            NO_BILL)),
            Map.entry(
                    Resource.API_KEY,
                    Map.of(
                            "CustomerId", "it is for AWS Marketplace",
                            "Description", FOR_PEOPLE,
                            "GenerateDistinctId", "a key's id is its logical id here",
                            "Name", FOR_PEOPLE,
                            "Tags", NO_BILL)),
            Map.entry(
                    Resource.USAGE_PLAN,
                    Map.of(
                            "Description", FOR_PEOPLE,
                            "Tags", NO_BILL,
                            "UsagePlanName", FOR_PEOPLE)),
            Map.entry(
                    Resource.API + ".Auth.UsagePlan",
                    Map.of(
                            "Description", FOR_PEOPLE,
                            "Tags", NO_BILL,
                            "UsagePlanName", FOR_PEOPLE)),
            Map.entry(
                    Resource.API + ".MethodSettings",
                    Map.of(
                            "DataTraceEnabled", NO_CLOUDWATCH,
                            "LoggingLevel", NO_CLOUDWATCH,
                            "MetricsEnabled", NO_CLOUDWATCH)),
            Map.entry(
                    Resource.TOPIC,
                    Map.of(
                            "DeliveryStatusLogging", NO_CLOUDWATCH,
                            "DisplayName", FOR_PEOPLE,
                            "KmsMasterKeyId", IN_MEMORY,
                            "SignatureVersion", "Lambda's subscriptions do not check signatures",
                            "Tags", NO_BILL,
                            "TracingConfig", NO_XRAY)),
            Map.entry(Resource.ALARM, Map.of("Tags", NO_BILL)),
            Map.entry(
                    Resource.QUEUE,
                    Map.of(
                            "KmsDataKeyReusePeriodSeconds", IN_MEMORY,
                            "KmsMasterKeyId", IN_MEMORY,
                            "RedriveAllowPolicy", NO_IAM,
                            "SqsManagedSseEnabled", IN_MEMORY,
                            "Tags", NO_BILL)),
            Map.entry(
                    Resource.TABLE,
                    Map.of(
                            "ContributorInsightsSpecification", NO_CLOUDWATCH,
                            "DeletionProtectionEnabled", IN_MEMORY,
                            "OnDemandThroughput", "DynamoDB Local does not throttle",
                            "PointInTimeRecoverySpecification", IN_MEMORY,
                            "ResourcePolicy", PERMISSION,
                            "SSESpecification", IN_MEMORY,
                            "TableClass", "it decides the price only",
                            "Tags", NO_BILL,
                            "WarmThroughput", "DynamoDB Local does not throttle")),
            Map.entry(
                    Resource.BUCKET,
                    Map.ofEntries(
                            Map.entry("AccessControl", NO_IAM),
                            Map.entry("AnalyticsConfigurations", NO_CLOUDWATCH),
                            Map.entry(
                                    "BucketEncryption",
                                    "objects say how they are encrypted, and lie as they are in a temporary folder"),
                            Map.entry("CorsConfiguration", "the edge port refuses what pages of other origins send"),
                            Map.entry("IntelligentTieringConfigurations", "it decides the price only"),
                            Map.entry("InventoryConfigurations", "it is for people"),
                            Map.entry("LifecycleConfiguration", "nothing grows old here; data lasts for one run"),
                            Map.entry("LoggingConfiguration", NO_CLOUDWATCH),
                            Map.entry("MetricsConfigurations", NO_CLOUDWATCH),
                            Map.entry("OwnershipControls", NO_IAM),
                            Map.entry("PublicAccessBlockConfiguration", NO_IAM),
                            Map.entry("Tags", NO_BILL))),
            Map.entry(Resource.TABLE + ".StreamSpecification", Map.of("ResourcePolicy", PERMISSION)),
            Map.entry(
                    Resource.TABLE + ".GlobalSecondaryIndexes",
                    Map.of(
                            "ContributorInsightsSpecification", NO_CLOUDWATCH,
                            "OnDemandThroughput", "DynamoDB Local does not throttle",
                            "WarmThroughput", "DynamoDB Local does not throttle")),
            Map.entry(
                    Resource.SSM_PARAMETER,
                    Map.of(
                            "DataType",
                            "it makes AWS look the value up as an image id, and changes nothing else",
                            "Description",
                            FOR_PEOPLE,
                            "Tags",
                            NO_BILL,
                            "Tier",
                            "it decides the price and the largest size")));

    private IgnoredOnALaptop() {}

    static Optional<IgnoredType> type(String type) {
        return Optional.ofNullable(TYPES.get(type));
    }

    static Set<String> types() {
        return new TreeSet<>(TYPES.keySet());
    }

    /** The properties without effect of a resource type, or of a map inside it; see {@link PropertyReader.Ignored}. */
    public static Set<String> properties(String schema) {
        return PROPERTIES.getOrDefault(schema, Map.of()).keySet();
    }

    /** Whether somebody could miss the property: what only people read is the same here as on AWS. */
    static boolean isWorthSaying(String schema, String property) {
        return !FOR_PEOPLE.equals(PROPERTIES.getOrDefault(schema, Map.of()).get(property));
    }

    /** Whether the property is about permissions that the runner can check. */
    static boolean isPermission(String schema, String property) {
        return PERMISSION.equals(PROPERTIES.getOrDefault(schema, Map.of()).get(property));
    }

    /** A line for each type and each property, with the reason. */
    static String help() {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(TYPES).forEach((type, ignored) -> lines.append("  %s: %s\n".formatted(type, ignored.reason())));
        new TreeMap<>(PROPERTIES)
                .forEach((schema, reasons) -> new TreeMap<>(reasons)
                        .forEach((property, reason) ->
                                lines.append("  %s.%s: %s\n".formatted(schema, property, reason))));
        return lines.toString();
    }

    private static IgnoredType type(String reason, String nameProperty, String ref, Map<String, String> attributes) {
        return new IgnoredType(reason, Optional.of(nameProperty), ref, attributes);
    }

    private static IgnoredType type(String reason, String ref, Map<String, String> attributes) {
        return new IgnoredType(reason, Optional.empty(), ref, attributes);
    }
}
