package localrunner.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import localrunner.application.Application;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How DynamoDB says that a table is busy or that it has failed.
 *
 * <p>"Error handling with DynamoDB" and TransactionCanceledException in the Amazon DynamoDB API Reference: an on-demand
 * table throws ThrottlingException, a provisioned one ProvisionedThroughputExceededException; a transaction is cancelled,
 * with a reason for each of its items. A batch of several tables is refused as a whole here, when one of them is throttled;
 * DynamoDB would leave that table's items unprocessed. Immutable.
 */
final class DynamoDbErrors implements ServiceErrors {

    private static final String NAMESPACE = "com.amazonaws.dynamodb.v20120810#";
    private static final Set<String> TRANSACTIONS = Set.of("TransactWriteItems", "TransactGetItems");

    private final Map<String, Throttled> byLogicalId = new HashMap<>();
    private final Map<String, String> logicalIds = new HashMap<>();

    /** What a table throws, by how its throughput is paid for, and what a transaction's reason calls it. */
    private enum Throttled {
        ON_DEMAND(
                "ThrottlingException",
                "ThrottlingError",
                "Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your"
                        + " table or index so please try again shortly. If exceptions persist, check if you have a hot"
                        + " key:"
                        + " https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html"),
        PROVISIONED(
                "ProvisionedThroughputExceededException",
                "ProvisionedThroughputExceeded",
                "The level of configured provisioned throughput for the table was exceeded. Consider increasing your"
                        + " provisioning level with the UpdateTable API.");

        private final String exception;
        private final String reason;
        private final String message;

        Throttled(String exception, String reason, String message) {
            this.exception = exception;
            this.reason = reason;
            this.message = message;
        }
    }

    DynamoDbErrors(Application application) {
        for (Application.Table table : application.tables()) {
            logicalIds.put(table.name(), table.logicalId());
            logicalIds.put(table.arn(), table.logicalId());
            String billing = JsonMapper.shared()
                    .readTree(table.createTableRequest())
                    .path("BillingMode")
                    .asString("PROVISIONED");
            byLogicalId.put(
                    table.logicalId(), billing.equals("PAY_PER_REQUEST") ? Throttled.ON_DEMAND : Throttled.PROVISIONED);
        }
    }

    @Override
    public String service() {
        return "dynamodb";
    }

    @Override
    public FaultTarget.Type targets() {
        return FaultTarget.Type.TABLE;
    }

    @Override
    public EdgeResponse throttled(EdgeRequest request, Set<String> tables) {
        String target = request.header("X-Amz-Target").orElse("");
        if (TRANSACTIONS.contains(target.substring(target.lastIndexOf('.') + 1))) {
            return cancelled(request, tables);
        }
        Throttled throttled = throttled(tables.iterator().next());
        return new AwsError(400, NAMESPACE + throttled.exception, throttled.message).awsJson10();
    }

    private Throttled throttled(String table) {
        return byLogicalId.getOrDefault(table, Throttled.ON_DEMAND);
    }

    private EdgeResponse cancelled(EdgeRequest request, Set<String> tables) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("__type", NAMESPACE + "TransactionCanceledException");
        ArrayNode reasons = body.putArray("CancellationReasons");
        List<String> codes = new ArrayList<>();
        for (JsonNode item : JsonMapper.shared().readTree(request.body()).path("TransactItems")) {
            String table = item.valueStream()
                    .findFirst()
                    .map(action -> action.path("TableName").asString(""))
                    .map(name -> logicalIds.getOrDefault(name, ""))
                    .orElse("");
            if (tables.contains(table)) {
                Throttled throttled = throttled(table);
                codes.add(throttled.reason);
                reasons.addObject().put("Code", throttled.reason).put("Message", throttled.message);
            } else {
                codes.add("None");
                reasons.addObject().put("Code", "None");
            }
        }
        body.put(
                "Message",
                "Transaction cancelled, please refer cancellation reasons for specific reasons "
                        + codes.stream().collect(Collectors.joining(", ", "[", "]")));
        return EdgeResponse.of(400, "application/x-amz-json-1.0", body.toString());
    }

    @Override
    public EdgeResponse failed(EdgeRequest request) {
        return new AwsError(500, NAMESPACE + "InternalServerError", "Internal server error").awsJson10();
    }
}
