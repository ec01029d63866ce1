package localrunner.s3;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import localrunner.edge.StreamedResponse;
import localrunner.s3.MultipartUploads.Part;
import localrunner.s3.MultipartUploads.PartChecksum;
import localrunner.s3.MultipartUploads.Upload;
import localrunner.s3.Version.Description;
import localrunner.s3.Version.StoredObject;
import localrunner.time.Time;

/** Uploads in parts: "Uploading and copying objects using multipart upload" in the S3 User Guide. Thread-safe. */
final class MultipartOperations {

    private static final int MOST_PARTS = 10_000;
    private static final long SMALLEST_PART_BYTES = 5L * 1024 * 1024;

    private final ContentReceiver receiver;
    private final Descriptions descriptions;
    private final CopySources sources;
    private final Notifications notifications;
    private final Time time;
    private final Supplier<String> ids;

    MultipartOperations(
            ContentReceiver receiver,
            Descriptions descriptions,
            CopySources sources,
            Notifications notifications,
            Time time,
            Supplier<String> ids) {
        this.receiver = receiver;
        this.descriptions = descriptions;
        this.sources = sources;
        this.notifications = notifications;
        this.time = time;
        this.ids = ids;
    }

    StreamedResponse create(OpenBucket bucket, Call call) {
        S3Request request = call.request();
        Description description = descriptions.read(request, bucket.bucket());
        Optional<PartChecksum> checksum = checksum(request);
        Upload upload = new Upload(VersionIds.from(ids.get()), request.key(), time.now(), description, checksum);
        bucket.uploads().begin(upload);
        Map<String, String> headers = new LinkedHashMap<>(Descriptions.encryptionHeaders(description.encryption()));
        checksum.ifPresent(declared -> {
            headers.put("x-amz-checksum-algorithm", declared.algorithm().text());
            headers.put("x-amz-checksum-type", declared.type().name());
        });
        return Answers.xml(
                headers,
                "InitiateMultipartUploadResult",
                xml -> xml.element("Bucket", bucket.bucket().name())
                        .element("Key", upload.key())
                        .element("UploadId", upload.id()));
    }

    private static Optional<PartChecksum> checksum(S3Request request) {
        Optional<String> type = request.header("x-amz-checksum-type");
        Optional<ChecksumAlgorithm> algorithm =
                request.header("x-amz-checksum-algorithm").map(ContentReceiver::algorithm);
        if (algorithm.isEmpty()) {
            if (type.isPresent()) {
                throw S3Exception.invalidRequest(
                        "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.");
            }
            return Optional.empty();
        }
        ContentChecksum.Type usual = algorithm.get() == ChecksumAlgorithm.CRC64NVME
                ? ContentChecksum.Type.FULL_OBJECT
                : ContentChecksum.Type.COMPOSITE;
        ContentChecksum.Type chosen = type.map(text -> ContentChecksum.Type.of(text)
                        .orElseThrow(
                                () -> S3Exception.invalidRequest("Value for x-amz-checksum-type header is invalid.")))
                .orElse(usual);
        boolean possible = chosen == ContentChecksum.Type.FULL_OBJECT
                ? algorithm.get().isCrc()
                : algorithm.get() != ChecksumAlgorithm.CRC64NVME;
        if (!possible) {
            throw S3Exception.invalidRequest("The %s checksum type cannot be used with the %s checksum algorithm."
                    .formatted(chosen.name(), algorithm.get().text().toLowerCase(Locale.ROOT)));
        }
        return Optional.of(new PartChecksum(algorithm.get(), chosen));
    }

    StreamedResponse putPart(OpenBucket bucket, Call call) throws IOException {
        S3Request request = call.request();
        int number = partNumber(request);
        Upload upload = upload(bucket, request);
        Received received = receiver.receive(
                request,
                call.body(),
                upload.checksum().map(PartChecksum::algorithm).orElse(ChecksumAlgorithm.CRC64NVME));
        ChecksumAlgorithm given = received.checksum().algorithm();
        Optional<ChecksumAlgorithm> wanted = upload.checksum().map(PartChecksum::algorithm);
        if (wanted.filter(algorithm -> algorithm != given).isPresent()) {
            Files.deleteIfExists(received.file());
            throw S3Exception.invalidRequest(
                    "Checksum Type mismatch occurred, expected checksum Type: %s, actual checksum Type: %s"
                            .formatted(
                                    wanted.get().text().toLowerCase(Locale.ROOT),
                                    given.text().toLowerCase(Locale.ROOT)));
        }
        Part part = new Part(number, received, time.now());
        bucket.uploads().add(upload, part);
        Map<String, String> headers = new LinkedHashMap<>(
                Descriptions.encryptionHeaders(upload.description().encryption()));
        headers.put("ETag", Conditions.quoted(part.etag()));
        headers.put(given.header(), received.checksum().value());
        return Answers.empty(200, headers);
    }

    StreamedResponse copyPart(OpenBucket bucket, Call call) throws IOException {
        S3Request request = call.request();
        int number = partNumber(request);
        Upload upload = upload(bucket, request);
        CopySources.Source source = sources.of(request);
        StoredObject from = source.object();
        Conditions.ofCopySource(request).checkCopy(from);
        ByteRange range = request.header("x-amz-copy-source-range")
                .map(text -> copiedRange(text, from.size()))
                .orElse(new ByteRange(0, from.size() - 1));
        Received received = receiver.copy(
                from.file(),
                range,
                upload.checksum().map(PartChecksum::algorithm).orElse(ChecksumAlgorithm.CRC64NVME));
        Part part = new Part(number, received, time.now());
        bucket.uploads().add(upload, part);
        Map<String, String> headers = new LinkedHashMap<>(
                Descriptions.encryptionHeaders(upload.description().encryption()));
        if (source.bucket().namesVersions()) {
            headers.put("x-amz-copy-source-version-id", from.versionId());
        }
        return Answers.xml(
                headers,
                "CopyPartResult",
                xml -> xml.element("LastModified", Answers.xmlDate(part.lastModified()))
                        .element("ETag", Conditions.quoted(part.etag()))
                        .element(
                                received.checksum().algorithm().element(),
                                received.checksum().value()));
    }

    /** A range of a copy has to be whole and inside the source. */
    private static ByteRange copiedRange(String text, long size) {
        Optional<ByteRange> range = text.matches("bytes=\\d+-\\d+") ? ByteRange.of(text, size) : Optional.empty();
        String last = text.replaceFirst(".*-", "");
        if (range.isEmpty() || !Long.toString(range.get().last()).equals(last)) {
            throw S3Exception.invalidArgument(
                    "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy, inside an object of "
                            + size + " bytes",
                    "x-amz-copy-source-range",
                    text);
        }
        return range.get();
    }

    private static int partNumber(S3Request request) {
        int number = request.number("partNumber", 0);
        if (number < 1 || number > MOST_PARTS) {
            throw S3Exception.invalidArgument(
                    "Part number must be an integer between 1 and 10000, inclusive",
                    "partNumber",
                    request.parameter("partNumber").orElse(""));
        }
        return number;
    }

    static Upload upload(OpenBucket bucket, S3Request request) {
        return bucket.uploads().find(request.parameter("uploadId").orElse(""), request.key());
    }

    StreamedResponse abort(OpenBucket bucket, Call call) throws IOException {
        Upload upload = upload(bucket, call.request());
        for (Part part : bucket.uploads().end(upload)) {
            Files.deleteIfExists(part.content().file());
        }
        return Answers.empty(204, Map.of());
    }

    StreamedResponse complete(OpenBucket bucket, Call call) throws IOException {
        S3Request request = call.request();
        Upload upload = upload(bucket, request);
        List<Part> chosen = chosen(call, bucket.uploads().parts(upload));
        Conditions conditions = Conditions.of(request);
        conditions.checkWrite(upload.key(), bucket.versions().find(upload.key(), Optional.empty()));
        long size = chosen.stream().mapToLong(part -> part.content().size()).sum();
        request.header("x-amz-mp-object-size")
                .filter(text -> !text.equals(Long.toString(size)))
                .ifPresent(text -> {
                    throw S3Exception.invalidRequest("The provided 'x-amz-mp-object-size' header value " + text
                            + " does not match what was computed: " + size);
                });
        Path file = joined(chosen);
        StoredObject object;
        try {
            ContentChecksum checksum = checksum(upload, chosen, file);
            checkExpected(request, checksum);
            List<Part> parts = bucket.uploads().end(upload);
            object = add(bucket, upload, conditions, chosen, file, size, checksum);
            for (Part part : parts) {
                Files.deleteIfExists(part.content().file());
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        notifications.created(bucket, object, "CompleteMultipartUpload", call);
        return Answers.xml(
                ObjectOperations.written(bucket, object),
                "CompleteMultipartUploadResult",
                xml -> ObjectOperations.written(
                        xml.element(
                                        "Location",
                                        "http://" + bucket.bucket().name() + ".s3.amazonaws.com/"
                                                + EventKeys.encoded(object.key()))
                                .element("Bucket", bucket.bucket().name())
                                .element("Key", object.key()),
                        object));
    }

    private StoredObject add(
            OpenBucket bucket,
            Upload upload,
            Conditions conditions,
            List<Part> parts,
            Path file,
            long size,
            ContentChecksum checksum) {
        String etag = ETags.ofParts(
                parts.stream().map(part -> part.content().md5()).toList(),
                upload.description().encryption(),
                ids);
        return bucket.versions()
                .add(
                        upload.key(),
                        VersionIds.from(ids.get()),
                        newest -> conditions.checkWrite(upload.key(), newest),
                        versionId -> new StoredObject(
                                upload.key(),
                                versionId,
                                time.now(),
                                file,
                                size,
                                etag,
                                upload.description(),
                                checksum,
                                parts.stream()
                                        .map(part -> part.content().size())
                                        .toList()));
    }

    /** The parts that the request lists, which has to name each as it arrived, in the order of their numbers. */
    private static List<Part> chosen(Call call, List<Part> there) throws IOException {
        Map<Integer, Part> byNumber = there.stream().collect(Collectors.toMap(Part::number, Function.identity()));
        List<XmlBody> listed =
                XmlBody.parse(call.xml(), "CompleteMultipartUpload").all("Part");
        if (listed.isEmpty()) {
            throw S3Exception.malformedXml();
        }
        List<Part> chosen = new ArrayList<>();
        for (XmlBody entry : listed) {
            Part part = Optional.ofNullable(byNumber.get(number(entry)))
                    .filter(found -> isMeant(found, entry))
                    .orElseThrow(() -> new S3Exception(
                                    400,
                                    "InvalidPart",
                                    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.")
                            .with("PartNumber", Integer.toString(number(entry)))
                            .with("ETag", entry.text("ETag").orElse("")));
            if (!chosen.isEmpty() && chosen.getLast().number() >= part.number()) {
                throw new S3Exception(
                        400,
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. Parts must be ordered by part number.");
            }
            chosen.add(part);
        }
        checkSizes(chosen);
        return chosen;
    }

    private static int number(XmlBody entry) {
        try {
            return Integer.parseInt(entry.requiredText("PartNumber").strip());
        } catch (NumberFormatException e) {
            throw S3Exception.malformedXml();
        }
    }

    private static boolean isMeant(Part part, XmlBody entry) {
        String etag = entry.requiredText("ETag").strip().replace("\"", "");
        ContentChecksum checksum = part.content().checksum();
        return etag.equals(part.etag())
                && entry.text(checksum.algorithm().element())
                        .filter(value -> !value.equals(checksum.value()))
                        .isEmpty();
    }

    private static void checkSizes(List<Part> chosen) {
        chosen.subList(0, chosen.size() - 1).stream()
                .filter(part -> part.content().size() < SMALLEST_PART_BYTES)
                .findFirst()
                .ifPresent(part -> {
                    throw new S3Exception(
                                    400,
                                    "EntityTooSmall",
                                    "Your proposed upload is smaller than the minimum allowed size")
                            .with("ProposedSize", Long.toString(part.content().size()))
                            .with("MinSizeAllowed", Long.toString(SMALLEST_PART_BYTES))
                            .with("PartNumber", Integer.toString(part.number()))
                            .with("ETag", part.etag());
                });
    }

    private Path joined(List<Part> parts) throws IOException {
        Path file = receiver.newFile();
        try (FileChannel target = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Part part : parts) {
                try (FileChannel source = FileChannel.open(part.content().file(), StandardOpenOption.READ)) {
                    long copied = 0;
                    while (copied < source.size()) {
                        copied += source.transferTo(copied, source.size() - copied, target);
                    }
                }
            }
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        return file;
    }

    private ContentChecksum checksum(Upload upload, List<Part> parts, Path file) throws IOException {
        PartChecksum declared = upload.checksum()
                .orElse(new PartChecksum(ChecksumAlgorithm.CRC64NVME, ContentChecksum.Type.FULL_OBJECT));
        ChecksumAlgorithm algorithm = declared.algorithm();
        if (declared.type() == ContentChecksum.Type.FULL_OBJECT) {
            return receiver.checksum(file, algorithm);
        }
        ChecksumAlgorithm.Running running = algorithm.start();
        for (Part part : parts) {
            byte[] value = Base64.getDecoder().decode(part.content().checksum().value());
            running.update(value, 0, value.length);
        }
        String value = Base64.getEncoder().encodeToString(running.value()) + "-" + parts.size();
        return new ContentChecksum(algorithm, declared.type(), value);
    }

    private static void checkExpected(S3Request request, ContentChecksum checksum) {
        String header = checksum.algorithm().header();
        request.header(header)
                .filter(expected -> !expected.equals(checksum.value()))
                .ifPresent(_ -> {
                    throw new S3Exception(
                            400,
                            "BadDigest",
                            "The " + checksum.algorithm().text()
                                    + " you specified did not match the calculated checksum.");
                });
    }
}
