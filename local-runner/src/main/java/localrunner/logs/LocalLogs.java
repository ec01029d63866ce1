package localrunner.logs;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.application.Application;
import localrunner.console.Console;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.logs.LogStore.Found;
import localrunner.logs.LogStore.Line;
import localrunner.logs.LogStore.Search;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * CloudWatch Logs with the log groups of the application's functions (Amazon CloudWatch Logs API Reference: StartQuery, GetQueryResults).
 *
 * <p>Of the language of Logs Insights it knows {@value #QUERY}. A query is answered at once: it is Complete when its
 * results are asked for, and results are kept for the last {@value #KEPT_QUERIES} queries. Thread-safe.
 */
public final class LocalLogs implements EdgeService, AutoCloseable {

    /** What is known of the language; there may be more texts, each behind another {@code or @message like}. */
    static final String QUERY =
            "fields @timestamp, @message | filter @message like \"text\" or @message like \"text\" | sort @timestamp asc | limit 10000";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TARGET = "Logs_20140328.";
    private static final int KEPT_QUERIES = 100;
    private static final int MOST_RESULTS = 10_000;
    private static final int MOST_GROUPS = 50;

    private static final String LIKE = "@message\\s+like\\s+\"[^\"\\\\]+\"";
    private static final Pattern FORM =
            Pattern.compile("\\s*fields\\s+@timestamp\\s*,\\s*@message\\s*\\|\\s*filter\\s+(?<filter>"
                    + LIKE + "(?:\\s+or\\s+" + LIKE
                    + ")*)\\s*\\|\\s*sort\\s+@timestamp\\s+asc\\s*(?:\\|\\s*limit\\s+(?<limit>[0-9]{1,5})\\s*)?");
    private static final Pattern TEXT = Pattern.compile("\"([^\"]+)\"");

    /** As Logs Insights shows a time, in UTC. */
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private final Map<String, String> groupsByFunction = new HashMap<>();
    private final LogStore store;
    private final InstantSource clock;
    private final Supplier<String> ids;
    private final Map<String, Found> results = new LinkedHashMap<>();

    /** A request that CloudWatch Logs refuses. */
    private static final class RefusedException extends RuntimeException {
        private final String code;

        RefusedException(String code, String message) {
            super(message);
            this.code = code;
        }
    }

    /** @param workFolder where lines are kept until the end of the run */
    public LocalLogs(Application application, Path workFolder, InstantSource clock, Supplier<String> ids) {
        application
                .functions()
                .forEach(function -> groupsByFunction.put(
                        function.logicalId(), function.configuration().logGroup()));
        this.store = new LogStore(workFolder.resolve("lines"));
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public String name() {
        return "logs";
    }

    /** A console that keeps the lines of functions, and passes on what it gets. */
    public Console keeping(Console console) {
        return new Console() {
            @Override
            public void line(String source, String text) {
                console.line(source, text);
                keep(source, text);
            }

            @Override
            public void report(String source, String brief, String whole) {
                console.report(source, brief, whole);
                keep(source, whole);
            }

            private void keep(String source, String text) {
                Optional.ofNullable(groupsByFunction.get(source))
                        .ifPresent(group -> store.add(clock.instant(), group, text));
            }

            @Override
            public void warn(String source, String text) {
                console.warn(source, text);
            }

            @Override
            public void expect(Collection<String> sources) {
                console.expect(sources);
            }
        };
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) {
        try {
            JsonNode answer = switch (request.header("X-Amz-Target").orElse("")) {
                case TARGET + "StartQuery" -> startQuery(JSON.readTree(request.body()));
                case TARGET + "GetQueryResults" -> getQueryResults(JSON.readTree(request.body()));
                case String target ->
                    throw new RefusedException(
                            "UnknownOperationException",
                            "'%s' is not supported by the local runner. Supported: GetQueryResults, StartQuery"
                                    .formatted(target));
            };
            return EdgeResponse.of(200, "application/x-amz-json-1.1", answer.toString());
        } catch (RefusedException e) {
            return new AwsError(400, e.code, String.valueOf(e.getMessage())).awsJson11();
        } catch (JacksonException e) {
            return new AwsError(400, "SerializationException", "The request is not JSON: " + e.getOriginalMessage())
                    .awsJson11();
        }
    }

    private JsonNode startQuery(JsonNode request) {
        Matcher form = FORM.matcher(request.path("queryString").asString(""));
        if (!form.matches()) {
            throw new RefusedException(
                    "MalformedQueryException", "The local runner knows queries of this form only: " + QUERY);
        }
        int limit =
                Optional.ofNullable(form.group("limit")).map(Integer::parseInt).orElse(MOST_RESULTS);
        if (limit < 1 || limit > MOST_RESULTS) {
            throw new RefusedException("InvalidParameterException", "limit is 1 to " + MOST_RESULTS + ", not " + limit);
        }
        Found found = store.search(new Search(
                groups(request),
                time(request, "startTime"),
                time(request, "endTime").plusSeconds(1), // it is inclusive
                TEXT.matcher(form.group("filter"))
                        .results()
                        .map((MatchResult text) -> text.group(1))
                        .toList(),
                limit));
        String queryId = ids.get();
        synchronized (results) {
            results.put(queryId, found);
            if (results.size() > KEPT_QUERIES) {
                results.remove(results.keySet().iterator().next());
            }
        }
        return JSON.createObjectNode().put("queryId", queryId);
    }

    private Set<String> groups(JsonNode request) {
        Set<String> groups = new LinkedHashSet<>();
        request.path("logGroupNames").forEach(name -> groups.add(name.asString("")));
        request.path("logGroupIdentifiers").forEach(id -> groups.add(name(id.asString(""))));
        request.path("logGroupName").asStringOpt().ifPresent(groups::add);
        if (groups.isEmpty() || groups.size() > MOST_GROUPS) {
            throw new RefusedException(
                    "InvalidParameterException", "a query names 1 to " + MOST_GROUPS + " log groups");
        }
        for (String group : groups) {
            if (!groupsByFunction.containsValue(group)) {
                throw new RefusedException(
                        "ResourceNotFoundException",
                        "Log group '%s' does not exist for account ID '%s'; there are %s"
                                .formatted(group, Application.ACCOUNT_ID, new TreeSet<>(groupsByFunction.values())));
            }
        }
        return groups;
    }

    /** A group is named by its name, or by its ARN without the {@code :*}. */
    private static String name(String identifier) {
        return identifier.startsWith("arn:")
                ? identifier.substring(identifier.indexOf(":log-group:") + ":log-group:".length())
                : identifier;
    }

    private static Instant time(JsonNode request, String name) {
        if (!request.path(name).isIntegralNumber()) {
            throw new RefusedException("InvalidParameterException", name + " is in seconds since 1970");
        }
        try {
            return Instant.ofEpochSecond(request.path(name).asLong());
        } catch (DateTimeException e) {
            throw new RefusedException("InvalidParameterException", name + " is no time: " + request.path(name));
        }
    }

    private JsonNode getQueryResults(JsonNode request) {
        Found found;
        synchronized (results) {
            found = results.get(request.path("queryId").asString(""));
        }
        if (found == null) {
            throw new RefusedException("ResourceNotFoundException", "The query does not exist, or is too long ago.");
        }
        ObjectNode answer = JSON.createObjectNode().put("status", "Complete");
        ArrayNode rows = answer.putArray("results");
        int number = 0;
        for (Line line : found.lines()) {
            ArrayNode row = rows.addArray();
            row.addObject().put("field", "@timestamp").put("value", TIMESTAMP.format(line.at()));
            row.addObject().put("field", "@message").put("value", line.text());
            row.addObject().put("field", "@ptr").put("value", Integer.toString(++number));
        }
        answer.putObject("statistics")
                .put("recordsMatched", (double) found.matched())
                .put("recordsScanned", (double) found.scanned())
                .put("bytesScanned", 0.0);
        return answer;
    }

    /** Deletes the lines. */
    @Override
    public void close() {
        store.close();
    }
}
