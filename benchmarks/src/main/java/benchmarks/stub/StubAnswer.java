package benchmarks.stub;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

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

    static StubAnswer xml(String body) {
        return new StubAnswer(200, "text/xml", body.getBytes(StandardCharsets.UTF_8));
    }
}
