package localrunner.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.s3.Version.StoredObject;

/** Shows what is in the application's buckets, for people. Thread-safe. */
public final class BucketContents {

    private final Map<String, OpenBucket> buckets;

    BucketContents(Map<String, OpenBucket> buckets) {
        this.buckets = buckets;
    }

    /**
     * An object, in its newest version.
     *
     * @param versionId {@code null} where the bucket keeps no versions
     * @param versions how many there are of the key, deletions among them
     * @param contentType as the upload said it
     * @param metadata the user's own, without {@code x-amz-meta-}
     */
    public record StoredKey(
            String key,
            long size,
            Instant lastModified,
            String versionId,
            int versions,
            Optional<String> contentType,
            Map<String, String> metadata) {
        public StoredKey {
            metadata = Map.copyOf(metadata);
        }
    }

    /**
     * The keys that have an object, in the order in which S3 lists them.
     *
     * @param after the key before the first one; empty to begin with the first
     * @throws IllegalArgumentException when the application has no such bucket
     */
    public List<StoredKey> keys(String bucket, String prefix, Optional<String> after, int most) {
        VersionStore store = store(bucket);
        return store.objects(prefix).stream()
                .filter(object -> after.isEmpty() || KeyOrder.UTF8.compare(object.key(), after.get()) > 0)
                .limit(most)
                .map(object -> described(store, object))
                .toList();
    }

    /** An object by its key; empty when it is not there, or was deleted. The exception is that of {@link #keys}. */
    public Optional<StoredKey> find(String bucket, String key) {
        VersionStore store = store(bucket);
        return object(store, key).map(object -> described(store, object));
    }

    /**
     * The beginning of an object's content; empty when it is not there, or not any more. The exception is that of {@link
     * #keys}.
     */
    public Optional<byte[]> content(String bucket, String key, int mostBytes) {
        return object(store(bucket), key).flatMap(object -> read(object, mostBytes));
    }

    private static Optional<byte[]> read(StoredObject object, int mostBytes) {
        try (InputStream in = Files.newInputStream(object.file())) {
            return Optional.of(in.readNBytes(mostBytes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("The object " + object.key() + " can't be read", e);
        }
    }

    private static Optional<StoredObject> object(VersionStore store, String key) {
        return store.find(key, Optional.empty())
                .filter(StoredObject.class::isInstance)
                .map(StoredObject.class::cast);
    }

    private static StoredKey described(VersionStore store, StoredObject object) {
        return new StoredKey(
                object.key(),
                object.size(),
                object.lastModified(),
                object.versionId(),
                store.count(object.key()),
                Optional.ofNullable(object.description().headers().get("content-type")),
                object.description().metadata());
    }

    private VersionStore store(String bucket) {
        OpenBucket open = buckets.get(bucket);
        if (open == null) {
            throw new IllegalArgumentException("The application has no bucket " + bucket);
        }
        return open.versions();
    }
}
