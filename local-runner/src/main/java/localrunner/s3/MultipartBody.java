package localrunner.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the parts of a {@code multipart/form-data} body one after the other, as they come: RFC 7578, and RFC 2046, 5.1.
 *
 * <p>A part is as large as it likes; its headers are not. Not thread-safe.
 */
final class MultipartBody {

    private static final Pattern BOUNDARY =
            Pattern.compile("(?i)multipart/form-data\\s*;(?:.*;)?\\s*boundary=(?:\"([^\"]+)\"|([^;\\s]+)).*");
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*([A-Za-z*]+)=(?:\"((?:\\\\\"|[^\"])*)\"|([^;\\s]*))");
    private static final int LONGEST_BOUNDARY = 70;
    private static final int LARGEST_HEADERS_BYTES = 16 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final byte[] NEW_LINE = {'\r', '\n'};

    private final InputStream in;

    /** The end of a part's content: a new line, two hyphens and the boundary. */
    private final byte[] delimiter;

    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;

    /**
     * A part, whose content is to be read before the next one is asked for.
     *
     * @param filename what a browser calls the file; empty when the part has no such parameter
     */
    record Part(String name, Optional<String> filename, InputStream content) {}

    private MultipartBody(InputStream in, String boundary) throws IOException {
        this.in = in;
        delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
        // The first boundary has no line before it.
        System.arraycopy(NEW_LINE, 0, buffer, 0, NEW_LINE.length);
        end = NEW_LINE.length;
        new Content().transferTo(OutputStream.nullOutputStream());
    }

    /** The boundary that a Content-Type names; empty when it is of another type, or names none. */
    static Optional<String> boundary(String contentType) {
        Matcher matcher = BOUNDARY.matcher(contentType);
        return matcher.matches()
                ? Optional.of(Optional.ofNullable(matcher.group(1)).orElseGet(() -> matcher.group(2)))
                        .filter(boundary -> boundary.length() <= LONGEST_BOUNDARY)
                : Optional.empty();
    }

    /** @throws S3Exception when there is no part in it */
    static MultipartBody of(InputStream in, String boundary) throws IOException {
        return new MultipartBody(in, boundary);
    }

    /**
     * The next part; empty behind the last one.
     *
     * @throws S3Exception when the body is not well-formed
     */
    Optional<Part> next() throws IOException {
        start += delimiter.length;
        String behind = line();
        if (behind.startsWith("--")) {
            return Optional.empty();
        }
        if (!behind.isBlank()) {
            throw malformed();
        }
        Map<String, String> headers = headers();
        Map<String, String> disposition = parameters(headers.getOrDefault("content-disposition", ""));
        String name = Optional.ofNullable(disposition.get("name")).orElseThrow(MultipartBody::malformed);
        return Optional.of(new Part(name, Optional.ofNullable(disposition.get("filename")), new Content()));
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new LinkedHashMap<>();
        int left = LARGEST_HEADERS_BYTES;
        for (String line = line(); !line.isEmpty(); line = line()) {
            left -= line.length();
            int colon = line.indexOf(':');
            if (colon < 0 || left < 0) {
                throw malformed();
            }
            headers.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** Browsers write a quotation mark in a name as {@code %22}, as WHATWG's HTML says; others put a backslash before it. */
    private static Map<String, String> parameters(String disposition) {
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher matcher = PARAMETER.matcher(disposition);
        while (matcher.find()) {
            String value = Optional.ofNullable(matcher.group(2)).orElseGet(() -> matcher.group(3));
            parameters.put(
                    matcher.group(1).toLowerCase(Locale.ROOT),
                    value.replace("\\\"", "\"")
                            .replace("%22", "\"")
                            .replace("%0D", "\r")
                            .replace("%0A", "\n"));
        }
        return parameters;
    }

    /** A line without its end, and the end of the body for one. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (start < end || fill()) {
            byte next = buffer[start++];
            if (next == '\n') {
                break;
            }
            line.write(next);
            if (line.size() > LARGEST_HEADERS_BYTES) {
                throw malformed();
            }
        }
        return line.toString(StandardCharsets.UTF_8).replaceFirst("\r$", "");
    }

    private static S3Exception malformed() {
        return new S3Exception(
                400, "MalformedPOSTRequest", "The body of your POST request is not well-formed multipart/form-data.");
    }

    /** Reads more into the buffer; false when the body has ended. */
    private boolean fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(0, read);
        return read > 0;
    }

    /** What is in front of the next delimiter. */
    private final class Content extends InputStream {

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
            int there = available();
            if (there == 0) {
                return -1;
            }
            int read = Math.min(there, length);
            System.arraycopy(buffer, start, target, offset, read);
            start += read;
            return read;
        }

        /** How much of the buffer is content for certain; 0 at the delimiter only. */
        @Override
        public int available() throws IOException {
            while (true) {
                int found = indexOfDelimiter();
                if (found >= 0) {
                    return found - start;
                }
                int certain = end - start - delimiter.length + 1;
                if (certain > 0) {
                    return certain;
                }
                if (!fill()) {
                    throw malformed();
                }
            }
        }

        private int indexOfDelimiter() {
            for (int index = start; index <= end - delimiter.length; index++) {
                if (Arrays.equals(buffer, index, index + delimiter.length, delimiter, 0, delimiter.length)) {
                    return index;
                }
            }
            return -1;
        }
    }
}
