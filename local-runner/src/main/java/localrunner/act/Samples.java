package localrunner.act;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.application.Application.FunctionTarget;
import localrunner.application.Bucket;
import localrunner.application.SqsIntegration;
import localrunner.time.Time;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What can be sent to an application without writing it: its own sample files, and one event of each kind. Thread-safe. */
final class Samples {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String CONTENT_TYPE = "Content-Type";

    private final Application application;
    private final Targets targets;
    private final SampleFiles files;
    private final Time time;

    /** @param template the template's file */
    Samples(Application application, Targets targets, Path template, Time time) {
        this.application = application;
        this.targets = targets;
        files = new SampleFiles(application, targets, template);
        this.time = time;
    }

    /** Files first, then generated ones, in the order of the template. */
    List<Sample> all() {
        List<Sample> samples = new ArrayList<>(files.read());
        GeneratedEvents events = new GeneratedEvents(application, time.now());
        for (Target target : targets.all()) {
            switch (target) {
                case Target.OfRoute route -> samples.add(generated(route.id(), "request", request(route.route())));
                case Target.OfFunction(var function) -> samples.addAll(events(function, events));
                case Target.OfTopic topic -> samples.add(generated(topic.id(), "text", body("hello")));
                case Target.OfQueue queue -> samples.add(generated(queue.id(), "text", body("hello")));
            }
        }
        return samples;
    }

    private static Sample generated(String target, String name, ObjectNode request) {
        return new Sample(target, name, Sample.GENERATED, request);
    }

    private static ObjectNode body(String text) {
        return JSON.createObjectNode().put("body", text);
    }

    private static ObjectNode request(Application.Route route) {
        ObjectNode request = JSON.createObjectNode()
                .put("method", GeneratedEvents.method(route))
                .put("path", GeneratedEvents.path(route));
        ObjectNode headers = request.putObject("headers");
        Optional<String> type = switch (route.target()) {
            case SqsIntegration integration ->
                integration.requestTemplates().keySet().stream().findFirst();
            case FunctionTarget _ ->
                GeneratedEvents.hasBody(route) ? Optional.of("application/json") : Optional.empty();
        };
        type.ifPresent(known -> headers.put(CONTENT_TYPE, known));
        return request.put(
                "body",
                type.map(known -> known.endsWith("json") ? "{}" : "hello").orElse(""));
    }

    /** One event of each source that the function has; an empty one when it has none. */
    private List<Sample> events(Application.Function function, GeneratedEvents events) {
        String id = function.logicalId();
        String arn = function.invokedArn();
        List<Sample> samples = new ArrayList<>();
        for (Application.Api api : application.apis()) {
            api.routes().stream()
                    .filter(route -> route.target().equals(new FunctionTarget(arn)))
                    .forEach(route -> samples.add(
                            generated(id, route.method() + " " + route.path(), body(events.api(api, route)))));
        }
        for (Application.Topic topic : application.topics()) {
            topic.subscriptions().stream()
                    .filter(subscription -> subscription.functionArn().equals(arn))
                    .forEach(subscription -> samples.add(generated(
                            id, "message of the topic " + topic.logicalId(), body(events.sns(topic, subscription)))));
        }
        application.queueMappings().stream()
                .filter(mapping -> mapping.functionArn().equals(arn))
                .map(Application.QueueMapping::queue)
                .forEach(queue -> samples.add(
                        generated(id, "message of the queue " + queue.logicalId(), body(events.sqs(queue)))));
        application.streamMappings().stream()
                .filter(mapping -> mapping.functionArn().equals(arn))
                .forEach(mapping -> application.tables().stream()
                        .filter(table -> table.name().equals(mapping.source().tableName()))
                        .forEach(table -> samples.add(generated(
                                id,
                                "change of the table " + table.logicalId(),
                                body(events.dynamoDb(table, mapping.source().streamArn()))))));
        for (Bucket bucket : application.buckets()) {
            bucket.notifications().stream()
                    .filter(notification -> notification.target().arn().equals(arn))
                    .forEach(notification -> samples.add(generated(
                            id, "event of the bucket " + bucket.logicalId(), body(events.s3(bucket, notification)))));
        }
        application.schedules().stream()
                .filter(schedule -> schedule.functionArn().equals(arn))
                .forEach(schedule -> samples.add(generated(
                        id, "event of the schedule " + schedule.logicalId(), body(events.schedule(schedule)))));
        if (samples.isEmpty()) {
            samples.add(generated(id, "empty event", body("{}")));
        }
        return samples;
    }
}
