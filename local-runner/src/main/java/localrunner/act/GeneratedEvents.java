package localrunner.act;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import localrunner.application.Application;
import localrunner.application.Application.Route;
import localrunner.application.Bucket;
import localrunner.data.TableKeys;
import localrunner.schedule.ScheduledEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes an event of each kind that can invoke a function, in the shape in which AWS's documents show it: "Using AWS Lambda
 * with Amazon SQS", "... Amazon SNS", "... DynamoDB", "... S3", and "Input format of a Lambda function for proxy
 * integration" of API Gateway. Immutable.
 */
final class GeneratedEvents {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TEXT = "hello";
    private static final String ID = "00000000-0000-0000-0000-000000000001";

    private final Application application;
    private final String now;
    private final Instant at;

    /** @param at the events' time */
    GeneratedEvents(Application application, Instant at) {
        this.application = application;
        this.at = at;
        now = at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** A path of a route, with something in each of its parameters. */
    static String path(Route route) {
        return route.path().replaceAll("\\{[^}]*}", TEXT);
    }

    static boolean hasBody(Route route) {
        return !route.method().equals("GET")
                && !route.method().equals("DELETE")
                && !route.method().equals("HEAD");
    }

    String api(Application.Api api, Route route) {
        ObjectNode event = JSON.createObjectNode()
                .put("resource", route.path())
                .put("path", path(route))
                .put("httpMethod", method(route));
        ObjectNode headers = event.putObject("headers");
        ObjectNode manyHeaders = event.putObject("multiValueHeaders");
        if (hasBody(route)) {
            headers.put("Content-Type", "application/json");
            manyHeaders.putArray("Content-Type").add("application/json");
        }
        event.putNull("queryStringParameters");
        event.putNull("multiValueQueryStringParameters");
        Map<String, String> parameters = new TreeMap<>();
        for (String part : route.path().split("/", -1)) {
            if (part.startsWith("{")) {
                parameters.put(part.substring(1, part.length() - 1).replace("+", ""), TEXT);
            }
        }
        if (parameters.isEmpty()) {
            event.putNull("pathParameters");
        } else {
            ObjectNode given = event.putObject("pathParameters");
            parameters.forEach(given::put);
        }
        event.putNull("stageVariables");
        ObjectNode context = event.putObject("requestContext")
                .put("resourcePath", route.path())
                .put("httpMethod", method(route))
                .put("path", "/" + api.stageName() + path(route))
                .put("accountId", Application.ACCOUNT_ID)
                .put("protocol", "HTTP/1.1")
                .put("stage", api.stageName())
                .put("requestTimeEpoch", at.toEpochMilli())
                .put("requestId", ID)
                .put("apiId", api.id());
        context.putObject("identity").put("sourceIp", "127.0.0.1").put("userAgent", "console");
        if (hasBody(route)) {
            event.put("body", "{}");
        } else {
            event.putNull("body");
        }
        return event.put("isBase64Encoded", false).toString();
    }

    static String method(Route route) {
        return route.method().equals("ANY") ? "POST" : route.method();
    }

    String sns(Application.Topic topic, Application.Subscription subscription) {
        ObjectNode event = JSON.createObjectNode();
        ObjectNode entry = event.putArray("Records")
                .addObject()
                .put("EventSource", "aws:sns")
                .put("EventVersion", "1.0")
                .put("EventSubscriptionArn", subscription.arn());
        entry.putObject("Sns")
                .put("Type", "Notification")
                .put("MessageId", ID)
                .put("TopicArn", topic.arn())
                .putNull("Subject")
                .put("Message", TEXT)
                .put("Timestamp", now)
                .put("SignatureVersion", "1")
                .put("Signature", "")
                .put("SigningCertUrl", "")
                .put("UnsubscribeUrl", "")
                .putObject("MessageAttributes");
        return event.toString();
    }

    String sqs(Application.Queue queue) {
        ObjectNode event = JSON.createObjectNode();
        ObjectNode message = event.putArray("Records")
                .addObject()
                .put("messageId", ID)
                .put("receiptHandle", "generated")
                .put("body", TEXT);
        message.putObject("attributes")
                .put("ApproximateReceiveCount", "1")
                .put("SentTimestamp", Long.toString(at.toEpochMilli()))
                .put("SenderId", Application.ACCOUNT_ID)
                .put("ApproximateFirstReceiveTimestamp", Long.toString(at.toEpochMilli()));
        message.putObject("messageAttributes");
        message.put("md5OfBody", "5d41402abc4b2a76b9719d911017c592")
                .put("eventSource", "aws:sqs")
                .put("eventSourceARN", queue.arn())
                .put("awsRegion", application.region());
        return event.toString();
    }

    /** An insertion of an item that has the table's keys and nothing else. */
    String dynamoDb(Application.Table table, String streamArn) {
        JsonNode definition = JSON.readTree(table.createTableRequest());
        ObjectNode keys = JSON.createObjectNode();
        for (TableKeys.Attribute key : TableKeys.of(table).primary().attributes()) {
            keys.putObject(key.name())
                    .put(
                            key.type(),
                            switch (key.type()) {
                                case "N" -> "1";
                                case "B" -> "aGVsbG8=";
                                default -> TEXT;
                            });
        }
        String view =
                definition.path("StreamSpecification").path("StreamViewType").asString("KEYS_ONLY");
        ObjectNode event = JSON.createObjectNode();
        ObjectNode change = event.putArray("Records")
                .addObject()
                .put("eventID", ID.replace("-", ""))
                .put("eventName", "INSERT")
                .put("eventVersion", "1.1")
                .put("eventSource", "aws:dynamodb")
                .put("awsRegion", application.region())
                .put("eventSourceARN", streamArn)
                .putObject("dynamodb")
                .put("ApproximateCreationDateTime", at.getEpochSecond())
                .put("SequenceNumber", "000000000000000000001")
                .put("SizeBytes", 1)
                .put("StreamViewType", view);
        change.set("Keys", keys);
        if (view.startsWith("NEW")) {
            change.set("NewImage", keys.deepCopy());
        }
        return event.toString();
    }

    String s3(Bucket bucket, Bucket.Notification notification) {
        String key = notification.filter().prefix()
                + TEXT
                + (notification.filter().suffix().isEmpty()
                        ? ".txt"
                        : notification.filter().suffix());
        String name = notification.events().getFirst().replace("s3:", "");
        ObjectNode event = JSON.createObjectNode();
        ObjectNode entry = event.putArray("Records")
                .addObject()
                .put("eventVersion", "2.1")
                .put("eventSource", "aws:s3")
                .put("awsRegion", application.region())
                .put("eventTime", now)
                .put("eventName", name.endsWith(":*") ? name.replace(":*", ":Put") : name);
        ObjectNode s3 = entry.putObject("s3").put("s3SchemaVersion", "1.0").put("configurationId", notification.id());
        s3.putObject("bucket").put("name", bucket.name()).put("arn", bucket.arn());
        s3.putObject("object")
                .put("key", key)
                .put("size", 5)
                .put("eTag", "5d41402abc4b2a76b9719d911017c592")
                .put("sequencer", "0000000000000001");
        return event.toString();
    }

    String schedule(Application.Schedule schedule) {
        return ScheduledEvent.write(schedule, application.region(), at, ID);
    }
}
