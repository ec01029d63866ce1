package wordcounter.uploads;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.dynamodb.StoredItem;

/** The layout of the Uploads table: one item for each version of a file. */
public final class UploadItem {

    /** Partition key. */
    public static final String UPLOAD_ID = "uploadId";

    static final String BUCKET = "bucket";
    static final String KEY = "key";
    static final String VERSION = "version";
    static final String SIZE = "size";
    static final String PUT_AT = "putAt";
    static final String CUT_RULES = "cutRules";
    static final String CHUNK_BYTES = "chunkBytes";
    static final String CHUNK_WORDS = "chunkWords";
    static final String COUNTED_CHUNKS = "countedChunks";
    static final String COUNTED_BYTES = "countedBytes";
    static final String REFUSAL = "refusal";

    /** Time to live, in seconds since 1970. */
    static final String EXPIRES_AT = "expiresAt";

    private UploadItem() {}

    /** @throws IllegalStateException when it is no item of an upload */
    public static Upload parse(Map<String, AttributeValue> attributes) {
        StoredItem item = new StoredItem("an item of an upload", attributes);
        return new Upload(
                item.requiredText(UPLOAD_ID),
                new UploadedFile(
                        item.requiredText(BUCKET),
                        item.requiredText(KEY),
                        item.requiredText(VERSION),
                        item.requiredNumber(SIZE),
                        Instant.parse(item.requiredText(PUT_AT))),
                attributes.containsKey(CUT_RULES) ? Optional.of(cut(item)) : Optional.empty(),
                progress(item),
                attributes.containsKey(REFUSAL) ? Optional.of(item.requiredText(REFUSAL)) : Optional.empty());
    }

    private static Cut cut(StoredItem item) {
        return new Cut(
                Math.toIntExact(item.requiredNumber(CUT_RULES)),
                Math.toIntExact(item.requiredNumber(CHUNK_BYTES)),
                Math.toIntExact(item.requiredNumber(CHUNK_WORDS)));
    }

    static Progress progress(StoredItem item) {
        return new Progress(Math.toIntExact(item.optionalNumber(COUNTED_CHUNKS)), item.optionalNumber(COUNTED_BYTES));
    }
}
