package wordcounter.uploaded;

import java.time.Instant;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import wordcounter.runtime.Backoff;
import wordcounter.uploads.UploadedFile;

/**
 * Reads from S3, by ranges of one version: a connection that drops in the middle costs one range, and none has to be held open while
 * a range is counted. Thread-safe.
 */
final class S3UploadedFiles implements UploadedFiles {

    /** Beyond the SDK's own tries. Then Lambda tries again, later. */
    private static final int TRIES = 5;

    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;

    private final S3Client s3;
    private final Backoff backoff;

    S3UploadedFiles(S3Client s3, Backoff backoff) {
        this.s3 = s3;
        this.backoff = backoff;
    }

    @Override
    public byte[] read(UploadedFile file, long from, int length, Instant deadline) {
        for (int attempt = 0; ; attempt++) {
            try {
                return read(file, from, length);
            } catch (SdkException e) {
                if (isGone(e)) {
                    throw new FileGoneException(e);
                }
                boolean isLast = attempt + 1 >= TRIES;
                if (isLast || !mayPass(e) || !backoff.pause(attempt, deadline)) {
                    throw e;
                }
            }
        }
    }

    private byte[] read(UploadedFile file, long from, int length) {
        byte[] bytes = s3.getObject(
                        request -> request.bucket(file.bucket())
                                .key(file.key())
                                .versionId(file.version())
                                .range("bytes=" + from + "-" + (from + length - 1)),
                        ResponseTransformer.toBytes())
                .asByteArrayUnsafe();
        if (bytes.length != length) {
            throw new IllegalStateException(
                    "S3 gave " + bytes.length + " bytes of " + file.key() + " from " + from + " on, not " + length);
        }
        return bytes;
    }

    /** NoSuchKey or NoSuchVersion. */
    private static boolean isGone(SdkException problem) {
        return problem instanceof AwsServiceException refusal && refusal.statusCode() == NOT_FOUND;
    }

    /** It was throttled, S3 was at fault, or there was no answer. */
    private static boolean mayPass(SdkException problem) {
        return problem instanceof SdkClientException
                || (problem instanceof AwsServiceException refusal
                        && (refusal.statusCode() == TOO_MANY_REQUESTS || refusal.statusCode() >= SERVER_ERROR));
    }
}
