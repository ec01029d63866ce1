package benchmarks.stub;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps items in memory, and refuses what DynamoDB refuses when calls meet: a transaction that touches an item of another one that is
 * under way is cancelled with TransactionConflict, and so is a plain write to such an item.
 *
 * <p>AWS document "Amazon DynamoDB Transactions: How it works", transaction conflict handling. A transaction holds its items from the
 * moment it arrives until it is answered. Thread-safe.
 */
final class DynamoDbStub {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<String, Table> tables = new LinkedHashMap<>();
    private final Set<ItemKey> held = new HashSet<>();
    private final Usage usage;

    DynamoDbStub(List<TableDefinition> definitions, Usage usage) {
        definitions.forEach(definition -> tables.put(definition.name(), new Table(definition, new LinkedHashMap<>())));
        this.usage = usage;
    }

    /**
     * Answers a call.
     *
     * @param callTime passes the time that a call takes
     */
    StubAnswer answer(String operation, JsonNode request, CallTime callTime) throws InterruptedException {
        try {
            if (operation.equals("TransactWriteItems")) {
                return transactWrite(request, callTime);
            }
            callTime.pass();
            return StubAnswer.json(
                    200,
                    switch (operation) {
                        case "GetItem" -> getItem(request);
                        case "BatchGetItem" -> batchGetItem(request);
                        case "UpdateItem" -> write(request, Action.UPDATE);
                        case "PutItem" -> write(request, Action.PUT);
                        default -> throw new ValidationException("The stub has no DynamoDB operation " + operation);
                    });
        } catch (RefusedException e) {
            return StubAnswer.error(e.type(), e.detail(), e.item());
        } catch (ValidationException e) {
            return StubAnswer.error("com.amazon.coral.validate#ValidationException", e.detail());
        }
    }

    /** The items of a table. */
    synchronized List<ObjectNode> items(String table) {
        return table(table).items().values().stream().map(ObjectNode::deepCopy).toList();
    }

    synchronized void clear() {
        tables.values().forEach(table -> table.items().clear());
    }

    private synchronized JsonNode getItem(JsonNode request) {
        ObjectNode item = read(
                request.path("TableName").asString(),
                request.path("Key"),
                request.path("ConsistentRead").asBoolean(false));
        return item.isEmpty() ? JSON.objectNode() : JSON.objectNode().set("Item", item);
    }

    private synchronized JsonNode batchGetItem(JsonNode request) {
        ObjectNode responses = JSON.objectNode();
        for (Map.Entry<String, JsonNode> wanted : request.path("RequestItems").properties()) {
            ArrayNode found = responses.putArray(wanted.getKey());
            boolean consistent = wanted.getValue().path("ConsistentRead").asBoolean(false);
            for (JsonNode key : wanted.getValue().path("Keys")) {
                ObjectNode item = read(wanted.getKey(), key, consistent);
                if (!item.isEmpty()) {
                    found.add(item);
                }
            }
        }
        ObjectNode answer = JSON.objectNode();
        answer.set("Responses", responses);
        answer.set("UnprocessedKeys", JSON.objectNode());
        return answer;
    }

    private ObjectNode read(String tableName, JsonNode key, boolean consistent) {
        Table table = table(tableName);
        ObjectNode item = table.item(table.keyOf(key));
        usage.add("read units " + tableName, CapacityUnits.read(item, consistent));
        return item;
    }

    private synchronized JsonNode write(JsonNode request, Action action) {
        String returned = request.path("ReturnValues").asString("NONE");
        if (!List.of("NONE", "ALL_NEW").contains(returned)) {
            throw new ValidationException("The stub returns all new values of a write, or none");
        }
        Change change = change(request, action);
        if (held.contains(change.key())) {
            usage.add("conflicts " + change.table().definition().name(), 1);
            throw new RefusedException(
                    "com.amazonaws.dynamodb.v20120810#TransactionConflictException",
                    "Transaction is ongoing for the item",
                    Optional.empty());
        }
        bill(change, 1);
        if (!change.conditionHolds()) {
            throw new RefusedException(
                    "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
                    "The conditional request failed",
                    Optional.of(change.before()).filter(item -> change.returnsOldItem() && !item.isEmpty()));
        }
        apply(change);
        return returned.equals("ALL_NEW") ? JSON.objectNode().set("Attributes", change.after()) : JSON.objectNode();
    }

    private StubAnswer transactWrite(JsonNode request, CallTime callTime) throws InterruptedException {
        List<JsonNode> requests = new ArrayList<>();
        List<Action> actions = new ArrayList<>();
        for (JsonNode item : request.path("TransactItems")) {
            Map.Entry<String, JsonNode> only = item.properties().iterator().next();
            actions.add(Action.of(only.getKey()));
            requests.add(only.getValue());
        }
        List<ItemKey> keys = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            keys.add(key(requests.get(i), actions.get(i)));
        }
        if (new HashSet<>(keys).size() < keys.size()) {
            throw new ValidationException("Transaction request cannot include multiple operations on one item");
        }
        Set<ItemKey> busy = hold(keys);
        try {
            callTime.pass();
            if (!busy.isEmpty()) {
                usage.add("refused transactions", 1);
                busy.forEach(key -> usage.add("conflicts " + key.table(), 1));
                return cancelled(keys.stream()
                        .map(key -> reason(
                                busy.contains(key) ? "TransactionConflict" : "None",
                                "Transaction is ongoing for the item"))
                        .toList());
            }
            return commit(requests, actions);
        } finally {
            if (busy.isEmpty()) {
                release(keys);
            }
        }
    }

    /** Holds all of the items, or none when others hold some of them: it returns those. */
    private synchronized Set<ItemKey> hold(List<ItemKey> keys) {
        Set<ItemKey> busy = keys.stream().filter(held::contains).collect(Collectors.toSet());
        if (busy.isEmpty()) {
            held.addAll(keys);
        }
        return busy;
    }

    private synchronized void release(List<ItemKey> keys) {
        keys.forEach(held::remove);
    }

    private synchronized StubAnswer commit(List<JsonNode> requests, List<Action> actions) {
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            changes.add(change(requests.get(i), actions.get(i)));
        }
        changes.forEach(change -> bill(change, 2));
        if (changes.stream().allMatch(Change::conditionHolds)) {
            changes.forEach(this::apply);
            return StubAnswer.json(200, JSON.objectNode());
        }
        return cancelled(changes.stream()
                .map(change -> {
                    if (change.conditionHolds()) {
                        return reason("None", "");
                    }
                    ObjectNode reason = reason("ConditionalCheckFailed", "The conditional request failed");
                    if (change.returnsOldItem() && !change.before().isEmpty()) {
                        reason.set("Item", change.before());
                    }
                    return reason;
                })
                .toList());
    }

    private static ObjectNode reason(String code, String message) {
        ObjectNode reason = JSON.objectNode().put("Code", code);
        return code.equals("None") ? reason : reason.put("Message", message);
    }

    private static StubAnswer cancelled(List<ObjectNode> reasons) {
        String codes =
                reasons.stream().map(reason -> reason.path("Code").asString()).collect(Collectors.joining(", "));
        ObjectNode body = JSON.objectNode()
                .put("__type", "com.amazonaws.dynamodb.v20120810#TransactionCanceledException")
                .put(
                        "Message",
                        "Transaction cancelled, please refer cancellation reasons for specific reasons [" + codes
                                + "]");
        ArrayNode list = body.putArray("CancellationReasons");
        reasons.forEach(list::add);
        return StubAnswer.json(400, body);
    }

    private Change change(JsonNode request, Action action) {
        ItemKey key = key(request, action);
        Table table = table(key.table());
        ObjectNode before = table.item(key.key());
        ObjectNode after = switch (action) {
            case PUT -> (ObjectNode) request.path("Item");
            case UPDATE -> {
                ObjectNode updated = Expressions.update(request, before);
                updated.setAll((ObjectNode) request.path("Key"));
                yield updated;
            }
            case CHECK -> before;
        };
        boolean returnsOldItem = request.path("ReturnValuesOnConditionCheckFailure")
                .asString("NONE")
                .equals("ALL_OLD");
        return new Change(table, key, before, after, Expressions.holds(request, before), returnsOldItem);
    }

    private ItemKey key(JsonNode request, Action action) {
        String name = request.path("TableName").asString();
        return new ItemKey(name, table(name).keyOf(request.path(action == Action.PUT ? "Item" : "Key")));
    }

    private void bill(Change change, int times) {
        TableDefinition table = change.table().definition();
        usage.add("write units " + table.name(), times * CapacityUnits.write(change.before(), change.after()));
        if (change.conditionHolds()) {
            table.indexes()
                    .forEach(index -> usage.add(
                            "write units " + index.name(),
                            CapacityUnits.write(index, change.before(), change.after())));
        }
    }

    private void apply(Change change) {
        change.table().items().put(change.key().key(), change.after());
    }

    private Table table(String name) {
        Table table = tables.get(name);
        if (table == null) {
            throw new RefusedException(
                    "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
                    "Requested resource not found: " + name + ", the stub has " + tables.keySet(),
                    Optional.empty());
        }
        return table;
    }

    private enum Action {
        PUT,
        UPDATE,
        CHECK;

        static Action of(String member) {
            return switch (member) {
                case "Put" -> PUT;
                case "Update" -> UPDATE;
                case "ConditionCheck" -> CHECK;
                default -> throw new ValidationException("The stub has no action " + member);
            };
        }
    }

    private record ItemKey(String table, String key) {}

    private record Table(TableDefinition definition, Map<String, ObjectNode> items) {

        String keyOf(JsonNode attributes) {
            return attributes.path(definition.key()).path("S").asString();
        }

        /** Without attributes when there is none. */
        ObjectNode item(String key) {
            return items.getOrDefault(key, JSON.objectNode());
        }
    }

    /** A write as it would be: what the item was and becomes. */
    private record Change(
            Table table,
            ItemKey key,
            ObjectNode before,
            ObjectNode after,
            boolean conditionHolds,
            boolean returnsOldItem) {}

    /** Says that DynamoDB would refuse a call, and with which error. */
    private static final class RefusedException extends RuntimeException {

        private final String type;
        private final String detail;
        private final transient Optional<ObjectNode> item;

        /** @param item that did not meet the condition, for who asks for it */
        RefusedException(String type, String detail, Optional<ObjectNode> item) {
            super(detail);
            this.type = type;
            this.detail = detail;
            this.item = item;
        }

        Optional<ObjectNode> item() {
            return item;
        }

        String type() {
            return type;
        }

        String detail() {
            return detail;
        }
    }
}
