package wordcounter.documents;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.documents.Document.Plan;
import wordcounter.documents.Document.Settled;
import wordcounter.documents.Document.State;
import wordcounter.dynamodb.StoredItem;

/** The layout of the Documents table: one item per document. Times are milliseconds since 1970. */
public final class DocumentItem {

    /** Partition key. */
    public static final String DOCUMENT_ID = "documentId";

    private static final String REVISION = "revision";
    private static final String CHANGED_AT = "changedAt";
    private static final String CHANGES = "changes";
    private static final String FETCHES = "fetches";

    /** {@link Settled#change()}. */
    private static final String SETTLED_CHANGE = "settledChange";

    /** {@link Settled#state()}. */
    private static final String SETTLED_STATE = "settledState";

    private static final String COUNTED_AT = "countedAt";
    private static final String COUNTED = "counted";

    /** A map of the three after it. */
    private static final String PLAN = "plan";

    private static final String EVENT_ID = "eventId";
    private static final String PLANNED_AT = "plannedAt";
    private static final String ADDED = "added";

    /** The names that expressions can use: each attribute's, behind a {@code #}. */
    private static final Map<String, String> NAMES = Stream.of(
                    DOCUMENT_ID,
                    REVISION,
                    CHANGED_AT,
                    CHANGES,
                    FETCHES,
                    SETTLED_CHANGE,
                    SETTLED_STATE,
                    COUNTED_AT,
                    COUNTED,
                    PLAN,
                    EVENT_ID)
            .collect(Collectors.toUnmodifiableMap(name -> "#" + name, name -> name));

    private static final Pattern NAME = Pattern.compile("#\\w+");

    /** A filter expression: documents that have a plan, or have changed since they were fetched. */
    public static final String UNFINISHED =
            "attribute_exists(#plan) OR attribute_not_exists(#settledChange)" + " OR #settledChange < #changedAt";

    /** A projection expression: what {@link #parse} reads of an unfinished one. */
    public static final String UNFINISHED_PROJECTION = "#documentId, #changedAt, #settledChange, #settledState, #plan";

    private DocumentItem() {}

    /** The names in the expressions, and no others: DynamoDB refuses those. */
    public static Map<String, String> names(String... expressions) {
        Map<String, String> names = new HashMap<>(NAMES);
        names.keySet()
                .retainAll(NAME.matcher(String.join(" ", expressions))
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toSet()));
        return names;
    }

    public static Map<String, AttributeValue> key(DocumentId id) {
        return Map.of(DOCUMENT_ID, AttributeValue.fromS(id.value()));
    }

    /** @throws IllegalStateException when something else has written the item */
    public static Document parse(Map<String, AttributeValue> attributes) {
        StoredItem item = new StoredItem("a document", attributes);
        return new Document(
                item.optionalNumber(REVISION),
                time(item.optionalNumber(CHANGED_AT)),
                item.optionalNumber(CHANGES),
                item.optionalNumber(FETCHES),
                attributes.containsKey(SETTLED_CHANGE) ? Optional.of(settled(item)) : Optional.empty(),
                attributes.containsKey(COUNTED_AT)
                        ? Optional.of(time(item.requiredNumber(COUNTED_AT)))
                        : Optional.empty(),
                attributes.containsKey(COUNTED) ? words(map(attributes, COUNTED)) : new TreeMap<>(),
                attributes.containsKey(PLAN) ? Optional.of(plan(map(attributes, PLAN))) : Optional.empty());
    }

    private static Settled settled(StoredItem item) {
        return new Settled(time(item.requiredNumber(SETTLED_CHANGE)), State.valueOf(item.requiredText(SETTLED_STATE)));
    }

    private static Plan plan(Map<String, AttributeValue> attributes) {
        StoredItem plan = new StoredItem("a document's plan", attributes);
        return new Plan(
                plan.requiredText(EVENT_ID), time(plan.requiredNumber(PLANNED_AT)), words(map(attributes, ADDED)));
    }

    private static Map<String, AttributeValue> map(Map<String, AttributeValue> attributes, String name) {
        AttributeValue value = attributes.get(name);
        if (value == null || !value.hasM()) {
            throw new IllegalStateException(
                    "a document's " + name + " is no map: the table was written by something else");
        }
        return value.m();
    }

    private static SortedMap<String, Integer> words(Map<String, AttributeValue> map) {
        StoredItem words = new StoredItem("a document's words", map);
        SortedMap<String, Integer> occurrences = new TreeMap<>();
        map.keySet().forEach(word -> occurrences.put(word, Math.toIntExact(words.requiredNumber(word))));
        return occurrences;
    }

    static AttributeValue attribute(Instant time) {
        return number(time.toEpochMilli());
    }

    static AttributeValue attribute(Map<String, Integer> words) {
        Map<String, AttributeValue> counts = new HashMap<>();
        words.forEach((word, count) -> counts.put(word, number(count)));
        return AttributeValue.fromM(counts);
    }

    static AttributeValue attribute(Plan plan) {
        return AttributeValue.fromM(Map.of(
                EVENT_ID, AttributeValue.fromS(plan.eventId()),
                PLANNED_AT, attribute(plan.plannedAt()),
                ADDED, attribute(plan.added())));
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static Instant time(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
