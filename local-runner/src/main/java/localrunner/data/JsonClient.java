package localrunner.data;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import localrunner.application.Application;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.web.WebRefusal;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls a service of the runner that speaks an AWS JSON protocol, as an SDK would, but without the edge port. Thread-safe. */
public final class JsonClient {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final EdgeService service;
    private final String target;
    private final String contentType;

    private JsonClient(EdgeService service, String target, String version) {
        this.service = service;
        this.target = target;
        contentType = "application/x-amz-json-" + version;
    }

    public static JsonClient ofDynamoDb(EdgeService service) {
        return new JsonClient(service, "DynamoDB_20120810", "1.0");
    }

    public static JsonClient ofSqs(EdgeService service) {
        return new JsonClient(service, "AmazonSQS", "1.0");
    }

    public static JsonClient ofSsm(EdgeService service) {
        return new JsonClient(service, "AmazonSSM", "1.1");
    }

    /** A queue's URL for SQS, which looks at its path only. */
    public static String queueUrl(Application.Queue queue) {
        return "http://127.0.0.1/" + Application.ACCOUNT_ID + "/" + queue.name();
    }

    /**
     * Calls an operation, such as {@code Scan}.
     *
     * @throws WebRefusal with the service's own words, when it refuses
     */
    public JsonNode call(String operation, ObjectNode body) throws InterruptedException {
        EdgeResponse answer = service.handle(new EdgeRequest(
                "POST",
                "/",
                "",
                Map.of(
                        "X-Amz-Target",
                        target + "." + operation,
                        "Content-Type",
                        contentType,
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=local/20260101/local/%s/aws4_request, SignedHeaders=host, Signature=local"
                                .formatted(service.name())),
                body.toString().getBytes(StandardCharsets.UTF_8)));
        JsonNode json = parsed(answer);
        if (answer.status() >= 300) {
            String type = json.path("__type").asString("");
            String message = json.path("message")
                    .asStringOpt()
                    .or(() -> json.path("Message").asStringOpt())
                    .orElse(answer.bodyText());
            throw new WebRefusal(
                    answer.status() >= 500 ? 409 : 400,
                    "%s answers %s to %s: %s"
                            .formatted(service.name(), type.substring(type.indexOf('#') + 1), operation, message));
        }
        return json;
    }

    private static JsonNode parsed(EdgeResponse answer) {
        try {
            return answer.body().length == 0 ? JSON.missingNode() : JSON.readTree(answer.body());
        } catch (JacksonException e) {
            return JSON.missingNode();
        }
    }
}
