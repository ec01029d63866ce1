package localrunner.s3;

import static localrunner.s3.S3Fixture.INBOX;
import static localrunner.s3.S3Fixture.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import localrunner.edge.Requests;
import localrunner.time.ManualTime;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** S3 as clients see it: the SDK's over HTTP, with its default settings, and requests by hand where it sends none. */
class LocalS3IT {

    private static final Instant START = Instant.parse("2026-11-27T10:15:30Z");
    private static final int MEBIBYTE = 1024 * 1024;

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
        assertThat(client.getBucketVersioning(request -> request.bucket(INBOX)).status())
                .isEqualTo(BucketVersioningStatus.ENABLED);
    }

    @Test
    void put_shouldReplaceTheObject_whenTheBucketKeepsNoVersions() throws IOException {
        assertThat(put(PLAIN, "a", "one").versionId()).isNull();
        put(PLAIN, "a", "two");

        assertThat(text(PLAIN, "a")).isEqualTo("two");
        assertThat(client.listObjectVersions(request -> request.bucket(PLAIN)).versions())
                .singleElement()
                .satisfies(version -> assertThat(version.versionId()).isEqualTo("null"));
        try (Stream<Path> files = Files.list(folder.resolve("s3"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void delete_shouldLeaveAMarkerThatCanBeDeleted_whenTheBucketKeepsVersions() {
        String version = put(INBOX, "a", "one").versionId();

        DeleteObjectResponse marked =
                client.deleteObject(request -> request.bucket(INBOX).key("a"));

        assertThat(marked.deleteMarker()).isTrue();
        S3Exception gone = refused(() -> text(INBOX, "a"));
        assertThat(gone).isInstanceOf(NoSuchKeyException.class);
        assertThat(gone.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-delete-marker"))
                .contains("true");
        S3Exception marker = refused(() ->
                client.headObject(request -> request.bucket(INBOX).key("a").versionId(marked.versionId())));
        assertThat(marker.statusCode()).isEqualTo(405);
        ListObjectVersionsResponse versions = client.listObjectVersions(request -> request.bucket(INBOX));
        assertThat(versions.deleteMarkers())
                .singleElement()
                .satisfies(entry -> assertThat(entry.isLatest()).isTrue());
        assertThat(versions.versions()).extracting(ObjectVersion::isLatest).containsExactly(false);

        client.deleteObject(request -> request.bucket(INBOX).key("a").versionId(marked.versionId()));

        assertThat(text(INBOX, "a")).isEqualTo("one");
        client.deleteObject(request -> request.bucket(INBOX).key("a").versionId(version));
        assertThat(client.listObjectVersions(request -> request.bucket(INBOX)).hasVersions())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bytes=0-4    | hello  | bytes 0-4/11
            bytes=6-     | world  | bytes 6-10/11
            bytes=-3     | rld    | bytes 8-10/11
            bytes=6-1000 | world  | bytes 6-10/11
            bytes=-1000  | hello world | bytes 0-10/11
            """)
    void get_shouldGiveTheRange(String range, String content, String contentRange) {
        put(INBOX, "a", "hello world");

        ResponseBytes<GetObjectResponse> got = client.getObjectAsBytes(
                request -> request.bucket(INBOX).key("a").range(range));

        assertThat(got.asUtf8String()).isEqualTo(content);
        assertThat(got.response().contentRange()).isEqualTo(contentRange);
        assertThat(got.response().sdkHttpResponse().statusCode()).isEqualTo(206);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-2", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4"})
    void get_shouldGiveAll_whenTheRangeIsNone(String range) {
        put(INBOX, "a", "hello world");

        assertThat(client.getObjectAsBytes(
                                request -> request.bucket(INBOX).key("a").range(range))
                        .asUtf8String())
                .isEqualTo("hello world");
    }

    @Test
    void get_shouldRefuse_whenTheRangeIsBehindTheEnd() {
        put(INBOX, "a", "hello world");

        assertThat(refused(() -> client.getObjectAsBytes(
                        request -> request.bucket(INBOX).key("a").range("bytes=11-"))))
                .satisfies(is(416, "InvalidRange", "The requested range is not satisfiable"));
    }

    @Test
    void get_shouldKeepToConditions() {
        String etag = put(INBOX, "a", "one").eTag();

        assertThat(refused(() -> client.getObjectAsBytes(
                                request -> request.bucket(INBOX).key("a").ifNoneMatch(etag)))
                        .statusCode())
                .isEqualTo(304);
        assertThat(refused(() -> client.getObjectAsBytes(
                                request -> request.bucket(INBOX).key("a").ifModifiedSince(START)))
                        .statusCode())
                .isEqualTo(304);
        assertThat(refused(() -> client.getObjectAsBytes(
                        request -> request.bucket(INBOX).key("a").ifMatch("\"other\""))))
                .satisfies(
                        is(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold"));
        assertThat(refused(() -> client.headObject(
                                request -> request.bucket(INBOX).key("a").ifUnmodifiedSince(START.minusSeconds(1))))
                        .statusCode())
                .isEqualTo(412);
        assertThat(client.getObjectAsBytes(request ->
                                request.bucket(INBOX).key("a").ifMatch(etag).ifUnmodifiedSince(START.minusSeconds(1)))
                        .asUtf8String())
                .isEqualTo("one");
    }

    @Test
    void put_shouldKeepToConditions() throws IOException {
        String etag = client.putObject(
                        request -> request.bucket(PLAIN).key("a").ifNoneMatch("*"), RequestBody.fromString("one"))
                .eTag();

        assertThat(refused(() -> client.putObject(
                        request -> request.bucket(PLAIN).key("a").ifNoneMatch("*"), RequestBody.fromString("two"))))
                .satisfies(
                        is(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold"));
        assertThat(refused(() -> client.putObject(
                                request -> request.bucket(PLAIN).key("a").ifMatch("\"other\""),
                                RequestBody.fromString("two")))
                        .statusCode())
                .isEqualTo(412);
        assertThat(refused(() -> client.putObject(
                        request -> request.bucket(PLAIN).key("b").ifMatch(etag), RequestBody.fromString("two"))))
                .isInstanceOf(NoSuchKeyException.class);
        client.putObject(request -> request.bucket(PLAIN).key("a").ifMatch(etag), RequestBody.fromString("two"));
        assertThat(text(PLAIN, "a")).isEqualTo("two");
        try (Stream<Path> files = Files.list(folder.resolve("s3"))) {
            assertThat(files).as("refused uploads leave no file").hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ChecksumAlgorithm.class,
            names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void put_shouldCheckAndTellTheChecksum_whateverItsAlgorithm(ChecksumAlgorithm algorithm) {
        client.putObject(
                request -> request.bucket(INBOX).key("a").checksumAlgorithm(algorithm),
                RequestBody.fromString("hello world"));

        GetObjectResponse answer = client.getObjectAsBytes(
                        request -> request.bucket(INBOX).key("a").checksumMode(ChecksumMode.ENABLED))
                .response();

        assertThat(Stream.of(
                                answer.checksumCRC32(),
                                answer.checksumCRC32C(),
                                answer.checksumSHA1(),
                                answer.checksumSHA256())
                        .filter(text -> text != null))
                .hasSize(1);
    }

    @Test
    void put_shouldGiveAChecksum_whenTheClientSendsNone() throws Exception {
        assertThat(raw("PUT", "/demo-inbox/a", "Content-Length: 9", "123456789"))
                .startsWith("HTTP/1.1 200 ")
                .contains("x-amz-checksum-crc64nvme: rosUhgp5mIg=")
                .contains("x-amz-checksum-type: FULL_OBJECT");
    }

    @Test
    void put_shouldTakeWhatIsLargerThanAnyBuffer() throws Exception {
        byte[] block = new byte[MEBIBYTE];
        new Random(1).nextBytes(block);
        int blocks = 48;

        client.putObject(
                request -> request.bucket(PLAIN).key("large").contentLength((long) blocks * MEBIBYTE),
                RequestBody.fromContentProvider(
                        () -> new RepeatedStream(block, blocks), (long) blocks * MEBIBYTE, "text/plain"));

        try (InputStream content =
                client.getObject(request -> request.bucket(PLAIN).key("large"))) {
            for (int number = 0; number < blocks; number++) {
                assertThat(Arrays.equals(content.readNBytes(MEBIBYTE), block)).isTrue();
            }
            assertThat(content.read()).isEqualTo(-1);
        }
    }

    /** The same bytes several times, without holding them more than once. */
    private static final class RepeatedStream extends InputStream {
        private final byte[] block;
        private long left;

        RepeatedStream(byte[] block, int times) {
            this.block = block;
            left = (long) block.length * times;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left == 0) {
                return -1;
            }
            int at = (int) ((block.length - left % block.length) % block.length);
            int count = (int) Math.min(Math.min(length, left), block.length - at);
            System.arraycopy(block, at, target, offset, count);
            left -= count;
            return count;
        }
    }

    @Test
    void multipart_shouldMakeOneObjectOfItsParts() {
        byte[] first = new byte[5 * MEBIBYTE];
        new Random(2).nextBytes(first);
        String id = client.createMultipartUpload(request -> request.bucket(INBOX)
                        .key("whole")
                        .contentType("text/plain")
                        .metadata(Map.of("a", "b")))
                .uploadId();
        CompletedPart one = part("whole", id, 1, RequestBody.fromBytes(first));
        CompletedPart two = part("whole", id, 2, RequestBody.fromString("the end"));
        assertThat(client.listParts(
                                request -> request.bucket(INBOX).key("whole").uploadId(id))
                        .parts())
                .extracting(part -> part.partNumber() + " " + part.size())
                .containsExactly("1 " + 5 * MEBIBYTE, "2 7");
        assertThat(client.listMultipartUploads(request -> request.bucket(INBOX)).uploads())
                .hasSize(1);

        var completed = client.completeMultipartUpload(request ->
                request.bucket(INBOX).key("whole").uploadId(id).multipartUpload(upload -> upload.parts(one, two)));

        HeadObjectResponse head =
                client.headObject(request -> request.bucket(INBOX).key("whole"));
        assertThat(head.contentLength()).isEqualTo(5 * MEBIBYTE + 7);
        assertThat(head.eTag()).isEqualTo(completed.eTag()).endsWith("-2\"");
        assertThat(head.versionId()).isEqualTo(completed.versionId()).isNotEmpty();
        assertThat(head.metadata()).containsExactly(Map.entry("a", "b"));
        assertThat(client.getObjectAsBytes(
                                request -> request.bucket(INBOX).key("whole").partNumber(2))
                        .asUtf8String())
                .isEqualTo("the end");
        assertThat(Arrays.copyOf(
                        client.getObjectAsBytes(request -> request.bucket(INBOX).key("whole"))
                                .asByteArray(),
                        first.length))
                .isEqualTo(first);
        assertThat(client.listMultipartUploads(request -> request.bucket(INBOX)).hasUploads())
                .isFalse();
        assertThat(refused(() -> part("whole", id, 3, RequestBody.fromString("late"))))
                .satisfies(is(404, "NoSuchUpload", "The specified upload does not exist."));
    }

    @Test
    void multipart_shouldCopyPartsOfObjects() {
        put(INBOX, "source", "hello world");
        String id = client.createMultipartUpload(
                        request -> request.bucket(PLAIN).key("copy"))
                .uploadId();

        String etag = client.uploadPartCopy(request -> request.sourceBucket(INBOX)
                        .sourceKey("source")
                        .destinationBucket(PLAIN)
                        .destinationKey("copy")
                        .uploadId(id)
                        .partNumber(1)
                        .copySourceRange("bytes=6-10"))
                .copyPartResult()
                .eTag();
        client.completeMultipartUpload(request -> request.bucket(PLAIN)
                .key("copy")
                .uploadId(id)
                .multipartUpload(upload -> upload.parts(
                        CompletedPart.builder().partNumber(1).eTag(etag).build())));

        assertThat(text(PLAIN, "copy")).isEqualTo("world");
    }

    @Test
    void multipart_shouldBeRefused_whenItsPartsAreNotThoseThatArrived() throws IOException {
        String id = client.createMultipartUpload(
                        request -> request.bucket(INBOX).key("a"))
                .uploadId();
        CompletedPart one = part("a", id, 1, RequestBody.fromString("small"));
        CompletedPart two = part("a", id, 2, RequestBody.fromString("small too"));

        assertThat(refused(() -> complete(id, one, two))).satisfies(is(400, "EntityTooSmall", "Your proposed upload"));
        assertThat(refused(() -> complete(id, two, one))).satisfies(is(400, "InvalidPartOrder", "The list of parts"));
        assertThat(refused(() -> complete(id, one.toBuilder().eTag("x").build())))
                .satisfies(is(400, "InvalidPart", "One or more of the specified parts"));
        assertThat(refused(() -> complete(id, one.toBuilder().partNumber(7).build())))
                .satisfies(is(400, "InvalidPart", "One or more of the specified parts"));

        client.abortMultipartUpload(request -> request.bucket(INBOX).key("a").uploadId(id));

        try (Stream<Path> files = Files.list(folder.resolve("s3"))) {
            assertThat(files).isEmpty();
        }
    }

    private CompletedPart part(String key, String uploadId, int number, RequestBody body) {
        UploadPartResponse part = client.uploadPart(
                request -> request.bucket(INBOX).key(key).uploadId(uploadId).partNumber(number), body);
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(part.eTag())
                .checksumCRC32(part.checksumCRC32())
                .build();
    }

    private void complete(String uploadId, CompletedPart... parts) {
        client.completeMultipartUpload(request ->
                request.bucket(INBOX).key("a").uploadId(uploadId).multipartUpload(upload -> upload.parts(parts)));
    }

    @Test
    void copy_shouldTakeTheSourcesMetadata_unlessItIsReplaced() {
        String version = client.putObject(
                        request -> request.bucket(INBOX).key("a b/ü").metadata(Map.of("kind", "old")),
                        RequestBody.fromString("one"))
                .versionId();
        put(INBOX, "a b/ü", "two");

        CopyObjectResponse copied = client.copyObject(request -> request.sourceBucket(INBOX)
                .sourceKey("a b/ü")
                .sourceVersionId(version)
                .destinationBucket(PLAIN)
                .destinationKey("copy"));
        client.copyObject(request -> request.sourceBucket(PLAIN)
                .sourceKey("copy")
                .destinationBucket(PLAIN)
                .destinationKey("copy")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("kind", "new")));

        assertThat(copied.copySourceVersionId()).isEqualTo(version);
        assertThat(copied.copyObjectResult().eTag()).isEqualTo("\"f97c5d29941bfb1b2fdab0874906ab82\"");
        assertThat(text(PLAIN, "copy")).isEqualTo("one");
        assertThat(client.headObject(request -> request.bucket(PLAIN).key("copy"))
                        .metadata())
                .containsExactly(Map.entry("kind", "new"));
        assertThat(refused(() -> client.copyObject(request -> request.sourceBucket(PLAIN)
                        .sourceKey("copy")
                        .destinationBucket(PLAIN)
                        .destinationKey("copy"))))
                .satisfies(is(400, "InvalidRequest", "This copy request is illegal"));
    }

    @Test
    void list_shouldGivePagesInTheOrderOfKeysBytes_andFoldByDelimiter() {
        List<String> keys = List.of("a", "b/1", "b/2", "c", "d/x/1", "\uFF5E", "\uD83D\uDE00");
        keys.reversed().forEach(key -> put(PLAIN, key, key));

        assertThat(client.listObjectsV2Paginator(
                                request -> request.bucket(PLAIN).maxKeys(2))
                        .contents())
                .extracting(S3Object::key)
                .containsExactlyElementsOf(keys);
        ListObjectsV2Response first = client.listObjectsV2(
                request -> request.bucket(PLAIN).delimiter("/").maxKeys(2));
        assertThat(first.contents()).extracting(S3Object::key).containsExactly("a");
        assertThat(first.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("b/");
        ListObjectsV2Response second = client.listObjectsV2(request ->
                request.bucket(PLAIN).delimiter("/").maxKeys(2).continuationToken(first.nextContinuationToken()));
        assertThat(second.contents()).extracting(S3Object::key).containsExactly("c");
        assertThat(second.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("d/");
        assertThat(client.listObjectsV2(
                                request -> request.bucket(PLAIN).prefix("b/").startAfter("b/1"))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("b/2");
        assertThat(client.listObjects(
                                request -> request.bucket(PLAIN).marker("c").maxKeys(1))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("d/x/1");
    }

    @Test
    void listVersions_shouldGoOnBehindTheLastVersionOfAPage() {
        IntStream.range(0, 3).forEach(number -> put(INBOX, "a", "a" + number));
        IntStream.range(0, 2).forEach(number -> put(INBOX, "b", "b" + number));

        assertThat(client.listObjectVersionsPaginator(
                                request -> request.bucket(INBOX).maxKeys(2))
                        .versions())
                .extracting(version -> version.key() + " " + version.isLatest())
                .containsExactly("a true", "a false", "a false", "b true", "b false");
    }

    @Test
    void deleteAll_shouldDeleteEachKey_alsoOneThatIsNotThere() {
        put(PLAIN, "a", "1");
        put(PLAIN, "b<&>", "2");

        var deleted = client.deleteObjects(request -> request.bucket(PLAIN)
                .delete(delete -> delete.objects(Stream.of("a", "b<&>", "nothing")
                        .map(key -> ObjectIdentifier.builder().key(key).build())
                        .toList())));

        assertThat(deleted.deleted()).hasSize(3);
        assertThat(client.listObjectsV2(request -> request.bucket(PLAIN)).hasContents())
                .isFalse();
    }

    @Test
    void tags_shouldBeReplacedAndDeleted() {
        put(INBOX, "a", "1");
        client.putObjectTagging(request -> request.bucket(INBOX)
                .key("a")
                .tagging(Tagging.builder()
                        .tagSet(Tag.builder().key("kind").value("x & y").build())
                        .build()));

        assertThat(client.getObjectTagging(request -> request.bucket(INBOX).key("a"))
                        .tagSet())
                .extracting(Tag::value)
                .containsExactly("x & y");
        client.deleteObjectTagging(request -> request.bucket(INBOX).key("a"));
        assertThat(client.getObjectTagging(request -> request.bucket(INBOX).key("a"))
                        .tagSet())
                .isEmpty();
    }

    @Test
    void buckets_shouldBeTheTemplates() {
        assertThat(client.listBuckets().buckets())
                .extracting(software.amazon.awssdk.services.s3.model.Bucket::name)
                .containsExactly(INBOX, PLAIN);
        assertThat(client.headBucket(request -> request.bucket(INBOX)).bucketRegion())
                .isEqualTo(S3Fixture.REGION);
        assertThat(client.getBucketLocation(request -> request.bucket(INBOX)).locationConstraintAsString())
                .isEqualTo(S3Fixture.REGION);
        assertThat(refused(() -> client.headBucket(request -> request.bucket("other")))
                        .statusCode())
                .isEqualTo(404);
        assertThat(refused(() -> client.createBucket(request -> request.bucket("other"))))
                .satisfies(
                        is(501, "NotImplemented", "The local runner's S3 has no such call: PUT of the bucket other."));
    }

    /** What S3 has and the runner has not; the SDK names none of it wrongly as done. */
    @Test
    void call_shouldBeRefusedByName_whenTheRunnerLacksIt() {
        put(INBOX, "a", "1");

        assertThat(Stream.<ThrowingCallable>of(
                                () -> client.getBucketCors(request -> request.bucket(INBOX)),
                                () -> client.deleteBucket(request -> request.bucket(INBOX)),
                                () -> client.getObjectAcl(
                                        request -> request.bucket(INBOX).key("a")),
                                () -> client.restoreObject(
                                        request -> request.bucket(INBOX).key("a")),
                                () -> client.putObject(
                                        request -> request.bucket(INBOX)
                                                .key("a")
                                                .sseCustomerAlgorithm("AES256")
                                                .sseCustomerKey("MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="),
                                        RequestBody.empty()),
                                () -> client.putObject(
                                        request ->
                                                request.bucket(INBOX).key("a").storageClass("DEEP_ARCHIVE"),
                                        RequestBody.empty()))
                        .map(LocalS3IT::refused))
                .allSatisfy(is(501, "NotImplemented", "local runner's S3"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /nobody/a             | X: y                          |           | 404 | NoSuchBucket   | <BucketName>nobody</BucketName>
            GET  | /demo-inbox/a%20b     | X: y                          |           | 404 | NoSuchKey      | <Key>a b</Key>
            GET  | /demo-inbox/a?versionId=x | X: y                      |           | 404 | NoSuchVersion  | <VersionId>x</VersionId>
            PUT  | /demo-inbox/a         | x-amz-copy-source: /demo-inbox/a%2 |      | 400 | InvalidArgument | Invalid copy source encoding.
            PUT  | /demo-inbox/a         | x-amz-copy-source: demo-inbox |           | 400 | InvalidArgument | Invalid copy source object key
            PUT  | /demo-inbox/a         | x-amz-copy-source: nobody/a   |           | 404 | NoSuchBucket   | <BucketName>nobody</BucketName>
            GET  | /demo-inbox/there?partNumber=2 | X: y                 |           | 416 | InvalidPartNumber | <ActualPartCount>1</ActualPartCount>
            GET  | /demo-inbox?list-type=2&max-keys=x | X: y             |           | 400 | InvalidArgument | <ArgumentName>max-keys</ArgumentName>
            GET  | /demo-inbox?list-type=2&continuation-token=! | X: y   |           | 400 | InvalidArgument | The continuation token provided is incorrect
            GET  | /demo-inbox/there     | x-amz-expected-bucket-owner: 111111111111 |  | 403 | AccessDenied | Access Denied
            PUT  | /demo-inbox/a         | Transfer-Encoding: chunked    | 0         | 411 | MissingContentLength | You must provide the Content-Length HTTP header.
            PUT  | /demo-inbox/a         | Content-MD5: AAAAAAAAAAAAAAAAAAAAAA== | x | 400 | BadDigest      | The Content-MD5 you specified did not match what we received.
            PUT  | /demo-inbox/a         | Content-MD5: AAAA             | x         | 400 | InvalidDigest  | The Content-MD5 you specified was invalid.
            PUT  | /demo-inbox/a         | x-amz-checksum-crc32: AAAAAA== | x        | 400 | BadDigest      | The CRC32 you specified did not match the calculated checksum.
            PUT  | /demo-inbox/a         | x-amz-checksum-crc32: AAAA    | x         | 400 | InvalidRequest | Value for x-amz-checksum-crc32 header is invalid.
            PUT  | /demo-inbox/a         | x-amz-sdk-checksum-algorithm: CRC32 | x   | 400 | InvalidRequest | no corresponding x-amz-checksum-* or x-amz-trailer headers
            PUT  | /demo-inbox/a         | x-amz-checksum-md5: AAAA      | x         | 501 | NotImplemented | no checksum algorithm 'md5'
            PUT  | /demo-inbox/a         | x-amz-content-sha256: 0000000000000000000000000000000000000000000000000000000000000000 | x | 400 | XAmzContentSHA256Mismatch | 2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881
            PUT  | /demo-inbox/a         | x-amz-acl: public-read        | x         | 400 | AccessControlListNotSupported | The bucket does not allow ACLs
            PUT  | /demo-inbox/a         | x-amz-storage-class: COLD     | x         | 400 | InvalidStorageClass | The storage class you specified is not valid
            PUT  | /demo-inbox/a         | x-amz-server-side-encryption: rot13 | x   | 400 | InvalidArgument | The encryption method specified is not supported
            PUT  | /demo-inbox/a         | x-amz-tagging: a=1&a=2        | x         | 400 | InvalidArgument | without tag name duplicates
            PUT  | /demo-inbox/a?uploadId=x&partNumber=0 | X: y          | x         | 400 | InvalidArgument | Part number must be an integer between 1 and 10000
            POST | /demo-inbox?delete    | X: y                          | <Delete>  | 400 | MalformedXML   | not well-formed
            POST | /demo-inbox?delete    | X: y                          | <!DOCTYPE a><Delete/> | 400 | MalformedXML | not well-formed
            PUT  | /demo-inbox?lifecycle | X: y                          | x         | 501 | NotImplemented | PUT of the bucket demo-inbox, lifecycle.
            POST | /demo-inbox/a?select&select-type=2 | X: y             | x         | 501 | NotImplemented | POST of an object, select.
            """)
    void call_shouldBeAnsweredAsS3Refuses(
            String method, String target, String header, String body, int status, String code, String told)
            throws Exception {
        put(INBOX, "there", "1");

        String answer = raw(method, target, header, body == null ? "" : body);

        assertThat(answer)
                .startsWith("HTTP/1.1 " + status + " ")
                .contains("<Error><Code>" + code + "</Code><Message>")
                .contains(told)
                .contains("<RequestId>")
                .contains("Content-Type: application/xml");
    }

    @Test
    void put_shouldRefuse_whenTheObjectIsLargerThanOneRequestMayBe() throws Exception {
        assertThat(rawHead("PUT", "/demo-inbox/a", "Content-Length: 5368709121|Expect: 100-continue"))
                .startsWith("HTTP/1.1 400 ")
                .contains("<Code>EntityTooLarge</Code>")
                .contains("<MaxSizeAllowed>5368709120</MaxSizeAllowed>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo-inbox.localhost:4566",
                "demo-inbox.s3.localhost",
            })
    void call_shouldFindTheBucketInTheHost(String host) throws Exception {
        put(INBOX, "a/b", "hello");

        assertThat(rawTo(host, "GET", "/a/b", "X: y", "")).endsWith("hello");
        assertThat(rawTo(host, "GET", "/", "X: y", "")).contains("<Name>demo-inbox</Name>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a//b", "a/../b", "a/./b", "/a", "a%b", "a?b=c", "a+b"})
    void put_shouldTakeTheKeyAsItIs(String key) {
        put(INBOX, key, "hello");

        assertThat(client.listObjectsV2(request -> request.bucket(INBOX)).contents())
                .extracting(S3Object::key)
                .containsExactly(key);
        assertThat(text(INBOX, key)).isEqualTo("hello");
    }

    @Test
    void presigned_shouldBeGoodUntilItExpires() throws Exception {
        put(INBOX, "a", "hello");
        try (S3Presigner presigner = S3Presigner.builder()
                        .endpointOverride(fixture.address())
                        .region(software.amazon.awssdk.regions.Region.of(S3Fixture.REGION))
                        .credentialsProvider(S3Fixture.CREDENTIALS)
                        .build();
                HttpClient http = HttpClient.newHttpClient()) {
            URI url = presigner
                    .presignGetObject(request -> request.signatureDuration(Duration.ofDays(7))
                            .getObjectRequest(get -> get.bucket(INBOX).key("a")))
                    .url()
                    .toURI();
            HttpRequest request = HttpRequest.newBuilder(url).build();

            HttpResponse<String> good = http.send(request, HttpResponse.BodyHandlers.ofString());
            fixture.time.advance(Duration.between(START, Instant.now()).plusDays(8));
            HttpResponse<String> expired = http.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(good.body()).isEqualTo("hello");
            assertThat(expired.statusCode()).isEqualTo(403);
            assertThat(expired.body()).contains("<Message>Request has expired</Message>");
        }
    }

    @Test
    void call_shouldBeDenied_whenNobodySignedIt() throws Exception {
        assertThat(rawUnsigned("demo-inbox.localhost", "/a"))
                .startsWith("HTTP/1.1 403 ")
                .contains("<Code>AccessDenied</Code>");
    }

    /** What boto3 makes of {@code generate_presigned_url} without {@code signature_version='s3v4'}. */
    @Test
    void call_shouldBeRefused_whenItsSignatureIsOfVersion2() throws Exception {
        assertThat(rawUnsigned("127.0.0.1", "/demo-inbox/a?AWSAccessKeyId=local&Signature=x&Expires=1796000000"))
                .startsWith("HTTP/1.1 400 ")
                .contains("<Code>InvalidRequest</Code>")
                .contains("Please use AWS4-HMAC-SHA256.");
    }

    private static Consumer<S3Exception> is(int status, String code, String message) {
        return e -> {
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.awsErrorDetails().errorMessage()).contains(message);
        };
    }

    private static S3Exception refused(ThrowingCallable call) {
        return catchThrowableOfType(S3Exception.class, call);
    }

    /** Sends a signed request by hand; the body's length is told, unless a header says otherwise. */
    private String raw(String method, String target, String header, String body) throws IOException {
        return rawTo("127.0.0.1", method, target, header, body);
    }

    private String rawTo(String host, String method, String target, String header, String body) throws IOException {
        boolean chunked = header.startsWith("Transfer-Encoding");
        String length =
                chunked || header.startsWith("Content-Length") ? "" : "Content-Length: " + body.length() + "\r\n";
        return exchange("%s %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\n%s\r\n%sConnection: close\r\n\r\n%s"
                .formatted(
                        method,
                        target,
                        host,
                        Requests.authorization("s3"),
                        header,
                        length,
                        chunked ? "0\r\n\r\n" : body));
    }

    private String rawHead(String method, String target, String headers) throws IOException {
        return exchange("%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\n%s\r\nConnection: close\r\n\r\n"
                .formatted(method, target, Requests.authorization("s3"), headers.replace("|", "\r\n")));
    }

    private String rawUnsigned(String host, String target) throws IOException {
        return exchange("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(target, host));
    }

    private String exchange(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), fixture.address().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private PutObjectResponse put(String bucket, String key, String content) {
        return client.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private String text(String bucket, String key) {
        return client.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                .asUtf8String();
    }
}
