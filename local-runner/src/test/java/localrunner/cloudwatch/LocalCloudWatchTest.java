package localrunner.cloudwatch;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import localrunner.alarms.Alarm;
import localrunner.alarms.Comparison;
import localrunner.alarms.MetricId;
import localrunner.alarms.MetricMath;
import localrunner.alarms.MissingData;
import localrunner.alarms.Statistic;
import localrunner.application.Application;
import localrunner.console.RecordingConsole;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.facts.Fact;
import localrunner.facts.Payload;
import localrunner.service.ServiceContext;
import localrunner.sns.TopicPublisher;
import localrunner.sqs.QueueDepths;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

class LocalCloudWatchTest {

    private static final Instant START = Instant.parse("2026-11-27T10:15:30Z");
    private static final String TOPIC = "arn:aws:sns:eu-west-1:000000000000:app-Alarms";
    private static final Fact.Version ORDERS = new Fact.Version("Orders", "app-Orders", "live");
    private static final Alarm.Actions ACTIONS = new Alarm.Actions(true, List.of(TOPIC), List.of(TOPIC), List.of());
    private static final Alarm.OfMetric ERRORS = new Alarm.OfMetric(
            "m1",
            "",
            new MetricId("AWS/Lambda", "Errors", Map.of("FunctionName", "app-Orders")),
            Duration.ofMinutes(1),
            Statistic.of("Sum").orElseThrow());
    private static final Alarm.OfMetric INVOCATIONS = new Alarm.OfMetric(
            "m2",
            "",
            new MetricId("AWS/Lambda", "Invocations", Map.of("FunctionName", "app-Orders")),
            Duration.ofMinutes(1),
            Statistic.of("Sum").orElseThrow());
    private static final Application.Queue QUEUE = new Application.Queue(
            "Dead",
            "app-Dead",
            "arn:aws:sqs:eu-west-1:000000000000:app-Dead",
            Duration.ofSeconds(30),
            Duration.ofDays(4),
            Duration.ZERO,
            Duration.ZERO,
            Optional.empty());

    private record Told(String topicArn, String subject, JsonNode message) {}

    private final ManualTime time = new ManualTime(START);
    private final RecordingConsole console = new RecordingConsole();
    private final List<Told> told = new ArrayList<>();
    private QueueDepths.Depth depth = new QueueDepths.Depth(0, 0, 0);
    private final TopicPublisher topics = (topicArn, subject, message) ->
            told.add(new Told(topicArn, subject.orElse(""), JsonMapper.shared().readTree(message)));
    private final List<LocalCloudWatch> started = new ArrayList<>();

    @AfterEach
    void close() {
        started.forEach(LocalCloudWatch::close);
        time.close();
    }

    private LocalCloudWatch start(Alarm... alarms) {
        ServiceContext context = new ServiceContext(time, console, () -> "id", (_, _) -> {});
        LocalCloudWatch cloudWatch = new LocalCloudWatch(
                applicationIn("eu-west-1").with(QUEUE).with(alarms).build(), _ -> depth, topics, context);
        cloudWatch.start();
        started.add(cloudWatch);
        return cloudWatch;
    }

    private static Alarm alarm(
            String logicalId, Alarm.Query watched, List<Alarm.Query> queries, Alarm.Actions actions) {
        return new Alarm(
                logicalId,
                "app-" + logicalId,
                "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:app-" + logicalId,
                "Orders fail.",
                watched,
                queries,
                1,
                1,
                Comparison.GREATER_THAN,
                0,
                MissingData.NOT_BREACHING,
                actions);
    }

    private static Alarm errorsAlarm() {
        return alarm("OrdersFail", ERRORS, List.of(ERRORS), ACTIONS);
    }

    private static Fact invoked(boolean failed) {
        return new Fact.Invoked(START, ORDERS, "r", Duration.ofMillis(20), failed, 1, "r.1", Payload.NONE);
    }

    @Test
    void alarm_shouldHaveNoData_untilTheFirstMinuteIsOver() {
        LocalCloudWatch cloudWatch = start(errorsAlarm());

        assertThat(state(cloudWatch)).isEqualTo("INSUFFICIENT_DATA");
        time.advance(Duration.ofSeconds(30));
        assertThat(state(cloudWatch)).isEqualTo("OK");
    }

    @Test
    void alarm_shouldRing_andBeOverWhenTheMinutesAreWell() {
        LocalCloudWatch cloudWatch = start(errorsAlarm());

        cloudWatch.accept(invoked(true));
        assertThat(state(cloudWatch)).isEqualTo("INSUFFICIENT_DATA");
        time.advance(Duration.ofSeconds(30));
        assertThat(state(cloudWatch)).isEqualTo("ALARM");
        cloudWatch.accept(invoked(false));
        time.advance(Duration.ofMinutes(1));

        assertThat(state(cloudWatch)).isEqualTo("OK");
        assertThat(page(cloudWatch, "_alarms", "/_alarms/OrdersFail")
                        .path("history")
                        .valueStream())
                .extracting(change -> change.path("from").stringValue() + " "
                        + change.path("to").stringValue())
                .containsExactly("INSUFFICIENT_DATA ALARM", "ALARM OK");
        assertThat(console.lines().getFirst()).startsWith("OrdersFail | WARNING: ALARM: Threshold Crossed: 1 out of");
    }

    @Test
    void alarm_shouldTellTheTopicsOfTheState_withTheDocumentedMessage() {
        LocalCloudWatch cloudWatch = start(errorsAlarm());
        cloudWatch.accept(invoked(true));

        time.advance(Duration.ofSeconds(30));

        assertThat(told).singleElement().satisfies(message -> {
            assertThat(message.topicArn()).isEqualTo(TOPIC);
            assertThat(message.subject()).isEqualTo("ALARM: \"app-OrdersFail\" in eu-west-1");
            assertThat(message.message()).isEqualTo(JsonMapper.shared().readTree("""
                    {"AlarmName": "app-OrdersFail", "AlarmDescription": "Orders fail.", "AWSAccountId": "000000000000",
                     "AlarmConfigurationUpdatedTimestamp": "2026-11-27T10:15:30.000+0000", "NewStateValue": "ALARM",
                     "NewStateReason": "Threshold Crossed: 1 out of the last 1 datapoints [1.0 (27/11/26 10:15:00)] was\
                     greater than the threshold (0.0) (minimum 1 datapoint for OK -> ALARM transition).",
                     "StateChangeTime": "2026-11-27T10:16:00.000+0000", "Region": "eu-west-1",
                     "AlarmArn": "arn:aws:cloudwatch:eu-west-1:000000000000:alarm:app-OrdersFail",
                     "OldStateValue": "INSUFFICIENT_DATA",
                     "OKActions": ["arn:aws:sns:eu-west-1:000000000000:app-Alarms"],
                     "AlarmActions": ["arn:aws:sns:eu-west-1:000000000000:app-Alarms"],
                     "InsufficientDataActions": [],
                     "Trigger": {"MetricName": "Errors", "Namespace": "AWS/Lambda", "StatisticType": "Statistic",
                       "Statistic": "SUM", "Unit": null, "Dimensions": [{"value": "app-Orders", "name": "FunctionName"}],
                       "Period": 60, "EvaluationPeriods": 1, "DatapointsToAlarm": 1,
                       "ComparisonOperator": "GreaterThanThreshold", "Threshold": 0.0,
                       "TreatMissingData": "notBreaching", "EvaluateLowSampleCountPercentile": ""}}
                    """));
        });
    }

    @Test
    void alarm_shouldTellNobody_whenItsActionsAreOff() {
        Alarm.Actions off = new Alarm.Actions(false, List.of(TOPIC), List.of(TOPIC), List.of());
        LocalCloudWatch cloudWatch = start(alarm("OrdersFail", ERRORS, List.of(ERRORS), off));
        cloudWatch.accept(invoked(true));

        time.advance(Duration.ofSeconds(30));

        assertThat(state(cloudWatch)).isEqualTo("ALARM");
        assertThat(told).isEmpty();
    }

    @Test
    void alarm_shouldWatchAnExpression() {
        Alarm.OfExpression rate =
                new Alarm.OfExpression("rate", "failed", MetricMath.parse("IF(FILL(m2, 0) > 1, m1 / m2, 0)"));
        LocalCloudWatch cloudWatch = start(alarm("OrdersFail", rate, List.of(rate, ERRORS, INVOCATIONS), ACTIONS));

        cloudWatch.accept(invoked(true));
        time.advance(Duration.ofSeconds(30));
        assertThat(state(cloudWatch)).isEqualTo("OK");
        cloudWatch.accept(invoked(true));
        cloudWatch.accept(invoked(false));
        time.advance(Duration.ofMinutes(1));

        assertThat(state(cloudWatch)).isEqualTo("ALARM");
        assertThat(told.getLast()
                        .message()
                        .path("Trigger")
                        .path("Metrics")
                        .path(0)
                        .path("Expression")
                        .stringValue())
                .isEqualTo("IF(FILL(m2, 0) > 1, m1 / m2, 0)");
    }

    @Test
    void alarm_shouldHaveNoDataOfAnExpression_whenNoMetricHasAny() {
        Alarm.OfExpression filled = new Alarm.OfExpression("filled", "", MetricMath.parse("FILL(m1, 5)"));
        LocalCloudWatch cloudWatch = start(alarm("OrdersFail", filled, List.of(filled, ERRORS), ACTIONS));

        time.advance(Duration.ofSeconds(30));

        assertThat(state(cloudWatch)).isEqualTo("OK");
    }

    @Test
    void queue_shouldBeLookedAtEachMinute_alsoForTheAgeOfItsOldestMessage() {
        LocalCloudWatch cloudWatch = start();
        Fact.Place queue = new Fact.Place("Dead", "app-Dead");
        cloudWatch.accept(new Fact.MessagesSent(START, queue, List.of("a"), 3, List.of()));
        depth = new QueueDepths.Depth(1, 2, 3);

        time.advance(Duration.ofSeconds(30).plusMinutes(1));

        assertThat(points(cloudWatch, "ApproximateNumberOfMessagesVisible")).containsExactly(1.0, 1.0);
        assertThat(points(cloudWatch, "ApproximateNumberOfMessagesNotVisible")).containsExactly(2.0, 2.0);
        assertThat(points(cloudWatch, "ApproximateNumberOfMessagesDelayed")).containsExactly(3.0, 3.0);
        assertThat(points(cloudWatch, "ApproximateAgeOfOldestMessage")).containsExactly(30.0, 90.0);
    }

    private List<Double> points(LocalCloudWatch cloudWatch, String name) {
        return page(cloudWatch, "_metrics", "/_metrics", "namespace=AWS/SQS&dimension=QueueName:app-Dead&name=" + name)
                .path("metrics")
                .path(0)
                .path("points")
                .valueStream()
                .map(point -> point.path("maximum").doubleValue())
                .toList();
    }

    @Test
    void metricsPage_shouldTakeAValue_forWhatDoesNotComeToPassHere() {
        LocalCloudWatch cloudWatch = start(errorsAlarm());

        assertThat(put(cloudWatch, """
                        {"namespace": "AWS/SQS", "name": "ByHand", "dimensions": {"QueueName": "app-Dead"}, "value": 7}""").status()).isEqualTo(200);

        assertThat(points(cloudWatch, "ByHand")).containsExactly(7.0);
        assertThat(put(cloudWatch, "{\"namespace\": \"AWS/SQS\", \"name\": \"ByHand\"}")
                        .status())
                .isEqualTo(400);
        assertThat(put(cloudWatch, byHand("minutesAgo", 1_500)).status()).isEqualTo(200);
        assertThat(page(cloudWatch, "_metrics", "/_metrics", "name=ByHand")
                        .path("metrics")
                        .path(0)
                        .path("points")
                        .valueStream()
                        .map(point -> Instant.parse(point.path("at").stringValue()))
                        .toList())
                .hasSize(2)
                .satisfies(times -> assertThat(Duration.between(times.getFirst(), times.getLast()))
                        .isEqualTo(Duration.ofHours(25)));
        assertThat(put(cloudWatch, byHand("minutesAgo", -1)).status()).isEqualTo(400);
        assertThat(put(cloudWatch, byHand("minutesAgo", 20_161)).status()).isEqualTo(400);
        assertThat(put(cloudWatch, "7").status()).isEqualTo(400);
        assertThat(put(cloudWatch, "{").status()).isEqualTo(400);
    }

    private static String byHand(String member, int value) {
        return """
                {"namespace": "AWS/SQS", "name": "ByHand", "dimensions": {"QueueName": "app-Dead"}, "value": 7, "%s": %d}""".formatted(member, value);
    }

    private static EdgeResponse put(LocalCloudWatch cloudWatch, String body) {
        return service(cloudWatch, "_metrics")
                .apply(new EdgeRequest("PUT", "/_metrics", "", Map.of(), body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void pages_shouldSayWhatIsWrong() {
        LocalCloudWatch cloudWatch = start(errorsAlarm());

        assertThat(page(cloudWatch, "_alarms", "/_alarms/Nothing")
                        .path("message")
                        .stringValue())
                .isEqualTo("There is no such alarm. Ask for /_alarms/<name>: OrdersFail");
        assertThat(service(cloudWatch, "_metrics")
                        .apply(new EdgeRequest("POST", "/_metrics", "", Map.of(), new byte[0]))
                        .status())
                .isEqualTo(405);
    }

    @Test
    void getMetricData_shouldAnswerInJson() {
        LocalCloudWatch cloudWatch = start();
        cloudWatch.accept(invoked(true));
        time.advance(Duration.ofMinutes(1));
        cloudWatch.accept(invoked(true));
        cloudWatch.accept(invoked(false));

        JsonNode answer = json(cloudWatch, "GetMetricData", query(60));

        assertThat(answer)
                .isEqualTo(JsonMapper.shared().readTree("""
                {"MetricDataResults": [
                  {"Id": "errors", "Label": "Errors", "Timestamps": [%d.0, %d.0], "Values": [1.0, 1.0],
                   "StatusCode": "Complete"},
                  {"Id": "rate", "Label": "rate", "Timestamps": [%d.0, %d.0], "Values": [1.0, 0.5],
                   "StatusCode": "Complete"}],
                 "Messages": []}
                """.formatted(epoch(0), epoch(60), epoch(0), epoch(60))));
        assertThat(json(cloudWatch, "GetMetricData", query(3600))
                        .path("MetricDataResults")
                        .path(0)
                        .path("Values"))
                .isEqualTo(JsonMapper.shared().readTree("[2.0]"));
    }

    private static long epoch(int seconds) {
        return Instant.parse("2026-11-27T10:15:00Z").getEpochSecond() + seconds;
    }

    private static String query(int period) {
        String metric = """
                "MetricStat": {"Metric": {"Namespace": "AWS/Lambda", "MetricName": "%s",\
                 "Dimensions": [{"Name": "FunctionName", "Value": "app-Orders"}]}, "Period": %d, "Stat": "Sum"}""";
        return """
                {"StartTime": %d, "EndTime": %d, "ScanBy": "TimestampAscending", "MetricDataQueries": [
                  {"Id": "errors", %s},
                  {"Id": "all", "ReturnData": false, %s},
                  {"Id": "rate", "Expression": "errors / all"}]}
                """.formatted(
                epoch(-300), epoch(300), metric.formatted("Errors", period), metric.formatted("Invocations", period));
    }

    @Test
    void describeAlarms_shouldAnswerInCbor_asNewSdksAsk() {
        LocalCloudWatch cloudWatch = start(errorsAlarm());
        EdgeRequest request = new EdgeRequest(
                "POST",
                "/service/GraniteServiceVersion20100801/operation/DescribeAlarms",
                "",
                Map.of("smithy-protocol", "rpc-v2-cbor", "Content-Type", "application/cbor"),
                new CBORMapper()
                        .writeValueAsBytes(JsonMapper.shared().readTree("{\"AlarmNames\": [\"app-OrdersFail\"]}")));

        EdgeResponse answer = service(cloudWatch, "monitoring").apply(request);

        assertThat(answer.headers()).containsEntry("smithy-protocol", "rpc-v2-cbor");
        JsonNode alarm =
                new CBORMapper().readTree(answer.body()).path("MetricAlarms").path(0);
        assertThat(alarm.path("AlarmName").stringValue()).isEqualTo("app-OrdersFail");
        assertThat(alarm.path("StateValue").stringValue()).isEqualTo("INSUFFICIENT_DATA");
        assertThat(alarm.path("StateUpdatedTimestamp").doubleValue()).isEqualTo((double) START.getEpochSecond());
        assertThat(alarm.path("Dimensions").path(0).path("Value").stringValue()).isEqualTo("app-Orders");
    }

    @Test
    void describeAlarms_shouldHaveTheQueries_whenTheAlarmComparesAnExpression() {
        Alarm.OfExpression doubled = new Alarm.OfExpression("doubled", "twice", MetricMath.parse("m1 * 2"));
        LocalCloudWatch cloudWatch = start(alarm("Doubled", doubled, List.of(ERRORS, doubled), Alarm.Actions.NONE));

        JsonNode alarm =
                json(cloudWatch, "DescribeAlarms", "{}").path("MetricAlarms").path(0);

        assertThat(alarm.has("MetricName")).isFalse();
        JsonNode metric = alarm.path("Metrics").path(0);
        assertThat(metric.path("Id").stringValue()).isEqualTo("m1");
        assertThat(metric.path("ReturnData").booleanValue()).isFalse();
        assertThat(metric.at("/MetricStat/Metric/Dimensions/0/Value").stringValue())
                .isEqualTo("app-Orders");
        JsonNode expression = alarm.path("Metrics").path(1);
        assertThat(expression.path("Expression").stringValue()).isEqualTo("m1 * 2");
        assertThat(expression.path("Label").stringValue()).isEqualTo("twice");
        assertThat(expression.path("ReturnData").booleanValue()).isTrue();
    }

    @Test
    void describeAlarms_shouldLeaveOutTheAlarmsThatWereNotAskedFor() {
        LocalCloudWatch cloudWatch = start(errorsAlarm());

        assertThat(json(cloudWatch, "DescribeAlarms", "{}").path("MetricAlarms"))
                .hasSize(1);
        assertThat(json(cloudWatch, "DescribeAlarms", "{\"StateValue\": \"ALARM\"}")
                        .path("MetricAlarms"))
                .isEmpty();
        assertThat(json(cloudWatch, "DescribeAlarms", "{\"AlarmNamePrefix\": \"other\"}")
                        .path("MetricAlarms"))
                .isEmpty();
    }

    @Test
    void listMetrics_shouldGiveTheMetricsThatThereAre() {
        LocalCloudWatch cloudWatch = start();
        cloudWatch.accept(invoked(true));

        assertThat(json(cloudWatch, "ListMetrics", """
                {"Namespace": "AWS/Lambda", "MetricName": "Errors",
                 "Dimensions": [{"Name": "Resource", "Value": "app-Orders:live"}]}"""))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"Metrics": [{"Namespace": "AWS/Lambda", "MetricName": "Errors", "Dimensions": [
                           {"Name": "FunctionName", "Value": "app-Orders"},
                           {"Name": "Resource", "Value": "app-Orders:live"}]}]}"""));
    }

    @Test
    void handle_shouldSayWhatThereIs_whenAnOperationOrAQueryIsUnknown() {
        LocalCloudWatch cloudWatch = start();

        assertThat(json(cloudWatch, "PutMetricAlarm", "{}").path("message").stringValue())
                .contains("does not support PutMetricAlarm. It supports GetMetricData, ListMetrics and DescribeAlarms");
        assertThat(json(cloudWatch, "GetMetricData", "{\"StartTime\": 1, \"EndTime\": 2}")
                        .path("message")
                        .stringValue())
                .isEqualTo("MetricDataQueries is empty");
        assertThat(service(cloudWatch, "monitoring")
                        .apply(new EdgeRequest(
                                "POST", "/", "", Map.of(), "Action=ListMetrics".getBytes(StandardCharsets.UTF_8)))
                        .bodyText())
                .contains("The local runner's CloudWatch understands CBOR");
    }

    private String state(LocalCloudWatch cloudWatch) {
        return page(cloudWatch, "_alarms", "/_alarms")
                .path("alarms")
                .path(0)
                .path("state")
                .stringValue();
    }

    private static JsonNode page(LocalCloudWatch cloudWatch, String name, String path) {
        return page(cloudWatch, name, path, "");
    }

    private static JsonNode page(LocalCloudWatch cloudWatch, String name, String path, String query) {
        EdgeResponse answer =
                service(cloudWatch, name).apply(new EdgeRequest("GET", path, query, Map.of(), new byte[0]));
        return JsonMapper.shared().readTree(answer.body());
    }

    private static JsonNode json(LocalCloudWatch cloudWatch, String operation, String body) {
        EdgeResponse answer = service(cloudWatch, "monitoring")
                .apply(new EdgeRequest(
                        "POST",
                        "/",
                        "",
                        Map.of("X-Amz-Target", "GraniteServiceVersion20100801." + operation),
                        body.getBytes(StandardCharsets.UTF_8)));
        return JsonMapper.shared().readTree(answer.body());
    }

    /** The service of that name, whose exceptions a test need not declare. */
    private static Function<EdgeRequest, EdgeResponse> service(LocalCloudWatch cloudWatch, String name) {
        EdgeService found = cloudWatch.services().stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow();
        return request -> {
            try {
                return found.handle(request);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        };
    }
}
