package localrunner.template.resources;

import java.util.Optional;
import localrunner.template.document.Position;
import localrunner.template.document.Value;

/**
 * An entry of the section Resources. Its properties are merged with Globals and not resolved yet.
 *
 * @param at where its logical id stands
 * @param condition the name of the condition under which it exists
 * @param buildMethod {@code BuildMethod} of its Metadata, which {@code sam build} reads
 */
public record Resource(
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
