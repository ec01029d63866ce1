package localrunner.template;

import java.util.Optional;

/**
 * An entry of the section Resources, its properties merged with Globals but not resolved.
 *
 * @param at the line of its logical id
 * @param buildMethod {@code BuildMethod} of its Metadata, which `sam build` reads
 */
record Resource(
        String logicalId,
        String type,
        Position at,
        Value.Mapping properties,
        Optional<String> condition,
        Optional<Value.Entry> buildMethod) {

    static final String FUNCTION = "AWS::Serverless::Function";
    static final String API = "AWS::Serverless::Api";
    static final String TOPIC = "AWS::SNS::Topic";
    static final String QUEUE = "AWS::SQS::Queue";
    static final String TABLE = "AWS::DynamoDB::Table";
    static final String SSM_PARAMETER = "AWS::SSM::Parameter";

    Resource withProperties(Value.Mapping merged) {
        return new Resource(logicalId, type, at, merged, condition, buildMethod);
    }
}
