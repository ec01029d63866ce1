package localrunner.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import localrunner.application.Application;
import localrunner.application.Application.Api;
import localrunner.application.Application.Route;

/** Shows what is running as a table, and commands to try. */
final class Overview {

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
                rows.add(new Row("route", route.method() + " " + route.path(), functionName(route.functionArn())));
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
        application
                .topics()
                .forEach(topic -> rows.add(new Row(
                        "topic",
                        topic.name(),
                        "to "
                                + String.join(
                                        ", ",
                                        topic.subscriptions().stream()
                                                .map(subscription -> functionName(subscription.functionArn()))
                                                .toList()))));
        application.queues().forEach(queue -> rows.add(new Row("queue", queue.name(), "")));
        application
                .tables()
                .forEach(table -> rows.add(new Row(
                        "table",
                        table.name(),
                        application.streamMappings().stream()
                                .filter(mapping -> mapping.source().tableName().equals(table.name()))
                                .map(mapping -> "stream to " + functionName(mapping.functionArn()))
                                .findFirst()
                                .orElse(""))));
        return table(rows);
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
                : application.tryIt().stream().map(this::filled).toList();
        return commands.isEmpty()
                ? ""
                : "\nTry it:\n"
                        + String.join(
                                "", commands.stream().map("  %s\n"::formatted).toList());
    }

    private String filled(String command) {
        String port = apis.values().stream()
                .findFirst()
                .map(uri -> Integer.toString(uri.getPort()))
                .orElse("");
        return command.replace("${Port}", port).replace("${ApiKey}", apiKey);
    }

    /**
     * Commands for a template that names none: requests without a body or a path parameter, and a look into a table.
     */
    private List<String> derived() {
        List<String> commands = new ArrayList<>();
        for (Api api : application.apis()) {
            api.routes().stream()
                    .filter(route ->
                            route.method().equals("GET") && !route.path().contains("{"))
                    .findFirst()
                    .ifPresent(route ->
                            commands.add("curl %s%s%s".formatted(key(route), apis.get(api.logicalId()), route.path())));
        }
        application.tables().stream()
                .findFirst()
                .ifPresent(table -> commands.add("aws --endpoint-url %s --region %s dynamodb scan --table-name %s"
                        .formatted(edge, application.region(), table.name())));
        return commands;
    }

    private String key(Route route) {
        return route.apiKeyRequired() ? "-H 'x-api-key: " + apiKey + "' " : "";
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
