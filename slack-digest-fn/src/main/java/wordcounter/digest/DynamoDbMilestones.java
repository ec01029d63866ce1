package wordcounter.digest;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import wordcounter.dynamodb.StoredItem;
import wordcounter.summaries.MilestoneItem;

/**
 * The Milestones table: one item for each subject that was claimed, and one for the channel's turns. Thread-safe.
 *
 * <p>The SDK repeats a call whose answer was lost. The repetition finds what the first one wrote; so a claim is the caller's own when
 * its name stands in it, and the other writes say what shall be, not what shall be added.
 */
final class DynamoDbMilestones implements Claims, Turns {

    private static final Map<String, String> CLAIM_NAMES = Map.of(
            "#number", MilestoneItem.NUMBER,
            "#toldAt", MilestoneItem.TOLD_AT,
            "#claimedBy", MilestoneItem.CLAIMED_BY,
            "#claimedUntil", MilestoneItem.CLAIMED_UNTIL,
            "#attempts", MilestoneItem.ATTEMPTS);

    private final DynamoDbClient dynamoDb;
    private final String table;

    DynamoDbMilestones(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Answer claim(Claim claim, Instant now, Instant until, int mostAttempts) {
        Map<String, AttributeValue> values = new HashMap<>(Map.of(
                ":number", number(claim.number()),
                ":owner", AttributeValue.fromS(claim.owner()),
                ":until", number(until.toEpochMilli()),
                ":attempts", number(1)));
        Optional<StoredItem> other = update(
                claim.subject(),
                "SET #number = :number, #claimedBy = :owner, #claimedUntil = :until, #attempts = :attempts REMOVE #toldAt",
                "attribute_not_exists(#number) OR #number < :number",
                CLAIM_NAMES,
                values);
        return other.map(item -> claimAgain(claim, item, now, until, mostAttempts))
                .orElseGet(() -> new Answer.Claimed(claim, 1));
    }

    private Answer claimAgain(Claim claim, StoredItem item, Instant now, Instant until, int mostAttempts) {
        if (item.requiredNumber(MilestoneItem.NUMBER) > claim.number()
                || item.attributes().containsKey(MilestoneItem.TOLD_AT)) {
            return new Answer.Told();
        }
        String owner = item.requiredText(MilestoneItem.CLAIMED_BY);
        int attempts = (int) item.requiredNumber(MilestoneItem.ATTEMPTS);
        if (owner.equals(claim.owner())) {
            return new Answer.Claimed(claim, attempts);
        }
        if (item.requiredNumber(MilestoneItem.CLAIMED_UNTIL) > now.toEpochMilli()) {
            return new Answer.Busy();
        }
        if (attempts >= mostAttempts) {
            return new Answer.Exhausted();
        }
        Map<String, AttributeValue> values = Map.of(
                ":number", number(claim.number()),
                ":owner", AttributeValue.fromS(claim.owner()),
                ":previousOwner", AttributeValue.fromS(owner),
                ":until", number(until.toEpochMilli()),
                ":attempts", number(attempts + 1L));
        Optional<StoredItem> other = update(
                claim.subject(),
                "SET #claimedBy = :owner, #claimedUntil = :until, #attempts = :attempts",
                "#number = :number AND #claimedBy = :previousOwner AND attribute_not_exists(#toldAt)",
                CLAIM_NAMES,
                values);
        boolean isOurs = other.map(newer -> newer.attributes().containsKey(MilestoneItem.CLAIMED_BY)
                        && newer.requiredText(MilestoneItem.CLAIMED_BY).equals(claim.owner()))
                .orElse(true);
        return isOurs ? new Answer.Claimed(claim, attempts + 1) : new Answer.Busy();
    }

    @Override
    public void settle(Claim claim, Instant now) {
        Optional<StoredItem> _ = update(
                claim.subject(),
                "SET #toldAt = :now REMOVE #claimedBy, #claimedUntil, #attempts",
                "#number = :number",
                CLAIM_NAMES,
                Map.of(":number", number(claim.number()), ":now", number(now.getEpochSecond())));
    }

    @Override
    public void release(Claim claim, int attempts, Instant now) {
        Optional<StoredItem> _ = update(
                claim.subject(),
                "SET #claimedUntil = :now, #attempts = :attempts",
                "#number = :number AND #claimedBy = :owner",
                CLAIM_NAMES,
                Map.of(
                        ":number", number(claim.number()),
                        ":owner", AttributeValue.fromS(claim.owner()),
                        ":now", number(now.toEpochMilli()),
                        ":attempts", number(attempts - 1L)));
    }

    @Override
    public void abandon(Claim claim, Instant now) {
        Optional<StoredItem> _ = update(
                claim.subject(),
                "SET #claimedUntil = :now",
                "#number = :number AND #claimedBy = :owner",
                CLAIM_NAMES,
                Map.of(
                        ":number", number(claim.number()),
                        ":owner", AttributeValue.fromS(claim.owner()),
                        ":now", number(now.toEpochMilli())));
    }

    @Override
    public Optional<Instant> take(Instant now) {
        return update(
                        MilestoneItem.CHANNEL,
                        "SET #freeAt = :next",
                        "attribute_not_exists(#freeAt) OR #freeAt <= :now",
                        Map.of("#freeAt", MilestoneItem.FREE_AT),
                        Map.of(
                                ":next", number(now.plus(APART).toEpochMilli()),
                                ":now", number(now.toEpochMilli())))
                .map(item -> Instant.ofEpochMilli(item.requiredNumber(MilestoneItem.FREE_AT)));
    }

    @Override
    public void holdUntil(Instant instant) {
        Optional<StoredItem> _ = update(
                MilestoneItem.CHANNEL,
                "SET #freeAt = :until",
                "attribute_not_exists(#freeAt) OR #freeAt < :until",
                Map.of("#freeAt", MilestoneItem.FREE_AT),
                Map.of(":until", number(instant.toEpochMilli())));
    }

    /** @return empty when it is done; otherwise the item that did not meet the condition */
    private Optional<StoredItem> update(
            String id, String update, String condition, Map<String, String> names, Map<String, AttributeValue> values) {
        Map<String, String> used = new HashMap<>(names);
        used.keySet().removeIf(name -> !update.contains(name) && !condition.contains(name));
        try {
            dynamoDb.updateItem(request -> request.tableName(table)
                    .key(MilestoneItem.key(id))
                    .updateExpression(update)
                    .conditionExpression(condition)
                    .expressionAttributeNames(used)
                    .expressionAttributeValues(values)
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            return Optional.of(MilestoneItem.stored(e.item()));
        }
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
