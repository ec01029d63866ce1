package localrunner.invoke;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How a function is invoked, and how large the payload may be then: "Lambda quotas" in the Lambda Developer Guide. */
public enum InvocationType {

    /** The caller waits for the function's answer. */
    REQUEST_RESPONSE("RequestResponse", 6 * 1024 * 1024),

    /** Lambda queues the event and answers at once. The limit is 1 MB since 2025. */
    EVENT("Event", 1024 * 1024),

    /** Lambda checks the request and runs nothing. */
    DRY_RUN("DryRun", 6 * 1024 * 1024);

    /** A payload with text behind its JSON is invalid, as it is on AWS. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String text;
    private final int largestPayloadBytes;

    InvocationType(String text, int largestPayloadBytes) {
        this.text = text;
        this.largestPayloadBytes = largestPayloadBytes;
    }

    /** @param text what the header {@code X-Amz-Invocation-Type} says */
    public static Optional<InvocationType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    public int largestPayloadBytes() {
        return largestPayloadBytes;
    }

    /** @throws RequestTooLargeException when the payload is larger than this type allows */
    public void checkSize(String payload) {
        int bytes = payload.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > largestPayloadBytes) {
            throw new RequestTooLargeException(bytes, text, largestPayloadBytes);
        }
    }

    /**
     * Checks size and form.
     *
     * @throws RequestTooLargeException when the payload is larger than this type allows
     * @throws InvalidRequestContentException when the payload is not JSON
     */
    public void check(String payload) {
        checkSize(payload);
        try {
            JSON.readTree(payload);
        } catch (JacksonException e) {
            throw InvalidRequestContentException.payloadIsNotJson(e);
        }
    }

    /**
     * Checks a payload, and reads it as text.
     *
     * @throws RequestTooLargeException when the payload is larger than this type allows
     * @throws InvalidRequestContentException when the payload is not JSON, or not in UTF-8
     */
    public String read(byte[] payload) {
        if (payload.length > largestPayloadBytes) {
            throw new RequestTooLargeException(payload.length, text, largestPayloadBytes);
        }
        try {
            JSON.readTree(payload);
        } catch (JacksonException e) {
            throw InvalidRequestContentException.payloadIsNotJson(e);
        }
        return new String(payload, StandardCharsets.UTF_8);
    }
}
