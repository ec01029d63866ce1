package localrunner.edge;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An error of an AWS service, which can be written in each wire protocol (Smithy's "AWS protocols").
 *
 * @param status HTTP status. SDKs repeat requests by themselves after 429, 500, 502, 503 and 504
 * @param code from which SDKs make the exception's type or code
 * @param message empty for the few errors of AWS that have none
 */
public record AwsError(int status, String code, String message) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** The protocol of DynamoDB and of SQS's newer clients. */
    public EdgeResponse awsJson10() {
        return awsJson("application/x-amz-json-1.0");
    }

    /** The protocol of SSM. */
    public EdgeResponse awsJson11() {
        return awsJson("application/x-amz-json-1.1");
    }

    /** The protocol of Lambda. */
    public EdgeResponse restJson() {
        ObjectNode body = JSON.createObjectNode();
        body.put("Type", status < 500 ? "User" : "Service");
        body.put("Message", message);
        return EdgeResponse.of(status, "application/json", body.toString()).with("x-amzn-ErrorType", code);
    }

    /** The protocol of SNS and of SQS's older clients. */
    public EdgeResponse query(String requestId) {
        String body = """
                <ErrorResponse>
                  <Error><Type>%s</Type><Code>%s</Code><Message>%s</Message></Error>
                  <RequestId>%s</RequestId>
                </ErrorResponse>
                """.formatted(status < 500 ? "Sender" : "Receiver", xml(code), xml(message), xml(requestId));
        return EdgeResponse.of(status, "text/xml", body);
    }

    /** The protocol of S3. */
    EdgeResponse restXml(String requestId) {
        String body = "<Error><Code>%s</Code><Message>%s</Message><RequestId>%s</RequestId></Error>"
                .formatted(xml(code), xml(message), xml(requestId));
        return EdgeResponse.of(status, "application/xml", body);
    }

    /** Chooses the protocol of the request, as far as the request shows it. */
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
        if (!message.isEmpty()) {
            body.put("message", message);
        }
        return new EdgeResponse(
                status,
                Map.of("Content-Type", contentType, "x-amzn-ErrorType", code),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
