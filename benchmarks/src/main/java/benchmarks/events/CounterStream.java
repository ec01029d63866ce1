package benchmarks.events;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Keeps counters as the functions in front of the stream do, and makes the stream's record of each change. Not thread-safe.
 *
 * <p>A record has the counter's new image and its old one, since some contenders need both.
 */
public final class CounterStream {

    private final int shards;
    private final Map<String, long[]> counters = new HashMap<>();
    private long records;

    /** @param shards counters that a word is spread over */
    public CounterStream(int shards) {
        this.shards = shards;
    }

    /**
     * A record of the stream.
     *
     * @param key of the item, by which the stream chooses a shard and Lambda a lane
     * @param createdAt by {@link System#nanoTime}
     */
    public record StreamRecord(String key, String sequenceNumber, String json, long createdAt) {}

    /** An event of Lambda's with these records. */
    public static String event(Collection<StreamRecord> records) {
        StringBuilder event = new StringBuilder(records.size() * 700).append("{\"Records\":[");
        String separator = "";
        for (StreamRecord streamRecord : records) {
            event.append(separator).append(streamRecord.json());
            separator = ",";
        }
        return event.append("]}").toString();
    }

    /** Adds the 1 to each word of an event. */
    public List<StreamRecord> count(String eventId, Collection<String> words, long now) {
        return change(eventId, words, 1, 0, now);
    }

    /** Adds the 10 to each word of an event. */
    public List<StreamRecord> multiply(String eventId, Collection<String> words, long now) {
        return change(eventId, words, 0, 1, now);
    }

    /** What all words' summaries must add up to, once every record is merged. */
    public long total() {
        return counters.values().stream()
                .mapToLong(values -> values[0] + 10 * values[1])
                .sum();
    }

    private List<StreamRecord> change(String eventId, Collection<String> words, int counted, int multiplied, long now) {
        int shard = shardOf(eventId);
        List<StreamRecord> made = new ArrayList<>();
        for (String word : words) {
            String key = word + "#" + shard;
            long[] values = counters.computeIfAbsent(key, _ -> new long[2]);
            String before = values[0] == 0 ? "" : ",\"OldImage\":" + image(key, word, shard, values);
            values[0] += counted;
            values[1] += multiplied;
            made.add(streamRecord(key, before, image(key, word, shard, values), now));
        }
        return made;
    }

    private StreamRecord streamRecord(String key, String before, String image, long now) {
        String sequenceNumber = "44215845000000000%012d".formatted(++records);
        String json =
                """
                {"eventID":"%032x","eventName":"%s","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1",\
                "dynamodb":{"ApproximateCreationDateTime":1795262401,"Keys":{"wordShard":{"S":"%s"}},"NewImage":%s%s,\
                "SequenceNumber":"%s","SizeBytes":120,"StreamViewType":"NEW_AND_OLD_IMAGES"},\
                "eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/WordCounts/stream/2026-11-21T11:00:00.000"}""".formatted(records, before.isEmpty() ? "INSERT" : "MODIFY", key, image, before, sequenceNumber);
        return new StreamRecord(key, sequenceNumber, json, now);
    }

    private static String image(String key, String word, int shard, long[] values) {
        return """
                {"wordShard":{"S":"%s"},"word":{"S":"%s"},"shard":{"N":"%d"},"count":{"N":"%d"},"counted":{"N":"%d"}%s}""".formatted(
                        key,
                        word,
                        shard,
                        values[0] + 10 * values[1],
                        values[0],
                        values[1] == 0 ? "" : ",\"multiplied\":{\"N\":\"%d\"}".formatted(values[1]));
    }

    private int shardOf(String eventId) {
        CRC32 crc = new CRC32();
        crc.update(eventId.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % shards);
    }
}
