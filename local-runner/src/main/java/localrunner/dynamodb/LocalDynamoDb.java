package localrunner.dynamodb;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.CRC32;
import localrunner.application.Application;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * DynamoDB and DynamoDB Streams with the application's tables, in memory: DynamoDB Local behind the edge port.
 *
 * <p>Clients see the application's region and stream ARNs only. DynamoDB Local has no tags, no backups and no limits on
 * throughput; "DynamoDB local usage notes" in the Amazon DynamoDB Developer Guide has all differences. Thread-safe.
 */
public final class LocalDynamoDb implements EdgeService, AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * One runner of a process makes its tables at a time. DynamoDB Local 3.3.1 fills what it shares during its first
     * requests, and others that come just then fail: "Unrecognized Type: [null]".
     */
    private static final ReentrantLock MAKING_TABLES = new ReentrantLock();

    private static final Set<String> TABLE_OPERATIONS = Set.of(
            "BatchExecuteStatement",
            "BatchGetItem",
            "BatchWriteItem",
            "CreateTable",
            "DeleteItem",
            "DeleteTable",
            "DescribeLimits",
            "DescribeTable",
            "DescribeTimeToLive",
            "ExecuteStatement",
            "ExecuteTransaction",
            "GetItem",
            "ListTables",
            "PutItem",
            "Query",
            "Scan",
            "TransactGetItems",
            "TransactWriteItems",
            "UpdateItem",
            "UpdateTable",
            "UpdateTimeToLive");

    private static final Set<String> STREAM_OPERATIONS =
            Set.of("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams");

    /** Operations whose answers have ARNs in them. Other answers are passed on as they are. */
    private static final Set<String> OPERATIONS_WITH_ARNS = Set.of(
            "CreateTable",
            "DeleteTable",
            "DescribeTable",
            "UpdateTable",
            "DescribeStream",
            "GetRecords",
            "GetShardIterator",
            "ListStreams");

    private final DynamoDbProcess process;
    private final LocalArns arns;

    private LocalDynamoDb(DynamoDbProcess process, LocalArns arns) {
        this.process = process;
        this.arns = arns;
    }

    /**
     * Starts DynamoDB Local and creates the application's tables.
     *
     * @param workFolder for its files; made when needed, and to be deleted by the caller when the JVM has ended
     * @throws IllegalStateException when a table is refused; the message says which, and why
     */
    public static LocalDynamoDb start(Application application, Path workFolder) throws InterruptedException {
        DynamoDbProcess process = DynamoDbProcess.start(workFolder);
        MAKING_TABLES.lock();
        try {
            var localStreamArns = new HashMap<String, String>();
            for (Application.Table table : application.tables()) {
                Optional<String> localStreamArn = create(process, table);
                table.streamArn()
                        .ifPresent(ours -> localStreamArns.put(
                                ours,
                                localStreamArn.orElseThrow(() -> new IllegalStateException("Table " + table.logicalId()
                                        + " has a stream ARN but no StreamSpecification in its CreateTable request"))));
            }
            return new LocalDynamoDb(process, new LocalArns(application.region(), localStreamArns));
        } catch (RuntimeException | InterruptedException e) {
            process.close();
            throw e;
        } finally {
            MAKING_TABLES.unlock();
        }
    }

    @Override
    public String name() {
        return "dynamodb";
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) throws InterruptedException {
        var call = DynamoDbCall.of(request);
        Optional<EdgeResponse> refusal = refusal(call);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (!OPERATIONS_WITH_ARNS.contains(call.operation())) {
            return process.send(request);
        }
        EdgeRequest local = withBody(request, request.bodyText(), arns::toLocal);
        EdgeResponse answer = process.send(local);
        return withOurArns(answer);
    }

    /** The streams, for event source mappings. */
    public StreamReader streams(InstantSource clock) {
        return new LocalStreamReader(this, clock);
    }

    @Override
    public void close() {
        process.close();
    }

    private static Optional<EdgeResponse> refusal(DynamoDbCall call) {
        Set<String> operations = switch (call.api()) {
            case DynamoDbCall.TABLES -> TABLE_OPERATIONS;
            case DynamoDbCall.STREAMS -> STREAM_OPERATIONS;
            default -> Set.of();
        };
        if (operations.contains(call.operation())) {
            return Optional.empty();
        }
        var supported = new TreeSet<String>(operations.isEmpty() ? TABLE_OPERATIONS : operations);
        return Optional.of(new AwsError(
                        400,
                        "UnknownOperationException",
                        "'%s.%s' is not supported by the local runner. Supported: %s"
                                .formatted(call.api(), call.operation(), String.join(", ", supported)))
                .awsJson10());
    }

    private static EdgeRequest withBody(EdgeRequest request, String body, JsonChange change) {
        try {
            JsonNode json = JSON.readTree(body);
            change.apply(json);
            return new EdgeRequest(
                    request.method(), request.path(), request.query(), request.headers(), JSON.writeValueAsBytes(json));
        } catch (JacksonException e) {
            // DynamoDB Local says what is wrong with the request.
            return request;
        }
    }

    private EdgeResponse withOurArns(EdgeResponse answer) {
        JsonNode json = JSON.readTree(answer.body());
        arns.toOurs(json);
        json.path("Records").forEach(LocalDynamoDb::shortenEventId);
        byte[] body = JSON.writeValueAsBytes(json);
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(answer.headers());
        // SDKs compare the checksum with the body that they get.
        headers.computeIfPresent("x-amz-crc32", (name, old) -> crc32(body));
        return new EdgeResponse(answer.status(), headers, body);
    }

    /** A stream record's id has 32 hexadecimal digits. DynamoDB Local puts hyphens between them. */
    private static void shortenEventId(JsonNode streamRecord) {
        if (streamRecord instanceof ObjectNode object && object.path("eventID").isString()) {
            object.put("eventID", object.path("eventID").stringValue().replace("-", ""));
        }
    }

    private static String crc32(byte[] body) {
        var checksum = new CRC32();
        checksum.update(body);
        return Long.toString(checksum.getValue());
    }

    /** Creates the table, and returns DynamoDB Local's ARN of its stream if it has one. */
    private static Optional<String> create(DynamoDbProcess process, Application.Table table)
            throws InterruptedException {
        JsonNode created = require(process, "CreateTable", table, table.createTableRequest());
        if (table.timeToLiveAttribute().isPresent()) {
            ObjectNode timeToLive = JSON.createObjectNode();
            timeToLive.put("TableName", table.name());
            timeToLive
                    .putObject("TimeToLiveSpecification")
                    .put("Enabled", true)
                    .put("AttributeName", table.timeToLiveAttribute().get());
            require(process, "UpdateTimeToLive", table, timeToLive.toString());
        }
        return created.path("TableDescription").path("LatestStreamArn").asStringOpt();
    }

    private static JsonNode require(DynamoDbProcess process, String operation, Application.Table table, String body)
            throws InterruptedException {
        EdgeResponse answer = process.send(new DynamoDbCall(DynamoDbCall.TABLES, operation).request(body));
        if (answer.status() >= 500) {
            // The answer is a page with a stack trace. The likeliest reason is the native library or the database.
            throw DynamoDbProcess.couldNotStart("%s of table %s failed".formatted(operation, table.logicalId()), null);
        }
        if (answer.status() != 200) {
            throw new IllegalStateException("DynamoDB Local refuses %s of table %s: %s"
                    .formatted(operation, table.logicalId(), answer.bodyText()));
        }
        return JSON.readTree(answer.body());
    }

    private interface JsonChange {
        void apply(JsonNode json);
    }
}
