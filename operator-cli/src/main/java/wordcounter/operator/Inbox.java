package wordcounter.operator;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.LongConsumer;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import wordcounter.uploads.UploadedFile;

/** The part of the bucket in which files are counted. */
final class Inbox {

    private static final String TEXT = "text/plain; charset=utf-8";

    /** S3's status for a key that is there although it must not be. */
    private static final int PRECONDITION_FAILED = 412;

    private final S3Client s3;
    private final String bucket;

    Inbox(S3Client s3, String bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /**
     * Where a file lies.
     *
     * @param isNew whether it was not there before
     */
    record Placed(String bucket, String key, String version, long size, Instant putAt, boolean isNew) {}

    /**
     * Puts a file under the hash of its content, unless it is there ("Conditional writes", Amazon S3 User Guide). S3 compares what came
     * with the hash.
     *
     * @param sent is told how many bytes were sent
     */
    Placed put(TextFile file, LongConsumer sent) {
        String key = UploadedFile.INBOX + file.sha256();
        boolean isNew = isPut(file, key, sent);
        HeadObjectResponse head =
                s3.headObject(request -> request.bucket(bucket).key(key));
        return new Placed(bucket, key, head.versionId(), head.contentLength(), head.lastModified(), isNew);
    }

    private boolean isPut(TextFile file, String key, LongConsumer sent) {
        String checksum = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(file.sha256()));
        String name = URLEncoder.encode(String.valueOf(file.path().getFileName()), StandardCharsets.UTF_8);
        try {
            s3.putObject(
                    request -> request.bucket(bucket)
                            .key(key)
                            .ifNoneMatch("*")
                            .contentType(TEXT)
                            .checksumSHA256(checksum)
                            .metadata(Map.of("name", name)),
                    RequestBody.fromContentProvider(() -> content(file, sent), file.size(), TEXT));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
                return false;
            }
            throw e;
        }
    }

    /** The file from its beginning; the SDK asks again when it repeats the call. */
    private static InputStream content(TextFile file, LongConsumer sent) {
        try {
            return new Told(Files.newInputStream(file.path()), sent);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells how much of it was read. */
    private static final class Told extends FilterInputStream {

        private final LongConsumer listener;
        private long bytes;

        Told(InputStream content, LongConsumer listener) {
            super(content);
            this.listener = listener;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            tell(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            tell(Math.max(read, 0));
            return read;
        }

        private void tell(int more) {
            bytes += more;
            listener.accept(bytes);
        }
    }
}
