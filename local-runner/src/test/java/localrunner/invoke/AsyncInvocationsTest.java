package localrunner.invoke;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static localrunner.application.FunctionBuilder.function;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import localrunner.application.Application;
import localrunner.application.Application.RetryPolicy;
import localrunner.console.RecordingConsole;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.facts.Payload;
import localrunner.facts.RecordingFacts;
import localrunner.service.ServiceContext;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AsyncInvocationsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ARN = "arn:aws:lambda:eu-central-1:000000000000:function:stack-Worker";
    private static final String QUEUE = "arn:aws:sqs:eu-central-1:000000000000:stack-Dead";
    private static final String ERROR = "{\"errorMessage\":\"no\",\"errorType\":\"E\"}";

    private final ManualTime time = new ManualTime(Instant.parse("2026-01-01T00:00:00Z"));
    private final RecordingConsole console = new RecordingConsole();
    private final AtomicInteger requestIds = new AtomicInteger();
    private final RecordingFacts facts = new RecordingFacts();
    private final ScriptedFunction function = new ScriptedFunction();
    private boolean queueIsGone;
    private final List<JsonNode> deadLetters = new ArrayList<>();

    @AfterEach
    void stopTime() {
        time.close();
    }

    @Test
    void enqueue_shouldRunOnce_whenFunctionSucceeds() {
        AsyncInvocations invocations = invocations(2, Duration.ofHours(6), Optional.of(QUEUE));

        invocations.enqueue("stack-Worker:live", "{\"a\":1}");
        int pendingBefore = invocations.pending();
        time.advance(Duration.ofHours(7));

        assertThat(pendingBefore).isEqualTo(1);
        assertThat(invocations.pending()).isZero();
        assertThat(function.runs).containsExactly("0s request-1 " + ARN + ":live {\"a\":1}");
        assertThat(deadLetters).isEmpty();
    }

    @Test
    void enqueue_shouldRetryAfterOneAndTwoMinutesUnderSameRequestId_whenFunctionFails() {
        function.fails(2);
        AsyncInvocations invocations = invocations(2, Duration.ofHours(6), Optional.of(QUEUE));

        invocations.enqueue("stack-Worker:live", "{}");
        time.advance(Duration.ofHours(1));

        assertThat(function.runs)
                .containsExactly(
                        "0s request-1 " + ARN + ":live {}",
                        "60s request-1 " + ARN + ":live {}",
                        "180s request-1 " + ARN + ":live {}");
        assertThat(deadLetters).isEmpty();
        assertThat(console.warnings())
                .containsExactly(
                        "Worker | WARNING: event request-1 failed (attempt 1 of 3), again in 60 s",
                        "Worker | WARNING: event request-1 failed (attempt 2 of 3), again in 120 s");
    }

    @Test
    void enqueue_shouldSendDocumentedRecord_whenRetriesAreExhausted() {
        function.fails(3);
        AsyncInvocations invocations = invocations(2, Duration.ofHours(6), Optional.of(QUEUE));

        invocations.enqueue(ARN + ":live", "{\"text\":\"ü\"}");
        time.advance(Duration.ofHours(1));

        assertThat(deadLetters).containsExactly(JSON.readTree("""
                {"version": "1.0",
                 "timestamp": "2026-01-01T00:03:00.000Z",
                 "requestContext": {
                   "requestId": "request-1",
                   "functionArn": "%s:live",
                   "condition": "RetriesExhausted",
                   "approximateInvokeCount": 3},
                 "requestPayload": {"text": "ü"},
                 "responseContext": {"statusCode": 200, "executedVersion": "1", "functionError": "Unhandled"},
                 "responsePayload": {"errorMessage": "no", "errorType": "E"}}
                """.formatted(ARN)));
        assertThat(invocations.pending()).isZero();
    }

    @Test
    void enqueue_shouldNotRetry_whenMaximumRetryAttemptsIsZero() {
        function.fails(1);
        AsyncInvocations invocations = invocations(0, Duration.ofHours(6), Optional.of(QUEUE));

        invocations.enqueue("stack-Worker:live", "{}");
        time.advance(Duration.ZERO);

        assertThat(function.runs).hasSize(1);
        assertThat(deadLetters).hasSize(1);
    }

    @Test
    void enqueue_shouldBackOffWithoutUsingUpRetries_whenThrottledOrBroken() {
        for (int i = 0; i < 5; i++) {
            function.throwsNext(TooManyRequestsException.everyProcessIsBusy("stack-Worker"));
            function.throwsNext(new IllegalStateException("broken"));
        }
        function.fails(2);
        AsyncInvocations invocations = invocations(2, Duration.ofHours(6), Optional.of(QUEUE));

        invocations.enqueue("stack-Worker:live", "{}");
        time.advance(Duration.ofHours(2));

        // The delays are 1, 2, 4 ... 256, 300 s; then come the retries of a function error
        assertThat(function.times()).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 127L, 255L, 511L, 811L, 871L, 991L);
        assertThat(deadLetters).isEmpty();
    }

    @Test
    void enqueue_shouldGiveUp_whenTheNextAttemptAfterAThrottleWouldBeTooLate() {
        for (int i = 0; i < 100; i++) {
            function.throwsNext(TooManyRequestsException.everyProcessIsBusy("stack-Worker"));
        }
        AsyncInvocations invocations = invocations(2, Duration.ofSeconds(100), Optional.of(QUEUE));

        invocations.enqueue("stack-Worker:live", "{}");
        time.advance(Duration.ofHours(2));

        assertThat(function.times()).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L);
        JsonNode letter = deadLetters.getFirst();
        assertThat(letter.get("timestamp").asString()).isEqualTo("2026-01-01T00:01:03.000Z");
        assertThat(letter.at("/requestContext/condition").asString()).isEqualTo("EventAgeExceeded");
        assertThat(letter.at("/requestContext/approximateInvokeCount").asInt()).isZero();
        assertThat(letter.has("responseContext")).isFalse();
    }

    /** As recorded on AWS: LocalStack's test_maxeventage, 11-2025: it is not waited for. */
    @Test
    void enqueue_shouldGiveUpAtOnce_whenTheRetryWouldBeTooLate() {
        function.fails(3);
        AsyncInvocations invocations = invocations(2, Duration.ofSeconds(90), Optional.of(QUEUE));

        invocations.enqueue("stack-Worker:live", "{}");
        time.advance(Duration.ofHours(2));

        assertThat(function.times()).containsExactly(0L, 60L);
        JsonNode letter = deadLetters.getFirst();
        assertThat(letter.get("timestamp").asString()).isEqualTo("2026-01-01T00:01:00.000Z");
        assertThat(letter.at("/requestContext/condition").asString()).isEqualTo("EventAgeExceeded");
        assertThat(letter.at("/requestContext/approximateInvokeCount").asInt()).isEqualTo(2);
        assertThat(letter.at("/responseContext/functionError").asString()).isEqualTo("Unhandled");
    }

    @Test
    void enqueue_shouldDropWithWarning_whenThereIsNoDestination() {
        function.fails(1);
        AsyncInvocations invocations = invocations(0, Duration.ofHours(6), Optional.empty());

        invocations.enqueue("stack-Worker:live", "{}");
        time.advance(Duration.ZERO);

        assertThat(console.warnings())
                .containsExactly("Worker | WARNING: event request-1 given up (RetriesExhausted after 1 invocations): "
                        + "dropped, as there is no OnFailure destination");
        assertThat(invocations.pending()).isZero();
    }

    @Test
    void enqueue_shouldDropWithWarning_whenDestinationRefuses() {
        function.fails(1);
        AsyncInvocations invocations = new AsyncInvocations(
                new FunctionDirectory(application(0, Duration.ofHours(6), Optional.of(QUEUE))),
                function,
                new ServiceContext(time, console, () -> "request", (_, _) -> {
                    throw new IllegalArgumentException("no such queue");
                }));

        invocations.enqueue("stack-Worker:live", "{}");
        time.advance(Duration.ZERO);

        assertThat(console.warnings()).anyMatch(line -> line.contains("no such queue"));
        assertThat(invocations.pending()).isZero();
    }

    @Test
    void enqueue_shouldUseLambdasDefaults_whenAliasHasSettingsAndFunctionIsInvokedWithoutIt() {
        function.fails(9);
        AsyncInvocations invocations = invocations(0, Duration.ofHours(6), Optional.of(QUEUE));

        invocations.enqueue("stack-Worker", "{}");
        time.advance(Duration.ofHours(1));

        assertThat(function.times()).containsExactly(0L, 60L, 180L);
        assertThat(function.runs).allMatch(run -> run.contains(":$LATEST"));
        assertThat(deadLetters).isEmpty();
    }

    @Test
    void enqueue_shouldNotBlockOthers_whenAnEventTakesLong() {
        function.sleepsNext(Duration.ofMinutes(10));
        AsyncInvocations invocations = invocations(2, Duration.ofHours(6), Optional.of(QUEUE));

        invocations.enqueue("stack-Worker:live", "1");
        invocations.enqueue("stack-Worker:live", "2");
        time.advance(Duration.ZERO);

        assertThat(function.runs).hasSize(2);
        assertThat(invocations.pending()).isEqualTo(1);
        time.advance(Duration.ofMinutes(10));
        assertThat(invocations.pending()).isZero();
    }

    @Test
    void enqueue_shouldRefuse_whenFunctionIsUnknownOrPayloadIsTooLargeOrNotJson() {
        AsyncInvocations invocations = invocations(2, Duration.ofHours(6), Optional.of(QUEUE));
        String largest = "\"" + "x".repeat(1024 * 1024 - 2) + "\"";

        invocations.enqueue("stack-Worker", largest);
        assertThatThrownBy(() -> invocations.enqueue("stack-Worker", largest + " "))
                .isInstanceOf(RequestTooLargeException.class)
                .hasMessage("1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)");
        assertThatThrownBy(() -> invocations.enqueue("stack-Worker", "{not json"))
                .isInstanceOf(InvalidRequestContentException.class);
        assertThatThrownBy(() -> invocations.enqueue("stack-Nobody", "{}"))
                .isInstanceOf(FunctionNotFoundException.class);
    }

    @Test
    void close_shouldDropWhatIsQueued_withOneLine() {
        function.fails(2);
        AsyncInvocations invocations = invocations(2, Duration.ofHours(6), Optional.of(QUEUE));
        invocations.enqueue("stack-Worker:live", "1");
        invocations.enqueue("stack-Worker:live", "2");
        time.advance(Duration.ZERO);

        invocations.close();
        time.advance(Duration.ofHours(1));

        assertThat(function.runs).hasSize(2);
        assertThat(console.lines()).last().isEqualTo("async | WARNING: 2 queued events dropped at the end");
        assertThat(invocations.pending()).isZero();
    }

    @Test
    void enqueue_shouldTellWhatBecomesOfTheEvent() {
        function.fails(2);
        queueIsGone = true;
        Fact.Version live = new Fact.Version("Worker", "stack-Worker", "live");

        invocations(1, Duration.ofHours(6), Optional.of(QUEUE)).enqueue("stack-Worker:live", "{}");
        Instant start = time.now();
        time.advance(Duration.ofHours(1));

        Instant end = start.plusSeconds(60);
        assertThat(facts.all())
                .containsExactly(
                        new Fact.EventQueued(start, live, "request-1", Payload.json("{}")),
                        new Fact.EventAttempted(start, live, "request-1", Duration.ZERO),
                        new Fact.RetryPlanned(start, live, "request-1", Duration.ofSeconds(60), "failed"),
                        new Fact.EventAttempted(end, live, "request-1", Duration.ofSeconds(60)),
                        new Fact.EventDropped(end, live, "request-1", "RetriesExhausted"),
                        new Fact.DestinationFailed(end, live, "request-1", QUEUE));
    }

    @Test
    void enqueue_shouldKeepTheCause_forAllThatFollows() {
        function.fails(1);
        AsyncInvocations invocations = invocations(1, Duration.ofHours(6), Optional.empty());

        Cause.root("message-1").by("Orders").run(() -> invocations.enqueue("stack-Worker:live", "{}"));
        time.advance(Duration.ofHours(1));

        assertThat(facts.causeOf(Fact.EventQueued.class)).isEqualTo(new Cause("message-1", "message-1", "Orders"));
        assertThat(facts.causesOf(Fact.EventAttempted.class))
                .containsExactly(
                        new Cause("message-1", "request-1", "Orders"), new Cause("message-1", "request-1", "Orders"));
        assertThat(facts.causeOf(Fact.EventDone.class)).isEqualTo(new Cause("message-1", "request-1", "Orders"));
    }

    private AsyncInvocations invocations(int retries, Duration age, Optional<String> queue) {
        return new AsyncInvocations(
                new FunctionDirectory(application(retries, age, queue)),
                function,
                new ServiceContext(
                        time,
                        console,
                        () -> "request-" + requestIds.incrementAndGet(),
                        (arn, body) -> {
                            assertThat(arn).isEqualTo(QUEUE);
                            if (queueIsGone) {
                                throw new IllegalStateException("gone");
                            }
                            deadLetters.add(JSON.readTree(body));
                        },
                        facts));
    }

    private static Application application(int retries, Duration age, Optional<String> queue) {
        return applicationIn("eu-central-1")
                .with(function("Worker")
                        .withAlias("live")
                        .withAsync(new RetryPolicy(retries, Optional.of(age), queue))
                        .build())
                .build();
    }

    /** A function whose runs succeed, except those that a test has scripted. */
    private final class ScriptedFunction implements FunctionAttempt {
        private final Instant start = time.now();
        private final List<String> runs = new ArrayList<>();
        private final Deque<Step> script = new ArrayDeque<>();

        void fails(int times) {
            for (int i = 0; i < times; i++) {
                script.add(id -> result(id, ERROR, Optional.of("Unhandled")));
            }
        }

        void throwsNext(RuntimeException failure) {
            script.add(id -> {
                throw failure;
            });
        }

        void sleepsNext(Duration duration) {
            script.add(id -> {
                time.sleep(duration);
                return result(id, "null", Optional.empty());
            });
        }

        List<Long> times() {
            return runs.stream()
                    .map(run -> Long.valueOf(run.substring(0, run.indexOf('s'))))
                    .toList();
        }

        @Override
        public InvocationResult run(String name, String payload, String requestId) throws InterruptedException {
            long seconds = Duration.between(start, time.now()).toSeconds();
            runs.add("%ds %s %s %s".formatted(seconds, requestId, name, payload));
            Step step = script.poll();
            return step == null ? result(requestId, "null", Optional.empty()) : step.run(requestId);
        }

        private static InvocationResult result(String requestId, String payload, Optional<String> error) {
            return new InvocationResult(requestId, payload, error, "1");
        }

        private interface Step {
            InvocationResult run(String requestId) throws InterruptedException;
        }
    }
}
