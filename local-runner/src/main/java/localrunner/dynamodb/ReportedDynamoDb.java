package localrunner.dynamodb;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import localrunner.application.Application;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.facts.Fact;
import localrunner.facts.Facts;
import localrunner.time.Time;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Tells of each call what it did to which table, as far as request and answer show it. It stands before whatever may throttle
 * or fail, so that such an answer is told too.
 *
 * <p>What a call consumes is told roughly: DynamoDB Local counts transactions wrongly, and asking it would change the answer. A
 * written item is one unit, two in a transaction; reading costs half a unit for each 4 KB of the answer, a consistent read one,
 * one in a transaction two. AWS document "DynamoDB read and write operations". Indexes are left out. Thread-safe.
 *
 * @param service DynamoDB, or what stands before it
 * @param streamKeys the attributes of the key of each table that has a stream, by the table's name
 */
public record ReportedDynamoDb(
        EdgeService service,
        Map<String, Fact.Place> tables,
        Map<String, Set<String>> streamKeys,
        Facts facts,
        Time time)
        implements EdgeService {

    private static final double READ_UNIT_BYTES = 4096;
    private static final Set<String> WRITES = Set.of("PutItem", "UpdateItem", "DeleteItem");
    private static final Set<String> THROTTLED = Set.of(
            "ProvisionedThroughputExceededException",
            "ThrottlingException",
            "RequestLimitExceeded",
            "ProvisionedThroughputExceeded",
            "ThrottlingError");
    private static final String CONFLICT = "TransactionConflict";
    private static final String CONDITION = "ConditionalCheckFailed";

    public ReportedDynamoDb {
        tables = Map.copyOf(tables);
        streamKeys = Map.copyOf(streamKeys);
    }

    public static ReportedDynamoDb of(EdgeService service, Application application, Facts facts, Time time) {
        Map<String, Fact.Place> tables = application.tables().stream()
                .map(table -> new Fact.Place(table.logicalId(), table.name()))
                .collect(Collectors.toMap(Fact.Place::name, Function.identity()));
        Map<String, Set<String>> streamKeys = application.tables().stream()
                .filter(table -> table.streamArn().isPresent())
                .collect(Collectors.toMap(Application.Table::name, ReportedDynamoDb::keyNames));
        return new ReportedDynamoDb(service, tables, streamKeys, facts, time);
    }

    private static Set<String> keyNames(Application.Table table) {
        return JsonMapper.shared()
                .readTree(table.createTableRequest())
                .path("KeySchema")
                .valueStream()
                .map(key -> key.path("AttributeName").asString(""))
                .collect(Collectors.toSet());
    }

    @Override
    public String name() {
        return service.name();
    }

    @Override
    public EdgeService inTheNameOf(String roleArn) {
        return new ReportedDynamoDb(service.inTheNameOf(roleArn), tables, streamKeys, facts, time);
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) throws InterruptedException {
        DynamoDbCall call = DynamoDbCall.of(request);
        if (!facts.areHeard() || !call.api().equals(DynamoDbCall.TABLES)) {
            return service.handle(request);
        }
        Instant at = time.now();
        long began = System.nanoTime();
        EdgeResponse answer = service.handle(request);
        Duration latency = Duration.ofNanos(System.nanoTime() - began);
        JsonNode body = json(request.body());
        Map<String, List<String>> written = answer.status() == 200 ? writtenKeys(call.operation(), body) : Map.of();
        effects(call.operation(), body, answer).forEach((table, effect) -> {
            Fact.Place place = tables.get(table);
            if (place != null) {
                facts.tell(new Fact.TableUsed(
                        at,
                        place,
                        call.operation(),
                        answer.status(),
                        latency,
                        effect.finished(),
                        written.getOrDefault(table, List.of())));
            }
        });
        return answer;
    }

    /** The keys of the items that a call has written, by the names of the tables that have a stream. */
    private Map<String, List<String>> writtenKeys(String operation, JsonNode request) {
        Map<String, List<String>> keys = new HashMap<>();
        switch (operation) {
            case "PutItem" -> addKey(keys, request, request.path("Item"));
            case "UpdateItem", "DeleteItem" -> addKey(keys, request, request.path("Key"));
            case "TransactWriteItems" -> {
                for (JsonNode item : request.path("TransactItems")) {
                    addKey(keys, item.path("Put"), item.path("Put").path("Item"));
                    addKey(keys, item.path("Update"), item.path("Update").path("Key"));
                    addKey(keys, item.path("Delete"), item.path("Delete").path("Key"));
                }
            }
            case "BatchWriteItem" ->
                request.path("RequestItems")
                        .forEachEntry((table, items) -> items.forEach(item -> {
                            addKey(keys, table, item.path("PutRequest").path("Item"));
                            addKey(keys, table, item.path("DeleteRequest").path("Key"));
                        }));
            default -> {
                // It writes nothing.
            }
        }
        return keys;
    }

    private void addKey(Map<String, List<String>> keys, JsonNode write, JsonNode attributes) {
        addKey(keys, write.path("TableName").asString(""), attributes);
    }

    private void addKey(Map<String, List<String>> keys, String table, JsonNode attributes) {
        Set<String> names = streamKeys.get(table);
        if (names != null && attributes.isObject()) {
            keys.computeIfAbsent(table, _ -> new ArrayList<>()).add(ItemKey.of(attributes, names));
        }
    }

    /** What adds up while a request is looked through. */
    private static final class Sum {
        private double readUnits;
        private double writeUnits;
        private int throttledReads;
        private int throttledWrites;
        private int conflicts;
        private int failedConditions;

        Fact.Effect finished() {
            return new Fact.Effect(readUnits, writeUnits, throttledReads, throttledWrites, conflicts, failedConditions);
        }
    }

    private static Map<String, Sum> effects(String operation, JsonNode request, EdgeResponse answer) {
        Map<String, Sum> effects = new LinkedHashMap<>();
        JsonNode body = answer.status() == 200 ? MissingNode.getInstance() : json(answer.body());
        String code = code(body);
        switch (operation) {
            case "TransactWriteItems", "TransactGetItems" -> transaction(request, answer.status(), body, code, effects);
            case "BatchGetItem", "BatchWriteItem" ->
                request.path("RequestItems").forEachEntry((table, items) -> {
                    Sum sum = effects.computeIfAbsent(table, _ -> new Sum());
                    boolean read = operation.equals("BatchGetItem");
                    int number = read ? items.path("Keys").size() : items.size();
                    double unit = read && !items.path("ConsistentRead").asBoolean(false) ? 0.5 : 1;
                    count(sum, read, number, unit * number, answer.status(), code);
                });
            default -> {
                String table = request.path("TableName").asString("");
                if (!table.isEmpty()) {
                    single(operation, request, answer, code, effects.computeIfAbsent(table, _ -> new Sum()));
                }
            }
        }
        return effects;
    }

    private static void single(String operation, JsonNode request, EdgeResponse answer, String code, Sum sum) {
        if (code.startsWith(CONDITION)) {
            sum.failedConditions++;
        }
        if (code.startsWith(CONFLICT)) {
            sum.conflicts++;
        }
        if (WRITES.contains(operation)) {
            count(sum, false, 1, 1, answer.status(), code);
        } else {
            double pages = Math.max(1, Math.ceil(answer.body().length / READ_UNIT_BYTES));
            double unit = request.path("ConsistentRead").asBoolean(false) ? 1 : 0.5;
            boolean reads = List.of("GetItem", "Query", "Scan").contains(operation);
            count(sum, true, 1, reads ? pages * unit : 0, answer.status(), code);
        }
    }

    private static void count(Sum sum, boolean read, int items, double units, int status, String code) {
        if (status == 200) {
            sum.readUnits += read ? units : 0;
            sum.writeUnits += read ? 0 : units;
        } else if (THROTTLED.contains(code)) {
            sum.throttledReads += read ? items : 0;
            sum.throttledWrites += read ? 0 : items;
        }
    }

    /** The cancellation's reasons stand in the order of the items. */
    private static void transaction(
            JsonNode request, int status, JsonNode body, String code, Map<String, Sum> effects) {
        JsonNode reasons = body.path("CancellationReasons");
        int index = 0;
        for (JsonNode item : request.path("TransactItems")) {
            String kind = item.propertyNames().stream().findFirst().orElse("");
            Sum sum = effects.computeIfAbsent(item.path(kind).path("TableName").asString(""), _ -> new Sum());
            String reason = reasons.path(index).path("Code").asString(code);
            count(sum, kind.equals("Get"), 1, 2, status, reason);
            sum.conflicts += reason.startsWith(CONFLICT) ? 1 : 0;
            sum.failedConditions += reason.startsWith(CONDITION) ? 1 : 0;
            index++;
        }
    }

    private static String code(JsonNode body) {
        String type = body.path("__type").asString("");
        return type.substring(type.indexOf('#') + 1);
    }

    private static JsonNode json(byte[] body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            // DynamoDB says what is wrong with it.
            return MissingNode.getInstance();
        }
    }
}
