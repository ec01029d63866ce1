package wordcounter.uploads;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Tells whether a file is a text in UTF-8 (RFC 3629), while its bytes come part by part. NUL is in no text: a file with NULs is
 * UTF-16, or something else altogether. Not thread-safe.
 */
public final class Utf8Check {

    /** How the reason begins, whatever the byte: no retry can help such a file. */
    public static final String NO_TEXT = "it is no text in UTF-8";

    /** Bytes of a character that goes on in the next part. */
    private static final int LONGEST_REST = 3;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    private final CharBuffer ignored = CharBuffer.allocate(8 * 1024);
    private byte[] rest = {};
    private long checked;

    /** @return what is wrong with the file, as soon as that is known */
    public Optional<String> add(byte[] part) {
        return add(part, part.length);
    }

    /** @param length how many bytes of the part there are */
    public Optional<String> add(byte[] part, int length) {
        for (int i = 0; i < length; i++) {
            if (part[i] == 0) {
                return Optional.of(NO_TEXT + ": byte " + (checked + rest.length + i) + " is NUL");
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(rest.length + length);
        bytes.put(rest).put(part, 0, length).flip();
        Optional<String> problem = check(bytes, false);
        rest = new byte[Math.min(bytes.remaining(), LONGEST_REST)];
        bytes.get(rest);
        return problem;
    }

    /** The file is at its end. */
    public Optional<String> end() {
        return check(ByteBuffer.wrap(rest), true);
    }

    private Optional<String> check(ByteBuffer bytes, boolean isEnd) {
        while (true) {
            int before = bytes.position();
            CoderResult result = decoder.decode(bytes, ignored.clear(), isEnd);
            checked += bytes.position() - before;
            if (result.isError()) {
                return Optional.of(NO_TEXT + ": byte " + checked + " begins no character of it");
            }
            if (result.isUnderflow()) {
                return Optional.empty();
            }
        }
    }
}
