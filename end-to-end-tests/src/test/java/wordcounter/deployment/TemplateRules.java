package wordcounter.deployment;

import static wordcounter.deployment.Template.list;
import static wordcounter.deployment.Template.map;
import static wordcounter.deployment.Template.properties;
import static wordcounter.deployment.Template.text;
import static wordcounter.deployment.Template.type;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What we hold a template to, beyond what CloudFormation does. Each method returns what breaks its rule. */
final class TemplateRules {

    /** Properties of a function that belong to its alias, or to nothing. */
    private static final Set<String> NOT_OF_A_VERSION =
            Set.of("Events", "EventInvokeConfig", "VersionDescription", "DeploymentPreference");

    private static final Map<String, Object> LAMBDA_MAY_ASSUME = Map.of(
            "Version",
            "2012-10-17",
            "Statement",
            List.of(Map.of(
                    "Effect", "Allow",
                    "Principal", Map.of("Service", "lambda.amazonaws.com"),
                    "Action", "sts:AssumeRole")));

    private static final Map<String, Object> TRACE_STATEMENT = Map.of(
            "Sid", "Trace",
            "Effect", "Allow",
            "Action", List.of("xray:PutTraceSegments", "xray:PutTelemetryRecords"),
            "Resource", "*");

    /** A table's streams and a bucket's files have no names that are known beforehand. */
    private static final Pattern OPEN_RESOURCES = Pattern.compile(".*/stream/\\*|.*Bucket\\.Arn}/inbox/\\*");

    private static final List<String> PUBLIC_ACCESS_BLOCKS =
            List.of("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets");

    private static final Set<String> KEY_USES =
            Set.of("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:CreateGrant");

    private static final List<Object> NOTIFY_THE_ALARM_TOPIC =
            List.of(List.of("HasOwnAlarmTopic", "AlarmTopic", "AlarmTopicArn"));

    /** Metrics that have a value when the tables were compared. */
    private static final Set<String> ONCE_A_NIGHT = Set.of("Drift");

    /** The types of the classes of operator-cli that implement KeptKind. */
    private static final Set<String> REMOVED_BY_WORDS =
            Set.of("AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::S3::Bucket", "AWS::KMS::Key");

    private final Template template;

    TemplateRules(String template) {
        this.template = Template.parse(template);
    }

    /** Two stacks live in one account only when no resource names itself; SSM parameters carry the stack in their path. */
    List<String> resourcesWithFixedNames() {
        List<String> broken = new ArrayList<>();
        template.resources().forEach((id, resource) -> {
            for (String name : List.of(
                    "FunctionName",
                    "TableName",
                    "QueueName",
                    "TopicName",
                    "BucketName",
                    "LogGroupName",
                    "AlarmName",
                    "RoleName")) {
                if (properties(resource).containsKey(name)) {
                    broken.add(id + "." + name);
                }
            }
            boolean isParameter = type(resource).equals("AWS::SSM::Parameter");
            if (isParameter && !text(resource, "Properties", "Name").startsWith("/${AWS::StackName}/")) {
                broken.add(id + ".Name");
            }
        });
        return broken;
    }

    /** What was counted outlives the stack, and a mistake of five minutes ago. */
    List<String> tablesThatCanBeLost() {
        return template.resourcesOf("AWS::DynamoDB::Table").entrySet().stream()
                .filter(table -> !text(table.getValue(), "DeletionPolicy").equals("Retain")
                        || !text(table.getValue(), "UpdateReplacePolicy").equals("Retain")
                        || !text(
                                        table.getValue(),
                                        "Properties",
                                        "PointInTimeRecoverySpecification",
                                        "PointInTimeRecoveryEnabled")
                                .equals("true"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What a stack keeps can be removed in the end: {@code ./words remove} knows its type. */
    List<String> keptResourcesThatNothingRemoves() {
        return template.resources().entrySet().stream()
                .filter(resource -> text(resource.getValue(), "DeletionPolicy").startsWith("Retain"))
                .filter(resource -> !REMOVED_BY_WORDS.contains(type(resource.getValue())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What a table or an index can take, and what it may cost, is set by parameters, the same for all. */
    List<String> tablesWithoutACap() {
        List<String> broken = new ArrayList<>();
        template.resourcesOf("AWS::DynamoDB::Table").forEach((id, table) -> {
            requireCap(broken, id, properties(table));
            list(table, "Properties", "GlobalSecondaryIndexes")
                    .forEach(index -> requireCap(broken, id + "." + text(index, "IndexName"), index));
        });
        return broken;
    }

    private static void requireCap(List<String> broken, String name, Object tableOrIndex) {
        for (String property : List.of("OnDemandThroughput", "WarmThroughput")) {
            List<String> texts = Template.texts(list(tableOrIndex, property));
            boolean isSet = property.equals("WarmThroughput")
                    ? texts.contains("WarmWriteUnits")
                    : texts.containsAll(List.of("MaxWriteUnits", "MaxReadUnits"));
            if (!isSet) {
                broken.add(name + "." + property);
            }
        }
    }

    /** Only new images are read; old ones would double what a stream hands to its function. */
    List<String> streamsWithOldImages() {
        return template.resourcesOf("AWS::DynamoDB::Table").entrySet().stream()
                .filter(table -> text(table.getValue(), "Properties", "StreamSpecification", "StreamViewType")
                        .contains("OLD"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** One key can't spend without end. */
    List<String> usagePlansWithoutAQuota() {
        return template.resourcesOf("AWS::Serverless::Api").entrySet().stream()
                .filter(api -> !Template.texts(list(api.getValue(), "Properties", "Auth", "UsagePlan", "Quota"))
                        .contains("RequestsPerDay"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Each route that takes no API key has limits of its own, below those of all routes; and each such limit is of a route that
     * there is.
     */
    List<String> openRoutesWithoutALimit() {
        Set<String> open = new TreeSet<>();
        template.resourcesOf(Template.FUNCTION)
                .values()
                .forEach(function -> map(function, "Properties", "Events").values().stream()
                        .filter(event -> text(event, "Properties", "Auth", "ApiKeyRequired")
                                .equals("false"))
                        .map(event -> text(event, "Properties", "Method") + " " + text(event, "Properties", "Path"))
                        .forEach(open::add));
        Set<String> limited = new TreeSet<>();
        template.resourcesOf("AWS::Serverless::Api")
                .values()
                .forEach(api -> list(api, "Properties", "MethodSettings").stream()
                        .filter(setting -> !text(setting, "HttpMethod").equals("*"))
                        .filter(setting -> text(setting, "ThrottlingRateLimit").equals("25")
                                && text(setting, "ThrottlingBurstLimit").equals("50"))
                        .map(setting -> text(setting, "HttpMethod") + " "
                                + text(setting, "ResourcePath").substring(1).replace("~1", "/"))
                        .forEach(limited::add));
        List<String> broken = new ArrayList<>();
        open.stream().filter(route -> !limited.contains(route)).forEach(broken::add);
        limited.stream().filter(route -> !open.contains(route)).forEach(broken::add);
        return broken;
    }

    /** Retries, age limit, destination and alarm, always together. */
    List<String> asynchronousEdgesThatLose() {
        List<String> broken = new ArrayList<>();
        template.resourcesOf(Template.FUNCTION).forEach((id, function) -> {
            map(function, "Properties", "Events").forEach((name, event) -> {
                String path = id + "." + name;
                switch (type((Map<?, ?>) event)) {
                    case "SNS" -> {
                        require(broken, path, event, "Properties", "RedrivePolicy", "deadLetterTargetArn");
                        requireRetriesAndDestination(broken, id, function);
                        requireAlarm(broken, id, "DestinationDeliveryFailures");
                    }
                    case "Schedule" -> {
                        require(broken, path, event, "Properties", "RetryPolicy", "MaximumRetryAttempts");
                        require(broken, path, event, "Properties", "RetryPolicy", "MaximumEventAgeInSeconds");
                        require(broken, path, event, "Properties", "DeadLetterConfig", "Arn");
                        requireRetriesAndDestination(broken, id, function);
                        requireAlarm(broken, id, "DestinationDeliveryFailures");
                    }
                    case "S3" -> {
                        requireRetriesAndDestination(broken, id, function);
                        requireAlarm(broken, id, "DestinationDeliveryFailures");
                    }
                    case "DynamoDB" -> {
                        require(broken, path, event, "Properties", "MaximumRetryAttempts");
                        require(broken, path, event, "Properties", "MaximumRecordAgeInSeconds");
                        require(broken, path, event, "Properties", "BisectBatchOnFunctionError");
                        require(broken, path, event, "Properties", "FunctionResponseTypes");
                        require(broken, path, event, "Properties", "DestinationConfig", "OnFailure", "Destination");
                        requireAlarm(broken, id, "IteratorAge");
                        // where records are filtered, writes without invocations are the rule
                        if (map(event, "Properties", "FilterCriteria").isEmpty()) {
                            requireAlarmWhenStopped(broken, id, text(event, "Properties", "Stream"));
                        }
                    }
                    case "SQS" -> {
                        require(broken, path, event, "Properties", "FunctionResponseTypes");
                        require(broken, path, event, "Properties", "ScalingConfig", "MaximumConcurrency");
                        requireQueueThatKeeps(
                                broken, text(event, "Properties", "Queue").replaceFirst("\\..*", ""));
                    }
                    default -> {}
                }
            });
        });
        return broken;
    }

    private static void requireRetriesAndDestination(List<String> broken, String id, Object function) {
        require(broken, id, function, "Properties", "EventInvokeConfig", "MaximumRetryAttempts");
        require(broken, id, function, "Properties", "EventInvokeConfig", "MaximumEventAgeInSeconds");
        require(
                broken,
                id,
                function,
                "Properties",
                "EventInvokeConfig",
                "DestinationConfig",
                "OnFailure",
                "Destination");
    }

    private void requireQueueThatKeeps(List<String> broken, String queue) {
        Map<?, ?> resource = template.resources().getOrDefault(queue, Map.of());
        require(broken, queue, resource, "Properties", "RedrivePolicy", "maxReceiveCount");
        require(broken, queue, resource, "Properties", "RedrivePolicy", "deadLetterTargetArn");
        require(broken, queue, resource, "Properties", "MessageRetentionPeriod");
        requireAlarm(broken, queue + ".QueueName", "ApproximateAgeOfOldestMessage");
    }

    /**
     * A queue hides what its function works on for six times the function's timeout and the longest window ("Using Lambda with Amazon
     * SQS"), and gives nothing up before Lambda has tried five times.
     */
    List<String> queuesThatAreImpatient() {
        List<String> broken = new ArrayList<>();
        template.resourcesOf(Template.FUNCTION)
                .forEach((id, function) -> map(function, "Properties", "Events")
                        .values()
                        .forEach(event -> {
                            if (type((Map<?, ?>) event).equals("SQS")) {
                                String queue =
                                        text(event, "Properties", "Queue").replaceFirst("\\..*", "");
                                String window = text(event, "Properties", "MaximumBatchingWindowInSeconds");
                                long longestWindow = number(template.section("Parameters"), window, "MaxValue");
                                expectAtLeast(
                                        broken, queue, "VisibilityTimeout", 6 * timeout(function) + longestWindow);
                                expectAtLeast(broken, queue, "RedrivePolicy.maxReceiveCount", 5);
                            }
                        }));
        return broken;
    }

    private void expectAtLeast(List<String> broken, String queue, String property, long least) {
        Map<?, ?> properties = properties(template.resources().getOrDefault(queue, Map.of()));
        if (number(properties, property.split("\\.")) < least) {
            broken.add(queue + "." + property);
        }
    }

    /** In seconds. */
    private long timeout(Object function) {
        long own = number(function, "Properties", "Timeout");
        return own > 0 ? own : number(template.section("Globals"), "Function", "Timeout");
    }

    /** The number at the path; 0 when there is none. */
    private static long number(Object value, String... path) {
        String text = text(value, path);
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    /** What is left out with a condition leaves all that belongs to it out. */
    List<String> partsThatAreLeftBehind() {
        List<String> broken = new ArrayList<>();
        template.resources().forEach((id, resource) -> {
            String condition = text(resource, "Condition");
            for (String other : Template.texts(properties(resource))) {
                Map<?, ?> used = template.resources().getOrDefault(other.replaceFirst("\\..*", ""), Map.of());
                String needed = text(used, "Condition");
                boolean isGuarded = needed.isEmpty()
                        || needed.equals(condition)
                        || Template.texts(properties(resource)).contains(needed);
                if (!isGuarded) {
                    broken.add(id + ": " + other);
                }
            }
        });
        return broken;
    }

    /**
     * Each parameter that a function's properties use stands in its VersionDescription.
     *
     * <p>SAM publishes a version when the text of a property changes. A parameter's value is no such text: without a description
     * that contains it, CloudFormation would change the function and leave the alias at the version before.
     */
    List<String> parametersThatPublishNoVersion() {
        List<String> broken = new ArrayList<>();
        Map<Object, Object> globals = new LinkedHashMap<>(map(template.section("Globals"), "Function"));
        globals.keySet().removeAll(NOT_OF_A_VERSION);
        List<String> ofAllFunctions = Template.texts(globals);
        template.resourcesOf(Template.FUNCTION).forEach((id, function) -> {
            Map<Object, Object> versioned = new LinkedHashMap<>(properties(function));
            versioned.keySet().removeAll(NOT_OF_A_VERSION);
            List<String> texts = new ArrayList<>(Template.texts(versioned));
            texts.addAll(ofAllFunctions);
            List<String> description = List.of(text(function, "Properties", "VersionDescription"));
            for (Object parameter : template.section("Parameters").keySet()) {
                String name = String.valueOf(parameter);
                if (uses(texts, name) && !uses(description, name)) {
                    broken.add(id + ": " + name);
                }
            }
        });
        return broken;
    }

    /** By {@code !Ref} or in a {@code !Sub}. */
    private static boolean uses(List<String> texts, String parameter) {
        return texts.stream().anyMatch(text -> text.equals(parameter) || text.contains("${" + parameter + "}"));
    }

    /**
     * A function that no event starts has no SnapStart.
     *
     * <p>Lambda makes a version with SnapStart inactive when nobody has called it for 14 days, and refuses the next call
     * (SnapStartNotReadyException). What is called by hand, in an incident, is exactly that function.
     */
    List<String> functionsThatMayBeAsleep() {
        List<String> broken = new ArrayList<>();
        Map<?, ?> ofAllFunctions = map(template.section("Globals"), "Function", "SnapStart");
        template.resourcesOf(Template.FUNCTION).forEach((id, function) -> {
            Map<?, ?> own = map(function, "Properties", "SnapStart");
            boolean hasSnapStart =
                    !text(own.isEmpty() ? ofAllFunctions : own, "ApplyOn").equals("None");
            if (hasSnapStart && map(function, "Properties", "Events").isEmpty()) {
                broken.add(id);
            }
        });
        return broken;
    }

    /**
     * A new version takes over gradually, unless no event starts the function: then nothing would be learned meanwhile. And what
     * goes wrong with it rings an alarm that takes it back: the API's, or, where nobody waits for an answer, one on its errors. An
     * event that fails once in ten is retried by the old version, so that no dead letter would tell.
     */
    List<String> versionsThatAreNotTakenBack() {
        List<String> broken = new ArrayList<>();
        Map<?, ?> ofAllFunctions = map(template.section("Globals"), "Function", "DeploymentPreference");
        expect(broken, "Globals.Enabled", "GradualDeployment", text(ofAllFunctions, "Enabled"));
        expect(broken, "Globals.PassthroughCondition", "true", text(ofAllFunctions, "PassthroughCondition"));
        if (!text(ofAllFunctions, "Type").matches("(Canary|Linear).*")) {
            broken.add("Globals.Type");
        }
        List<Map<?, ?>> alarms = list(ofAllFunctions, "Alarms").stream()
                .<Map<?, ?>>map(alarm -> template.resources().getOrDefault(String.valueOf(alarm), Map.of()))
                .toList();
        template.resourcesOf(Template.FUNCTION).forEach((id, function) -> {
            Map<?, ?> own = map(function, "Properties", "DeploymentPreference");
            Set<String> events = new TreeSet<>();
            map(function, "Properties", "Events").values().forEach(event -> events.add(type((Map<?, ?>) event)));
            expect(broken, id, events.isEmpty() ? Map.of("Enabled", "false") : Map.of(), own);
            if (events.remove("Api") && !isWatched(alarms, List.of("5XXError"))) {
                broken.add(id + ": no alarm on 5XXError");
            }
            if (!events.isEmpty() && !isWatched(alarms, List.of("Errors", id))) {
                broken.add(id + ": no alarm on Errors");
            }
        });
        return broken;
    }

    private static boolean isWatched(List<Map<?, ?>> alarms, List<String> texts) {
        return alarms.stream()
                .anyMatch(alarm -> Template.texts(properties(alarm)).containsAll(texts));
    }

    /** Each function is traced where Lambda has X-Ray. */
    List<String> functionsThatAreNotTraced() {
        List<?> ofAllFunctions = list(template.section("Globals"), "Function", "Tracing");
        return template.resourcesOf(Template.FUNCTION).entrySet().stream()
                .filter(function -> !ofAllFunctions.equals(List.of("HasXRay", "Active", "PassThrough"))
                        || properties(function.getValue()).containsKey("Tracing"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** A policy lists its actions and resources, and none but ours: SAM's managed ones allow more than is needed. */
    List<String> policiesWithWildcards() {
        List<String> broken = new ArrayList<>();
        template.resourcesOf(Template.FUNCTION)
                .forEach((id, function) -> require(broken, id, function, "Properties", "Role"));
        for (String type : List.of("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy")) {
            template.resourcesOf(type).forEach((id, resource) -> collectWildcards(broken, id, properties(resource)));
        }
        return broken;
    }

    /** Each function's role and log group are its own, and begin like all others'. */
    List<String> functionsUnlikeTheOthers() {
        List<String> broken = new ArrayList<>();
        template.resourcesOf(Template.FUNCTION).forEach((id, function) -> {
            String role = id + "Role";
            String logs = id.replaceFirst("Function$", "Logs");
            expect(broken, id + ".Role", role + ".Arn", text(function, "Properties", "Role"));
            expect(broken, id + ".LogGroup", logs, text(function, "Properties", "LoggingConfig", "LogGroup"));
            Map<?, ?> group = template.resources().getOrDefault(logs, Map.of());
            expect(broken, logs, "LogRetentionDays", text(group, "Properties", "RetentionInDays"));
            Map<?, ?> roleProperties = properties(template.resources().getOrDefault(role, Map.of()));
            expect(
                    broken,
                    role + ".AssumeRolePolicyDocument",
                    LAMBDA_MAY_ASSUME,
                    roleProperties.get("AssumeRolePolicyDocument"));
            List<?> policies = list(roleProperties, "Policies");
            expect(broken, role + ".Policies", 1, policies.size());
            List<?> statements =
                    policies.isEmpty() ? List.of() : list(policies.getFirst(), "PolicyDocument", "Statement");
            expect(
                    broken,
                    role + ".Policies",
                    List.of(logStatement(logs), TRACE_STATEMENT),
                    statements.subList(0, Math.min(2, statements.size())));
        });
        return broken;
    }

    private static Map<String, Object> logStatement(String logGroup) {
        return Map.of(
                "Sid",
                "Log",
                "Effect",
                "Allow",
                "Action",
                List.of("logs:CreateLogStream", "logs:PutLogEvents"),
                "Resource",
                logGroup + ".Arn");
    }

    /**
     * Each alarm notifies the stack's topic, or the one that is given in its place, and no data is no trouble. Where there is a value a
     * night only, no data is no news.
     */
    List<String> alarmsUnlikeTheOthers() {
        List<String> broken = new ArrayList<>();
        template.resourcesOf("AWS::CloudWatch::Alarm").forEach((id, alarm) -> {
            Map<?, ?> properties = properties(alarm);
            expect(broken, id + ".AlarmActions", NOTIFY_THE_ALARM_TOPIC, properties.get("AlarmActions"));
            expect(
                    broken,
                    id + ".TreatMissingData",
                    ONCE_A_NIGHT.contains(text(properties, "MetricName")) ? "ignore" : "notBreaching",
                    properties.get("TreatMissingData"));
            if (text(properties, "AlarmDescription").isBlank()) {
                broken.add(id + ".AlarmDescription");
            }
        });
        return broken;
    }

    private static void expect(List<String> broken, String name, Object expected, @Nullable Object found) {
        if (!expected.equals(found)) {
            broken.add(name);
        }
    }

    /**
     * What lies in a bucket is encrypted by a key of ours that rotates, stays when it is replaced or the stack removed, and is for
     * nobody outside.
     */
    List<String> bucketsThatAreOpen() {
        List<String> broken = new ArrayList<>();
        template.resourcesOf("AWS::S3::Bucket").forEach((id, bucket) -> {
            List<?> rules = list(bucket, "Properties", "BucketEncryption", "ServerSideEncryptionConfiguration");
            String key = rules.isEmpty()
                    ? ""
                    : text(rules.getFirst(), "ServerSideEncryptionByDefault", "KMSMasterKeyID")
                            .replaceFirst("\\..*", "");
            expect(broken, id + ".BucketEncryption", true, rotates(key));
            expect(
                    broken,
                    id + ".VersioningConfiguration",
                    "Enabled",
                    text(bucket, "Properties", "VersioningConfiguration", "Status"));
            for (String block : PUBLIC_ACCESS_BLOCKS) {
                expect(
                        broken,
                        id + "." + block,
                        "true",
                        text(bucket, "Properties", "PublicAccessBlockConfiguration", block));
            }
            expect(broken, id + ".DeletionPolicy", "Retain", text(bucket, "DeletionPolicy"));
            expect(broken, id + ".UpdateReplacePolicy", "Retain", text(bucket, "UpdateReplacePolicy"));
            if (list(bucket, "Properties", "LifecycleConfiguration", "Rules").isEmpty()) {
                broken.add(id + ".LifecycleConfiguration");
            }
        });
        return broken;
    }

    private boolean rotates(String key) {
        return text(
                        template.resourcesOf("AWS::KMS::Key").getOrDefault(key, Map.of()),
                        "Properties",
                        "EnableKeyRotation")
                .equals("true");
    }

    /** Nobody outside the account may use a key, and in it whoever goes through S3, or an alarm of the account. */
    List<String> keysThatAnybodyUses() {
        List<String> broken = new ArrayList<>();
        template.resourcesOf("AWS::KMS::Key")
                .forEach((id, key) -> list(key, "Properties", "KeyPolicy", "Statement")
                        .forEach(statement -> {
                            List<String> actions = Template.texts(statement, "Action");
                            boolean isUse = actions.stream().anyMatch(KEY_USES::contains);
                            boolean isThroughS3 = text(statement, "Condition", "StringEquals", "kms:ViaService")
                                    .startsWith("s3.");
                            boolean isOfTheAccount =
                                    text(statement, "Principal", "AWS").endsWith(":root") && (!isUse || isThroughS3);
                            if (actions.stream().anyMatch(action -> action.contains("*"))
                                    || !(isOfTheAccount || isAnAlarmOfTheAccount(statement))) {
                                broken.add(id + "." + text(statement, "Sid"));
                            }
                        }));
        return broken;
    }

    private static boolean isAnAlarmOfTheAccount(Object statement) {
        return text(statement, "Principal", "Service").equals("cloudwatch.amazonaws.com")
                && text(statement, "Condition", "StringEquals", "aws:SourceAccount")
                        .equals("AWS::AccountId")
                && text(statement, "Condition", "ArnLike", "aws:SourceArn").contains(":alarm:${AWS::StackName}-");
    }

    /**
     * A service may use a topic, a queue or a bucket for one resource of this stack only. Without the condition it may for anybody's who
     * knows the name (IAM User Guide, "The confused deputy problem").
     */
    List<String> resourcesOpenToOthers() {
        List<String> broken = new ArrayList<>();
        for (String type : List.of("AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy")) {
            template.resourcesOf(type)
                    .forEach((id, policy) -> list(policy, "Properties", "PolicyDocument", "Statement").stream()
                            .flatMap(TemplateRules::withoutConditions)
                            .filter(statement -> text(statement, "Effect").equals("Allow"))
                            .filter(statement -> !isForOneOfTheStack(statement))
                            .forEach(statement -> broken.add(id + "." + text(statement, "Sid"))));
        }
        return broken;
    }

    /** The statement, or those of an !If. */
    private static Stream<?> withoutConditions(Object statement) {
        return statement instanceof List<?> options
                ? options.stream().filter(Map.class::isInstance)
                : Stream.of(statement);
    }

    private static boolean isForOneOfTheStack(Object statement) {
        String exactly = text(statement, "Condition", "ArnEquals", "aws:SourceArn");
        String pattern = text(statement, "Condition", "ArnLike", "aws:SourceArn");
        return (!exactly.isEmpty() && !exactly.contains("*")) || pattern.contains(":${AWS::StackName}-");
    }

    /** Topics, queues and buckets refuse what does not come over TLS. */
    List<String> whatIsInTheClear() {
        List<String> broken = new ArrayList<>();
        template.resourcesOf("AWS::S3::Bucket").keySet().stream()
                .filter(id -> template.resourcesOf("AWS::S3::BucketPolicy").values().stream()
                        .filter(policy -> text(policy, "Properties", "Bucket").equals(id))
                        .flatMap(policy -> list(policy, "Properties", "PolicyDocument", "Statement").stream())
                        .noneMatch(TemplateRules::forbidsPlainText))
                .forEach(broken::add);
        requireTls(broken, "AWS::SNS::Topic", "AWS::SNS::TopicPolicy", "Topics");
        requireTls(broken, "AWS::SQS::Queue", "AWS::SQS::QueuePolicy", "Queues");
        return broken;
    }

    private void requireTls(List<String> broken, String type, String policyType, String property) {
        template.resourcesOf(type).keySet().stream()
                .filter(id -> template.resourcesOf(policyType).values().stream()
                        .filter(policy -> list(policy, "Properties", property).contains(id))
                        .flatMap(policy -> list(policy, "Properties", "PolicyDocument", "Statement").stream())
                        .noneMatch(TemplateRules::forbidsPlainText))
                .forEach(broken::add);
    }

    private static boolean forbidsPlainText(Object statement) {
        return text(statement, "Effect").equals("Deny")
                && text(statement, "Principal").equals("*")
                && text(statement, "Condition", "Bool", "aws:SecureTransport").equals("false");
    }

    private static void collectWildcards(List<String> broken, String id, Object value) {
        switch (value) {
            // X-Ray and the metrics have no resources to name, and a query of the logs is none
            case Map<?, ?> map when Set.of("Trace", "ReadMetrics").contains(text(map, "Sid")) -> {}
            case Map<?, ?> map when text(map, "Action").equals("logs:GetQueryResults") -> {}
            case Map<?, ?> map -> map.values().forEach(member -> collectWildcards(broken, id, member));
            case List<?> list -> list.forEach(element -> collectWildcards(broken, id, element));
            case String text
            when text.contains("*") && !OPEN_RESOURCES.matcher(text).matches() -> broken.add(id + ": " + text);
            default -> {}
        }
    }

    /** One that compares the invocations with the writes to the table, as a mapping that stands still writes no metric. */
    private void requireAlarmWhenStopped(List<String> broken, String function, String stream) {
        String table = stream.replaceFirst("\\..*", "");
        boolean hasAlarm = template.resourcesOf("AWS::CloudWatch::Alarm").values().stream()
                .map(alarm -> Template.texts(list(alarm, "Properties", "Metrics")))
                .anyMatch(texts ->
                        texts.containsAll(List.of("Invocations", function, "ConsumedWriteCapacityUnits", table)));
        if (!hasAlarm) {
            broken.add(function + ": no alarm on Invocations beside the writes to " + table);
        }
    }

    private void requireAlarm(List<String> broken, String function, String metric) {
        boolean hasAlarm = template.resourcesOf("AWS::CloudWatch::Alarm").values().stream()
                .anyMatch(alarm -> text(alarm, "Properties", "MetricName").equals(metric)
                        && list(alarm, "Properties", "Dimensions").stream()
                                .anyMatch(dimension -> text(dimension, "Value").equals(function)));
        if (!hasAlarm) {
            broken.add(function + ": no alarm on " + metric);
        }
    }

    private static void require(List<String> broken, String name, Object value, String... path) {
        if (text(value, path).isEmpty()) {
            broken.add(name + ": " + String.join(".", path));
        }
    }
}
