package wordcounter.testing;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import wordcounter.http.ApiHandler;
import wordcounter.json.JsonObject;

/** A request to an API function, made from one of the event files by changing what a test is about. */
public final class ApiEvent {

    private final Map<String, Object> members;

    private ApiEvent(JsonObject event) {
        members = new LinkedHashMap<>(event.members());
    }

    public static ApiEvent of(JsonObject event) {
        return new ApiEvent(event);
    }

    public static ApiEvent ofFile(String name) {
        return new ApiEvent(JsonObject.parse(EventFiles.open(name)));
    }

    public ApiEvent withBody(byte[] body) {
        members.put("body", Base64.getEncoder().encodeToString(body));
        members.put("isBase64Encoded", true);
        return this;
    }

    public ApiEvent withBody(String body) {
        return withBody(body.getBytes(StandardCharsets.UTF_8));
    }

    public ApiEvent withTextBody(String body) {
        members.put("body", body);
        members.put("isBase64Encoded", false);
        return this;
    }

    public ApiEvent withHeader(String name, String value) {
        object("headers").put(name, value);
        return this;
    }

    public ApiEvent withoutHeader(String name) {
        object("headers").remove(name);
        return this;
    }

    public ApiEvent withResource(String resource, Map<String, String> pathParameters) {
        members.put("resource", resource);
        members.put("pathParameters", pathParameters);
        return this;
    }

    public ApiEvent withMethod(String method) {
        members.put("httpMethod", method);
        return this;
    }

    public ApiEvent withQuery(Map<String, String> query) {
        members.put("queryStringParameters", query);
        return this;
    }

    public ApiEvent withApiKeyId(String id) {
        Map<String, Object> context = object("requestContext");
        context.put("identity", new LinkedHashMap<>(Map.of("apiKeyId", id)));
        return this;
    }

    private Map<String, Object> object(String name) {
        Map<String, Object> copy =
                new LinkedHashMap<>(new JsonObject(members).requiredObject(name).members());
        members.put(name, copy);
        return copy;
    }

    public InputStream open() {
        return new ByteArrayInputStream(new JsonObject(members).toJson().getBytes(StandardCharsets.UTF_8));
    }

    /** The function's answer to API Gateway. */
    public JsonObject sendTo(ApiHandler handler) {
        return JsonObject.parse(Invocation.of(handler, open(), Duration.ofSeconds(10)));
    }

    public static JsonObject bodyOf(JsonObject response) {
        return JsonObject.parse(response.requiredString("body"));
    }
}
