package wordcounter.documents;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import wordcounter.http.PercentEncoding;

/**
 * What a document is called, here and on its server.
 *
 * @param value 1 to {@value #MAX_BYTES} bytes of UTF-8. None of its parts between slashes or backslashes is {@code .} or {@code ..}: a
 *     server that decodes a path before it resolves it would be led out of the folder that its address names
 */
public record DocumentId(String value) {

    public static final int MAX_BYTES = 128;

    private static final String UNRESERVED = "-._~";

    public DocumentId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a document's id has 1 to " + MAX_BYTES
                    + " bytes of UTF-8, and neither '.' nor '..' stands alone between slashes");
        }
    }

    private static boolean isValid(String value) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_BYTES) {
            return false;
        }
        for (String part : value.split("[/\\\\]", -1)) {
            if (part.equals(".") || part.equals("..")) {
                return false;
            }
        }
        return true;
    }

    /** The id; empty when the text is none. */
    public static Optional<DocumentId> of(String value) {
        return Optional.of(value).filter(DocumentId::isValid).map(DocumentId::new);
    }

    /** The id that a segment of a URL's path names; empty when it names none. */
    public static Optional<DocumentId> ofPathSegment(String encoded) {
        return PercentEncoding.decode(encoded).flatMap(DocumentId::of);
    }

    /** The id as one segment of a URL's path, whatever is in it: all but the unreserved characters of RFC 3986 is percent-encoded. */
    public String pathSegment() {
        StringBuilder segment = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (b & 0xFF);
            boolean isPlain =
                    character < 0x80 && (Character.isLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0);
            segment.append(isPlain ? String.valueOf(character) : String.format("%%%02X", (int) character));
        }
        return segment.toString();
    }

    @Override
    public String toString() {
        return value;
    }
}
