package wordcounter.counts;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.words.Words;

/** A counter's values, from one record of the WordCounts table's stream or from the table itself. */
public record CounterValues(String word, int shard, Tally tally) {

    /** @throws InvalidJsonException when the record is not of a counter as the count store writes it */
    public static CounterValues parse(JsonObject streamRecord) {
        JsonObject image = streamRecord
                .requiredObject("dynamodb")
                .optionalObject("NewImage")
                .orElseThrow(() -> new InvalidJsonException("'NewImage' is missing: counters are never deleted"));
        return of(
                name -> image.optionalObject(name).map(value -> value.requiredString("S")),
                name -> image.optionalObject(name).map(value -> value.requiredString("N")));
    }

    /** @throws InvalidJsonException when the item is not a counter as the count store writes it */
    public static CounterValues of(Map<String, AttributeValue> item) {
        return of(
                name -> Optional.ofNullable(item.get(name)).map(value -> typed(name, value.s())),
                name -> Optional.ofNullable(item.get(name)).map(value -> typed(name, value.n())));
    }

    private static String typed(String name, @Nullable String value) {
        if (value == null) {
            throw new InvalidJsonException("'" + name + "' is of another type");
        }
        return value;
    }

    private static CounterValues of(
            Function<String, Optional<String>> strings, Function<String, Optional<String>> numbers) {
        String word = required(CounterItem.WORD, strings);
        long shard = number(CounterItem.SHARD, required(CounterItem.SHARD, numbers));
        if (word.codePointCount(0, word.length()) > Words.MAX_CODE_POINTS) {
            throw new InvalidJsonException("'" + CounterItem.WORD + "' is longer than a word may be");
        }
        if (shard >= EventCounter.MAX_SHARDS) {
            throw new InvalidJsonException(
                    "'" + CounterItem.SHARD + "' is none: a word has " + EventCounter.MAX_SHARDS);
        }
        if (!required(CounterItem.WORD_SHARD, strings).equals(CounterItem.key(word, (int) shard))) {
            throw new InvalidJsonException("'" + CounterItem.WORD_SHARD + "' is not that of its word and shard");
        }
        return new CounterValues(
                word,
                (int) shard,
                new Tally(
                        optionalNumber(CounterItem.COUNTED, numbers),
                        optionalNumber(CounterItem.MULTIPLIED, numbers),
                        optionalNumber(CounterItem.FORGOTTEN, numbers)));
    }

    private static String required(String name, Function<String, Optional<String>> values) {
        return values.apply(name).orElseThrow(() -> new InvalidJsonException("'" + name + "' is missing"));
    }

    private static long optionalNumber(String name, Function<String, Optional<String>> numbers) {
        return numbers.apply(name).map(digits -> number(name, digits)).orElse(0L);
    }

    private static long number(String name, String digits) {
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
