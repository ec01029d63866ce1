package wordcounter.uploads;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import wordcounter.intake.EventIds;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/**
 * A file in the bucket. Its version makes it unchangeable: the same key put again is another file.
 *
 * @param size in bytes
 * @param putAt when it was put there, in milliseconds
 */
public record UploadedFile(String bucket, String key, String version, long size, Instant putAt) {

    /** The part of a key in front of the name, in which files are counted; the template's filter has it too. */
    public static final String INBOX = "inbox/";

    /** Names in the hashes that ids are made of. */
    private static final String UPLOAD = "upload";

    private static final String CHUNK = "chunk of an upload";

    /**
     * Reads a record of S3's event (AWS document "Event message structure" of Amazon S3, version 2.x).
     *
     * @throws InvalidJsonException when it is none, or the bucket keeps no versions
     */
    public static UploadedFile of(JsonObject s3Record) {
        JsonObject s3 = s3Record.requiredObject("s3");
        JsonObject object = s3.requiredObject("object");
        return new UploadedFile(
                s3.requiredObject("bucket").requiredString("name"),
                decoded(object.requiredString("key")),
                object.requiredString("versionId"),
                size(object),
                instant(s3Record.requiredString("eventTime")));
    }

    /** S3's event with these records, as a function hands on what is left to do. */
    public static JsonObject event(List<JsonObject> s3Records) {
        return JsonObject.builder().put("Records", s3Records).build();
    }

    private static String decoded(String key) {
        try {
            return URLDecoder.decode(key, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new InvalidJsonException("'key' is not URL-encoded");
        }
    }

    private static long size(JsonObject object) {
        long size = object.requiredLong("size");
        if (size < 0) {
            throw new InvalidJsonException("'size' is negative");
        }
        return size;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            throw new InvalidJsonException("'eventTime' is not an ISO 8601 instant");
        }
    }

    /** What the file is known by: a hash of bucket, key and version. */
    public String uploadId(EventIds eventIds) {
        return eventIds.of(UPLOAD, bucket, key, version);
    }

    /** The id of a chunk's event: a hash of bucket, key, version and number. */
    public String eventId(EventIds eventIds, int chunk) {
        return eventIds.of(CHUNK, bucket, key, version, Integer.toString(chunk));
    }
}
