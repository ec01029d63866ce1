package localrunner.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import localrunner.facts.Payload;

/** The content of a request's or an answer's body. Immutable. */
final class Bytes {

    static final Bytes NONE = new Bytes(new byte[0]);

    private final byte[] content;

    private Bytes(byte[] content) {
        this.content = content;
    }

    static Bytes of(byte[] content) {
        return new Bytes(content.clone());
    }

    static Bytes ofText(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException when it is not Base64 */
    static Bytes ofBase64(String base64) {
        return new Bytes(Base64.getDecoder().decode(base64));
    }

    int size() {
        return content.length;
    }

    boolean isEmpty() {
        return content.length == 0;
    }

    /** The content read as UTF-8. What is not UTF-8 becomes replacement characters. */
    String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    String base64() {
        return Base64.getEncoder().encodeToString(content);
    }

    /** The content, which is not copied. */
    Payload payload(String type) {
        return Payload.ofOwned(content, type);
    }

    byte[] toArray() {
        return content.clone();
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(content).asReadOnlyBuffer();
    }
}
