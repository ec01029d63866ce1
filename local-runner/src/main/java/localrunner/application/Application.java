package localrunner.application;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import localrunner.alarms.Alarm;
import localrunner.iam.Permissions;

/**
 * The application that a template describes: all its parts, with the names, ARNs and URLs that they have in this run.
 *
 * <p>A part without a name of its own is called {@code <stack>-<logical id>}. All belong to {@link #ACCOUNT_ID}.
 *
 * @param outputs the section Outputs; the runner checks them and makes no use of them
 * @param tryIt shell commands for a first look, from {@code Metadata.LocalRunner.TryIt}, with the placeholders {@code
 *     ${Port}} (of the first API) and {@code ${ApiKey}}; empty when the template has none
 * @param leftAside the types and properties that the template has and that have no effect here, for people
 * @param permissions by which calls are checked; empty when no call is
 */
public record Application(
        String region,
        List<Function> functions,
        List<Api> apis,
        List<Topic> topics,
        List<Queue> queues,
        List<Table> tables,
        List<Bucket> buckets,
        List<KeyAlias> keyAliases,
        List<StreamMapping> streamMappings,
        List<QueueMapping> queueMappings,
        List<Schedule> schedules,
        List<Parameter> parameters,
        List<Alarm> alarms,
        List<Output> outputs,
        List<String> tryIt,
        List<String> leftAside,
        Optional<Permissions> permissions) {

    /** The account of every resource. DynamoDB Local and ElasticMQ use the same one. */
    public static final String ACCOUNT_ID = "000000000000";

    public Application {
        functions = List.copyOf(functions);
        apis = List.copyOf(apis);
        topics = List.copyOf(topics);
        queues = List.copyOf(queues);
        tables = List.copyOf(tables);
        buckets = List.copyOf(buckets);
        keyAliases = List.copyOf(keyAliases);
        streamMappings = List.copyOf(streamMappings);
        queueMappings = List.copyOf(queueMappings);
        schedules = List.copyOf(schedules);
        parameters = List.copyOf(parameters);
        alarms = List.copyOf(alarms);
        outputs = List.copyOf(outputs);
        tryIt = List.copyOf(tryIt);
        leftAside = List.copyOf(leftAside);
    }

    /** The same application with the value of each parameter changed. */
    public Application withParameterValues(UnaryOperator<String> change) {
        return new Application(
                region,
                functions,
                apis,
                topics,
                queues,
                tables,
                buckets,
                keyAliases,
                streamMappings,
                queueMappings,
                schedules,
                parameters.stream()
                        .map(parameter -> parameter.withValue(change.apply(parameter.value())))
                        .toList(),
                alarms,
                outputs,
                tryIt,
                leftAside,
                permissions);
    }

    /**
     * A function, {@code AWS::Serverless::Function}.
     *
     * @param arn without a qualifier
     * @param alias what {@code AutoPublishAlias} publishes
     * @param async for asynchronous invocations of the alias, or of the function where there is no alias
     * @param reservedConcurrency how many invocations of all its versions may run at once; empty for no limit of its own
     */
    public record Function(
            String logicalId,
            String name,
            String arn,
            Code code,
            Configuration configuration,
            Optional<Alias> alias,
            RetryPolicy async,
            Optional<Integer> reservedConcurrency) {

        private static final String ACCESS_KEY_PREFIX = "local";

        /** The ARN that the template's own events invoke: the alias's where there is one. */
        public String invokedArn() {
            return alias.map(published -> arn + ":" + published.name()).orElse(arn);
        }

        /** The access key that the function signs its calls with, from which the edge port tells who calls. */
        public String accessKeyId() {
            return ACCESS_KEY_PREFIX + logicalId;
        }

        /** The logical id of the function that signs with an access key; empty for anybody else's key. */
        public static Optional<String> callerOf(String accessKeyId) {
            return accessKeyId.startsWith(ACCESS_KEY_PREFIX) && accessKeyId.length() > ACCESS_KEY_PREFIX.length()
                    ? Optional.of(accessKeyId.substring(ACCESS_KEY_PREFIX.length()))
                    : Optional.empty();
        }

        public boolean hasAlias(String name) {
            return alias.filter(published -> published.name().equals(name)).isPresent();
        }
    }

    /**
     * Where a function's code comes from.
     *
     * @param uri absolute path of {@code CodeUri}: a folder, or a zip or jar file
     */
    public record Code(Path uri, Build build, Places places) {}

    /** How a function's code is built, as {@code sam build} decides it by the function's Metadata. */
    public sealed interface Build {

        /**
         * {@code BuildMethod: makefile}.
         *
         * @param target of the Makefile in the folder of {@code CodeUri}; it fills {@code ARTIFACTS_DIR}
         */
        record Makefile(String target) implements Build {}

        /** No {@code BuildMethod}: a folder with a build file of Gradle or Maven is built by it. */
        record ByBuildFile() implements Build {}

        /** {@code SkipBuild: true}: the code is taken as it is. */
        record Skipped() implements Build {}
    }

    /**
     * Where a function's properties stand, as messages name a place: {@code template.yaml:12:
     * Resources.Orders.Properties.CodeUri}.
     */
    public record Places(String codeUri, String handler) {}

    /**
     * What a function's process is started with.
     *
     * @param runtime such as {@code java25}
     * @param handler {@code package.Class} or {@code package.Class::method}
     * @param logGroup where its log goes
     */
    public record Configuration(
            String runtime,
            String handler,
            int memoryMegabytes,
            Duration timeout,
            Map<String, String> environment,
            LogFormat logFormat,
            String logGroup) {

        /**
         * Variables that Lambda sets itself. It refuses a function that tries to: "Reserved environment variables" in
         * the Lambda Developer Guide.
         */
        public static final Set<String> RESERVED_VARIABLES = Set.of(
                "_HANDLER",
                "_X_AMZN_TRACE_ID",
                "AWS_ACCESS_KEY",
                "AWS_ACCESS_KEY_ID",
                "AWS_DEFAULT_REGION",
                "AWS_EXECUTION_ENV",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                "AWS_LAMBDA_FUNCTION_NAME",
                "AWS_LAMBDA_FUNCTION_VERSION",
                "AWS_LAMBDA_INITIALIZATION_TYPE",
                "AWS_LAMBDA_LOG_GROUP_NAME",
                "AWS_LAMBDA_LOG_STREAM_NAME",
                "AWS_LAMBDA_RUNTIME_API",
                "AWS_REGION",
                "AWS_SECRET_ACCESS_KEY",
                "AWS_SESSION_TOKEN",
                "LAMBDA_RUNTIME_DIR",
                "LAMBDA_TASK_ROOT");

        public Configuration {
            environment = Map.copyOf(environment);
        }
    }

    /** The format of a function's log, as {@code AWS_LAMBDA_LOG_FORMAT} has it. */
    public enum LogFormat {
        JSON("JSON"),
        TEXT("Text");

        private final String text;

        LogFormat(String text) {
            this.text = text;
        }

        /** The format's name as Lambda writes it. */
        public String text() {
            return text;
        }
    }

    /**
     * An alias, and how the version behind it is published.
     *
     * @param snapStart whether hooks run before a checkpoint and after the restore
     */
    public record Alias(String name, boolean snapStart) {}

    /**
     * When Lambda gives up what failed, and where that goes then.
     *
     * @param maximumRetries attempts after the first one; {@link #UNLIMITED} for no limit
     * @param maximumAge empty for no limit
     * @param onFailureQueueArn empty to drop what is given up
     */
    public record RetryPolicy(int maximumRetries, Optional<Duration> maximumAge, Optional<String> onFailureQueueArn) {

        public static final int UNLIMITED = -1;

        /** Lambda's defaults for asynchronous invocations: "Lambda quotas" and EventInvokeConfig. */
        public static final RetryPolicy ASYNC_DEFAULTS =
                new RetryPolicy(2, Optional.of(Duration.ofHours(6)), Optional.empty());

        /** Whether another retry is allowed after so many. */
        public boolean allowsRetryAfter(int retries) {
            return maximumRetries == UNLIMITED || retries < maximumRetries;
        }
    }

    /**
     * A REST API with Lambda proxy integrations, {@code AWS::Serverless::Api}.
     *
     * @param name by which its metrics know it
     */
    public record Api(
            String logicalId,
            String id,
            String name,
            String stageName,
            List<String> binaryMediaTypes,
            List<UsagePlan> usagePlans,
            MethodThrottles methodThrottles,
            List<Route> routes) {
        public Api {
            binaryMediaTypes = List.copyOf(binaryMediaTypes);
            usagePlans = List.copyOf(usagePlans);
            routes = List.copyOf(routes);
        }

        /**
         * The first key that opens the routes which require one; empty when no plan has an enabled key.
         *
         * @param usersKey the value of keys that have none of their own, and of an API without a usage plan
         */
        public Optional<String> firstKey(String usersKey) {
            if (usagePlans.isEmpty()) {
                return Optional.of(usersKey);
            }
            return usagePlans.stream()
                    .flatMap(plan -> plan.keys().stream())
                    .filter(ApiKey::enabled)
                    .map(key -> key.value().orElse(usersKey))
                    .findFirst();
        }
    }

    /**
     * Who may call an API's routes that require a key, and how often.
     *
     * @param throttle for each of the keys by itself
     * @param quota for each of the keys by itself
     * @param keys also those that are disabled
     */
    public record UsagePlan(String logicalId, Throttle throttle, Optional<Quota> quota, List<ApiKey> keys) {
        public UsagePlan {
            keys = List.copyOf(keys);
        }
    }

    /**
     * How many requests a key may send in a period.
     *
     * @param limit of each period
     * @param offset what is taken off the limit of the first period
     */
    public record Quota(int limit, int offset, QuotaPeriod period) {}

    /** The period of a quota. It begins at midnight UTC: of the day, of Sunday, of the month's first day. */
    public enum QuotaPeriod {
        DAY,
        WEEK,
        MONTH
    }

    /**
     * An API key.
     *
     * @param value what {@code x-api-key} has to say; without it AWS makes a random one, and the runner's user chooses
     *     it here
     */
    public record ApiKey(String logicalId, Optional<String> value, boolean enabled) {}

    /**
     * The two limits of a token bucket.
     *
     * @param rateLimit requests a second in the long run
     * @param burstLimit how many may come at once
     */
    public record Throttle(double rateLimit, int burstLimit) {

        /** What a limit is that nobody gives, from "API Gateway quotas". */
        public static final Throttle OF_THE_ACCOUNT = new Throttle(10_000, 5_000);
    }

    /**
     * A stage's limits for each of its methods.
     *
     * @param all of each method that has none of its own
     * @param own a method's own limits, which take the place of those of all; the key is {@code POST /words}
     */
    public record MethodThrottles(Optional<Throttle> all, Map<String, Throttle> own) {

        public static final MethodThrottles NONE = new MethodThrottles(Optional.empty(), Map.of());

        public MethodThrottles {
            own = Map.copyOf(own);
        }

        public Optional<Throttle> of(Route route) {
            return Optional.ofNullable(own.get(route.method() + " " + route.path()))
                    .or(() -> all);
        }
    }

    /**
     * A method on a path, and what answers it.
     *
     * @param path with {@code {name}} for path parameters
     */
    public record Route(String method, String path, RouteTarget target, boolean apiKeyRequired) {

        /** @param functionArn qualified with the alias where the function has one */
        public Route(String method, String path, String functionArn, boolean apiKeyRequired) {
            this(method, path, new FunctionTarget(functionArn), apiKeyRequired);
        }
    }

    /** What answers a route. */
    public sealed interface RouteTarget permits FunctionTarget, SqsIntegration {}

    /**
     * A function, by a Lambda proxy integration.
     *
     * @param functionArn qualified with the alias where the function has one
     */
    public record FunctionTarget(String functionArn) implements RouteTarget {}

    /** {@code AWS::SNS::Topic} with the subscriptions that functions' events add to it. */
    public record Topic(String logicalId, String name, String arn, List<Subscription> subscriptions) {
        public Topic {
            subscriptions = List.copyOf(subscriptions);
        }
    }

    /**
     * A function that a topic invokes.
     *
     * @param redriveQueueArn where a message goes that can't be handed over
     */
    public record Subscription(String arn, String functionArn, Optional<String> redriveQueueArn) {}

    /**
     * A standard queue, {@code AWS::SQS::Queue}.
     *
     * @param delay how long a message is hidden after it was sent
     * @param receiveWait how long a request for messages waits while there is none, if it does not say
     * @param redrive what becomes of a message that was received too often
     */
    public record Queue(
            String logicalId,
            String name,
            String arn,
            Duration visibilityTimeout,
            Duration messageRetention,
            Duration delay,
            Duration receiveWait,
            Optional<Redrive> redrive) {}

    /**
     * A queue's redrive policy.
     *
     * @param maxReceiveCount how often a message is received before it is moved
     */
    public record Redrive(String deadLetterQueueArn, int maxReceiveCount) {}

    /**
     * {@code AWS::DynamoDB::Table}.
     *
     * @param createTableRequest the JSON body of DynamoDB's CreateTable
     * @param streamArn what {@code !GetAtt X.StreamArn} gives; the edge port knows the stream by it
     */
    public record Table(
            String logicalId,
            String name,
            String arn,
            String createTableRequest,
            Optional<String> streamArn,
            Optional<String> timeToLiveAttribute) {}

    /**
     * An event source mapping: a function's event of type {@code DynamoDB}.
     *
     * @param filters patterns, one of which a record has to match; none lets all records through
     * @param bisectBatchOnFunctionError whether a batch that failed is halved
     * @param reportBatchItemFailures whether the function's answer says which records failed
     */
    public record StreamMapping(
            String logicalId,
            String functionArn,
            StreamSource source,
            List<String> filters,
            Batching batching,
            RetryPolicy retries,
            boolean bisectBatchOnFunctionError,
            boolean reportBatchItemFailures) {
        public StreamMapping {
            filters = List.copyOf(filters);
        }
    }

    /**
     * An event source mapping: a function's event of type {@code SQS}.
     *
     * @param maximumConcurrency how many batches the function may have at once
     * @param reportBatchItemFailures whether the function's answer says which messages failed
     */
    public record QueueMapping(
            String logicalId,
            String functionArn,
            Queue queue,
            Batching batching,
            Optional<Integer> maximumConcurrency,
            boolean reportBatchItemFailures) {}

    /**
     * A function's event of type {@code Schedule} or {@code ScheduleV2}.
     *
     * @param expression such as {@code rate(5 minutes)}
     * @param zone of the expression
     * @param input JSON text that the function gets in the place of the service's own event
     * @param deadLetterQueueArn where an event goes when the function is not there
     * @param enabled whether it fires by itself
     */
    public record Schedule(
            String logicalId,
            Kind kind,
            String arn,
            String functionArn,
            String expression,
            ZoneId zone,
            Optional<String> input,
            Optional<String> deadLetterQueueArn,
            boolean enabled) {

        /** The service that fires it. */
        public enum Kind {
            /** A scheduled rule of EventBridge. */
            RULE,
            /** EventBridge Scheduler. */
            SCHEDULER
        }
    }

    /** The stream of a table, and where reading it begins. */
    public record StreamSource(String streamArn, String tableName, StartingPosition startingPosition) {}

    /** Where reading a stream begins: with the oldest record that is kept, or with the next one written. */
    public enum StartingPosition {
        TRIM_HORIZON,
        LATEST
    }

    /**
     * When a batch is full.
     *
     * @param size in records
     * @param window how long a batch waits for more records, from its first one on
     */
    public record Batching(int size, Duration window) {}

    /** {@code AWS::SSM::Parameter}. */
    public record Parameter(String logicalId, String name, String type, String value) {

        Parameter withValue(String other) {
            return new Parameter(logicalId, name, type, other);
        }
    }

    /** An entry of the section Outputs. */
    public record Output(String name, String description, String value) {}
}
