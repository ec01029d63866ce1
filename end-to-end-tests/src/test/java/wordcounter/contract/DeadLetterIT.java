package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.counts.EventCounter;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;
import wordcounter.words.Words;

/** What can never be counted is kept, with all that was in it, and stands in nobody's way. */
@AgainstTarget(alone = true)
class DeadLetterIT extends Contract {

    DeadLetterIT(Target target) {
        super(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MARK", "{\"eventId\": \"MARK\"}", "{\"MARK\": ", "\u65e5 MARK \ud83d\udc4d"})
    void message_shouldBeParkedAsItIs_whenItIsNoEvent(String message) {
        String mark = Fresh.word();

        stack.publish(message.replace("MARK", mark));

        JsonObject parked = JsonObject.parse(stack.takeDeadLetter(body -> body.contains(mark)));
        assertThat(parked.requiredString("parked")).isEqualTo("SNS_RECORD");
        assertThat(parked.requiredString("function")).isEqualTo("sns-multiplier-fn");
        assertThat(parked.requiredString("reason")).startsWith("not an event");
        assertThat(parked.requiredObject("payload").requiredObject("Sns").requiredString("Message"))
                .isEqualTo(message.replace("MARK", mark));
    }

    @Test
    void event_shouldBeParkedAndNotCounted_whenItIsOlderThanTheLedgerRemembers() {
        String word = Fresh.word();
        String young = Fresh.word();
        WordsEvent event = event(word, Instant.now().minus(EventCounter.MAX_AGE).minus(Duration.ofHours(1)));

        stack.publish(event.toJson());
        stack.publish(event(young, Instant.now().minus(EventCounter.MAX_AGE).plus(Duration.ofHours(1)))
                .toJson());

        JsonObject parked = JsonObject.parse(stack.takeDeadLetter(body -> body.contains(word)));
        assertThat(parked.requiredString("reason")).isEqualTo("older than the ledger remembers");
        assertThat(parked.requiredObject("payload").requiredObject("Sns").requiredString("Message"))
                .isEqualTo(event.toJson());
        awaitCount(young, 11);
        assertThat(api.consistentCount(word)).isZero();
        assertThat(api.get("/events/" + event.eventId()).status()).isEqualTo(404);
    }

    @Test
    void item_shouldBeParkedAndTheWordsAfterItCounted_whenItIsNoCounter() {
        assertParked(Map.of("note", AttributeValue.fromS("written by hand")));
    }

    @Test
    void item_shouldBeParkedAndTheWordsAfterItCounted_whenItsShardIsNoShard() {
        String word = Fresh.word();
        assertParked(Map.of(
                "word", AttributeValue.fromS(word),
                "shard", AttributeValue.fromN("99999999999"),
                "counted", AttributeValue.fromN("1")));
    }

    /** What the aggregator logged right after the only line that says that the record was parked, once it has. */
    private Optional<JsonObject> lineAfterParking(String sequenceNumber) {
        List<String> log = target.logLines("EventAggregatorFunction");
        List<Integer> parking = IntStream.range(0, log.size())
                .filter(line ->
                        log.get(line).contains("\"parked\"") && log.get(line).contains(sequenceNumber))
                .boxed()
                .toList();
        assertThat(parking).as("lines that say so").hasSizeLessThanOrEqualTo(1);
        return parking.stream()
                .flatMap(line -> log.subList(line + 1, log.size()).stream())
                .filter(line -> line.startsWith("{"))
                .map(JsonObject::parse)
                .findFirst();
    }

    @Test
    void records_shouldBeAppliedOnceAndInTheSameAttempt_whenOneOfAHundredIsUnreadable() {
        List<String> words = Stream.generate(Fresh::word).limit(99).toList();
        String mark = Fresh.word();
        List<Map<String, AttributeValue>> items =
                new ArrayList<>(words.stream().map(Stack::counterOf).toList());
        items.add(41, Map.of("wordShard", AttributeValue.fromS(mark), "note", AttributeValue.fromS("by hand")));

        stack.putCounters(items);

        JsonObject parked = JsonObject.parse(stack.takeDeadLetter(body -> body.contains(mark)));
        assertThat(parked.requiredString("parked")).isEqualTo("STREAM_RECORD");
        JsonObject record = parked.requiredObject("payload").requiredObject("dynamodb");
        assertThat(record.requiredObject("NewImage").members()).containsOnlyKeys("wordShard", "note");
        Stack.soon()
                .untilAsserted(() -> assertThat(words)
                        .allSatisfy(word ->
                                assertThat(stack.summaryWrites(word)).as(word).isEqualTo(1)));
        JsonObject afterwards = Stack.soon()
                .until(() -> lineAfterParking(record.requiredString("SequenceNumber")), Optional::isPresent)
                .orElseThrow();
        assertThat(afterwards.requiredString("message")).isEqualTo("aggregated");
        assertThat(afterwards.requiredLong("words") + afterwards.requiredLong("parked"))
                .isGreaterThanOrEqualTo(100);
    }

    @Test
    void records_shouldBeAppliedOnce_whileOneAmongThemFailsForAWhile() {
        String before = Fresh.word();
        String word = Fresh.word();
        String after = Fresh.word();
        stack.breakSummary(word);

        stack.putCounters(Stream.of(before, word, after).map(Stack::counterOf).toList());

        Stack.soon().until(() -> stack.summaryWrites(before) == 1 && stack.summaryWrites(after) == 1);
        Stack.soon()
                .until(() -> target.logLines("EventAggregatorFunction").stream()
                        .anyMatch(line -> line.contains("\"failed\"") && line.contains("a summary has no")));

        stack.deleteSummary(word);

        Stack.soon().until(() -> stack.summaryWrites(word) == 1);
        assertThat(stack.summaryWrites(before)).isEqualTo(1);
        assertThat(stack.summaryWrites(after)).as("it came again").isEqualTo(1);
        awaitCount(word, 11);
    }

    private void assertParked(Map<String, AttributeValue> attributes) {
        String mark = Fresh.word();
        String before = Fresh.word();
        String after = Fresh.word();
        Map<String, AttributeValue> item = new HashMap<>(attributes);
        String shard = attributes.containsKey("shard") ? attributes.get("shard").n() : "0";
        String key = attributes.containsKey("word") ? attributes.get("word").s() + "#" + shard : mark;
        item.put("wordShard", AttributeValue.fromS(key));

        accepted(api.postText(before));
        stack.dynamoDb()
                .putItem(request ->
                        request.tableName(stack.name("WordCountsTable")).item(item));
        accepted(api.postText(after));

        JsonObject parked = JsonObject.parse(stack.takeDeadLetter(body -> body.contains(key)));
        assertThat(parked.requiredString("parked")).as(parked.toJson()).isEqualTo("STREAM_RECORD");
        assertThat(parked.requiredString("function")).isEqualTo("event-aggregator-fn");
        assertThat(parked.requiredString("reason")).startsWith("not a counter");
        assertThat(parked.requiredObject("payload")
                        .requiredObject("dynamodb")
                        .requiredObject("NewImage")
                        .members())
                .containsOnlyKeys(item.keySet());
        awaitCount(before, 11);
        awaitCount(after, 11);
    }

    private static WordsEvent event(String word, Instant acceptedAt) {
        return new WordsEvent(Fresh.key(), "by-hand", acceptedAt, Words.of(Map.of(word, 1)));
    }
}
