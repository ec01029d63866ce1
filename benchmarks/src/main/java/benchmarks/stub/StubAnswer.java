package benchmarks.stub;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** An answer of the stub's, in the form of one of AWS's protocols. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StubAnswer(int status, String contentType, byte[] body) {

    static StubAnswer json(int status, JsonNode body) {
        return new StubAnswer(
                status, "application/x-amz-json-1.0", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** An error of a service that speaks JSON. */
    static StubAnswer error(String type, String message) {
        return json(
                400, JsonNodeFactory.instance.objectNode().put("__type", type).put("message", message));
    }

    /** The same with the item that did not meet a condition. */
    static StubAnswer error(String type, String message, Optional<ObjectNode> item) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("__type", type).put("message", message);
        item.ifPresent(stored -> body.set("Item", stored));
        return json(400, body);
    }

    /** A document, or the answer of who takes messages. */
    static StubAnswer text(String body) {
        return new StubAnswer(200, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
    }

    /** A range of an object of S3. */
    static StubAnswer range(byte[] content) {
        return new StubAnswer(206, "binary/octet-stream", content);
    }

    static StubAnswer xml(String body) {
        return new StubAnswer(200, "text/xml", body.getBytes(StandardCharsets.UTF_8));
    }
}
