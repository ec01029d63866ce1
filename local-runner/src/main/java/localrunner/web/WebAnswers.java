package localrunner.web;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import localrunner.edge.StreamedResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Makes the answers of the console's API. */
public final class WebAnswers {

    static final String CONTENT_TYPE = "Content-Type";
    private static final String JSON = "application/json";

    private WebAnswers() {}

    public static StreamedResponse json(JsonNode body) {
        return json(200, body);
    }

    public static StreamedResponse json(int status, JsonNode body) {
        return bytes(status, Map.of(CONTENT_TYPE, JSON), body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** An error: what was wrong, and what would be right. */
    public static StreamedResponse message(int status, String message) {
        return json(status, JsonMapper.shared().createObjectNode().put("message", message));
    }

    /** An answer that a browser saves as a file. */
    public static StreamedResponse attachment(String fileName, String contentType, byte[] content) {
        return bytes(
                200,
                Map.of(
                        CONTENT_TYPE,
                        contentType,
                        "Content-Disposition",
                        "attachment; filename=\"" + fileName.replaceAll("[^A-Za-z0-9._-]", "_") + "\""),
                content);
    }

    /** An answer with any content. */
    public static StreamedResponse bytes(int status, Map<String, String> headers, byte[] content) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Length", Integer.toString(content.length));
        return new StreamedResponse(status, all, out -> out.write(content));
    }

    /** An answer that tells something and then has no body, such as a redirect. */
    static StreamedResponse empty(int status, Map<String, String> headers) {
        return bytes(status, headers, new byte[0]);
    }
}
