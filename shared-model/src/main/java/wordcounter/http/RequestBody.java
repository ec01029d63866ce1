package wordcounter.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import wordcounter.json.InvalidJsonException;

/** The bytes of a request's body. */
public final class RequestBody {

    private final byte[] bytes;

    private RequestBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The body in base64, as API Gateway passes one of a binary media type.
     *
     * @throws InvalidJsonException when it is not base64
     */
    public static RequestBody ofBase64(String body) {
        try {
            return new RequestBody(Base64.getDecoder().decode(body));
        } catch (IllegalArgumentException e) {
            throw new InvalidJsonException("'body' is not base64");
        }
    }

    public static RequestBody ofText(String body) {
        return new RequestBody(body.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    public int size() {
        return bytes.length;
    }

    /** @throws ProblemException 400 when the bytes are not UTF-8 (RFC 3629) */
    public String utf8() {
        return PercentEncoding.utf8(bytes)
                .orElseThrow(() -> new ProblemException(
                        Problem.Type.INVALID_UTF_8,
                        "The body holds bytes that are not UTF-8. Send the text in UTF-8."));
    }
}
