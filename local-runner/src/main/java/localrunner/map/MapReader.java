package localrunner.map;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.application.Bucket;
import localrunner.application.SqsIntegration;
import localrunner.map.ApplicationMap.Edge;
import localrunner.map.ApplicationMap.EdgeKind;
import localrunner.map.ApplicationMap.Node;
import localrunner.map.ApplicationMap.NodeType;

/** Reads an application's nodes and edges. For one use. */
final class MapReader {

    private static final String FUNCTION_SUFFIX = "Function";

    private record Pair(String from, String to) {}

    private final Application application;
    private final Resources resources;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Pair, EdgeKind> edges = new LinkedHashMap<>();

    MapReader(Application application) {
        this.application = application;
        this.resources = new Resources(application);
    }

    ApplicationMap read() {
        application.apis().forEach(this::addApi);
        application.schedules().forEach(this::addSchedule);
        application.buckets().forEach(this::addBucket);
        application.functions().forEach(this::addFunction);
        application.topics().forEach(this::addTopic);
        application.queues().forEach(this::addQueue);
        application.tables().forEach(this::addTable);
        application.streamMappings().forEach(this::addStreamMapping);
        application
                .queueMappings()
                .forEach(mapping -> edge(mapping.queue().logicalId(), mapping.functionArn(), EdgeKind.DELIVER));
        return new ApplicationMap(
                nodes,
                edges.entrySet().stream()
                        .map(entry ->
                                new Edge(entry.getKey().from(), entry.getKey().to(), entry.getValue()))
                        .toList());
    }

    private void addApi(Application.Api api) {
        for (Application.Route route : api.routes()) {
            String id = NodeIds.route(application, api.logicalId(), route.method(), route.path());
            nodes.add(new Node(
                    id,
                    NodeType.ROUTE,
                    route.method() + " " + route.path(),
                    route.apiKeyRequired() ? "wants an API key" : ""));
            switch (route.target()) {
                case Application.FunctionTarget function -> edge(id, function.functionArn(), EdgeKind.INVOKE);
                case SqsIntegration integration -> edgeTo(id, resources.queueAt(integration.path()), EdgeKind.SEND);
            }
        }
    }

    private void addSchedule(Application.Schedule schedule) {
        nodes.add(new Node(
                schedule.logicalId(),
                NodeType.SCHEDULE,
                schedule.logicalId(),
                schedule.expression() + (schedule.enabled() ? "" : ", off")));
        edge(schedule.logicalId(), schedule.functionArn(), EdgeKind.INVOKE);
        failure(schedule.logicalId(), schedule.deadLetterQueueArn());
    }

    private void addBucket(Bucket bucket) {
        nodes.add(new Node(bucket.logicalId(), NodeType.BUCKET, bucket.logicalId(), bucket.name()));
        bucket.notifications()
                .forEach(notification ->
                        edge(bucket.logicalId(), notification.target().arn(), EdgeKind.DELIVER));
    }

    private void addFunction(Application.Function function) {
        Application.Configuration configuration = function.configuration();
        nodes.add(new Node(
                function.logicalId(),
                NodeType.FUNCTION,
                shortened(function.logicalId()),
                "%s, %d MB, %s"
                        .formatted(
                                configuration.runtime(),
                                configuration.memoryMegabytes(),
                                text(configuration.timeout()))));
        failure(function.logicalId(), function.async().onFailureQueueArn());
        // the order of a map's values differs from run to run
        configuration.environment().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .map(resources::named)
                .flatMap(Optional::stream)
                .forEach(resource ->
                        call(function, resource, resource.type() == NodeType.TOPIC ? EdgeKind.SEND : EdgeKind.USE));
        new GrantedCalls(application, resources)
                .of(function)
                .forEach(granted -> call(function, granted.resource(), granted.kind()));
    }

    private void call(Application.Function function, Resources.Resource resource, EdgeKind kind) {
        edgeTo(
                function.logicalId(),
                Optional.of(resource.logicalId()),
                resource.type() == NodeType.FUNCTION ? EdgeKind.INVOKE : kind);
    }

    private void addTopic(Application.Topic topic) {
        nodes.add(new Node(
                topic.logicalId(),
                NodeType.TOPIC,
                topic.logicalId(),
                counted(topic.subscriptions(), "subscriber", "subscribers")));
        for (Application.Subscription subscription : topic.subscriptions()) {
            edge(topic.logicalId(), subscription.functionArn(), EdgeKind.DELIVER);
            failure(topic.logicalId(), subscription.redriveQueueArn());
        }
    }

    private void addQueue(Application.Queue queue) {
        nodes.add(new Node(
                queue.logicalId(),
                NodeType.QUEUE,
                queue.logicalId(),
                "hidden for %s when received%s"
                        .formatted(
                                text(queue.visibilityTimeout()),
                                queue.redrive()
                                        .map(redrive -> ", given up after " + redrive.maxReceiveCount())
                                        .orElse(""))));
        failure(queue.logicalId(), queue.redrive().map(Application.Redrive::deadLetterQueueArn));
    }

    private void addTable(Application.Table table) {
        nodes.add(new Node(table.logicalId(), NodeType.TABLE, table.logicalId(), table.name()));
        if (table.streamArn().isPresent()) {
            String stream = NodeIds.stream(table.logicalId());
            nodes.add(new Node(stream, NodeType.STREAM, "stream", "changes of " + table.logicalId()));
            edgeTo(table.logicalId(), Optional.of(stream), EdgeKind.DELIVER);
        }
    }

    private void addStreamMapping(Application.StreamMapping mapping) {
        resources
                .tableNamed(mapping.source().tableName())
                .ifPresent(table -> edge(NodeIds.stream(table), mapping.functionArn(), EdgeKind.DELIVER));
        resources
                .named(mapping.functionArn())
                .ifPresent(function ->
                        failure(function.logicalId(), mapping.retries().onFailureQueueArn()));
    }

    private void failure(String from, Optional<String> queueArn) {
        queueArn.ifPresent(arn -> edge(from, arn, EdgeKind.FAILURE));
    }

    private void edge(String from, String toArn, EdgeKind kind) {
        edgeTo(from, resources.named(toArn).map(Resources.Resource::logicalId), kind);
    }

    private void edgeTo(String from, Optional<String> to, EdgeKind kind) {
        to.filter(id -> !id.equals(from)).ifPresent(id -> edges.merge(new Pair(from, id), kind, EdgeKind::or));
    }

    private static String shortened(String logicalId) {
        return logicalId.endsWith(FUNCTION_SUFFIX) && logicalId.length() > FUNCTION_SUFFIX.length()
                ? logicalId.substring(0, logicalId.length() - FUNCTION_SUFFIX.length())
                : logicalId;
    }

    private static String counted(Collection<?> things, String one, String many) {
        return things.size() + " " + (things.size() == 1 ? one : many);
    }

    private static String text(Duration duration) {
        return duration.toSecondsPart() == 0 && duration.toMinutes() > 0
                ? duration.toMinutes() + " min"
                : duration.toSeconds() + " s";
    }
}
