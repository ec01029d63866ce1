package localrunner.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of an object's bytes, from {@code first} to {@code last}, both counted from 0 and within it.
 *
 * <p>S3 takes one range of a request (RFC 9110, 14.1.2); what is no range it takes for none and answers with all.
 */
record ByteRange(long first, long last) {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    /**
     * Reads the header {@code Range}.
     *
     * @return empty for all bytes
     */
    static Optional<ByteRange> of(String header, long size) {
        Matcher range = RANGE.matcher(header.strip());
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (range.group(1).isEmpty()) {
            long length = number(range.group(2));
            if (length == 0 || size == 0) {
                throw invalid(header, size);
            }
            return Optional.of(new ByteRange(Math.max(0, size - length), size - 1));
        }
        long first = number(range.group(1));
        long last = range.group(2).isEmpty() ? Long.MAX_VALUE : number(range.group(2));
        if (last < first) {
            return Optional.empty();
        }
        if (first >= size) {
            throw invalid(header, size);
        }
        return Optional.of(new ByteRange(first, Math.min(last, size - 1)));
    }

    /** A number that is larger than any object is as good as the largest one. */
    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static S3Exception invalid(String header, long size) {
        return new S3Exception(416, "InvalidRange", "The requested range is not satisfiable")
                .with("RangeRequested", header)
                .with("ActualObjectSize", Long.toString(size))
                .withHeader("Content-Range", "bytes */" + size);
    }

    long length() {
        return last - first + 1;
    }

    /** The value of {@code Content-Range}. */
    String of(long size) {
        return "bytes %d-%d/%d".formatted(first, last, size);
    }
}
