package localrunner.data;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import localrunner.application.Bucket;
import localrunner.s3.BucketContents;
import localrunner.s3.BucketContents.StoredKey;
import localrunner.web.WebRefusal;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Shows the objects of the application's buckets. Thread-safe. */
final class Buckets {

    /** Objects on a page. */
    static final int PAGE = 100;

    /** How much of an object is shown. */
    static final int MOST_BYTES = 256 * 1024;

    private static final JsonMapper JSON = JsonMapper.shared();

    private final BucketContents contents;

    Buckets(BucketContents contents) {
        this.contents = contents;
    }

    ObjectNode objects(Bucket bucket, String prefix, Optional<String> after) {
        List<StoredKey> found = contents.keys(bucket.name(), prefix, after, PAGE + 1);
        ObjectNode page = JSON.createObjectNode();
        ArrayNode objects = page.putArray("objects");
        found.stream().limit(PAGE).map(Buckets::described).forEach(objects::add);
        if (found.size() > PAGE) {
            page.put("next", found.get(PAGE - 1).key());
        }
        return page;
    }

    /** An object with the beginning of its content: as text if it is UTF-8, else as base64. */
    ObjectNode object(Bucket bucket, String key) {
        StoredKey found = contents.find(bucket.name(), key).orElseThrow(() -> gone(bucket, key));
        byte[] begin = contents.content(bucket.name(), key, MOST_BYTES).orElseThrow(() -> gone(bucket, key));
        ObjectNode node = described(found);
        boolean truncated = found.size() > begin.length;
        text(begin, truncated)
                .ifPresentOrElse(
                        text -> node.put("text", text),
                        () -> node.put("base64", Base64.getEncoder().encodeToString(begin)));
        return node.put("truncated", truncated);
    }

    private static WebRefusal gone(Bucket bucket, String key) {
        return new WebRefusal(
                404, "the bucket " + bucket.logicalId() + " has no object " + key + "; it may have been deleted");
    }

    private static ObjectNode described(StoredKey object) {
        ObjectNode node = JSON.createObjectNode()
                .put("key", object.key())
                .put("bytes", object.size())
                .put("lastModified", object.lastModified().toString())
                .put("versionId", object.versionId())
                .put("versions", object.versions());
        object.contentType().ifPresent(type -> node.put("contentType", type));
        ObjectNode metadata = node.putObject("metadata");
        object.metadata().forEach(metadata::put);
        return node;
    }

    /** Text that was cut may end in the middle of a character, which is then left out. */
    private static Optional<String> text(byte[] bytes, boolean cut) {
        int length = bytes.length;
        for (int dropped = 0; dropped <= (cut ? 3 : 0) && dropped <= length; dropped++) {
            try {
                return Optional.of(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes, 0, length - dropped))
                        .toString());
            } catch (CharacterCodingException e) {
                // Less of it may be well-formed.
            }
        }
        return Optional.empty();
    }
}
