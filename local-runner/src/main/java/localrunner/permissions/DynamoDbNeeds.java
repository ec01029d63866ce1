package localrunner.permissions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.application.Application;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.iam.CallContext;
import localrunner.iam.Decision;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What DynamoDB's operations need.
 *
 * <p>"Actions, resources, and condition keys for Amazon DynamoDB", "Using IAM policy conditions for fine-grained access
 * control" and "DynamoDB API permissions": a transaction needs the action of each of its items, a batch its own action
 * on each table, a query of an index only the index. Immutable.
 */
final class DynamoDbNeeds implements ServiceNeeds {

    private static final Pattern STREAM_IN_ITERATOR =
            Pattern.compile("arn:[^:]*:dynamodb:[^:]*:[^:]*:table/[^/]+/stream/[0-9A-Za-z:.-]+");
    private static final Pattern PARTIQL = Pattern.compile(
            "(?is)\\s*(SELECT\\b.*?\\bFROM|INSERT\\s+INTO|UPDATE|DELETE\\s+FROM)\\s+\"?([A-Za-z0-9_.-]+?)\"?(?:\\.\"([A-Za-z0-9_.-]+)\")?(?:\\s.*|$)");
    private static final Pattern NAME = Pattern.compile("(?<![A-Za-z0-9_#:.\\]])[#A-Za-z_][A-Za-z0-9_]*");
    private static final Set<String> NO_NAMES = Set.of(
            "SET",
            "REMOVE",
            "ADD",
            "DELETE",
            "AND",
            "OR",
            "NOT",
            "BETWEEN",
            "IN",
            "ATTRIBUTE_EXISTS",
            "ATTRIBUTE_NOT_EXISTS",
            "ATTRIBUTE_TYPE",
            "BEGINS_WITH",
            "CONTAINS",
            "SIZE",
            "IF_NOT_EXISTS",
            "LIST_APPEND");
    private static final List<String> EXPRESSIONS = List.of(
            "ProjectionExpression",
            "UpdateExpression",
            "ConditionExpression",
            "FilterExpression",
            "KeyConditionExpression");

    /** The action of each kind of item in a transaction that writes. */
    private static final Map<String, String> TRANSACTED = Map.of(
            "Put", "PutItem",
            "Update", "UpdateItem",
            "Delete", "DeleteItem",
            "ConditionCheck", "ConditionCheckItem");

    private final String prefix;
    private final Map<String, Map<String, String>> partitionKeys = new HashMap<>();

    DynamoDbNeeds(Application application) {
        prefix = "arn:aws:dynamodb:" + application.region() + ":" + Application.ACCOUNT_ID + ":table/";
        application.tables().forEach(table -> partitionKeys.put(table.name(), partitionKeys(table)));
    }

    /** The partition key of a table, under an empty name, and of each of its indexes. */
    private static Map<String, String> partitionKeys(Application.Table table) {
        JsonNode created = JsonMapper.shared().readTree(table.createTableRequest());
        Map<String, String> keys = new HashMap<>();
        keys.put("", partitionKey(created));
        for (String indexes : List.of("GlobalSecondaryIndexes", "LocalSecondaryIndexes")) {
            created.path(indexes)
                    .forEach(index -> keys.put(index.path("IndexName").asString(), partitionKey(index)));
        }
        return keys;
    }

    private static String partitionKey(JsonNode described) {
        return described
                .path("KeySchema")
                .valueStream()
                .filter(key -> key.path("KeyType").asString("").equals("HASH"))
                .map(key -> key.path("AttributeName").asString(""))
                .findFirst()
                .orElse("");
    }

    @Override
    public String service() {
        return "dynamodb";
    }

    @Override
    public List<Need> of(EdgeRequest request) {
        JsonBody call = JsonBody.of(request);
        JsonNode body = call.body();
        String operation = call.operation();
        return switch (operation) {
            case "BatchGetItem", "BatchWriteItem" -> batch(operation, body.path("RequestItems"));
            case "TransactGetItems" ->
                body.path("TransactItems")
                        .valueStream()
                        .map(item -> onTable("GetItem", item.path("Get")))
                        .toList();
            case "TransactWriteItems" -> transactWrite(body.path("TransactItems"));
            case "ExecuteStatement" -> partiQl(body);
            case "BatchExecuteStatement" -> partiQl(body.path("Statements"));
            case "ExecuteTransaction" -> partiQl(body.path("TransactStatements"));
            case "DescribeStream", "GetShardIterator" -> List.of(new Need(action(operation), call.text("StreamArn")));
            case "GetRecords" -> records(call.text("ShardIterator"));
            case "ListStreams" ->
                List.of(new Need(
                        action(operation),
                        call.text("TableName").isEmpty() ? "*" : table(call.text("TableName")) + "/stream/*"));
            case "ListTables", "DescribeLimits", "" -> List.of(new Need(action(operation), "*"));
            default -> List.of(onTable(operation, body));
        };
    }

    @Override
    public EdgeResponse refusal(EdgeRequest request, Decision.Denied denied) {
        return new AwsError(400, "com.amazon.coral.service#AccessDeniedException", denied.message()).awsJson10();
    }

    private static String action(String operation) {
        return "dynamodb:" + operation;
    }

    private String table(String nameOrArn) {
        return nameOrArn.startsWith("arn:") ? nameOrArn : prefix + nameOrArn;
    }

    private List<Need> batch(String operation, JsonNode tables) {
        List<Need> needs = new ArrayList<>();
        tables.properties().forEach(entry -> {
            Set<String> leadingKeys = new TreeSet<>();
            Set<String> attributes = new TreeSet<>();
            String key = partitionKey(entry.getKey(), "");
            JsonNode requests = entry.getValue();
            requests.path("Keys").forEach(item -> {
                value(item.path(key)).ifPresent(leadingKeys::add);
                attributes.addAll(item.propertyNames());
            });
            attributes.addAll(named(requests));
            requests.forEach(write -> {
                JsonNode item = write.path("PutRequest").path("Item");
                JsonNode deleted = write.path("DeleteRequest").path("Key");
                for (JsonNode one : List.of(item, deleted)) {
                    value(one.path(key)).ifPresent(leadingKeys::add);
                    attributes.addAll(one.propertyNames());
                }
            });
            needs.add(new Need(
                    action(operation),
                    table(entry.getKey()),
                    CallContext.NONE
                            .with(CallContext.LEADING_KEYS, List.copyOf(leadingKeys))
                            .with(CallContext.ATTRIBUTES, List.copyOf(attributes))));
        });
        return needs;
    }

    private List<Need> transactWrite(JsonNode items) {
        List<Need> needs = new ArrayList<>();
        for (JsonNode item : items) {
            item.properties().forEach(part -> {
                String operation = TRANSACTED.get(part.getKey());
                if (operation != null) {
                    needs.add(onTable(operation, part.getValue()));
                }
            });
        }
        return needs;
    }

    private Need onTable(String operation, JsonNode body) {
        String table = body.path("TableName").asString("");
        String index = body.path("IndexName").asString("");
        String resource = table(table) + (index.isEmpty() ? "" : "/index/" + index);
        return new Need(action(operation), resource, context(operation, table, index, body));
    }

    private CallContext context(String operation, String table, String index, JsonNode body) {
        String key = partitionKey(table, index);
        CallContext context = CallContext.NONE;
        Optional<String> leadingKey = value(body.path("Key").path(key))
                .or(() -> value(body.path("Item").path(key)))
                .or(() -> queriedKey(key, body));
        if (leadingKey.isPresent()) {
            context = context.with(CallContext.LEADING_KEYS, leadingKey.get());
        }
        Set<String> attributes = named(body);
        if (!attributes.isEmpty()) {
            context = context.with(CallContext.ATTRIBUTES, List.copyOf(attributes));
        }
        if (Set.of("Query", "Scan").contains(operation)) {
            boolean some = body.has("ProjectionExpression") || body.has("AttributesToGet");
            String otherwise =
                    some ? "SPECIFIC_ATTRIBUTES" : index.isEmpty() ? "ALL_ATTRIBUTES" : "ALL_PROJECTED_ATTRIBUTES";
            context = context.with(CallContext.SELECT, body.path("Select").asString(otherwise));
        }
        if (body.has("ReturnValues")) {
            context = context.with(
                    CallContext.RETURN_VALUES, body.path("ReturnValues").asString(""));
        }
        return context;
    }

    private String partitionKey(String table, String index) {
        String name = table.substring(table.lastIndexOf('/') + 1);
        return partitionKeys.getOrDefault(name, Map.of()).getOrDefault(index, "");
    }

    /** The value of a key attribute, without its type. */
    private static Optional<String> value(JsonNode attribute) {
        return attribute.valueStream().findFirst().flatMap(JsonNode::asStringOpt);
    }

    /** The value that a query wants the partition key to equal. */
    private static Optional<String> queriedKey(String key, JsonNode body) {
        Optional<String> older = value(
                body.path("KeyConditions").path(key).path("AttributeValueList").path(0));
        if (older.isPresent() || key.isEmpty()) {
            return older;
        }
        Matcher equals = Pattern.compile("([#A-Za-z_][A-Za-z0-9_.-]*)\\s*=\\s*(:[A-Za-z0-9_]+)")
                .matcher(body.path("KeyConditionExpression").asString(""));
        while (equals.find()) {
            if (name(equals.group(1), body).equals(key)) {
                return value(body.path("ExpressionAttributeValues").path(equals.group(2)));
            }
        }
        return Optional.empty();
    }

    private static String name(String written, JsonNode body) {
        return body.path("ExpressionAttributeNames").path(written).asString(written);
    }

    /** The top-level attributes that a request names. */
    private static Set<String> named(JsonNode body) {
        Set<String> names = new TreeSet<>(body.path("Key").propertyNames());
        names.addAll(body.path("Item").propertyNames());
        names.addAll(body.path("KeyConditions").propertyNames());
        body.path("AttributesToGet").forEach(name -> names.add(name.asString("")));
        for (String expression : EXPRESSIONS) {
            Matcher written = NAME.matcher(body.path(expression).asString(""));
            while (written.find()) {
                if (!NO_NAMES.contains(written.group().toUpperCase(Locale.ROOT))) {
                    names.add(name(written.group(), body));
                }
            }
        }
        return names;
    }

    private List<Need> partiQl(JsonNode statements) {
        List<Need> needs = new ArrayList<>();
        Iterable<JsonNode> all = statements.isArray() ? statements : List.of(statements);
        for (JsonNode each : all) {
            Matcher statement = PARTIQL.matcher(each.path("Statement").asString(""));
            if (statement.matches()) {
                String action =
                        switch (statement.group(1).strip().substring(0, 1).toUpperCase(Locale.ROOT)) {
                            case "S" -> "PartiQLSelect";
                            case "I" -> "PartiQLInsert";
                            case "U" -> "PartiQLUpdate";
                            default -> "PartiQLDelete";
                        };
                String index = Optional.ofNullable(statement.group(3))
                        .map(name -> "/index/" + name)
                        .orElse("");
                needs.add(new Need(action(action), table(statement.group(2)) + index));
            }
        }
        return needs;
    }

    /** An iterator names its stream. One that does not is none, and DynamoDB says so. */
    private static List<Need> records(String iterator) {
        Matcher stream = STREAM_IN_ITERATOR.matcher(iterator);
        return stream.find() ? List.of(new Need("dynamodb:GetRecords", stream.group())) : List.of();
    }
}
