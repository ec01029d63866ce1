package localrunner.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import localrunner.application.Application;
import localrunner.application.Application.Api;
import localrunner.application.Application.Route;
import localrunner.application.Bucket;
import localrunner.application.SqsIntegration;

/** Shows what is running as a table, and commands to try. */
final class Overview {

    private static final String PORT = "${Port}";

    private final Application application;
    private final URI edge;
    private final Map<String, URI> apis;
    private final String apiKey;

    /** @param apis where each API answers, by logical id, in the order of the template */
    Overview(Application application, URI edge, Map<String, URI> apis, String apiKey) {
        this.application = application;
        this.edge = edge;
        this.apis = apis;
        this.apiKey = apiKey;
    }

    String text() {
        return table() + tryIt();
    }

    private String table() {
        List<Row> rows = new ArrayList<>();
        for (Api api : application.apis()) {
            for (Route route : api.routes()) {
                rows.add(new Row("route", route.method() + " " + route.path(), target(route)));
            }
        }
        application
                .functions()
                .forEach(function -> rows.add(new Row(
                        "function",
                        function.logicalId(),
                        "%s, %d MB, %d s"
                                .formatted(
                                        function.configuration().runtime(),
                                        function.configuration().memoryMegabytes(),
                                        function.configuration().timeout().toSeconds()))));
        application.topics().forEach(topic -> rows.add(new Row("topic", topic.name(), subscribers(topic))));
        application
                .schedules()
                .forEach(schedule -> rows.add(new Row(
                        "schedule",
                        schedule.logicalId(),
                        schedule.expression() + (schedule.enabled() ? "" : " (disabled)") + " to "
                                + functionName(schedule.functionArn()))));
        application.queues().forEach(queue -> rows.add(new Row("queue", queue.name(), readers(queue))));
        application.buckets().forEach(bucket -> rows.add(new Row("bucket", bucket.name(), notifications(bucket))));
        application
                .tables()
                .forEach(table -> rows.add(new Row(
                        "table",
                        table.name(),
                        application.streamMappings().stream()
                                .filter(mapping -> mapping.source().tableName().equals(table.name()))
                                .map(mapping -> functionName(mapping.functionArn()))
                                .collect(Collectors.collectingAndThen(
                                        Collectors.joining(", "),
                                        names -> names.isEmpty() ? "" : "stream to " + names)))));
        return table(rows);
    }

    private String notifications(Bucket bucket) {
        return bucket.notifications().stream()
                .map(notification -> "%s%s to %s"
                        .formatted(
                                String.join(", ", notification.events()),
                                keys(notification.filter()),
                                targetName(notification.target())))
                .collect(Collectors.joining("; "));
    }

    private static String keys(Bucket.KeyFilter filter) {
        return filter.equals(Bucket.KeyFilter.ANY) ? "" : " of %s*%s".formatted(filter.prefix(), filter.suffix());
    }

    private String targetName(Bucket.Target target) {
        return switch (target) {
            case Bucket.FunctionTarget(String arn) -> functionName(arn);
            case Bucket.QueueTarget(String arn) -> arn.replaceFirst(".*:", "");
            case Bucket.TopicTarget(String arn) -> arn.replaceFirst(".*:", "");
        };
    }

    private String subscribers(Application.Topic topic) {
        String names = topic.subscriptions().stream()
                .map(subscription -> functionName(subscription.functionArn()))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "to " + names;
    }

    private String readers(Application.Queue queue) {
        String names = application.queueMappings().stream()
                .filter(mapping -> mapping.queue().equals(queue))
                .map(mapping -> functionName(mapping.functionArn()))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "to " + names;
    }

    private static String table(List<Row> rows) {
        int nameWidth = rows.stream().mapToInt(row -> row.name.length()).max().orElse(0);
        StringBuilder table = new StringBuilder();
        String lastKind = "";
        for (Row row : rows) {
            String kind = row.kind.equals(lastKind) ? "" : row.kind;
            lastKind = row.kind;
            table.append("%-9s %s"
                            .formatted(
                                    kind,
                                    ("%-" + nameWidth + "s  %s")
                                            .formatted(row.name, row.detail)
                                            .stripTrailing()))
                    .append('\n');
        }
        return table.toString();
    }

    private String tryIt() {
        List<String> commands = application.tryIt().isEmpty()
                ? derived()
                : application.tryIt().stream()
                        .filter(command -> !apis.isEmpty() || !command.contains(PORT))
                        .map(this::filled)
                        .toList();
        return commands.isEmpty()
                ? ""
                : "\nTry it:\n"
                        + String.join(
                                "", commands.stream().map("  %s\n"::formatted).toList());
    }

    /** The key that opens the first API, or the user's own. */
    String firstKey() {
        return application.apis().stream()
                .flatMap(api -> api.firstKey(apiKey).stream())
                .findFirst()
                .orElse(apiKey);
    }

    private String filled(String command) {
        String port = apis.values().stream()
                .findFirst()
                .map(uri -> Integer.toString(uri.getPort()))
                .orElse("");
        return command.replace(PORT, port).replace("${ApiKey}", firstKey());
    }

    /** Two lines at most: what the template has and this machine can't do as AWS does. */
    List<String> differences() {
        List<String> lines = new ArrayList<>();
        String jdk = Integer.toString(Runtime.version().feature());
        SortedSet<String> others = application.functions().stream()
                .map(function -> function.configuration().runtime())
                .filter(runtime -> !runtime.equals("java" + jdk))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!others.isEmpty()) {
            lines.add("%s: run on the JDK at hand, %s.".formatted(String.join(", ", others), jdk));
        }
        if (!application.leftAside().isEmpty()) {
            lines.add("Left aside (run-local --help types says why): " + String.join(", ", application.leftAside())
                    + ".");
        }
        return lines;
    }

    /**
     * Commands for a template that names none: requests without a body or a path parameter, and a look into a table.
     * Nobody can know the body of another request.
     */
    private List<String> derived() {
        List<String> commands = new ArrayList<>();
        for (Api api : application.apis()) {
            api.routes().stream()
                    .filter(route -> List.of("GET", "ANY").contains(route.method())
                            && !route.path().contains("{"))
                    .findFirst()
                    .ifPresent(route -> commands.add(
                            "curl %s%s%s".formatted(key(api, route), apis.get(api.logicalId()), route.path())));
        }
        application.tables().stream()
                .findFirst()
                .ifPresent(table -> commands.add(
                        "AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local aws --endpoint-url %s --region %s dynamodb scan --table-name %s"
                                .formatted(edge, application.region(), table.name())));
        return commands;
    }

    private String key(Api api, Route route) {
        return route.apiKeyRequired() ? "-H 'x-api-key: " + api.firstKey(apiKey).orElse("") + "' " : "";
    }

    private String target(Route route) {
        return switch (route.target()) {
            case Application.FunctionTarget(String functionArn) -> functionName(functionArn);
            case SqsIntegration integration ->
                "SQS, " + integration.action().orElse(integration.path().replaceFirst(".*/", ""));
        };
    }

    private String functionName(String arn) {
        return application.functions().stream()
                .filter(function -> arn.equals(function.arn()) || arn.startsWith(function.arn() + ":"))
                .map(Application.Function::logicalId)
                .findFirst()
                .orElse(arn);
    }

    private record Row(String kind, String name, String detail) {}
}
