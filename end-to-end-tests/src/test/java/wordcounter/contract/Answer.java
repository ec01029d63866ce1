package wordcounter.contract;

import java.net.http.HttpResponse;
import java.util.Optional;
import wordcounter.json.JsonObject;

/** What came back over HTTP. */
record Answer(
        int status,
        Optional<String> contentType,
        Optional<String> location,
        Optional<String> traceparent,
        String body) {

    static Answer of(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type"),
                response.headers().firstValue("Location"),
                response.headers().firstValue("traceparent"),
                response.body());
    }

    JsonObject json() {
        return JsonObject.parse(body);
    }
}
