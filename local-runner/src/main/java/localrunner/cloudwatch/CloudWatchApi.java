package localrunner.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import localrunner.alarms.Alarm;
import localrunner.alarms.MetricId;
import localrunner.alarms.MetricMath;
import localrunner.alarms.Statistic;
import localrunner.edge.AwsError;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Answers CloudWatch's {@code GetMetricData}, {@code ListMetrics} and {@code DescribeAlarms}, in one page each. Moments and
 * periods of a request are of the wall clock at any time scale. Alarms and metrics are the template's and its resources', so
 * there is nothing to put. Thread-safe.
 */
final class CloudWatchApi implements EdgeService {

    private static final String SUPPORTED = "GetMetricData, ListMetrics and DescribeAlarms";
    private static final int MOST_QUERIES = 500;
    private static final long MOST_PERIODS = 100_800;

    private final MetricStore store;
    private final Minutes minutes;
    private final List<WatchedAlarm> alarms;
    private final Instant startedAt;

    CloudWatchApi(MetricStore store, Minutes minutes, List<WatchedAlarm> alarms, Instant startedAt) {
        this.store = store;
        this.minutes = minutes;
        this.alarms = alarms;
        this.startedAt = startedAt;
    }

    @Override
    public String name() {
        return "monitoring";
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) {
        Optional<CloudWatchProtocol.Call> call = CloudWatchProtocol.call(request);
        if (call.isEmpty()) {
            return new AwsError(
                            400,
                            "InvalidAction",
                            "The local runner's CloudWatch understands CBOR (Smithy RPC v2) and AWS JSON 1.0, as newer SDKs send it")
                    .awsJson10();
        }
        CloudWatchProtocol protocol = call.get().protocol();
        JsonNode parameters = call.get().parameters();
        try {
            return switch (call.get().operation()) {
                case "GetMetricData" -> protocol.answer(200, metricData(parameters));
                case "ListMetrics" -> protocol.answer(200, listed(parameters));
                case "DescribeAlarms" -> protocol.answer(200, described(parameters));
                default ->
                    protocol.refusal(
                            "InvalidAction",
                            "The local runner's CloudWatch does not support "
                                    + call.get().operation() + ". It supports " + SUPPORTED
                                    + "; alarms come from the template");
            };
        } catch (IllegalArgumentException e) {
            return protocol.refusal("ValidationError", String.valueOf(e.getMessage()));
        }
    }

    private ObjectNode metricData(JsonNode parameters) {
        JsonNode asked = parameters.path("MetricDataQueries");
        require(asked.isArray() && !asked.isEmpty(), "MetricDataQueries is empty");
        require(asked.size() <= MOST_QUERIES, "MetricDataQueries has more than 500 members");
        List<Alarm.Query> queries = new ArrayList<>();
        asked.forEach(query -> queries.add(query(query)));
        Window window = window(parameters, queries);
        QuerySeries series = new QuerySeries(queries, window.periods(), window.periodSeconds());
        boolean ascending = parameters.path("ScanBy").asString("").equals("TimestampAscending");
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        ArrayNode results = answer.putArray("MetricDataResults");
        for (int i = 0; i < queries.size(); i++) {
            if (asked.get(i).path("ReturnData").asBoolean(true)) {
                Alarm.Query query = queries.get(i);
                double[] values = series.of(query, metric -> values(metric, window));
                results.add(result(query, values, window, ascending));
            }
        }
        answer.putArray("Messages");
        return answer;
    }

    /** @param start begins a period, which is a multiple of the period's length since 1970 */
    private record Window(Instant start, int periods, long periodSeconds) {

        Instant startOf(int period) {
            return start.plusSeconds(period * periodSeconds);
        }
    }

    private static Window window(JsonNode parameters, List<Alarm.Query> queries) {
        Instant from = moment(parameters, "StartTime");
        Instant until = moment(parameters, "EndTime");
        require(from.isBefore(until), "The parameter StartTime must be less than the parameter EndTime.");
        Set<Long> lengths = queries.stream()
                .filter(Alarm.OfMetric.class::isInstance)
                .map(query -> ((Alarm.OfMetric) query).period().toSeconds())
                .collect(Collectors.toSet());
        require(lengths.size() == 1, "the local runner takes queries of one period at a time");
        long length = lengths.iterator().next();
        long start = Math.floorDiv(from.getEpochSecond(), length) * length;
        long periods = Math.ceilDiv(until.getEpochSecond() - start, length);
        require(periods <= MOST_PERIODS, "that is more than 100,800 data points");
        return new Window(Instant.ofEpochSecond(start), (int) Math.max(1, periods), length);
    }

    private static Instant moment(JsonNode parameters, String member) {
        JsonNode seconds = parameters.path(member);
        require(seconds.isNumber(), "The parameter " + member + " is required, in epoch seconds.");
        return Instant.ofEpochMilli(Math.round(seconds.doubleValue() * 1000));
    }

    private static Alarm.Query query(JsonNode query) {
        String id = query.path("Id").asString("");
        require(id.matches("[a-z][a-zA-Z0-9_]*"), "The value '" + id + "' is no Id of a query.");
        String label = query.path("Label").asString("");
        if (query.has("Expression")) {
            return new Alarm.OfExpression(
                    id, label, MetricMath.parse(query.path("Expression").asString("")));
        }
        JsonNode stat = query.path("MetricStat");
        JsonNode metric = stat.path("Metric");
        Map<String, String> dimensions = new TreeMap<>();
        metric.path("Dimensions")
                .forEach(dimension -> dimensions.put(
                        dimension.path("Name").asString(""),
                        dimension.path("Value").asString("")));
        long period = stat.path("Period").asLong(0);
        require(period > 0 && period % 60 == 0, "The parameter Period must be a multiple of 60.");
        String name = stat.path("Stat").asString("");
        return new Alarm.OfMetric(
                id,
                label,
                new MetricId(
                        metric.path("Namespace").asString(""),
                        metric.path("MetricName").asString(""),
                        dimensions),
                Duration.ofSeconds(period),
                Statistic.of(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "The statistic '" + name + "' is not supported; supported are " + Statistic.KNOWN)));
    }

    private double[] values(Alarm.OfMetric metric, Window window) {
        double[] values = new double[window.periods()];
        for (int i = 0; i < values.length; i++) {
            values[i] = store.value(
                    metric.metric(),
                    metric.statistic(),
                    firstMinuteFrom(window.startOf(i)),
                    firstMinuteFrom(window.startOf(i + 1)));
        }
        return values;
    }

    /** At a scale that is no whole number a minute belongs to the period in which it begins. */
    private long firstMinuteFrom(Instant moment) {
        long minute = minutes.of(moment);
        return minutes.startOf(minute).isBefore(moment) ? minute + 1 : minute;
    }

    private static ObjectNode result(Alarm.Query query, double[] values, Window window, boolean ascending) {
        ObjectNode result = JsonMapper.shared().createObjectNode();
        result.put("Id", query.id());
        result.put("Label", label(query));
        ArrayNode timestamps = result.putArray("Timestamps");
        ArrayNode numbers = result.putArray("Values");
        for (int i = 0; i < values.length; i++) {
            int period = ascending ? i : values.length - 1 - i;
            if (!Double.isNaN(values[period])) {
                timestamps.addPOJO(window.startOf(period));
                numbers.add(values[period]);
            }
        }
        result.put("StatusCode", "Complete");
        return result;
    }

    private static String label(Alarm.Query query) {
        if (!query.label().isEmpty()) {
            return query.label();
        }
        return query instanceof Alarm.OfMetric metric ? metric.metric().name() : query.id();
    }

    private ObjectNode listed(JsonNode parameters) {
        Optional<String> namespace = parameters.path("Namespace").asStringOpt();
        Optional<String> name = parameters.path("MetricName").asStringOpt();
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        ArrayNode metrics = answer.putArray("Metrics");
        store.kept(id -> namespace.map(id.namespace()::equals).orElse(true)
                        && name.map(id.name()::equals).orElse(true)
                        && hasDimensions(id, parameters.path("Dimensions")))
                .forEach(metric -> {
                    ObjectNode node = metrics.addObject()
                            .put("Namespace", metric.id().namespace())
                            .put("MetricName", metric.id().name());
                    dimensions(metric.id(), node.putArray("Dimensions"));
                });
        return answer;
    }

    private static boolean hasDimensions(MetricId id, JsonNode wanted) {
        return wanted.valueStream().allMatch(dimension -> {
            String value = id.dimensions().getOrDefault(dimension.path("Name").asString(""), "");
            return !value.isEmpty()
                    && (!dimension.has("Value")
                            || dimension.path("Value").asString("").equals(value));
        });
    }

    private static void dimensions(MetricId id, ArrayNode list) {
        id.dimensions()
                .forEach((key, value) -> list.addObject().put("Name", key).put("Value", value));
    }

    private ObjectNode described(JsonNode parameters) {
        List<String> names = parameters
                .path("AlarmNames")
                .valueStream()
                .map(name -> name.asString(""))
                .toList();
        String prefix = parameters.path("AlarmNamePrefix").asString("");
        Optional<String> state = parameters.path("StateValue").asStringOpt();
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        ArrayNode list = answer.putArray("MetricAlarms");
        alarms.stream()
                .filter(alarm -> names.isEmpty() || names.contains(alarm.alarm().name()))
                .filter(alarm -> alarm.alarm().name().startsWith(prefix))
                .filter(alarm -> state.map(alarm.last().to().name()::equals).orElse(true))
                .forEach(alarm -> describe(alarm, list.addObject()));
        answer.putArray("CompositeAlarms");
        return answer;
    }

    private void describe(WatchedAlarm watched, ObjectNode node) {
        Alarm alarm = watched.alarm();
        WatchedAlarm.Change last = watched.last();
        node.put("AlarmName", alarm.name()).put("AlarmArn", alarm.arn());
        if (!alarm.description().isEmpty()) {
            node.put("AlarmDescription", alarm.description());
        }
        node.putPOJO("AlarmConfigurationUpdatedTimestamp", startedAt);
        node.put("ActionsEnabled", alarm.actions().enabled());
        alarm.actions().onOk().forEach(node.putArray("OKActions")::add);
        alarm.actions().onAlarm().forEach(node.putArray("AlarmActions")::add);
        alarm.actions().onInsufficientData().forEach(node.putArray("InsufficientDataActions")::add);
        node.put("StateValue", last.to().name()).put("StateReason", last.reason());
        node.putPOJO("StateUpdatedTimestamp", last.at());
        node.putPOJO("StateTransitionedTimestamp", last.at());
        alarm.singleMetric().ifPresent(metric -> {
            node.put("MetricName", metric.metric().name())
                    .put("Namespace", metric.metric().namespace())
                    .put(
                            metric.statistic().isPercentile() ? "ExtendedStatistic" : "Statistic",
                            metric.statistic().text())
                    .put("Period", metric.period().toSeconds());
            dimensions(metric.metric(), node.putArray("Dimensions"));
        });
        if (alarm.singleMetric().isEmpty()) {
            ArrayNode queries = node.putArray("Metrics");
            AlarmQueries.write(alarm, queries, CloudWatchApi::dimensions);
        }
        node.put("EvaluationPeriods", alarm.evaluationPeriods())
                .put("DatapointsToAlarm", alarm.datapointsToAlarm())
                .put("Threshold", alarm.threshold())
                .put("ComparisonOperator", alarm.comparison().text())
                .put("TreatMissingData", alarm.missingData().text());
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
