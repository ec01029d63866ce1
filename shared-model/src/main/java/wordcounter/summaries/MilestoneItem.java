package wordcounter.summaries;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import wordcounter.dynamodb.StoredItem;

/** The layout of the Milestones table: one item for each word that was told, one for the daily message, and one for the channel. */
public final class MilestoneItem {

    /** Partition key: that of a word's summary, {@link #DAILY} or {@link #CHANNEL}. */
    public static final String ID = "id";

    /** The id of the daily message. Its number is when it was due, in seconds since 1970. */
    public static final String DAILY = "daily";

    /** The id of the item that says whose turn it is; it has {@link #FREE_AT} and nothing else. */
    public static final String CHANNEL = "channel";

    /** The highest number that somebody wanted to tell of the subject. */
    public static final String NUMBER = "milestone";

    /** In seconds since 1970; absent until it is told. */
    public static final String TOLD_AT = "toldAt";

    public static final String CLAIMED_BY = "claimedBy";

    /** In milliseconds since 1970: when its owner will have ended in any case, or has given it up. */
    public static final String CLAIMED_UNTIL = "claimedUntil";

    public static final String ATTEMPTS = "attempts";

    /** In milliseconds since 1970. */
    public static final String FREE_AT = "freeAt";

    private static final String KIND = "an item of the Milestones table";

    /**
     * What stands there of a word, or of the daily message.
     *
     * @param id the item's
     * @param toldAt empty until it is told
     * @param claimedUntil empty once it is told
     */
    public record Entry(String id, long number, Optional<Instant> toldAt, Optional<Instant> claimedUntil) {}

    private MilestoneItem() {}

    public static Map<String, AttributeValue> key(String id) {
        return Map.of(ID, AttributeValue.fromS(id));
    }

    public static StoredItem stored(Map<String, AttributeValue> attributes) {
        return new StoredItem(KIND, attributes);
    }

    /** @throws IllegalStateException when it is no entry, or one of neither a word nor the daily message */
    public static Entry parse(Map<String, AttributeValue> attributes) {
        StoredItem item = stored(attributes);
        String id = item.requiredText(ID);
        long number = item.requiredNumber(NUMBER);
        if (!id.equals(DAILY) && !(SummaryItem.isWordId(id) && number > 0 && Milestone.reached(number) == number)) {
            throw new IllegalStateException(KIND + " has the id or the number of something else");
        }
        return new Entry(
                id,
                number,
                attributes.containsKey(TOLD_AT)
                        ? Optional.of(Instant.ofEpochSecond(item.requiredNumber(TOLD_AT)))
                        : Optional.empty(),
                attributes.containsKey(CLAIMED_UNTIL)
                        ? Optional.of(Instant.ofEpochMilli(item.requiredNumber(CLAIMED_UNTIL)))
                        : Optional.empty());
    }

    /** When the next message may be posted; of the item of the channel. */
    public static Instant freeAt(Map<String, AttributeValue> attributes) {
        return Instant.ofEpochMilli(stored(attributes).requiredNumber(FREE_AT));
    }
}
