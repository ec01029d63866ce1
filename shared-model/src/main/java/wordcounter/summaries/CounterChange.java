package wordcounter.summaries;

import java.util.Optional;
import wordcounter.counts.CounterItem;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/** A counter's new values, from one record of the WordCounts table's stream. */
public record CounterChange(String word, int shard, Seen seen) {

    /** @throws InvalidJsonException when the record is not of a counter as the count store writes it */
    public static CounterChange parse(JsonObject streamRecord) {
        JsonObject image = streamRecord
                .requiredObject("dynamodb")
                .optionalObject("NewImage")
                .orElseThrow(() -> new InvalidJsonException("'NewImage' is missing: counters are never deleted"));
        String word = image.requiredObject(CounterItem.WORD).requiredString("S");
        int shard = Math.toIntExact(requiredNumber(image, CounterItem.SHARD));
        String key = image.requiredObject(CounterItem.WORD_SHARD).requiredString("S");
        if (!key.equals(CounterItem.key(word, shard))) {
            throw new InvalidJsonException("'" + CounterItem.WORD_SHARD + "' is not that of its word and shard");
        }
        return new CounterChange(
                word,
                shard,
                new Seen(
                        optionalNumber(image, CounterItem.COUNTED),
                        optionalNumber(image, CounterItem.MULTIPLIED),
                        optionalNumber(image, CounterItem.FORGOTTEN)));
    }

    private static long requiredNumber(JsonObject image, String name) {
        return number(name, image.requiredObject(name));
    }

    private static long optionalNumber(JsonObject image, String name) {
        Optional<JsonObject> value = image.optionalObject(name);
        return value.isPresent() ? number(name, value.get()) : 0;
    }

    private static long number(String name, JsonObject value) {
        String digits = value.requiredString("N");
        try {
            long number = Long.parseLong(digits);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new InvalidJsonException("'" + name + "' is not a whole number");
        }
        throw new InvalidJsonException("'" + name + "' is negative");
    }
}
