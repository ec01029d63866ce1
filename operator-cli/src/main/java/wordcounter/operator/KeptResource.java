package wordcounter.operator;

/**
 * A resource that CloudFormation leaves when it deletes the stack, since its DeletionPolicy says Retain.
 *
 * @param type CloudFormation's, such as {@code AWS::DynamoDB::Table}
 * @param logicalId its name in the template
 * @param physicalId its name in AWS: a table's or bucket's name, a queue's URL, a key's id
 */
record KeptResource(String type, String logicalId, String physicalId) {}
