package localrunner.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import localrunner.edge.EdgeRequest;

/** Which operation a request in DynamoDB's JSON protocol calls: {@code X-Amz-Target: DynamoDB_20120810.GetItem}. */
record DynamoDbCall(String api, String operation) {

    static final String TABLES = "DynamoDB_20120810";
    static final String STREAMS = "DynamoDBStreams_20120810";

    static DynamoDbCall of(EdgeRequest request) {
        String[] target = request.header("X-Amz-Target").orElse("").split("\\.", 2);
        return new DynamoDbCall(target[0], target.length == 2 ? target[1] : "");
    }

    /** A request that the runner itself makes. */
    EdgeRequest request(String body) {
        return new EdgeRequest(
                "POST",
                "/",
                "",
                Map.of(
                        "X-Amz-Target", api + "." + operation,
                        "Content-Type", "application/x-amz-json-1.0",
                        "Authorization",
                                "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=local"),
                body.getBytes(StandardCharsets.UTF_8));
    }
}
