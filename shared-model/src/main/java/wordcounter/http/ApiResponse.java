package wordcounter.http;

import java.util.LinkedHashMap;
import java.util.Map;
import wordcounter.json.JsonObject;

/** An answer as API Gateway's Lambda proxy integration wants it. */
public record ApiResponse(int statusCode, Map<String, String> headers, String body) {

    public static ApiResponse json(int statusCode, Map<String, ?> body) {
        return new ApiResponse(
                statusCode,
                Map.of("Content-Type", "application/json"),
                new JsonObject(new LinkedHashMap<>(body)).toJson() + "\n");
    }

    public static ApiResponse problem(Problem problem) {
        return new ApiResponse(
                problem.type().status(), Map.of("Content-Type", "application/problem+json"), problem.toJson() + "\n");
    }

    public ApiResponse withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiResponse(statusCode, more, body);
    }

    public String toJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("statusCode", statusCode);
        members.put("headers", headers);
        members.put("body", body);
        members.put("isBase64Encoded", false);
        return new JsonObject(members).toJson();
    }
}
