package localrunner.edge;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Makes requests as AWS SDKs send them. */
public final class Requests {

    /** The query string of a presigned request. */
    public static final String PRESIGNED_FOR_LAMBDA = "X-Amz-Algorithm=AWS4-HMAC-SHA256"
            + "&X-Amz-Credential=AKID%2F20260101%2Fus-east-1%2Flambda%2Faws4_request&X-Amz-Date=20260101T000000Z"
            + "&X-Amz-Expires=300&X-Amz-SignedHeaders=host&X-Amz-Signature=fe5f80";

    private Requests() {}

    public static String authorization(String service) {
        return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/" + service
                + "/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=fe5f80";
    }

    public static EdgeRequest json(String service, String target, String body) {
        return new EdgeRequest(
                "POST",
                "/",
                "",
                Map.of(
                        "Authorization",
                        authorization(service),
                        "X-Amz-Target",
                        target,
                        "Content-Type",
                        "application/x-amz-json-1." + (service.equals("ssm") ? "1" : "0")),
                body.getBytes(StandardCharsets.UTF_8));
    }

    public static EdgeRequest query(String service, String path, String form) {
        return new EdgeRequest(
                "POST",
                path,
                "",
                Map.of(
                        "Authorization",
                        authorization(service),
                        "Content-Type",
                        "application/x-www-form-urlencoded; charset=utf-8"),
                form.getBytes(StandardCharsets.UTF_8));
    }

    public static EdgeRequest invoke(String function, String query, Map<String, String> headers, byte[] payload) {
        var all = new HashMap<>(headers);
        all.put("Authorization", authorization("lambda"));
        return new EdgeRequest("POST", "/2015-03-31/functions/" + function + "/invocations", query, all, payload);
    }
}
