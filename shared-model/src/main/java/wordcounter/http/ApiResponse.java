package wordcounter.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import wordcounter.json.JsonObject;
import wordcounter.runtime.Sha256;

/** An answer as API Gateway's Lambda proxy integration wants it. */
public record ApiResponse(int statusCode, Map<String, String> headers, String body) {

    /** Enough hexadecimal digits of a hash to tell one content from another. */
    private static final int TAG_LENGTH = 32;

    public static ApiResponse json(int statusCode, JsonObject body) {
        return new ApiResponse(statusCode, Map.of("Content-Type", "application/json"), body.toJson() + "\n");
    }

    /** An answer without a body, whose status says all there is to say: 204 or 304. */
    public static ApiResponse empty(int statusCode) {
        return new ApiResponse(statusCode, Map.of(), "");
    }

    public static ApiResponse text(int statusCode, String body) {
        return new ApiResponse(statusCode, Map.of("Content-Type", "text/plain"), body);
    }

    /** The answer that tells of a problem. It has Retry-After where a repetition can help. */
    public static ApiResponse problem(Problem problem) {
        ApiResponse response = new ApiResponse(
                problem.type().status(), Map.of("Content-Type", "application/problem+json"), problem.toJson() + "\n");
        return problem.type()
                .retryAfter()
                .map(delay -> response.withHeader("Retry-After", Long.toString(delay.toSeconds())))
                .orElse(response);
    }

    public ApiResponse withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiResponse(statusCode, more, body);
    }

    /**
     * This answer, or 304 without a body when a GET has asked whether its content has changed and it has not (RFC 9110,
     * section 13.1.2). The client asks by naming the tag, ETag, that the answer to a GET gets here.
     */
    ApiResponse notModifiedFor(ApiRequest request) {
        if (!request.method().equals("GET") || statusCode != 200) {
            return this;
        }
        String tag = "\"" + new Sha256().update(body).hex().substring(0, TAG_LENGTH) + "\"";
        boolean isKnown = Arrays.stream(
                        request.header("if-none-match").orElse("").split(",", -1))
                .map(each -> each.strip().replaceFirst("^W/", ""))
                .anyMatch(each -> each.equals(tag) || each.equals("*"));
        return (isKnown ? empty(304) : this).withHeader("ETag", tag).withHeader("Cache-Control", "private, no-cache");
    }

    public String toJson() {
        return JsonObject.builder()
                .put("statusCode", statusCode)
                .put("headers", headers)
                .put("body", body)
                .put("isBase64Encoded", false)
                .build()
                .toJson();
    }
}
