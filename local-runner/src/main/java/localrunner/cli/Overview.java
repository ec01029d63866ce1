package localrunner.cli;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import localrunner.LocalRunner;
import localrunner.application.Application;
import localrunner.application.Application.Api;
import localrunner.application.Application.Route;

/** What is running, as a table, and a request to paste. */
final class Overview {

    private final LocalRunner runner;
    private final String apiKey;

    Overview(LocalRunner runner, String apiKey) {
        this.runner = runner;
        this.apiKey = apiKey;
    }

    String text() {
        Application application = runner.application();
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
        return table(rows) + tryIt(application);
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

    private String tryIt(Application application) {
        StringBuilder lines = new StringBuilder();
        for (Api api : application.apis()) {
            URI uri = runner.apis().get(api.logicalId());
            plain(api, "POST")
                    .ifPresent(route -> lines.append("  curl %s-H 'Content-Type: text/plain' -d 'hello' %s%s\n"
                            .formatted(key(route), uri, route.path())));
            plain(api, "GET")
                    .ifPresent(route -> lines.append("  curl %s%s%s\n".formatted(key(route), uri, route.path())));
        }
        String table = application.tables().stream()
                .map(Application.Table::name)
                .findFirst()
                .map(name -> "  aws --endpoint-url %s --region %s dynamodb scan --table-name %s\n"
                        .formatted(runner.edge(), application.region(), name))
                .orElse("");
        return "\nTry it:\n" + lines + table;
    }

    private String key(Route route) {
        return route.apiKeyRequired() ? "-H 'x-api-key: " + apiKey + "' " : "";
    }

    private static Optional<Route> plain(Api api, String method) {
        return api.routes().stream()
                .filter(route -> route.method().equals(method) && !route.path().contains("{"))
                .findFirst();
    }

    private String functionName(String arn) {
        return runner.application().functions().stream()
                .filter(function -> arn.equals(function.arn()) || arn.startsWith(function.arn() + ":"))
                .map(Application.Function::logicalId)
                .findFirst()
                .orElse(arn);
    }

    private record Row(String kind, String name, String detail) {}
}
