package localrunner.sqs;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import localrunner.application.Application;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * SQS with the application's queues, in memory: ElasticMQ behind the edge port, in both of SQS's wire protocols.
 *
 * <p>The visibility timeout is the template's. ElasticMQ has no retention period: a message stays until it is deleted
 * or the runner ends. Queue URLs are {@code <edge port's address>/000000000000/<name>}. Thread-safe.
 */
public final class LocalSqs implements EdgeService, QueueSender, AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String QUERY_ERROR = "x-amzn-query-error";
    private static final String ERROR_NAMESPACE = "com.amazonaws.sqs#";

    private final ElasticMqProcess process;
    private final URI edge;
    private final Map<String, Application.Queue> queuesByArn;

    private LocalSqs(ElasticMqProcess process, URI edge, Map<String, Application.Queue> queuesByArn) {
        this.process = process;
        this.edge = edge;
        this.queuesByArn = queuesByArn;
    }

    /**
     * Starts ElasticMQ and creates the application's queues.
     *
     * @param edge the edge port's address, with which queue URLs begin
     * @throws IllegalStateException when a queue is refused; the message says which, and why
     */
    public static LocalSqs start(Application application, URI edge) throws InterruptedException {
        ElasticMqProcess process = ElasticMqProcess.start(application.region(), edge);
        try {
            for (Application.Queue queue : application.queues()) {
                create(process, queue);
            }
        } catch (RuntimeException | InterruptedException e) {
            process.close();
            throw e;
        }
        return new LocalSqs(
                process,
                edge,
                application.queues().stream().collect(Collectors.toMap(Application.Queue::arn, Function.identity())));
    }

    @Override
    public String name() {
        return "sqs";
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) throws InterruptedException {
        return withAwsErrorCode(process.send(request));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException when SQS refuses the message, for instance because it is larger than 1 MiB
     */
    @Override
    public void send(String queueArn, String body) {
        Application.Queue queue = queuesByArn.get(queueArn);
        if (queue == null) {
            throw new IllegalArgumentException(
                    "The application has no queue " + queueArn + "; it has " + String.join(", ", queuesByArn.keySet()));
        }
        ObjectNode message = JSON.createObjectNode();
        message.put("QueueUrl", edge + "/" + Application.ACCOUNT_ID + "/" + queue.name());
        message.put("MessageBody", body);
        try {
            require(process, "SendMessage", queue, message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending to queue " + queue.logicalId(), e);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    private static void create(ElasticMqProcess process, Application.Queue queue) throws InterruptedException {
        ObjectNode request = JSON.createObjectNode().put("QueueName", queue.name());
        request.putObject("Attributes")
                .put(
                        "VisibilityTimeout",
                        Long.toString(queue.visibilityTimeout().toSeconds()));
        require(process, "CreateQueue", queue, request);
    }

    private static void require(ElasticMqProcess process, String operation, Application.Queue queue, ObjectNode body)
            throws InterruptedException {
        EdgeResponse answer = process.send(new EdgeRequest(
                "POST",
                "/",
                "",
                Map.of("X-Amz-Target", "AmazonSQS." + operation, "Content-Type", "application/x-amz-json-1.0"),
                body.toString().getBytes(StandardCharsets.UTF_8)));
        if (answer.status() != 200) {
            throw new IllegalStateException(
                    "ElasticMQ refuses %s for queue %s: %s".formatted(operation, queue.logicalId(), answer.bodyText()));
        }
    }

    /**
     * Corrects the header from which SDKs take an error's code. AWS writes {@code <code of the query protocol>;Sender}
     * (Smithy, "AWS query compatible trait"), while ElasticMQ writes the JSON protocol's code.
     */
    private static EdgeResponse withAwsErrorCode(EdgeResponse answer) {
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(answer.headers());
        String code = headers.get(QUERY_ERROR);
        if (code == null || code.contains(";")) {
            return answer;
        }
        String name = code.startsWith(ERROR_NAMESPACE) ? code.substring(ERROR_NAMESPACE.length()) : code;
        String queryCode = name.equals("QueueDoesNotExist") ? "AWS.SimpleQueueService.NonExistentQueue" : name;
        headers.put(QUERY_ERROR, queryCode + (answer.status() < 500 ? ";Sender" : ";Receiver"));
        return new EdgeResponse(answer.status(), headers, answer.body());
    }
}
