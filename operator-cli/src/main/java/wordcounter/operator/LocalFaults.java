package wordcounter.operator;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/** The faults of a local runner, at {@code /_faults} of its edge port (docs/faults.md). */
final class LocalFaults {

    private static final String PATH = "/_faults";

    private final HttpCalls http;
    private final URI edge;
    private final String nothingAnswers;

    /** @param nothingAnswers what to tell when there is no runner */
    LocalFaults(HttpCalls http, URI edge, String nothingAnswers) {
        this.http = http;
        this.edge = edge;
        this.nothingAnswers = nothingAnswers;
    }

    /** A fault that is on. */
    record Entry(String target, String what, long percentage, long struck, long calls) {

        static Entry of(JsonObject entry) {
            String fault = entry.requiredString("fault");
            String what = switch (fault) {
                case "delay" -> "delay of " + entry.requiredLong("delayMilliseconds") + " ms";
                case "error" ->
                    entry.optionalBoolean("preventExecution").orElse(true)
                            ? "error, and nothing is done"
                            : "error after all is done";
                case "kill" -> "kill in the middle";
                default -> fault;
            };
            return new Entry(
                    entry.requiredString("target"),
                    what,
                    entry.requiredLong("percentage"),
                    entry.requiredLong("struck"),
                    entry.requiredLong("calls"));
        }

        String struckText() {
            return struck + " of " + calls + " calls";
        }
    }

    /** The runner does not take what was asked of it; the message says why. */
    static final class RefusedException extends RuntimeException {
        RefusedException(String message) {
            super(message);
        }
    }

    List<Entry> all() {
        return entries(call(SdkHttpMethod.GET, "", ""), "faults");
    }

    /**
     * Switches one on.
     *
     * @throws RefusedException when there is no such target, or it can't have this fault
     */
    void switchOn(String target, String fault, JsonObject settings) {
        var _ = call(SdkHttpMethod.PUT, "/" + segment(target) + "/" + fault, settings.toJson());
    }

    /** Switches all off, and returns what was on. */
    List<Entry> clear() {
        return entries(call(SdkHttpMethod.DELETE, "", ""), "cleared");
    }

    /**
     * Switches all of a target off, and returns what was on.
     *
     * @throws RefusedException when there is no such target
     */
    List<Entry> clear(String target) {
        return entries(call(SdkHttpMethod.DELETE, "/" + segment(target), ""), "cleared");
    }

    private static List<Entry> entries(JsonObject answer, String name) {
        return answer.requiredObjects(name).stream().map(Entry::of).toList();
    }

    private JsonObject call(SdkHttpMethod method, String path, String body) {
        URI uri = URI.create(edge.toString().replaceFirst("/+$", "") + PATH + path);
        HttpCalls.Answer answer;
        try {
            answer = http.call(method, uri, Map.of(), body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new OperatorException(nothingAnswers, e);
        }
        try {
            JsonObject json = JsonObject.parse(answer.body());
            if (answer.isSuccess()) {
                return json;
            }
            if (answer.status() == 400 || answer.status() == 404) {
                throw new RefusedException(json.requiredString("message"));
            }
        } catch (InvalidJsonException e) {
            throw new OperatorException(noRunner(method, answer), e);
        }
        throw new OperatorException(noRunner(method, answer));
    }

    private String noRunner(SdkHttpMethod method, HttpCalls.Answer answer) {
        return "what answers at " + edge + " has no faults: " + method + " " + PATH + " is answered with "
                + answer.status() + ". They are for ./run-local";
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
