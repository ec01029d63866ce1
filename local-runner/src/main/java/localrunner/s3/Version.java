package localrunner.s3;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Bucket;

/** A version of a key: an object, or the mark that it was deleted. Immutable. */
sealed interface Version {

    /** The id of a version that was made while its bucket kept no versions. */
    String NULL_ID = "null";

    String key();

    String versionId();

    Instant lastModified();

    /** A version in which the key is not there. */
    record DeleteMarker(String key, String versionId, Instant lastModified) implements Version {}

    /**
     * A version with content.
     *
     * @param file has the content, and belongs to this version alone
     * @param etag without quotation marks
     * @param partSizes of an object that came in parts; empty for any other
     */
    record StoredObject(
            String key,
            String versionId,
            Instant lastModified,
            Path file,
            long size,
            String etag,
            Description description,
            ContentChecksum checksum,
            List<Long> partSizes)
            implements Version {

        public StoredObject {
            partSizes = List.copyOf(partSizes);
        }

        StoredObject withTags(Map<String, String> tags) {
            return new StoredObject(
                    key, versionId, lastModified, file, size, etag, description.withTags(tags), checksum, partSizes);
        }
    }

    /**
     * What an upload says of an object beside its content.
     *
     * @param headers that an answer repeats, such as {@code content-type}; names in lower case
     * @param metadata the user's own, without {@code x-amz-meta-}
     * @param storageClass empty for {@code STANDARD}
     */
    record Description(
            Map<String, String> headers,
            Map<String, String> metadata,
            Bucket.Encryption encryption,
            Optional<String> storageClass,
            Map<String, String> tags) {

        public Description {
            headers = Map.copyOf(headers);
            metadata = Map.copyOf(metadata);
            tags = Map.copyOf(tags);
        }

        Description withTags(Map<String, String> other) {
            return new Description(headers, metadata, encryption, storageClass, other);
        }
    }
}
