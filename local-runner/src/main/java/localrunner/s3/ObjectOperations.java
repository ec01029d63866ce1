package localrunner.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import localrunner.application.Bucket;
import localrunner.edge.StreamedResponse;
import localrunner.s3.Version.DeleteMarker;
import localrunner.s3.Version.Description;
import localrunner.s3.Version.StoredObject;
import localrunner.time.Time;

/** What S3 does with single objects. Thread-safe. */
final class ObjectOperations {

    private static final long LARGEST_COPY_BYTES = ContentReceiver.LARGEST_BYTES;
    private static final int MOST_DELETED_AT_ONCE = 1000;

    /** What a request may ask a GET to say in the place of the object's own headers. */
    private static final List<String> OVERRIDES = List.of(
            "cache-control", "content-disposition", "content-encoding", "content-language", "content-type", "expires");

    private final ContentReceiver receiver;
    private final Descriptions descriptions;
    private final CopySources sources;
    private final Notifications notifications;
    private final Time time;
    private final Supplier<String> ids;

    ObjectOperations(
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

    StreamedResponse put(OpenBucket bucket, Call call) throws IOException {
        S3Request request = call.request();
        Description description = descriptions.read(request, bucket.bucket());
        Conditions conditions = Conditions.of(request);
        // S3 looks before it takes the body, and again after.
        conditions.checkWrite(request.key(), bucket.versions().find(request.key(), Optional.empty()));
        Received received = receiver.receive(request, call.body(), ChecksumAlgorithm.CRC64NVME);
        StoredObject object = add(bucket, request.key(), conditions, received, description);
        notifications.created(bucket, object, "Put", call);
        return Answers.empty(200, stored(bucket, object));
    }

    /**
     * Stores the file of an HTML form.
     *
     * @param call the PUT that says the same as the form
     * @param sizes how large the file may be
     */
    StoredObject post(OpenBucket bucket, Call call, SizeRange sizes) throws IOException {
        S3Request request = call.request();
        Description description = descriptions.read(request, bucket.bucket());
        Received received = receiver.receiveFile(request, call.body(), sizes);
        StoredObject object = add(bucket, request.key(), Conditions.of(request), received, description);
        notifications.created(bucket, object, "Post", call);
        return object;
    }

    /** The headers with which the answer to an upload says what was stored. */
    static Map<String, String> stored(OpenBucket bucket, StoredObject object) {
        Map<String, String> headers = new LinkedHashMap<>(written(bucket, object));
        headers.put("ETag", Conditions.quoted(object.etag()));
        headers.put(object.checksum().algorithm().header(), object.checksum().value());
        headers.put("x-amz-checksum-type", object.checksum().type().name());
        return headers;
    }

    private StoredObject add(
            OpenBucket bucket, String key, Conditions conditions, Received received, Description description)
            throws IOException {
        Instant now = time.now();
        String etag = ETags.of(received.md5(), description.encryption(), ids);
        try {
            return bucket.versions()
                    .add(
                            key,
                            VersionIds.from(ids.get()),
                            newest -> conditions.checkWrite(key, newest),
                            versionId -> new StoredObject(
                                    key,
                                    versionId,
                                    now,
                                    received.file(),
                                    received.size(),
                                    etag,
                                    description,
                                    received.checksum(),
                                    List.of()));
        } catch (S3Exception e) {
            Files.deleteIfExists(received.file());
            throw e;
        }
    }

    /** The headers with which every answer to a write names what was written. */
    static Map<String, String> written(OpenBucket bucket, StoredObject object) {
        Map<String, String> headers = new LinkedHashMap<>(
                Descriptions.encryptionHeaders(object.description().encryption()));
        if (bucket.namesVersions()) {
            headers.put("x-amz-version-id", object.versionId());
        }
        return headers;
    }

    /** The elements with which an answer in XML says what was written. */
    static void written(Xml xml, StoredObject object) {
        ContentChecksum checksum = object.checksum();
        xml.element("ETag", Conditions.quoted(object.etag()))
                .element("ChecksumType", checksum.type().name())
                .element(checksum.algorithm().element(), checksum.value());
    }

    /** GET, and HEAD, whose answer has no body. */
    StreamedResponse get(OpenBucket bucket, Call call) throws IOException {
        S3Request request = call.request();
        while (true) {
            StoredObject object = find(bucket, request);
            Conditions.of(request).checkRead(object);
            Optional<ByteRange> range = range(request, object);
            Map<String, String> headers = headers(bucket, request, object, range);
            int status = range.isPresent() ? 206 : 200;
            if (request.method().equals("HEAD")) {
                return new StreamedResponse(status, headers, StreamedResponse.Body.NONE);
            }
            try {
                FileChannel content = FileChannel.open(object.file(), StandardOpenOption.READ);
                long first = range.map(ByteRange::first).orElse(0L);
                long length = range.map(ByteRange::length).orElse(object.size());
                return new StreamedResponse(status, headers, out -> send(content, first, length, out));
            } catch (NoSuchFileException replaced) {
                // Somebody has replaced the object since it was found; the new one is the answer.
            }
        }
    }

    private static void send(FileChannel content, long first, long length, OutputStream out) throws IOException {
        try (content) {
            WritableByteChannel target = Channels.newChannel(out);
            long sent = 0;
            while (sent < length) {
                long written = content.transferTo(first + sent, length - sent, target);
                if (written <= 0) {
                    throw new EOFException("The object's file is shorter than the object");
                }
                sent += written;
            }
        }
    }

    private static Optional<ByteRange> range(S3Request request, StoredObject object) {
        Optional<String> range = request.header("Range");
        if (request.parameter("partNumber").isEmpty()) {
            return range.flatMap(text -> ByteRange.of(text, object.size()));
        }
        if (range.isPresent()) {
            throw S3Exception.invalidRequest("Cannot specify both Range header and partNumber query parameter");
        }
        int number = request.number("partNumber", 1);
        List<Long> sizes = object.partSizes().isEmpty() ? List.of(object.size()) : object.partSizes();
        if (number < 1 || number > sizes.size()) {
            throw new S3Exception(416, "InvalidPartNumber", "The requested partnumber is not satisfiable")
                    .with("PartNumberRequested", Integer.toString(number))
                    .with("ActualPartCount", Integer.toString(sizes.size()));
        }
        long first =
                sizes.subList(0, number - 1).stream().mapToLong(Long::longValue).sum();
        return object.size() == 0
                ? Optional.empty()
                : Optional.of(new ByteRange(first, first + sizes.get(number - 1) - 1));
    }

    private static Map<String, String> headers(
            OpenBucket bucket, S3Request request, StoredObject object, Optional<ByteRange> range) {
        Description description = object.description();
        Map<String, String> headers = new LinkedHashMap<>(description.headers());
        description.metadata().forEach((name, value) -> headers.put(Descriptions.METADATA + name, value));
        OVERRIDES.forEach(name -> request.parameter("response-" + name).ifPresent(value -> headers.put(name, value)));
        headers.putAll(written(bucket, object));
        headers.put("Accept-Ranges", "bytes");
        headers.put("ETag", Conditions.quoted(object.etag()));
        headers.put("Last-Modified", Answers.httpDate(object.lastModified()));
        headers.put("Content-Length", Long.toString(range.map(ByteRange::length).orElse(object.size())));
        range.ifPresent(part -> headers.put("Content-Range", part.of(object.size())));
        description.storageClass().ifPresent(name -> headers.put("x-amz-storage-class", name));
        if (!description.tags().isEmpty()) {
            headers.put(
                    "x-amz-tagging-count", Integer.toString(description.tags().size()));
        }
        if (request.parameter("partNumber").isPresent() && !object.partSizes().isEmpty()) {
            headers.put(
                    "x-amz-mp-parts-count", Integer.toString(object.partSizes().size()));
        }
        boolean wantsChecksum = request.header("x-amz-checksum-mode")
                .filter("ENABLED"::equalsIgnoreCase)
                .isPresent();
        // The checksum is that of the whole object, and a client would compare a part with it.
        if (wantsChecksum && range.isEmpty()) {
            headers.put(
                    object.checksum().algorithm().header(), object.checksum().value());
            headers.put("x-amz-checksum-type", object.checksum().type().name());
        }
        return headers;
    }

    /** The object that a request is about. */
    static StoredObject find(OpenBucket bucket, S3Request request) {
        return find(bucket, request.key(), request.versionId());
    }

    static StoredObject find(OpenBucket bucket, String key, Optional<String> versionId) {
        Optional<Version> version = bucket.versions().find(key, versionId);
        if (version.isEmpty()) {
            throw versionId.map(id -> S3Exception.noSuchVersion(key, id)).orElse(S3Exception.noSuchKey(key));
        }
        return switch (version.get()) {
            case StoredObject object -> object;
            case DeleteMarker marker -> {
                S3Exception error = versionId.isPresent()
                        ? new S3Exception(
                                        405,
                                        "MethodNotAllowed",
                                        "The specified method is not allowed against this resource.")
                                .with("ResourceType", "DeleteMarker")
                                .withHeader("Allow", "DELETE")
                                .withHeader("Last-Modified", Answers.httpDate(marker.lastModified()))
                        : S3Exception.noSuchKey(key);
                throw error.withHeader("x-amz-delete-marker", "true")
                        .withHeader("x-amz-version-id", marker.versionId());
            }
        };
    }

    StreamedResponse copy(OpenBucket bucket, Call call) throws IOException {
        S3Request request = call.request();
        CopySources.Source source = sources.of(request);
        StoredObject from = source.object();
        Conditions.ofCopySource(request).checkCopy(from);
        if (from.size() > LARGEST_COPY_BYTES) {
            throw S3Exception.invalidRequest("The specified copy source is larger than the maximum allowable size for a"
                    + " copy source: " + LARGEST_COPY_BYTES);
        }
        Description description = copied(request, bucket.bucket(), from);
        boolean onItself = from.key().equals(request.key())
                && source.bucket().bucket().equals(bucket.bucket())
                && source.versionId().isEmpty();
        if (onItself && !changesAnything(request)) {
            throw S3Exception.invalidRequest(
                    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.");
        }
        Optional<ChecksumAlgorithm> algorithm =
                request.header("x-amz-checksum-algorithm").map(ContentReceiver::algorithm);
        Received received = receiver.copy(
                from.file(),
                new ByteRange(0, from.size() - 1),
                algorithm.orElse(from.checksum().algorithm()));
        StoredObject object = add(bucket, request.key(), Conditions.of(request), received, description);
        notifications.created(bucket, object, "Copy", call);
        Map<String, String> headers = new LinkedHashMap<>(written(bucket, object));
        if (source.bucket().namesVersions()) {
            headers.put("x-amz-copy-source-version-id", from.versionId());
        }
        return Answers.xml(
                headers,
                "CopyObjectResult",
                xml -> written(xml.element("LastModified", Answers.xmlDate(object.lastModified())), object));
    }

    private static boolean changesAnything(S3Request request) {
        return isReplace(request, "x-amz-metadata-directive")
                || request.header("x-amz-storage-class").isPresent()
                || request.header(Descriptions.ENCRYPTION).isPresent();
    }

    private static boolean isReplace(S3Request request, String header) {
        Optional<String> directive = request.header(header);
        directive.filter(text -> !List.of("COPY", "REPLACE").contains(text)).ifPresent(text -> {
            throw S3Exception.invalidArgument("Unknown " + header.replace("x-amz-", "") + ".", header, text);
        });
        return directive.filter("REPLACE"::equals).isPresent();
    }

    /** Metadata and tags are the source's, unless the request replaces them; the rest is the request's. */
    private Description copied(S3Request request, Bucket bucket, StoredObject from) {
        Description own = descriptions.read(request, bucket);
        boolean ownMetadata = isReplace(request, "x-amz-metadata-directive");
        boolean ownTags = isReplace(request, "x-amz-tagging-directive");
        return new Description(
                ownMetadata ? own.headers() : from.description().headers(),
                ownMetadata ? own.metadata() : from.description().metadata(),
                own.encryption(),
                own.storageClass(),
                ownTags ? own.tags() : from.description().tags());
    }

    StreamedResponse delete(OpenBucket bucket, Call call) {
        S3Request request = call.request();
        Conditions.of(request)
                .ifMatch()
                .ifPresent(_ -> Conditions.of(request)
                        .checkWrite(request.key(), bucket.versions().find(request.key(), Optional.empty())));
        Deleted deleted = delete(bucket, request.key(), request.versionId(), call);
        Map<String, String> headers = new LinkedHashMap<>();
        deleted.versionId().ifPresent(id -> headers.put("x-amz-version-id", id));
        if (deleted.marker()) {
            headers.put("x-amz-delete-marker", "true");
        }
        return Answers.empty(204, headers);
    }

    /**
     * What a deletion did.
     *
     * @param versionId which it deleted, or that of the marker that it made
     * @param marker whether it made a marker, or deleted one
     */
    private record Deleted(Optional<String> versionId, boolean marker) {}

    /** A key that is not there is deleted, too. */
    private Deleted delete(OpenBucket bucket, String key, Optional<String> versionId, Call call) {
        VersionStore versions = bucket.versions();
        if (versionId.isPresent()) {
            Optional<Version> removed = versions.remove(key, versionId.get());
            removed.ifPresent(version -> notifications.deleted(bucket, version, call));
            return new Deleted(
                    versionId, removed.filter(DeleteMarker.class::isInstance).isPresent());
        }
        if (versions.versioning() == Bucket.Versioning.NEVER) {
            Optional<Version> removed = versions.remove(key, Version.NULL_ID);
            removed.ifPresent(version -> notifications.deleted(bucket, version, call));
            return new Deleted(Optional.empty(), false);
        }
        Instant now = time.now();
        DeleteMarker marker =
                versions.add(key, VersionIds.from(ids.get()), _ -> {}, id -> new DeleteMarker(key, id, now));
        notifications.marked(bucket, marker, call);
        return new Deleted(Optional.of(marker.versionId()), true);
    }

    /** DeleteObjects: each key by itself, and what failed is told beside what did not. */
    StreamedResponse deleteAll(OpenBucket bucket, Call call) throws IOException {
        XmlBody body = XmlBody.parse(call.xml(), "Delete");
        List<XmlBody> objects = body.all("Object");
        if (objects.isEmpty() || objects.size() > MOST_DELETED_AT_ONCE) {
            throw S3Exception.malformedXml();
        }
        boolean quiet = body.text("Quiet").filter("true"::equalsIgnoreCase).isPresent();
        List<Xml.Content> results = new ArrayList<>();
        for (XmlBody object : objects) {
            String key = object.requiredText("Key");
            Optional<String> versionId = object.text("VersionId").filter(id -> !id.isEmpty());
            if (object.text("ETag").isPresent()) {
                throw S3Exception.notImplemented("The local runner's DeleteObjects has no conditions (ETag)");
            }
            Deleted deleted = delete(bucket, key, versionId, call);
            if (!quiet) {
                results.add(xml -> xml.element("Deleted", entry -> {
                    entry.element("Key", key).element("VersionId", versionId);
                    if (deleted.marker()) {
                        entry.element("DeleteMarker", true).element("DeleteMarkerVersionId", deleted.versionId());
                    }
                }));
            }
        }
        return Answers.xml(Map.of(), "DeleteResult", xml -> results.forEach(result -> result.writeTo(xml)));
    }

    /** GetObjectAttributes: what {@code x-amz-object-attributes} names. */
    StreamedResponse attributes(OpenBucket bucket, Call call) {
        StoredObject object = find(bucket, call.request());
        List<String> wanted = call.request()
                .header("x-amz-object-attributes")
                .map(text ->
                        Arrays.stream(text.split(",", -1)).map(String::strip).toList())
                .orElseThrow(() -> S3Exception.invalidArgument(
                        "The x-amz-object-attributes header specifying the attributes to be retrieved is either missing or empty",
                        "x-amz-object-attributes",
                        ""));
        Map<String, String> headers = new LinkedHashMap<>(versionHeader(bucket, object));
        headers.put("Last-Modified", Answers.httpDate(object.lastModified()));
        return Answers.xml(headers, "GetObjectAttributesResponse", xml -> {
            for (String name : wanted) {
                switch (name) {
                    case "ETag" -> xml.element("ETag", object.etag());
                    case "Checksum" ->
                        xml.element(
                                "Checksum",
                                checksum -> checksum.element(
                                                object.checksum().algorithm().element(),
                                                object.checksum().value())
                                        .element(
                                                "ChecksumType",
                                                object.checksum().type().name()));
                    case "ObjectParts" -> {
                        if (!object.partSizes().isEmpty()) {
                            xml.element(
                                    "ObjectParts",
                                    parts -> parts.element(
                                            "PartsCount", object.partSizes().size()));
                        }
                    }
                    case "StorageClass" ->
                        xml.element(
                                "StorageClass",
                                object.description().storageClass().orElse("STANDARD"));
                    case "ObjectSize" -> xml.element("ObjectSize", object.size());
                    default ->
                        throw S3Exception.invalidArgument(
                                "Invalid attribute name specified.", "x-amz-object-attributes", name);
                }
            }
        });
    }

    StreamedResponse getTags(OpenBucket bucket, Call call) {
        StoredObject object = find(bucket, call.request());
        return Answers.xml(
                versionHeader(bucket, object),
                "Tagging",
                xml -> xml.element(
                        "TagSet",
                        set -> new TreeMap<>(object.description().tags())
                                .forEach((key, value) -> set.element(
                                        "Tag", tag -> tag.element("Key", key).element("Value", value)))));
    }

    StreamedResponse putTags(OpenBucket bucket, Call call) throws IOException {
        StoredObject object = setTags(bucket, call, tags(call.xml()));
        return Answers.empty(200, versionHeader(bucket, object));
    }

    /**
     * Reads the tags in a document as PutObjectTagging has it.
     *
     * @throws S3Exception when there are too many, or one is malformed
     */
    static Map<String, String> tags(String document) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (XmlBody tag : XmlBody.parse(document, "Tagging")
                .one("TagSet")
                .orElseThrow(S3Exception::malformedXml)
                .all("Tag")) {
            if (tags.put(tag.requiredText("Key"), tag.requiredText("Value")) != null) {
                throw new S3Exception(400, "InvalidTag", "Cannot provide multiple Tags with the same key");
            }
        }
        return Descriptions.checkedTags(tags);
    }

    StreamedResponse deleteTags(OpenBucket bucket, Call call) {
        return Answers.empty(204, versionHeader(bucket, setTags(bucket, call, Map.of())));
    }

    private static StoredObject setTags(OpenBucket bucket, Call call, Map<String, String> tags) {
        StoredObject object = find(bucket, call.request());
        bucket.versions().replace(object, object.withTags(tags));
        return object;
    }

    private static Map<String, String> versionHeader(OpenBucket bucket, StoredObject object) {
        return bucket.namesVersions() ? Map.of("x-amz-version-id", object.versionId()) : Map.of();
    }
}
