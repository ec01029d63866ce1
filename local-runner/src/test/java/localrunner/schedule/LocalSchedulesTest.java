package localrunner.schedule;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import localrunner.application.Application.Schedule;
import localrunner.console.RecordingConsole;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.invoke.AsyncInvoker;
import localrunner.invoke.FunctionNotFoundException;
import localrunner.service.ServiceContext;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LocalSchedulesTest {

    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:000000000000:function:app-Digest:live";
    private static final String QUEUE = "arn:aws:sqs:eu-west-1:000000000000:app-Dead";
    private static final Schedule RULE = new Schedule(
            "DigestDaily",
            Schedule.Kind.RULE,
            "arn:aws:events:eu-west-1:000000000000:rule/app-DigestDaily",
            FUNCTION,
            "cron(0 9 * * ? *)",
            ZoneOffset.UTC,
            Optional.empty(),
            Optional.empty(),
            true);

    private record Enqueued(String function, String payload) {}

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-27T10:15:30Z"));
    private final RecordingConsole console = new RecordingConsole();
    private final List<Enqueued> events = new CopyOnWriteArrayList<>();
    private final List<String> deadLetters = new CopyOnWriteArrayList<>();
    private final List<LocalSchedules> started = new ArrayList<>();
    private AsyncInvoker functions = (function, payload) -> events.add(new Enqueued(function, payload));

    @AfterEach
    void close() {
        started.forEach(LocalSchedules::close);
        time.close();
    }

    @Test
    void start_shouldSendTheDocumentedEventOfARule_whenItIsDue() {
        start(RULE);

        time.advance(Duration.ofHours(22).plusMinutes(44).plusSeconds(29));
        assertThat(events).isEmpty();
        time.advance(Duration.ofSeconds(1));

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.function()).isEqualTo(FUNCTION);
            assertThat(JsonMapper.shared().readTree(event.payload()))
                    .isEqualTo(JsonMapper.shared().readTree("""
                            {"version": "0", "id": "id", "detail-type": "Scheduled Event", "source": "aws.events",
                             "account": "000000000000", "time": "2026-11-28T09:00:00Z", "region": "eu-west-1",
                             "resources": ["arn:aws:events:eu-west-1:000000000000:rule/app-DigestDaily"],
                             "detail": {}}
                            """));
        });
        time.advance(Duration.ofDays(2));
        assertThat(events).hasSize(3);
    }

    @Test
    void start_shouldSendTheDocumentedEventOfScheduler_whenItHasNoInput() {
        start(scheduler("rate(1 hour)", Optional.empty()));

        time.advance(Duration.ZERO);

        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(JsonMapper.shared().readTree(event.payload()))
                        .isEqualTo(JsonMapper.shared().readTree("""
                        {"version": "0", "id": "id", "detail-type": "Scheduled Event", "source": "aws.scheduler",
                         "account": "000000000000", "time": "2026-11-27T10:15:30Z", "region": "eu-west-1",
                         "resources": ["arn:aws:scheduler:eu-west-1:000000000000:schedule/default/DigestHourly"],
                         "detail": "{}"}
                        """)));
        time.advance(Duration.ofHours(3));
        assertThat(events).hasSize(4);
    }

    @Test
    void start_shouldSendARulesFirstRateAfterItsInterval() {
        start(rule("rate(5 minutes)", true));

        time.advance(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(events).isEmpty();
        time.advance(Duration.ofSeconds(1));

        assertThat(events).hasSize(1);
    }

    @Test
    void start_shouldSendTheInput_withSchedulersAttributesFilledIn() {
        start(scheduler(
                "cron(0 9 * * ? *)",
                Optional.of("{\"due\":\"<aws.scheduler.scheduled-time>\",\"arn\":\"<aws.scheduler.schedule-arn>\","
                        + "\"id\":\"<aws.scheduler.execution-id>\",\"try\":\"<aws.scheduler.attempt-number>\"}")));

        time.advance(Duration.ofDays(1));

        // 09:00 in Berlin
        assertThat(events)
                .extracting(Enqueued::payload)
                .containsExactly(
                        "{\"due\":\"2026-11-28T08:00:00Z\",\"arn\":\"arn:aws:scheduler:eu-west-1:000000000000:schedule/default/DigestHourly\","
                                + "\"id\":\"id\",\"try\":\"1\"}");
    }

    @Test
    void handle_shouldFireAtOnce_alsoWhatIsDisabled() {
        LocalSchedules schedules = start(rule("rate(5 minutes)", false));
        time.advance(Duration.ofHours(1));
        assertThat(events).isEmpty();

        EdgeResponse answer = handle(schedules, "POST", "/_schedules/DigestDaily");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.bodyText()).isEqualTo("{\"fired\":\"DigestDaily\",\"function\":\"" + FUNCTION + "\"}");
        assertThat(events)
                .singleElement()
                .satisfies(event -> assertThat(event.payload()).contains("\"time\":\"2026-11-27T11:15:30Z\""));
    }

    @Test
    void handle_shouldListTheSchedules() {
        LocalSchedules schedules = start(RULE);

        assertThat(JsonMapper.shared()
                        .readTree(handle(schedules, "GET", "/_schedules").body()))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {"schedules": [{"name": "DigestDaily", "expression": "cron(0 9 * * ? *)", "timeZone": "Z",
                         "enabled": true, "function": "%s", "next": "2026-11-28T09:00:00Z"}]}
                        """.formatted(FUNCTION)));
    }

    @Test
    void handle_shouldNameTheSchedules_whenThereIsNoSuchOne() {
        EdgeResponse answer = handle(start(RULE), "POST", "/_schedules/Weekly");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.bodyText()).contains("There is no such schedule", "DigestDaily");
        assertThat(handle(started.getFirst(), "GET", "/_schedules/DigestDaily").status())
                .isEqualTo(405);
        assertThat(events).isEmpty();
    }

    @Test
    void fire_shouldSendTheEventToTheDeadLetterQueue_whenTheFunctionIsGone() {
        functions = (function, payload) -> {
            throw new FunctionNotFoundException(function);
        };
        Schedule withQueue = new Schedule(
                "DigestDaily",
                Schedule.Kind.RULE,
                RULE.arn(),
                FUNCTION,
                "rate(1 minute)",
                ZoneOffset.UTC,
                Optional.of("{}"),
                Optional.of(QUEUE),
                true);
        start(withQueue);

        time.advance(Duration.ofMinutes(1));

        assertThat(deadLetters).containsExactly(QUEUE + " {}");
        assertThat(console.warnings()).singleElement().asString().contains("went to " + QUEUE);
    }

    @Test
    void close_shouldFireNothingMore() {
        start(rule("rate(1 minute)", true)).close();

        time.advance(Duration.ofHours(1));

        assertThat(events).isEmpty();
    }

    private static Schedule rule(String expression, boolean enabled) {
        return new Schedule(
                "DigestDaily",
                Schedule.Kind.RULE,
                RULE.arn(),
                FUNCTION,
                expression,
                ZoneOffset.UTC,
                Optional.empty(),
                Optional.empty(),
                enabled);
    }

    private static Schedule scheduler(String expression, Optional<String> input) {
        return new Schedule(
                "DigestHourly",
                Schedule.Kind.SCHEDULER,
                "arn:aws:scheduler:eu-west-1:000000000000:schedule/default/DigestHourly",
                FUNCTION,
                expression,
                ZoneId.of("Europe/Berlin"),
                input,
                Optional.empty(),
                true);
    }

    private LocalSchedules start(Schedule schedule) {
        LocalSchedules schedules = new LocalSchedules(
                applicationIn("eu-west-1").with(schedule).build(),
                (function, payload) -> functions.enqueue(function, payload),
                new ServiceContext(time, console, () -> "id", (arn, body) -> deadLetters.add(arn + " " + body)));
        started.add(schedules);
        schedules.start();
        return schedules;
    }

    private static EdgeResponse handle(LocalSchedules schedules, String method, String path) {
        return schedules.handle(new EdgeRequest(method, path, "", Map.of(), new byte[0]));
    }
}
