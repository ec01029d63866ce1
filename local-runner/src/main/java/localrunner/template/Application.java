package localrunner.template;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a template describes, with every intrinsic function resolved: the names, ARNs and URLs in here are final.
 *
 * <p>Physical names are {@code <stack>-<logical id>}, the account is {@link #ACCOUNT_ID}.
 */
public record Application(
        String stackName,
        String region,
        List<Function> functions,
        List<Api> apis,
        List<Topic> topics,
        List<Queue> queues,
        List<Table> tables,
        List<StreamMapping> streamMappings,
        List<Parameter> parameters,
        List<Output> outputs) {

    /** The account every resource belongs to; also the one DynamoDB Local and ElasticMQ use. */
    public static final String ACCOUNT_ID = "000000000000";

    public Application {
        functions = List.copyOf(functions);
        apis = List.copyOf(apis);
        topics = List.copyOf(topics);
        queues = List.copyOf(queues);
        tables = List.copyOf(tables);
        streamMappings = List.copyOf(streamMappings);
        parameters = List.copyOf(parameters);
        outputs = List.copyOf(outputs);
    }

    /** The same with each parameter's value changed. */
    public Application withParameterValues(UnaryOperator<String> change) {
        return new Application(
                stackName,
                region,
                functions,
                apis,
                topics,
                queues,
                tables,
                streamMappings,
                parameters.stream()
                        .map(parameter -> parameter.withValue(change.apply(parameter.value())))
                        .toList(),
                outputs);
    }

    /**
     * {@code AWS::Serverless::Function}.
     *
     * @param arn the unqualified ARN; what names the alias is {@code arn + ":" + alias}
     * @param async of the published alias, or of the function where there is none
     */
    public record Function(
            String logicalId,
            String name,
            String arn,
            String runtime,
            String handler,
            Code code,
            int memoryMegabytes,
            Duration timeout,
            Map<String, String> environment,
            Optional<String> alias,
            boolean snapStart,
            boolean jsonLogs,
            AsyncInvokeConfig async) {
        public Function {
            environment = Map.copyOf(environment);
        }
    }

    /**
     * Where a function's code comes from.
     *
     * @param uri absolute path of {@code CodeUri}: a folder, or a zip or jar file
     * @param makeTarget the Makefile target in that folder that fills {@code ARTIFACTS_DIR}, with {@code BuildMethod: makefile}
     */
    public record Code(java.nio.file.Path uri, Optional<String> makeTarget) {}

    /** {@code EventInvokeConfig}; Lambda's defaults are 2 retries, 6 hours and no destination. */
    public record AsyncInvokeConfig(
            int maximumRetryAttempts, Duration maximumEventAge, Optional<String> onFailureQueueArn) {}

    /** {@code AWS::Serverless::Api}: a REST API with Lambda proxy integrations. */
    public record Api(
            String logicalId,
            String id,
            String stageName,
            List<String> binaryMediaTypes,
            Optional<Throttle> usagePlan,
            Optional<Throttle> methodThrottle,
            List<Route> routes) {
        public Api {
            binaryMediaTypes = List.copyOf(binaryMediaTypes);
            routes = List.copyOf(routes);
        }
    }

    /** Requests a second in the long run, and how many may come at once (token bucket). */
    public record Throttle(double rateLimit, int burstLimit) {}

    /**
     * @param path with {@code {name}} for path parameters
     * @param functionArn qualified with the alias where the function has one
     */
    public record Route(String method, String path, String functionArn, boolean apiKeyRequired) {}

    /** {@code AWS::SNS::Topic} with the Lambda subscriptions that functions' events add. */
    public record Topic(String logicalId, String name, String arn, List<Subscription> subscriptions) {
        public Topic {
            subscriptions = List.copyOf(subscriptions);
        }
    }

    public record Subscription(String arn, String functionArn, Optional<String> redriveQueueArn) {}

    /** {@code AWS::SQS::Queue}, a standard queue. */
    public record Queue(
            String logicalId, String name, String arn, Duration visibilityTimeout, Duration messageRetention) {}

    /**
     * {@code AWS::DynamoDB::Table}.
     *
     * @param createTableRequest the JSON body of DynamoDB's CreateTable
     * @param streamArn what {@code !GetAtt X.StreamArn} gives; the runner's edge port answers to it
     */
    public record Table(
            String logicalId,
            String name,
            String arn,
            String createTableRequest,
            Optional<String> streamArn,
            Optional<String> timeToLiveAttribute) {}

    /**
     * A function's {@code DynamoDB} event.
     *
     * @param maximumRetryAttempts -1 for ever
     * @param maximumRecordAge empty for ever
     */
    public record StreamMapping(
            String logicalId,
            String functionArn,
            String streamArn,
            String tableName,
            StartingPosition startingPosition,
            int batchSize,
            Duration batchingWindow,
            int maximumRetryAttempts,
            Optional<Duration> maximumRecordAge,
            boolean bisectBatchOnFunctionError,
            boolean reportBatchItemFailures,
            Optional<String> onFailureQueueArn) {}

    public enum StartingPosition {
        TRIM_HORIZON,
        LATEST
    }

    /** {@code AWS::SSM::Parameter}. */
    public record Parameter(String logicalId, String name, String type, String value) {

        Parameter withValue(String other) {
            return new Parameter(logicalId, name, type, other);
        }
    }

    public record Output(String name, String description, String value) {}
}
