package localrunner.template.resources;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.template.document.Position;
import localrunner.template.document.Value;

/**
 * An entry of the section Resources. Its properties are merged with Globals and not resolved yet.
 *
 * @param at where its logical id stands
 * @param condition the name of the condition under which it exists
 * @param dependencies what {@code DependsOn} names
 * @param metadata free-form: each tool reads its own keys
 */
public record Resource(
        String logicalId,
        String type,
        Position at,
        Value.Mapping properties,
        Optional<String> condition,
        List<Dependency> dependencies,
        Map<String, Value.Entry> metadata) {

    /** A name in {@code DependsOn}: a resource of the template, or one that SAM generates. */
    public record Dependency(String name, Position at) {}

    public Resource {
        dependencies = List.copyOf(dependencies);
        metadata = Map.copyOf(metadata);
    }

    static final String FUNCTION = "AWS::Serverless::Function";
    static final String API = "AWS::Serverless::Api";
    static final String SIMPLE_TABLE = "AWS::Serverless::SimpleTable";
    static final String API_KEY = "AWS::ApiGateway::ApiKey";
    static final String USAGE_PLAN = "AWS::ApiGateway::UsagePlan";
    static final String USAGE_PLAN_KEY = "AWS::ApiGateway::UsagePlanKey";
    static final String ALARM = "AWS::CloudWatch::Alarm";
    static final String TOPIC = "AWS::SNS::Topic";
    static final String QUEUE = "AWS::SQS::Queue";
    static final String TABLE = "AWS::DynamoDB::Table";
    static final String BUCKET = "AWS::S3::Bucket";
    static final String KEY_ALIAS = "AWS::KMS::Alias";
    static final String PERMISSION = "AWS::Lambda::Permission";
    static final String QUEUE_POLICY = "AWS::SQS::QueuePolicy";
    static final String TOPIC_POLICY = "AWS::SNS::TopicPolicy";
    static final String SSM_PARAMETER = "AWS::SSM::Parameter";

    Resource withProperties(Value.Mapping merged) {
        return new Resource(logicalId, type, at, merged, condition, dependencies, metadata);
    }
}
