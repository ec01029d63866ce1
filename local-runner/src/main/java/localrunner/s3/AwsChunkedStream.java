package localrunner.s3;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Reads a body in the encoding {@code aws-chunked}: chunks with their length, and maybe their signature, then trailing
 * headers.
 *
 * <p>"Signature calculations for the authorization header: transferring a payload in multiple chunks" in the S3 API
 * Reference. Signatures are not checked. Not thread-safe.
 */
final class AwsChunkedStream extends InputStream {

    private static final int LONGEST_LINE = 8 * 1024;

    private final InputStream in;
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private long leftInChunk;
    private boolean first = true;
    private boolean ended;

    AwsChunkedStream(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** The trailing headers, names in lower case; complete at the end of the stream. */
    Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (leftInChunk == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int read = in.read(target, offset, (int) Math.min(length, leftInChunk));
        if (read < 0) {
            throw incomplete();
        }
        leftInChunk -= read;
        return read;
    }

    private void nextChunk() throws IOException {
        if (!first && !line().isEmpty()) {
            throw S3Exception.invalidRequest("A chunk of the body is longer than it says");
        }
        first = false;
        String size = line().split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw S3Exception.invalidRequest("A chunk of the body has no length in hexadecimal: '" + size + "'");
        }
        leftInChunk = Long.parseLong(size, 16);
        if (leftInChunk == 0) {
            ended = true;
            readTrailers();
        }
    }

    private void readTrailers() throws IOException {
        // Some clients end the body without the empty line.
        for (String line = lineOrEnd(); !line.isEmpty(); line = lineOrEnd()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                trailers.put(
                        line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
    }

    private String line() throws IOException {
        return line(false);
    }

    private String lineOrEnd() throws IOException {
        return line(true);
    }

    /** A line without its end, which is CR LF; some clients end the trailers with LF alone. */
    private String line(boolean mayEnd) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (mayEnd) {
                    break;
                }
                throw incomplete();
            }
            if (line.length() > LONGEST_LINE) {
                throw S3Exception.invalidRequest("A line between the chunks of the body is too long");
            }
            line.append((char) next);
        }
        return new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
                .stripTrailing();
    }

    private static S3Exception incomplete() {
        return new S3Exception(400, "IncompleteBody", "The request body terminated unexpectedly");
    }
}
