package localrunner.facts;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * What was sent or answered, as it was: it may have secrets in it. Content is kept by reference and never changed.
 * Immutable.
 */
public final class Payload {

    /** No content. */
    public static final Payload NONE = new Payload(new byte[0], "", "", 0);

    private final byte[] bytes;
    private final String text;
    private final String type;
    private final int wholeSize;

    private Payload(byte[] bytes, String text, String type, int wholeSize) {
        this.bytes = bytes;
        this.text = text;
        this.type = type;
        this.wholeSize = wholeSize;
    }

    /**
     * Takes bytes over, without a copy: whoever gives them away changes them no more.
     *
     * @param type the media type; empty when it is not known
     */
    public static Payload ofOwned(byte[] bytes, String type) {
        return new Payload(bytes, "", type, bytes.length);
    }

    /** JSON text. */
    public static Payload json(String text) {
        return new Payload(NONE.bytes, text, "application/json", text.length());
    }

    /** Any text. */
    public static Payload text(String text) {
        return new Payload(NONE.bytes, text, "text/plain", text.length());
    }

    /** The media type, with its parameters; empty when it is not known. */
    public String type() {
        return type;
    }

    /** How long it is, in bytes; of a text in characters, which is the same for most. */
    public int size() {
        return bytes.length + text.length();
    }

    /** How long it was before it was cut. */
    public int wholeSize() {
        return wholeSize;
    }

    public boolean isCut() {
        return size() < wholeSize;
    }

    /** Whether it is the very same content, and so takes no room of its own. */
    @SuppressWarnings("ReferenceEquality")
    public boolean isSameAs(Payload other) {
        return size() > 0 && bytes == other.bytes && text == other.text;
    }

    /** The content as text, in UTF-8. */
    public String asText() {
        return bytes.length == 0 ? text : new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload payload
                && Arrays.equals(bytes, payload.bytes)
                && text.equals(payload.text)
                && type.equals(payload.type)
                && wholeSize == payload.wholeSize;
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(bytes), text, type, wholeSize);
    }

    @Override
    public String toString() {
        // The content may be secret.
        return "Payload of " + wholeSize + " bytes";
    }

    /** The beginning, in a copy, so that the rest need not be kept; this itself when it is no longer than that. */
    public Payload beginning(int most) {
        if (size() <= most) {
            return this;
        }
        return bytes.length == 0
                ? new Payload(bytes, text.substring(0, most), type, wholeSize)
                : new Payload(Arrays.copyOf(bytes, most), "", type, wholeSize);
    }
}
