package localrunner.s3;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import localrunner.application.Application;
import localrunner.edge.StreamedResponse;
import localrunner.s3.MultipartUploads.Part;
import localrunner.s3.MultipartUploads.Upload;
import localrunner.s3.Version.DeleteMarker;
import localrunner.s3.Version.StoredObject;

/** S3's lists, a page at a time: "Listing object keys programmatically" in the S3 User Guide. Immutable. */
final class ListOperations {

    private static final int MOST_ENTRIES = 1000;

    /** What every list may ask for. */
    private record Asked(String prefix, String delimiter, int most, Optional<String> encoding) {

        static Asked of(S3Request request, String mostName) {
            Optional<String> encoding = request.parameter("encoding-type").filter(text -> !text.isEmpty());
            encoding.filter(text -> !text.equals("url")).ifPresent(text -> {
                throw S3Exception.invalidArgument(
                        "Invalid Encoding Method specified in Request", "encoding-type", text);
            });
            return new Asked(
                    request.parameter("prefix").orElse(""),
                    request.parameter("delimiter").orElse(""),
                    Math.min(request.number(mostName, MOST_ENTRIES), MOST_ENTRIES),
                    encoding);
        }

        UnaryOperator<String> encoder() {
            return encoding.isPresent() ? EventKeys::encoded : text -> text;
        }

        /** Up to and with the first delimiter behind the prefix; empty for a key that stands by itself. */
        Optional<String> commonPrefix(String key) {
            int at = delimiter.isEmpty() ? -1 : key.indexOf(delimiter, prefix.length());
            return at < 0 ? Optional.empty() : Optional.of(key.substring(0, at + delimiter.length()));
        }
    }

    /**
     * A page of a list.
     *
     * @param last the last item or common prefix on it; empty when there is none, or nothing behind it
     */
    private record Page<T>(List<T> items, List<String> commonPrefixes, boolean truncated, Last<T> last) {}

    /** @param item empty when the page ends with a common prefix */
    private record Last<T>(Optional<T> item, String keyOrPrefix) {}

    /**
     * Takes the next page from items in the order of their keys.
     *
     * @param isBehind whether an item is behind the last page
     * @param after the key or common prefix with which the last page ended; empty for the first page
     */
    private static <T> Page<T> page(
            List<T> all, Function<T, String> key, Asked asked, Function<T, Boolean> isBehind, String after) {
        List<T> items = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        Last<T> last = new Last<>(Optional.empty(), "");
        for (T item : all) {
            Optional<String> common = asked.commonPrefix(key.apply(item));
            boolean seen = common.filter(
                            prefix -> (!prefixes.isEmpty() && prefixes.getLast().equals(prefix))
                                    || (!after.isEmpty()
                                            && KeyOrder.UTF8.compare(prefix, after) <= 0
                                            && after.startsWith(prefix)))
                    .isPresent();
            if (seen || !isBehind.apply(item)) {
                continue;
            }
            if (items.size() + prefixes.size() == asked.most()) {
                return new Page<>(items, prefixes, asked.most() > 0, last);
            }
            if (common.isPresent()) {
                prefixes.add(common.get());
                last = new Last<>(Optional.empty(), common.get());
            } else {
                items.add(item);
                last = new Last<>(Optional.of(item), key.apply(item));
            }
        }
        return new Page<>(items, prefixes, false, last);
    }

    private static Page<StoredObject> objects(OpenBucket bucket, Asked asked, String after) {
        return page(
                bucket.versions().objects(asked.prefix()),
                StoredObject::key,
                asked,
                object -> KeyOrder.UTF8.compare(object.key(), after) > 0,
                after);
    }

    StreamedResponse objectsV2(OpenBucket bucket, S3Request request) {
        Asked asked = Asked.of(request, "max-keys");
        Optional<String> token = request.parameter("continuation-token");
        Optional<String> startAfter = request.parameter("start-after").filter(text -> !text.isEmpty());
        // A start may lie within a common prefix, which is then still listed; a token that is one is behind it.
        String after = token.map(ListOperations::fromToken).or(() -> startAfter).orElse("");
        Page<StoredObject> page = objects(bucket, asked, after);
        UnaryOperator<String> encode = asked.encoder();
        boolean withOwner =
                request.parameter("fetch-owner").filter("true"::equals).isPresent();
        return Answers.xml(Map.of(), "ListBucketResult", xml -> {
            xml.element("Name", bucket.bucket().name()).element("Prefix", encode.apply(asked.prefix()));
            token.ifPresent(text -> xml.element("ContinuationToken", text));
            if (page.truncated()) {
                xml.element("NextContinuationToken", toToken(page.last().keyOrPrefix()));
            }
            startAfter.ifPresent(text -> xml.element("StartAfter", encode.apply(text)));
            xml.element("KeyCount", page.items().size() + page.commonPrefixes().size())
                    .element("MaxKeys", asked.most());
            writeCommon(xml, asked, page, encode);
            page.items().forEach(object -> writeObject(xml, object, encode, withOwner));
            writePrefixes(xml, page, encode);
        });
    }

    StreamedResponse objects(OpenBucket bucket, S3Request request) {
        Asked asked = Asked.of(request, "max-keys");
        String marker = request.parameter("marker").orElse("");
        Page<StoredObject> page = objects(bucket, asked, marker);
        UnaryOperator<String> encode = asked.encoder();
        return Answers.xml(Map.of(), "ListBucketResult", xml -> {
            xml.element("Name", bucket.bucket().name())
                    .element("Prefix", encode.apply(asked.prefix()))
                    .element("Marker", encode.apply(marker));
            if (page.truncated() && !asked.delimiter().isEmpty()) {
                xml.element("NextMarker", encode.apply(page.last().keyOrPrefix()));
            }
            xml.element("MaxKeys", asked.most());
            writeCommon(xml, asked, page, encode);
            page.items().forEach(object -> writeObject(xml, object, encode, true));
            writePrefixes(xml, page, encode);
        });
    }

    StreamedResponse versions(OpenBucket bucket, S3Request request) {
        Asked asked = Asked.of(request, "max-keys");
        String keyMarker = request.parameter("key-marker").orElse("");
        String versionMarker = request.parameter("version-id-marker").orElse("");
        if (keyMarker.isEmpty() && !versionMarker.isEmpty()) {
            throw S3Exception.invalidArgument(
                    "A version-id marker cannot be specified without a key marker.",
                    "version-id-marker",
                    versionMarker);
        }
        List<Listed> all = bucket.versions().versions(asked.prefix()).values().stream()
                .flatMap(versions ->
                        versions.stream().map(version -> new Listed(version, version.equals(versions.getFirst()))))
                .toList();
        int markerAt = versionMarker.isEmpty()
                ? -1
                : Stream.iterate(0, index -> index < all.size(), index -> index + 1)
                        .filter(index -> all.get(index).key().equals(keyMarker)
                                && all.get(index).version().versionId().equals(versionMarker))
                        .findFirst()
                        .orElse(-1);
        Page<Listed> page = page(
                markerAt < 0 ? all : all.subList(markerAt + 1, all.size()),
                Listed::key,
                asked,
                listed -> markerAt >= 0 || KeyOrder.UTF8.compare(listed.key(), keyMarker) > 0,
                keyMarker);
        UnaryOperator<String> encode = asked.encoder();
        return Answers.xml(Map.of(), "ListVersionsResult", xml -> {
            xml.element("Name", bucket.bucket().name())
                    .element("Prefix", encode.apply(asked.prefix()))
                    .element("KeyMarker", encode.apply(keyMarker))
                    .element("VersionIdMarker", versionMarker);
            if (page.truncated()) {
                xml.element("NextKeyMarker", encode.apply(page.last().keyOrPrefix()));
                page.last()
                        .item()
                        .ifPresent(item -> xml.element(
                                "NextVersionIdMarker", item.version().versionId()));
            }
            xml.element("MaxKeys", asked.most());
            writeCommon(xml, asked, page, encode);
            page.items().forEach(listed -> writeVersion(xml, listed, encode));
            writePrefixes(xml, page, encode);
        });
    }

    /** @param latest whether it is the newest one of its key */
    private record Listed(Version version, boolean latest) {
        String key() {
            return version.key();
        }
    }

    private static void writeVersion(Xml xml, Listed listed, UnaryOperator<String> encode) {
        switch (listed.version()) {
            case StoredObject object ->
                xml.element("Version", entry -> {
                    entry.element("Key", encode.apply(object.key()))
                            .element("VersionId", object.versionId())
                            .element("IsLatest", listed.latest());
                    writeDetails(entry, object);
                    writeOwner(entry);
                });
            case DeleteMarker marker ->
                xml.element("DeleteMarker", entry -> {
                    entry.element("Key", encode.apply(marker.key()))
                            .element("VersionId", marker.versionId())
                            .element("IsLatest", listed.latest())
                            .element("LastModified", Answers.xmlDate(marker.lastModified()));
                    writeOwner(entry);
                });
        }
    }

    private static <T> void writeCommon(Xml xml, Asked asked, Page<T> page, UnaryOperator<String> encode) {
        if (!asked.delimiter().isEmpty()) {
            xml.element("Delimiter", encode.apply(asked.delimiter()));
        }
        xml.element("EncodingType", asked.encoding()).element("IsTruncated", page.truncated());
    }

    private static <T> void writePrefixes(Xml xml, Page<T> page, UnaryOperator<String> encode) {
        page.commonPrefixes()
                .forEach(prefix ->
                        xml.element("CommonPrefixes", entry -> entry.element("Prefix", encode.apply(prefix))));
    }

    private static void writeObject(Xml xml, StoredObject object, UnaryOperator<String> encode, boolean withOwner) {
        xml.element("Contents", entry -> {
            entry.element("Key", encode.apply(object.key()));
            writeDetails(entry, object);
            if (withOwner) {
                writeOwner(entry);
            }
        });
    }

    private static void writeDetails(Xml entry, StoredObject object) {
        entry.element("LastModified", Answers.xmlDate(object.lastModified()))
                .element("ETag", Conditions.quoted(object.etag()))
                .element("ChecksumAlgorithm", object.checksum().algorithm().text())
                .element("ChecksumType", object.checksum().type().name())
                .element("Size", object.size())
                .element("StorageClass", object.description().storageClass().orElse("STANDARD"));
    }

    private static void writeOwner(Xml entry) {
        entry.element("Owner", owner -> owner.element("ID", Application.ACCOUNT_ID));
    }

    private static String toToken(String keyOrPrefix) {
        return Base64.getUrlEncoder().encodeToString(keyOrPrefix.getBytes(StandardCharsets.UTF_8));
    }

    private static String fromToken(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Exception.invalidArgument(
                    "The continuation token provided is incorrect", "continuation-token", token);
        }
    }

    StreamedResponse uploads(OpenBucket bucket, S3Request request) {
        Asked asked = Asked.of(request, "max-uploads");
        String keyMarker = request.parameter("key-marker").orElse("");
        String idMarker = request.parameter("upload-id-marker").orElse("");
        List<Upload> all = bucket.uploads().all().stream()
                .filter(upload -> upload.key().startsWith(asked.prefix()))
                .toList();
        Page<Upload> page = page(all, Upload::key, asked, isBehind(all, keyMarker, idMarker), keyMarker);
        UnaryOperator<String> encode = asked.encoder();
        return Answers.xml(Map.of(), "ListMultipartUploadsResult", xml -> {
            xml.element("Bucket", bucket.bucket().name())
                    .element("KeyMarker", encode.apply(keyMarker))
                    .element("UploadIdMarker", idMarker);
            if (page.truncated()) {
                xml.element("NextKeyMarker", encode.apply(page.last().keyOrPrefix()));
                page.last().item().ifPresent(upload -> xml.element("NextUploadIdMarker", upload.id()));
            }
            xml.element("Prefix", encode.apply(asked.prefix())).element("MaxUploads", asked.most());
            writeCommon(xml, asked, page, encode);
            page.items().forEach(upload -> writeUpload(xml, upload, encode));
            writePrefixes(xml, page, encode);
        });
    }

    private static Function<Upload, Boolean> isBehind(List<Upload> all, String keyMarker, String idMarker) {
        int at = all.stream()
                .filter(upload -> upload.key().equals(keyMarker) && upload.id().equals(idMarker))
                .findFirst()
                .map(all::indexOf)
                .orElse(-1);
        return upload -> KeyOrder.UTF8.compare(upload.key(), keyMarker) > 0 || (at >= 0 && all.indexOf(upload) > at);
    }

    private static void writeUpload(Xml xml, Upload upload, UnaryOperator<String> encode) {
        xml.element("Upload", entry -> {
            entry.element("Key", encode.apply(upload.key())).element("UploadId", upload.id());
            entry.element("Initiator", owner -> owner.element("ID", Application.ACCOUNT_ID));
            writeOwner(entry);
            entry.element("StorageClass", upload.description().storageClass().orElse("STANDARD"))
                    .element("Initiated", Answers.xmlDate(upload.initiated()));
            upload.checksum()
                    .ifPresent(checksum -> entry.element(
                                    "ChecksumAlgorithm", checksum.algorithm().text())
                            .element("ChecksumType", checksum.type().name()));
        });
    }

    StreamedResponse parts(OpenBucket bucket, S3Request request) {
        Upload upload = MultipartOperations.upload(bucket, request);
        int marker = request.number("part-number-marker", 0);
        int most = Math.min(request.number("max-parts", MOST_ENTRIES), MOST_ENTRIES);
        List<Part> behind = bucket.uploads().parts(upload).stream()
                .filter(part -> part.number() > marker)
                .toList();
        List<Part> shown = behind.subList(0, Math.min(most, behind.size()));
        return Answers.xml(Map.of(), "ListPartsResult", xml -> {
            xml.element("Bucket", bucket.bucket().name())
                    .element("Key", upload.key())
                    .element("UploadId", upload.id());
            xml.element("Initiator", owner -> owner.element("ID", Application.ACCOUNT_ID));
            writeOwner(xml);
            xml.element("StorageClass", upload.description().storageClass().orElse("STANDARD"))
                    .element("PartNumberMarker", marker)
                    .element(
                            "NextPartNumberMarker",
                            shown.isEmpty() ? 0 : shown.getLast().number())
                    .element("MaxParts", most)
                    .element("IsTruncated", shown.size() < behind.size());
            upload.checksum()
                    .ifPresent(checksum -> xml.element(
                                    "ChecksumAlgorithm", checksum.algorithm().text())
                            .element("ChecksumType", checksum.type().name()));
            shown.forEach(part -> writePart(xml, part, upload));
        });
    }

    private static void writePart(Xml xml, Part part, Upload upload) {
        xml.element("Part", entry -> {
            entry.element("PartNumber", part.number())
                    .element("LastModified", Answers.xmlDate(part.lastModified()))
                    .element("ETag", Conditions.quoted(part.etag()))
                    .element("Size", part.content().size());
            if (upload.checksum().isPresent()) {
                entry.element(
                        part.content().checksum().algorithm().element(),
                        part.content().checksum().value());
            }
        });
    }
}
