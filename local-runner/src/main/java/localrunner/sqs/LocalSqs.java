package localrunner.sqs;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import localrunner.application.Application;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.facts.Facts;
import localrunner.time.Time;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * SQS with the application's queues, in memory: ElasticMQ behind the edge port, in both of SQS's wire protocols.
 *
 * <p>{@link RequestRules} and {@link AnswerCorrections} stand before and behind ElasticMQ where it is more lenient than
 * SQS or has other codes.
 *
 * <p>The visibility timeout is the template's. ElasticMQ has no retention period: a message stays until it is deleted
 * or the runner ends. Queue URLs are {@code <edge port's address>/000000000000/<name>}. Thread-safe.
 */
public final class LocalSqs
        implements EdgeService, QueueSender, QueueReceiver, QueueDepths, QueueContents, AutoCloseable {

    /** What {@code GetQueueAttributes} says of a queue that was made without these attributes. */
    static final Map<String, String> DEFAULT_ATTRIBUTES = attributes(Duration.ofDays(4));

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String VISIBLE = "ApproximateNumberOfMessages";
    private static final String NOT_VISIBLE = "ApproximateNumberOfMessagesNotVisible";
    private static final String DELAYED = "ApproximateNumberOfMessagesDelayed";
    private static final Duration BETWEEN_PURGES = Duration.ofSeconds(60);
    private static final Pattern QUEUE_ARN = Pattern.compile("arn:[^:]*:sqs:[^:]*:[^:]*:([^:]+)");

    private final ElasticMqProcess process;
    private final URI edge;
    private final Map<String, Application.Queue> queuesByArn;
    private final AnswerCorrections corrections;
    private final Time time;
    private final QueueFacts facts;
    private final Map<String, Instant> purges = new ConcurrentHashMap<>();
    private final ReentrantLock deleting = new ReentrantLock();

    private LocalSqs(ElasticMqProcess process, URI edge, Application application, Time time, Facts facts) {
        this.process = process;
        this.edge = edge;
        this.time = time;
        this.facts = new QueueFacts(application.queues(), facts, time);
        queuesByArn =
                application.queues().stream().collect(Collectors.toMap(Application.Queue::arn, Function.identity()));
        corrections = new AnswerCorrections(application.queues().stream()
                .collect(Collectors.toMap(Application.Queue::name, queue -> attributes(queue.messageRetention()))));
    }

    private static Map<String, String> attributes(Duration retention) {
        return Map.of(
                "MaximumMessageSize", Integer.toString(RequestRules.LARGEST_MESSAGE_BYTES),
                "MessageRetentionPeriod", Long.toString(retention.toSeconds()),
                "SqsManagedSseEnabled", "true");
    }

    /** Starts SQS for a test, to which nobody listens. */
    static LocalSqs start(Application application, URI edge, Time time) throws InterruptedException {
        return start(application, edge, time, Facts.UNHEARD);
    }

    /**
     * Starts ElasticMQ and creates the application's queues.
     *
     * @param edge the edge port's address, with which queue URLs begin
     * @param time tells how long ago a queue was purged
     * @param facts is told what comes and goes
     * @throws IllegalStateException when a queue is refused; the message says which, and why
     */
    public static LocalSqs start(Application application, URI edge, Time time, Facts facts)
            throws InterruptedException {
        ElasticMqProcess process = ElasticMqProcess.start(application.region(), edge);
        try {
            for (Application.Queue queue : application.queues()) {
                create(process, queue);
            }
            // A dead-letter queue has to be there before it is named, and two may name each other.
            for (Application.Queue queue : application.queues()) {
                if (queue.redrive().isPresent()) {
                    redrive(process, queue, edge, queue.redrive().get());
                }
            }
        } catch (RuntimeException | InterruptedException e) {
            process.close();
            throw e;
        }
        return new LocalSqs(process, edge, application, time, facts);
    }

    @Override
    public String name() {
        return "sqs";
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) throws InterruptedException {
        SqsRequest call = SqsRequest.of(request);
        try {
            RequestRules.check(call);
            switch (call.operation()) {
                case "PurgeQueue" -> requireNoRecentPurge(call.queueName());
                case "StartMessageMoveTask" -> requireQueues(call);
                default -> {
                    // ElasticMQ can take the request as it is.
                }
            }
        } catch (SqsException e) {
            return e.answer(call.protocol());
        }
        EdgeResponse answer = process.send(request);
        if (call.operation().equals("PurgeQueue") && answer.status() == 200) {
            purges.put(call.queueName(), time.now());
            process.queues().forgetPurged(call.queueName());
        }
        facts.tell(call, answer);
        return corrections.corrected(call, answer);
    }

    private void requireNoRecentPurge(String queueName) {
        Instant last = purges.get(queueName);
        if (last != null && time.age(last).compareTo(BETWEEN_PURGES) < 0) {
            throw new SqsException(
                    "PurgeQueueInProgress",
                    "Only one PurgeQueue operation on " + queueName + " is allowed every 60 seconds.");
        }
    }

    /** ElasticMQ hangs when the source of a move task is the dead-letter queue of no other queue. */
    private void requireQueues(SqsRequest call) throws InterruptedException {
        Optional<String> source = queueOfArn(call, "SourceArn");
        if (source.isEmpty()) {
            throw SqsException.invalidParameterValue(
                    "You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>");
        }
        if (!exists(source.get())) {
            throw SqsException.noSuchResource("SourceArn");
        }
        EdgeResponse sources = process.send(asJson("ListDeadLetterSourceQueues", queueUrl(source.get())));
        if (JSON.readTree(sources.body()).path("queueUrls").isEmpty()) {
            throw SqsException.invalidParameterValue("Source queue must be configured as a Dead Letter Queue.");
        }
        if (call.parameters().has("DestinationArn")) {
            Optional<String> destination = queueOfArn(call, "DestinationArn");
            if (destination.isEmpty() || !exists(destination.get())) {
                throw SqsException.noSuchResource("DestinationArn");
            }
        }
    }

    private static Optional<String> queueOfArn(SqsRequest call, String parameter) {
        Matcher arn = QUEUE_ARN.matcher(call.parameters().path(parameter).asString(""));
        return arn.matches() ? Optional.of(arn.group(1)) : Optional.empty();
    }

    private boolean exists(String queueName) throws InterruptedException {
        ObjectNode request = JSON.createObjectNode().put("QueueName", queueName);
        return process.send(asJson("GetQueueUrl", request)).status() == 200;
    }

    private ObjectNode queueUrl(String queueName) {
        return JSON.createObjectNode().put("QueueUrl", edge + "/" + Application.ACCOUNT_ID + "/" + queueName);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException when SQS refuses the message, for instance because it is larger than 1 MiB
     */
    @Override
    public void send(String queueArn, String body) {
        Application.Queue queue = queue(queueArn);
        send(queue, queueUrl(queue.name()).put("MessageBody", body));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException when SQS refuses the message, for instance because it is larger than 1 MiB
     */
    @Override
    public void sendTraced(String queueArn, String body, String traceHeader) {
        Application.Queue queue = queue(queueArn);
        ObjectNode message = queueUrl(queue.name()).put("MessageBody", body);
        message.putObject("MessageSystemAttributes")
                .putObject("AWSTraceHeader")
                .put("DataType", "String")
                .put("StringValue", traceHeader);
        send(queue, message);
    }

    private void send(Application.Queue queue, ObjectNode message) {
        try {
            JsonNode sent = require(process, "SendMessage", queue, message);
            facts.sent(
                    queue,
                    sent.path("MessageId").asString(""),
                    message.path("MessageBody").asString(""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending to queue " + queue.logicalId(), e);
        }
    }

    @Override
    public List<ReceivedMessage> receive(String queueArn, int most, Duration wait) throws InterruptedException {
        Application.Queue queue = queue(queueArn);
        ObjectNode request =
                queueUrl(queue.name()).put("MaxNumberOfMessages", most).put("WaitTimeSeconds", wait.toSeconds());
        request.putArray("AttributeNames").add("All");
        request.putArray("MessageAttributeNames").add("All");
        JsonNode messages = require(process, "ReceiveMessage", queue, request).path("Messages");
        facts.received(queue, messages);
        return messages.valueStream().map(ReceivedMessage::new).toList();
    }

    @Override
    public void delete(String queueArn, List<ReceivedMessage> messages) throws InterruptedException {
        Application.Queue queue = queue(queueArn);
        for (ReceivedMessage message : messages) {
            require(
                    process,
                    "DeleteMessage",
                    queue,
                    queueUrl(queue.name()).put("ReceiptHandle", message.receiptHandle()));
            facts.deleted(queue, message.receiptHandle());
        }
    }

    @Override
    public Depth depth(String queueArn) throws InterruptedException {
        Application.Queue queue = queue(queueArn);
        ObjectNode request = queueUrl(queue.name());
        request.putArray("AttributeNames").add(VISIBLE).add(NOT_VISIBLE).add(DELAYED);
        JsonNode attributes =
                require(process, "GetQueueAttributes", queue, request).path("Attributes");
        return new Depth(
                attributes.path(VISIBLE).asInt(0),
                attributes.path(NOT_VISIBLE).asInt(0),
                attributes.path(DELAYED).asInt(0));
    }

    @Override
    public List<StoredMessage> messages(String queueArn, Optional<String> afterId, int most)
            throws InterruptedException {
        return process.queues().messages(queue(queueArn).name(), afterId, most);
    }

    @Override
    public Optional<StoredMessage> message(String queueArn, String messageId) throws InterruptedException {
        return process.queues().message(queue(queueArn).name(), messageId);
    }

    @Override
    public boolean delete(String queueArn, String messageId) throws InterruptedException {
        Application.Queue queue = queue(queueArn);
        deleting.lockInterruptibly();
        try {
            Optional<String> receipt = process.queues().receipt(queue.name(), messageId);
            if (receipt.isEmpty()) {
                return false;
            }
            require(process, "DeleteMessage", queue, queueUrl(queue.name()).put("ReceiptHandle", receipt.get()));
            facts.deleted(queue, receipt.get());
            return true;
        } finally {
            deleting.unlock();
        }
    }

    private Application.Queue queue(String arn) {
        Application.Queue queue = queuesByArn.get(arn);
        if (queue == null) {
            throw new IllegalArgumentException(
                    "The application has no queue " + arn + "; it has " + String.join(", ", queuesByArn.keySet()));
        }
        return queue;
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
                        Long.toString(queue.visibilityTimeout().toSeconds()))
                .put("DelaySeconds", Long.toString(queue.delay().toSeconds()))
                .put(
                        "ReceiveMessageWaitTimeSeconds",
                        Long.toString(queue.receiveWait().toSeconds()));
        require(process, "CreateQueue", queue, request);
    }

    private static void redrive(
            ElasticMqProcess process, Application.Queue queue, URI edge, Application.Redrive redrive)
            throws InterruptedException {
        String policy = JSON.createObjectNode()
                .put("deadLetterTargetArn", redrive.deadLetterQueueArn())
                .put("maxReceiveCount", redrive.maxReceiveCount())
                .toString();
        ObjectNode request =
                JSON.createObjectNode().put("QueueUrl", edge + "/" + Application.ACCOUNT_ID + "/" + queue.name());
        request.putObject("Attributes").put("RedrivePolicy", policy);
        require(process, "SetQueueAttributes", queue, request);
    }

    private static JsonNode require(
            ElasticMqProcess process, String operation, Application.Queue queue, ObjectNode body)
            throws InterruptedException {
        EdgeResponse answer = process.send(asJson(operation, body));
        if (answer.status() != 200) {
            throw new IllegalStateException(
                    "ElasticMQ refuses %s for queue %s: %s".formatted(operation, queue.logicalId(), answer.bodyText()));
        }
        return answer.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(answer.body());
    }

    private static EdgeRequest asJson(String operation, ObjectNode body) {
        return new EdgeRequest(
                "POST",
                "/",
                "",
                Map.of("X-Amz-Target", "AmazonSQS." + operation, "Content-Type", "application/x-amz-json-1.0"),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }
}
