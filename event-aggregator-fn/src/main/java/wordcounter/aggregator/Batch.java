package wordcounter.aggregator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import wordcounter.counts.CounterValues;
import wordcounter.counts.Tally;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/**
 * A batch of stream records as steps. There is one step per word, with the largest values of each of its counters, and
 * one per record that can't be read.
 *
 * <p>The steps are in the order of their first records, and that makes a checkpoint safe: the first step that is not done
 * has the first record of all that are not done.
 *
 * @param records how many records the steps were made of
 * @param newest when the last of their changes was made, to the second; empty when no record tells
 */
record Batch(int records, Optional<Instant> newest, List<Step> steps) {

    /** What is to be done for one or more records. */
    sealed interface Step {
        /** The sequence number of its first record. */
        String firstSequenceNumber();
    }

    record WordStep(String firstSequenceNumber, String word, SortedMap<Integer, Tally> values) implements Step {}

    record UnreadableStep(String firstSequenceNumber, String reason, JsonObject streamRecord) implements Step {}

    /** What there is to merge, by word, in the order of the steps. */
    Map<String, SortedMap<Integer, Tally>> values() {
        Map<String, SortedMap<Integer, Tally>> values = new LinkedHashMap<>();
        for (Step step : steps) {
            if (step instanceof WordStep(var ignored, var word, var seen)) {
                values.put(word, seen);
            }
        }
        return values;
    }

    /** @throws InvalidJsonException when this is no event of a DynamoDB stream */
    static Batch of(JsonObject event) {
        Map<String, WordStep> words = new LinkedHashMap<>();
        List<Step> steps = new ArrayList<>();
        List<JsonObject> streamRecords = event.requiredObjects("Records");
        for (JsonObject streamRecord : streamRecords) {
            String sequenceNumber = streamRecord.requiredObject("dynamodb").requiredString("SequenceNumber");
            try {
                CounterValues change = CounterValues.parse(streamRecord);
                WordStep step = words.get(change.word());
                if (step == null) {
                    step = new WordStep(sequenceNumber, change.word(), new TreeMap<>());
                    words.put(change.word(), step);
                    steps.add(step);
                }
                step.values().merge(change.shard(), change.tally(), Tally::max);
            } catch (InvalidJsonException e) {
                steps.add(new UnreadableStep(sequenceNumber, "not a counter: " + e.getMessage(), streamRecord));
            }
        }
        Optional<Instant> newest =
                streamRecords.stream().flatMap(each -> madeAt(each).stream()).max(Comparator.naturalOrder());
        return new Batch(streamRecords.size(), newest, steps);
    }

    /** Lambda writes seconds, as a whole number or with a fraction. */
    private static Optional<Instant> madeAt(JsonObject streamRecord) {
        return streamRecord.requiredObject("dynamodb").members().get("ApproximateCreationDateTime")
                        instanceof Number seconds
                ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                : Optional.empty();
    }
}
