package wordcounter.documents;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import wordcounter.documents.Document.Plan;
import wordcounter.documents.Document.Settled;

/**
 * The table of documents in DynamoDB, laid out as {@link DocumentItem} says. Thread-safe.
 *
 * <p>The SDK repeats an update whose answer is lost. Behind a condition that the first one has made false, the repetition looks like
 * somebody else's: whoever called reads again, and finds what it had written. Only the numbers of changes and fetches, which are
 * for people, may be one too many then.
 */
public final class DynamoDbDocuments implements Documents {

    private static final String HAS_NO_PLAN = "attribute_not_exists(#plan)";

    private final DynamoDbClient dynamoDb;
    private final String table;

    public DynamoDbDocuments(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<Document> read(DocumentId id) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request ->
                        request.tableName(table).key(DocumentItem.key(id)).consistentRead(true))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(DocumentItem.parse(item));
    }

    @Override
    public void mark(DocumentId id, Instant changedAt) {
        boolean isLatest = new Update("SET #changedAt = :changedAt ADD #changes :one")
                .onCondition("attribute_not_exists(#changedAt) OR #changedAt < :changedAt")
                .with(":changedAt", DocumentItem.attribute(changedAt))
                .with(":one", DocumentItem.number(1))
                .holds(id);
        if (!isLatest) {
            // an earlier one, or the same again
            boolean _ = new Update("ADD #changes :one")
                    .with(":one", DocumentItem.number(1))
                    .holds(id);
        }
    }

    @Override
    public boolean plan(DocumentId id, Document document, Plan plan, int fetches) {
        return new Update("SET #plan = :plan ADD #fetches :fetches")
                .onRevision(document)
                .onCondition(HAS_NO_PLAN)
                .with(":plan", DocumentItem.attribute(plan))
                .with(":fetches", DocumentItem.number(fetches))
                .holds(id);
    }

    @Override
    public boolean advance(DocumentId id, Document document, Plan plan, SortedMap<String, Integer> counted) {
        return new Update("SET #counted = :counted, #revision = :next REMOVE #plan")
                .onRevision(document)
                .onCondition("#plan.#eventId = :eventId")
                .with(":counted", DocumentItem.attribute(counted))
                .with(":next", DocumentItem.number(document.revision() + 1))
                .with(":eventId", AttributeValue.fromS(plan.eventId()))
                .holds(id);
    }

    @Override
    public boolean settle(DocumentId id, Document document, Settled found, Optional<Instant> countedAt, int fetches) {
        Update update = new Update("SET #settledChange = :change, #settledState = :state"
                        + (countedAt.isPresent() ? ", #countedAt = :countedAt" : "") + " ADD #fetches :fetches")
                .onRevision(document)
                .onCondition(HAS_NO_PLAN)
                .with(":change", DocumentItem.attribute(found.change()))
                .with(":state", AttributeValue.fromS(found.state().name()))
                .with(":fetches", DocumentItem.number(fetches));
        countedAt.ifPresent(time -> update.with(":countedAt", DocumentItem.attribute(time)));
        document.settled()
                .ifPresentOrElse(
                        before -> update.onCondition("#settledChange = :before")
                                .with(":before", DocumentItem.attribute(before.change())),
                        () -> update.onCondition("attribute_not_exists(#settledChange)"));
        return update.holds(id);
    }

    /** One UpdateItem that is put together. */
    private final class Update {

        private final String expression;
        private final Map<String, AttributeValue> values = new HashMap<>();
        private String condition = "";

        Update(String expression) {
            this.expression = expression;
        }

        /** All conditions have to hold. */
        Update onCondition(String more) {
            condition = condition.isEmpty() ? more : condition + " AND " + more;
            return this;
        }

        Update onRevision(Document document) {
            return document.revision() == 0
                    ? onCondition("attribute_not_exists(#revision)")
                    : onCondition("#revision = :revision").with(":revision", DocumentItem.number(document.revision()));
        }

        Update with(String name, AttributeValue value) {
            values.put(name, value);
            return this;
        }

        /** Makes the call, and says whether the conditions held. */
        boolean holds(DocumentId id) {
            try {
                dynamoDb.updateItem(request -> request.tableName(table)
                        .key(DocumentItem.key(id))
                        .updateExpression(expression)
                        .conditionExpression(condition.isEmpty() ? null : condition)
                        .expressionAttributeNames(DocumentItem.names(expression, condition))
                        .expressionAttributeValues(values));
                return true;
            } catch (ConditionalCheckFailedException e) {
                return false;
            }
        }
    }
}
