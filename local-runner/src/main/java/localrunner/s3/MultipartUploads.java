package localrunner.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import localrunner.s3.Version.Description;

/** The uploads in parts that a bucket has begun and not ended. Thread-safe. */
final class MultipartUploads {

    private final Map<String, Begun> byId = new HashMap<>();

    private record Begun(Upload upload, NavigableMap<Integer, Part> parts) {}

    /**
     * An upload.
     *
     * @param checksum which its parts have; empty when its client named none
     */
    record Upload(String id, String key, Instant initiated, Description description, Optional<PartChecksum> checksum) {}

    /** What the checksum of an upload's object is made of. */
    record PartChecksum(ChecksumAlgorithm algorithm, ContentChecksum.Type type) {}

    /** A part that has arrived. */
    record Part(int number, Received content, Instant lastModified) {

        String etag() {
            return content.md5().hex();
        }
    }

    synchronized void begin(Upload upload) {
        byId.put(upload.id(), new Begun(upload, new TreeMap<>()));
    }

    /** @throws S3Exception when there is none, or it is for another key */
    synchronized Upload find(String id, String key) {
        return Optional.ofNullable(byId.get(id))
                .map(Begun::upload)
                .filter(upload -> upload.key().equals(key))
                .orElseThrow(() -> S3Exception.noSuchUpload(id));
    }

    /**
     * Adds a part, in the place of the one with the same number.
     *
     * @throws S3Exception when the upload has ended meanwhile; the part's file is gone then
     */
    synchronized void add(Upload upload, Part part) throws IOException {
        Begun begun = byId.get(upload.id());
        if (begun == null) {
            Files.deleteIfExists(part.content().file());
            throw S3Exception.noSuchUpload(upload.id());
        }
        Part replaced = begun.parts().put(part.number(), part);
        if (replaced != null) {
            Files.deleteIfExists(replaced.content().file());
        }
    }

    /** In the order of their numbers. */
    synchronized List<Part> parts(Upload upload) {
        return Optional.ofNullable(byId.get(upload.id()))
                .map(begun -> List.copyOf(begun.parts().values()))
                .orElse(List.of());
    }

    /**
     * Takes an upload out, and with it its parts.
     *
     * @throws S3Exception when somebody else has ended it
     */
    synchronized List<Part> end(Upload upload) {
        return Optional.ofNullable(byId.remove(upload.id()))
                .map(begun -> List.copyOf(begun.parts().values()))
                .orElseThrow(() -> S3Exception.noSuchUpload(upload.id()));
    }

    /** In the order of a list: by key, then by the time at which they began. */
    synchronized List<Upload> all() {
        return byId.values().stream()
                .map(Begun::upload)
                .sorted(Comparator.comparing(Upload::key, KeyOrder.UTF8)
                        .thenComparing(Upload::initiated)
                        .thenComparing(Upload::id))
                .toList();
    }
}
