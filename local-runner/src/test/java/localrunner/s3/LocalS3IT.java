package localrunner.s3;

import static localrunner.s3.S3Fixture.INBOX;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** S3 as clients see it: the SDK's over HTTP, with its default settings, and requests by hand where it sends none. */
class LocalS3IT {

    private static final Instant START = Instant.parse("2026-11-27T10:15:30Z");

    @TempDir
    private Path folder;

    private S3Fixture fixture;
    private S3Client client;

    @BeforeEach
    void start() {
        fixture = new S3Fixture(folder.resolve("s3"), new ManualTime(START));
        client = fixture.client();
    }

    @AfterEach
    void close() {
        client.close();
        fixture.close();
    }

    @Test
    void put_shouldKeepContentAndWhatIsSaidOfIt() {
        PutObjectResponse put = client.putObject(
                request -> request.bucket(INBOX)
                        .key("inbox/a b+c/ü.txt")
                        .contentType("text/plain; charset=utf-8")
                        .contentDisposition("inline")
                        .cacheControl("no-cache")
                        .metadata(Map.of("origin", "test"))
                        .tagging("kind=text&of=us"),
                RequestBody.fromString("hello world"));

        ResponseBytes<GetObjectResponse> got =
                client.getObjectAsBytes(request -> request.bucket(INBOX).key("inbox/a b+c/ü.txt"));

        assertThat(got.asUtf8String()).isEqualTo("hello world");
        GetObjectResponse answer = got.response();
        assertThat(answer.contentType()).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.contentDisposition()).isEqualTo("inline");
        assertThat(answer.cacheControl()).isEqualTo("no-cache");
        assertThat(answer.metadata()).containsExactly(Map.entry("origin", "test"));
        assertThat(answer.tagCount()).isEqualTo(2);
        assertThat(answer.contentLength()).isEqualTo(11);
        assertThat(answer.contentEncoding()).isNull();
        assertThat(answer.lastModified()).isEqualTo(START);
        assertThat(answer.eTag()).isEqualTo(put.eTag()).isEqualTo("\"5eb63bbbe01eeed093cb22bb8f5acdc3\"");
        assertThat(answer.versionId()).isEqualTo(put.versionId()).isNotEmpty();
        assertThat(answer.serverSideEncryptionAsString()).isEqualTo("AES256");
        assertThat(put.checksumCRC32()).isEqualTo("DUoRhQ==");
    }

    @Test
    void put_shouldMakeANewVersion_whenTheBucketKeepsThem() {
        String first = put(INBOX, "a", "one").versionId();
        String second = put(INBOX, "a", "two").versionId();

        assertThat(second).isNotEqualTo(first);
        assertThat(text(INBOX, "a")).isEqualTo("two");
        assertThat(client.getObjectAsBytes(
                                request -> request.bucket(INBOX).key("a").versionId(first))
                        .asUtf8String())
                .isEqualTo("one");
    }

    private PutObjectResponse put(String bucket, String key, String content) {
        return client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private String text(String bucket, String key) {
        return client.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asUtf8String();
    }
}
