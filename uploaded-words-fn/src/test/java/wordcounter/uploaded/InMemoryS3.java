package wordcounter.uploaded;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * A bucket with versions, whose files are read by ranges. What goes wrong next can be ordered: S3 has too much to do, an answer is lost,
 * the connection drops in the middle of a body. Thread-safe.
 */
final class InMemoryS3 implements S3Client {

    private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");

    private final Map<String, byte[]> files = new HashMap<>();
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private final List<String> ranges = new ArrayList<>();
    private final AtomicInteger versions = new AtomicInteger();

    enum Trouble {
        SLOW_DOWN,
        LOST_ANSWER,
        DROPPED_CONNECTION,
        NO_PERMISSION
    }

    /** @return the version */
    synchronized String put(String key, byte[] content) {
        String version = "v" + versions.incrementAndGet();
        put(key, version, content);
        return version;
    }

    synchronized void put(String key, String version, byte[] content) {
        files.put(key + " " + version, content);
    }

    synchronized String put(String key, String content) {
        return put(key, content.getBytes(StandardCharsets.UTF_8));
    }

    synchronized void delete(String key, String version) {
        files.remove(key + " " + version);
    }

    /** The next calls meet these, one each. */
    synchronized void order(Trouble... next) {
        troubles.addAll(List.of(next));
    }

    /** What was asked for. */
    synchronized List<String> ranges() {
        return List.copyOf(ranges);
    }

    @Override
    public synchronized <T> T getObject(
            GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> responseTransformer) {
        ranges.add(request.range());
        Trouble trouble = troubles.poll();
        if (trouble == Trouble.SLOW_DOWN) {
            throw S3Exception.builder()
                    .statusCode(503)
                    .message("Please reduce your request rate.")
                    .build();
        }
        if (trouble == Trouble.NO_PERMISSION) {
            throw S3Exception.builder().statusCode(403).message("Access Denied").build();
        }
        if (trouble == Trouble.LOST_ANSWER) {
            throw SdkClientException.create("Unable to execute HTTP request: Read timed out");
        }
        byte[] content = files.get(request.key() + " " + request.versionId());
        if (content == null) {
            throw NoSuchKeyException.builder()
                    .statusCode(404)
                    .message("no such version")
                    .build();
        }
        byte[] part = part(content, request.range());
        InputStream body = new ByteArrayInputStream(part);
        if (trouble == Trouble.DROPPED_CONNECTION) {
            body = new Dropping(new ByteArrayInputStream(part, 0, part.length / 2));
        }
        try {
            return responseTransformer.transform(
                    GetObjectResponse.builder()
                            .contentLength((long) part.length)
                            .versionId(request.versionId())
                            .build(),
                    AbortableInputStream.create(body));
        } catch (Exception e) {
            throw e instanceof SdkClientException problem ? problem : SdkClientException.create("no answer", e);
        }
    }

    private static byte[] part(byte[] content, String range) {
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a range: " + range);
        }
        int from = Integer.parseInt(matcher.group(1));
        if (from >= content.length) {
            throw S3Exception.builder().statusCode(416).message("InvalidRange").build();
        }
        return Arrays.copyOfRange(content, from, Math.min(Integer.parseInt(matcher.group(2)) + 1, content.length));
    }

    /** Ends with an error where the content would go on. */
    private static final class Dropping extends FilterInputStream {
        Dropping(InputStream begun) {
            super(begun);
        }

        @Override
        public int read() throws IOException {
            return orDrop(super.read());
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return orDrop(super.read(bytes, offset, length));
        }

        private static int orDrop(int read) throws IOException {
            if (read < 0) {
                throw new IOException("Connection reset");
            }
            return read;
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // there is nothing open
    }
}
