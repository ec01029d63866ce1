package wordcounter.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wordcounter.json.JsonObject;

/**
 * Reads SecureStrings from SSM Parameter Store with one GetParameters call (AWS Systems Manager API Reference). The call is signed
 * here, since the SDK's client for Parameter Store would make the function half as large again. Thread-safe.
 */
public final class SecureStrings {

    private static final Map<String, String> HEADERS =
            Map.of("X-Amz-Target", "AmazonSSM.GetParameters", "Content-Type", "application/x-amz-json-1.1");

    private final SignedCalls calls;

    public SecureStrings(SignedCalls calls) {
        this.calls = calls;
    }

    /**
     * The values of those of the parameters that are set, by name.
     *
     * @param names of up to ten parameters
     * @throws UncheckedIOException when the same may succeed later
     */
    public Map<String, String> read(List<String> names) {
        byte[] request = new JsonObject(Map.of("Names", names, "WithDecryption", true))
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
        SignedCalls.Answer answer = calls.post("ssm", "/", HEADERS, request);
        if (answer.isThrottledOrBroken()) {
            throw new UncheckedIOException(new IOException("Parameter Store answered " + answer.status()));
        }
        if (answer.status() != 200) {
            throw new IllegalStateException("Parameter Store answered " + answer.status() + ": "
                    + JsonObject.parse(answer.body()).optionalString("__type").orElse("no reason"));
        }
        Map<String, String> values = new LinkedHashMap<>();
        JsonObject.parse(answer.body()).requiredObjects("Parameters").forEach(parameter -> {
            // a value put from a file often ends with a line feed
            String value = parameter.requiredString("Value").strip();
            if (!value.isEmpty()) {
                values.put(parameter.requiredString("Name"), value);
            }
        });
        return values;
    }
}
