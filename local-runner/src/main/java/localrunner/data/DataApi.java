package localrunner.data;

import java.util.List;
import localrunner.application.Application;
import localrunner.application.Bucket;
import localrunner.edge.EdgeService;
import localrunner.edge.StreamedResponse;
import localrunner.s3.BucketContents;
import localrunner.sqs.QueueContents;
import localrunner.sqs.QueueDepths;
import localrunner.template.document.Suggestion;
import localrunner.time.Time;
import localrunner.web.WebAnswers;
import localrunner.web.WebApi;
import localrunner.web.WebRefusal;
import localrunner.web.WebRequest;
import localrunner.web.WebRoutes;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The part of the console's API that shows data. Resources are named by their logical ids. Thread-safe. */
public final class DataApi implements WebApi {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Application application;
    private final Tables tables;
    private final Queues queues;
    private final JsonClient sqs;
    private final Buckets buckets;
    private final Parameters parameters;

    /**
     * Where the data is. The services are those behind the edge port, without what stands before them there.
     *
     * @param sqs the same service as contents and depths
     */
    public record Sources(
            EdgeService dynamoDb,
            EdgeService sqs,
            QueueContents contents,
            QueueDepths depths,
            BucketContents buckets,
            EdgeService ssm) {}

    public DataApi(Application application, Sources sources, Time time) {
        this.application = application;
        tables = new Tables(sources.dynamoDb());
        queues = new Queues(application, sources.contents(), sources.depths(), time);
        sqs = JsonClient.ofSqs(sources.sqs());
        buckets = new Buckets(sources.buckets());
        parameters = new Parameters(sources.ssm());
    }

    @Override
    public void addTo(WebRoutes routes) {
        routes.get("data", _ -> WebAnswers.json(overview()))
                .get("data/tables/{table}/items", request -> WebAnswers.json(items(request)))
                .delete("data/tables/{table}/items", this::deleteItem)
                .get(
                        "data/queues/{queue}/messages",
                        request -> WebAnswers.json(queues.messages(queue(request), request.parameter("after"))))
                .get(
                        "data/queues/{queue}/messages/{message}",
                        request -> WebAnswers.json(queues.message(queue(request), request.variable("message"))))
                .post("data/queues/{queue}/messages/{message}/delete", this::deleteMessage)
                .post("data/queues/{queue}/purge", this::purge)
                .post("data/queues/{queue}/redrive", this::redrive)
                .get(
                        "data/buckets/{bucket}/objects",
                        request -> WebAnswers.json(buckets.objects(
                                bucket(request), request.parameter("prefix").orElse(""), request.parameter("after"))))
                .get(
                        "data/buckets/{bucket}/objects/{key+}",
                        request -> WebAnswers.json(buckets.object(bucket(request), request.variable("key"))))
                .get("data/parameters", _ -> WebAnswers.json(shownParameters()))
                .post("data/parameters/reveal", this::reveal);
    }

    private ObjectNode overview() throws InterruptedException {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode shownTables = node.putArray("tables");
        application.tables().forEach(table -> shownTables.add(Tables.described(table)));
        ArrayNode shownQueues = node.putArray("queues");
        for (Application.Queue queue : application.queues()) {
            shownQueues.add(queues.described(queue));
        }
        ArrayNode shownBuckets = node.putArray("buckets");
        application
                .buckets()
                .forEach(bucket ->
                        shownBuckets.addObject().put("id", bucket.logicalId()).put("name", bucket.name()));
        return node.put("parameters", application.parameters().size());
    }

    private ObjectNode items(WebRequest request) throws InterruptedException {
        return tables.items(
                table(request),
                new Tables.Query(
                        request.parameter("index"),
                        request.parameter("key"),
                        request.parameter("sort"),
                        request.parameter("filter"),
                        request.parameter("cursor")));
    }

    private StreamedResponse deleteItem(WebRequest request) throws InterruptedException {
        tables.delete(table(request), request.json());
        return done();
    }

    private StreamedResponse deleteMessage(WebRequest request) throws InterruptedException {
        queues.delete(queue(request), request.variable("message"));
        return done();
    }

    private StreamedResponse purge(WebRequest request) throws InterruptedException {
        var _ = sqs.call("PurgeQueue", JSON.createObjectNode().put("QueueUrl", JsonClient.queueUrl(queue(request))));
        return done();
    }

    /** Moves all messages to the queues that they came from, as SQS does it, which goes on after the answer. */
    private StreamedResponse redrive(WebRequest request) throws InterruptedException {
        var _ = sqs.call(
                "StartMessageMoveTask",
                JSON.createObjectNode().put("SourceArn", queue(request).arn()));
        return done();
    }

    private ObjectNode shownParameters() throws InterruptedException {
        ObjectNode node = JSON.createObjectNode();
        node.set("parameters", parameters.all());
        return node;
    }

    private StreamedResponse reveal(WebRequest request) throws InterruptedException {
        String name = request.json()
                .path("name")
                .asStringOpt()
                .orElseThrow(
                        () -> new WebRefusal(400, "the body names the parameter, such as {\"name\":\"/app/Key\"}"));
        return WebAnswers.json(parameters.reveal(name));
    }

    private static StreamedResponse done() {
        return WebAnswers.json(JSON.createObjectNode());
    }

    private Application.Table table(WebRequest request) {
        String id = request.variable("table");
        return application.tables().stream()
                .filter(table -> table.logicalId().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "table",
                        id,
                        application.tables().stream()
                                .map(Application.Table::logicalId)
                                .toList()));
    }

    private Application.Queue queue(WebRequest request) {
        String id = request.variable("queue");
        return application.queues().stream()
                .filter(queue -> queue.logicalId().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "queue",
                        id,
                        application.queues().stream()
                                .map(Application.Queue::logicalId)
                                .toList()));
    }

    private Bucket bucket(WebRequest request) {
        String id = request.variable("bucket");
        return application.buckets().stream()
                .filter(bucket -> bucket.logicalId().equals(id))
                .findFirst()
                .orElseThrow(() -> unknown(
                        "bucket",
                        id,
                        application.buckets().stream().map(Bucket::logicalId).toList()));
    }

    private static WebRefusal unknown(String type, String id, List<String> known) {
        return new WebRefusal(404, "there is no " + type + " " + id + Suggestion.among(id, "There are", known));
    }
}
