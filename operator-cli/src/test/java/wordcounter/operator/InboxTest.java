package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import wordcounter.operator.Inbox.Placed;

class InboxTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final String HASH = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    private final Bucket bucket = new Bucket();
    private final List<Long> sent = new ArrayList<>();

    @TempDir
    private Path folder;

    @Test
    void put_shouldNameTheFileByItsContent() throws Exception {
        Placed placed = put("größe 1.txt", "hello");

        assertThat(placed).isEqualTo(new Placed("texts", "inbox/" + HASH, "v1", 5, NOW, true));
        assertThat(bucket.names).containsExactly("gr%C3%B6%C3%9Fe+1.txt");
        assertThat(sent.getLast()).isEqualTo(5);
    }

    @Test
    void put_shouldFindTheFile_whenTheSameContentIsThere() throws Exception {
        put("one.txt", "hello");
        Placed again = put("another.txt", "hello");

        assertThat(again).isEqualTo(new Placed("texts", "inbox/" + HASH, "v1", 5, NOW, false));
        assertThat(put("one.txt", "hello!").isNew()).isTrue();
    }

    @Test
    void put_shouldFail_whenS3DoesNotTakeIt() {
        bucket.isClosed = true;

        assertThatThrownBy(() -> put("one.txt", "hello")).hasMessageContaining("Access Denied");
    }

    private Placed put(String name, String text) throws Exception {
        Path path = Files.writeString(folder.resolve(name), text);
        return new Inbox(bucket, "texts").put(TextFile.read(path, 1_000), sent::add);
    }

    /** Puts what is not there, and looks at the checksum. */
    private static final class Bucket implements S3Client {

        private final Map<String, byte[]> contents = new HashMap<>();
        private final List<String> names = new ArrayList<>();
        private boolean isClosed;

        @Override
        public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
            if (isClosed) {
                throw S3Exception.builder()
                        .statusCode(403)
                        .message("Access Denied")
                        .build();
            }
            assertThat(request.ifNoneMatch()).isEqualTo("*");
            if (contents.containsKey(request.key())) {
                throw S3Exception.builder()
                        .statusCode(412)
                        .message("PreconditionFailed")
                        .build();
            }
            try (InputStream content = body.contentStreamProvider().newStream()) {
                byte[] bytes = content.readAllBytes();
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
                assertThat(request.checksumSHA256())
                        .isEqualTo(Base64.getEncoder().encodeToString(hash));
                assertThat(body.optionalContentLength()).contains((long) bytes.length);
                contents.put(request.key(), bytes);
                names.add(request.metadata().get("name"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
            return PutObjectResponse.builder().versionId("v1").build();
        }

        @Override
        public HeadObjectResponse headObject(HeadObjectRequest request) {
            byte[] content = contents.getOrDefault(request.key(), "".getBytes(StandardCharsets.UTF_8));
            return HeadObjectResponse.builder()
                    .versionId("v1")
                    .contentLength((long) content.length)
                    .lastModified(NOW)
                    .build();
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
}
