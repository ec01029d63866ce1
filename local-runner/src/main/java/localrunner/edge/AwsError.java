package localrunner.edge;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error as AWS's services tell it, in the form of each wire protocol (Smithy's "AWS protocols").
 *
 * @param status HTTP status; SDKs repeat 500, 502, 503, 504 and 429 by themselves
 * @param code what SDKs make the exception's type or code of
 */
public record AwsError(int status, String code, String message) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** For DynamoDB and the JSON form of SQS. */
    public EdgeResponse awsJson10() {
        return awsJson("application/x-amz-json-1.0");
    }

    /** For SSM. */
    public EdgeResponse awsJson11() {
        return awsJson("application/x-amz-json-1.1");
    }

    /** For Lambda. */
    public EdgeResponse restJson() {
        ObjectNode body = JSON.createObjectNode();
        body.put("Type", status < 500 ? "User" : "Service");
        body.put("Message", message);
        return EdgeResponse.of(status, "application/json", body.toString()).with("x-amzn-ErrorType", code);
    }

    /** For SNS and the older form of SQS. */
    public EdgeResponse query(String requestId) {
        String body = """
                <ErrorResponse>
                  <Error><Type>%s</Type><Code>%s</Code><Message>%s</Message></Error>
                  <RequestId>%s</RequestId>
                </ErrorResponse>
                """.formatted(status < 500 ? "Sender" : "Receiver", xml(code), xml(message), xml(requestId));
        return EdgeResponse.of(status, "text/xml", body);
    }

    /** For S3, which has a form of its own. */
    EdgeResponse restXml(String requestId) {
        String body = "<Error><Code>%s</Code><Message>%s</Message><RequestId>%s</RequestId></Error>"
                .formatted(xml(code), xml(message), xml(requestId));
        return EdgeResponse.of(status, "application/xml", body);
    }

    /** In the protocol the request is in, as far as that can be told without knowing the service. */
    EdgeResponse inProtocolOf(EdgeRequest request, String service, String requestId) {
        String contentType = request.header("Content-Type").orElse("");
        if (contentType.startsWith("application/x-amz-json-1.1")) {
            return awsJson11();
        }
        if (request.header("X-Amz-Target").isPresent()) {
            return awsJson10();
        }
        if (contentType.startsWith("application/x-www-form-urlencoded")
                || request.queryParameters().containsKey("Action")) {
            return query(requestId);
        }
        return service.equals("s3") ? restXml(requestId) : restJson();
    }

    private EdgeResponse awsJson(String contentType) {
        ObjectNode body = JSON.createObjectNode();
        body.put("__type", code);
        body.put("message", message);
        return new EdgeResponse(
                status,
                Map.of("Content-Type", contentType, "x-amzn-ErrorType", code),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
