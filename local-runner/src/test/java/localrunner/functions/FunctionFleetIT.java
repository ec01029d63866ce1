package localrunner.functions;

import static localrunner.application.ApplicationBuilder.applicationIn;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import localrunner.application.Application;
import localrunner.application.Application.Function;
import localrunner.application.FunctionBuilder;
import localrunner.console.RecordingConsole;
import localrunner.facts.Fact;
import localrunner.facts.RecordingFacts;
import localrunner.faults.Strike;
import localrunner.faults.Strike.Ending;
import localrunner.fixtures.Echo;
import localrunner.fixtures.FailingInit;
import localrunner.fixtures.Hooked;
import localrunner.fixtures.Obedient;
import localrunner.invoke.DirectInvoker;
import localrunner.invoke.FunctionDirectory;
import localrunner.invoke.FunctionNotFoundException;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.RequestTooLargeException;
import localrunner.invoke.TooManyRequestsException;
import localrunner.service.ServiceContext;
import localrunner.time.ScaledTime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests the fleet with real processes under the real runtime interface client, and small functions. */
class FunctionFleetIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ARN = "arn:aws:lambda:eu-central-1:000000000000:function:";

    @TempDir
    static Path codeFolder;

    private static final ScaledTime TIME = new ScaledTime(1);

    @TempDir
    Path folder;

    private final RecordingConsole console = new RecordingConsole();
    private final RecordingFacts facts = new RecordingFacts();
    private final List<FunctionFleet> fleets = new ArrayList<>();

    /** What strikes the next invocations. */
    private final Queue<Strike> strikes = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void assembleFunction() throws Exception {
        FixtureCode.assemble(codeFolder);
    }

    @AfterEach
    void closeFleets() {
        fleets.forEach(FunctionFleet::close);
    }

    @AfterAll
    static void stopTime() {
        TIME.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void invoke_shouldReturnPayload_whenFunctionEchoesUnicode(boolean portable) throws Exception {
        FunctionFleet fleet = fleet(settings(1, portable), function(Echo.class));
        String payload = "{\"text\":\"naïve 日本語 👩‍👩‍👧 \\u0000 \\\"quoted\\\"\"}";

        InvocationResult result = fleet.invoke("stack-Echo", payload);

        assertThat(result.payload()).isEqualTo(payload);
        assertThat(result.functionError()).isEmpty();
        assertThat(result.executedVersion()).isEqualTo("$LATEST");
        await().untilAsserted(() -> assertThat(console.lines())
                .anyMatch(line -> line.matches(
                        "Echo \\| REPORT RequestId: " + result.requestId() + " Duration: .* ms Init Duration: .* ms")));
        assertThat(console.lines()).noneMatch(line -> line.contains("naïve"));
    }

    /**
     * Lambda's variables are as recorded on AWS: LocalStack's test_introspection_invoke, 1-2026. The runner adds its
     * endpoint and two places where no settings are.
     */
    @Test
    void invoke_shouldGiveWhatLambdaGives_whenFunctionReadsEnvironmentAndContext() throws Exception {
        FunctionBuilder function =
                function(Obedient.class).withEnvironment(Map.of("GREETING", "grüß dich", "TZ", "Europe/Berlin"));
        FunctionFleet fleet = fleet(settings(1, false), function);

        JsonNode environment = ask(fleet, "stack-Obedient", "environment", 0);
        JsonNode context = ask(fleet, ARN + "stack-Obedient:live", "context", 0);

        assertThat(environment.propertyNames())
                .containsExactlyInAnyOrder(
                        "_HANDLER",
                        "AWS_ACCESS_KEY_ID",
                        "AWS_CONFIG_FILE",
                        "AWS_DEFAULT_REGION",
                        "AWS_ENDPOINT_URL",
                        "AWS_EXECUTION_ENV",
                        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                        "AWS_LAMBDA_FUNCTION_NAME",
                        "AWS_LAMBDA_FUNCTION_VERSION",
                        "AWS_LAMBDA_INITIALIZATION_TYPE",
                        "AWS_LAMBDA_LOG_GROUP_NAME",
                        "AWS_LAMBDA_LOG_STREAM_NAME",
                        "AWS_LAMBDA_RUNTIME_API",
                        "AWS_REGION",
                        "AWS_SECRET_ACCESS_KEY",
                        "AWS_SESSION_TOKEN",
                        "AWS_SHARED_CREDENTIALS_FILE",
                        "AWS_XRAY_CONTEXT_MISSING",
                        "AWS_XRAY_DAEMON_ADDRESS",
                        "GREETING",
                        "LAMBDA_RUNTIME_DIR",
                        "LAMBDA_TASK_ROOT",
                        "LANG",
                        "LD_LIBRARY_PATH",
                        "PATH",
                        "TZ");
        assertThat(environment.get("AWS_LAMBDA_FUNCTION_VERSION").asString()).isEqualTo("$LATEST");
        assertThat(environment.get("AWS_ENDPOINT_URL").asString()).isEqualTo("http://127.0.0.1:4566");
        assertThat(environment.get("AWS_CONFIG_FILE").asString())
                .isEqualTo(context.get("home").asString() + "/.aws/config");
        assertThat(environment.get("AWS_SHARED_CREDENTIALS_FILE").asString())
                .isEqualTo(context.get("home").asString() + "/.aws/credentials");
        assertThat(context.get("home").asString()).startsWith(folder.toString());
        assertThat(Path.of(context.get("home").asString())).doesNotExist();
        assertThat(environment.get("TZ").asString()).isEqualTo("Europe/Berlin");
        assertThat(environment.get("GREETING").asString()).isEqualTo("grüß dich");
        assertThat(context.get("arn").asString()).isEqualTo(ARN + "stack-Obedient:live");
        assertThat(context.get("memory").asInt()).isEqualTo(256);
        assertThat(context.get("heap").asInt()).isBetween(200, 218);
        assertThat(context.get("remaining").asInt()).isBetween(1, 3000);
        assertThat(context.get("folder").asString()).isEqualTo(codeFolder.toString());
    }

    @Test
    void invoke_shouldRefuse_whenFunctionOrAliasIsUnknownOrPayloadTooLarge() {
        FunctionFleet fleet = fleet(settings(1, false), function(Echo.class));

        assertThatThrownBy(() -> fleet.invoke("stack-Nobody", "{}")).isInstanceOf(FunctionNotFoundException.class);
        assertThatThrownBy(() -> fleet.invoke("stack-Echo:dead", "{}")).isInstanceOf(FunctionNotFoundException.class);
        assertThatThrownBy(() -> fleet.invoke("stack-Echo", "\"" + "x".repeat(6 * 1024 * 1024) + "\""))
                .isInstanceOf(RequestTooLargeException.class)
                .hasMessageContaining("RequestResponse");
    }

    @Test
    void invoke_shouldReuseProcess_whenInvocationsFollowEachOther() throws Exception {
        FunctionFleet fleet = fleet(settings(10, false), function(Obedient.class));
        JsonNode first = ask(fleet, "stack-Obedient", "count", 0);

        JsonNode second = ask(fleet, "stack-Obedient", "count", 0);

        assertThat(second.get("pid")).isEqualTo(first.get("pid"));
        assertThat(second.get("count").asInt()).isEqualTo(2);
    }

    @Test
    void invoke_shouldStartMoreProcessesUpToLimit_whenCallsAreConcurrent() throws Exception {
        FunctionFleet fleet = fleet(settings(2, false), function(Obedient.class));

        List<JsonNode> pids = concurrently(6, () -> ask(fleet, "stack-Obedient", "sleep", 900));

        assertThat(pids.stream().distinct()).hasSize(2);
    }

    @Test
    void invoke_shouldThrottle_whenAllProcessesAreBusyForLongerThanTimeout() throws Exception {
        FunctionBuilder function = function(Obedient.class).withTimeout(Duration.ofSeconds(1));
        FunctionFleet fleet = fleet(settings(1, false), function);
        ask(fleet, "stack-Obedient", "count", 0);

        List<JsonNode> answers = concurrently(4, () -> {
            try {
                return ask(fleet, "stack-Obedient", "sleep", 700);
            } catch (TooManyRequestsException e) {
                return JSON.readTree("\"throttled\"");
            }
        });

        assertThat(answers)
                .anyMatch(answer -> answer.isString() && answer.asString().equals("throttled"));
        assertThat(answers).anyMatch(JsonNode::isNumber);
    }

    /** As recorded on AWS: LocalStack's test_reserved_concurrency: one more is throttled at once. */
    @Test
    void invoke_shouldThrottleAtOnce_whenTheReservedConcurrencyIsUsedUp() throws Exception {
        FunctionFleet fleet = fleet(settings(3, false), function(Obedient.class).withReservedConcurrency(1));

        List<String> answers = concurrently(3, () -> {
            try {
                return fleet.invoke("stack-Obedient", "{\"do\":\"sleep\",\"number\":1500}")
                        .payload();
            } catch (TooManyRequestsException e) {
                return e.reason();
            }
        });

        assertThat(answers.stream().filter("ReservedFunctionConcurrentInvocationLimitExceeded"::equals))
                .hasSize(2);
        assertThat(facts.of(Fact.Throttled.class)).hasSize(2);
        assertThat(facts.of(Fact.Invoked.class)).singleElement().satisfies(invoked -> {
            assertThat(invoked.function()).isEqualTo(new Fact.Version("Obedient", "stack-Obedient", "$LATEST"));
            assertThat(invoked.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(1500));
            assertThat(invoked.failed()).isFalse();
            assertThat(invoked.concurrent()).isOne();
        });
        assertThat(ask(fleet, "stack-Obedient:live", "count", 0).get("count").asInt())
                .as("free again")
                .isOne();
    }

    @Test
    void invoke_shouldNeverRun_whenTheReservedConcurrencyIsZero() {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class).withReservedConcurrency(0));

        assertThatThrownBy(() -> fleet.invoke("stack-Obedient", "{\"do\":\"count\"}"))
                .isInstanceOf(TooManyRequestsException.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void invoke_shouldPassTheClientContextOn_whenTheCallerGivesOne(boolean portable) throws Exception {
        FunctionFleet fleet = fleet(settings(1, portable), function(Obedient.class));

        DirectInvoker.Answer answer = fleet.invoke(
                "stack-Obedient",
                "{\"do\":\"client-context\"}",
                new DirectInvoker.Options(Optional.of("{\"custom\":{\"colour\":\"blue\"}}"), false));

        assertThat(answer.result().payload()).isEqualTo("{\"colour\":\"blue\"}");
    }

    /** As recorded on AWS: LocalStack's test_invocation_with_logs, 11-2025. */
    @Test
    void invoke_shouldGiveTheLogOfThatInvocation_whenItIsAskedFor() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));
        DirectInvoker.Options tail = new DirectInvoker.Options(Optional.empty(), true);

        DirectInvoker.Answer cold = fleet.invoke("stack-Obedient:live", "{\"do\":\"print\"}", tail);
        DirectInvoker.Answer warm = fleet.invoke("stack-Obedient:live", "{\"do\":\"print\"}", tail);
        DirectInvoker.Answer ended = fleet.invoke("stack-Obedient:live", "{\"do\":\"halt\",\"number\":3}", tail);

        String id = cold.result().requestId();
        assertThat(cold.logTail().orElseThrow())
                .startsWith("START RequestId: " + id + " Version: 1\nto standard output: ü\nto standard error\n"
                        + "from the logger\nEND RequestId: " + id + "\nREPORT RequestId: " + id + "\tDuration: ")
                .containsPattern("\tMemory Size: 256 MB\tMax Memory Used: [1-9][0-9]* MB\tInit Duration: ");
        assertThat(warm.logTail().orElseThrow())
                .startsWith("START RequestId: " + warm.result().requestId())
                .doesNotContain("Init Duration");
        assertThat(ended.logTail().orElseThrow()).contains("END RequestId: ", "REPORT RequestId: ");
    }

    /** As recorded on AWS: LocalStack's test_introspection_invoke, 1-2026. */
    @Test
    void invoke_shouldShowLambdasLogStreamAndArn_whenFunctionReadsItsContext() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));

        assertThat(ask(fleet, "stack-Obedient", "log-stream", 0).asString())
                .matches("\\d{4}/\\d\\d/\\d\\d/\\[\\$LATEST][0-9a-f]{32}");
        assertThat(ask(fleet, "stack-Obedient:live", "log-stream", 0).asString())
                .matches("\\d{4}/\\d\\d/\\d\\d/\\[1][0-9a-f]{32}");
        assertThat(ask(fleet, "stack-Obedient:$LATEST", "context", 0).get("arn").asString())
                .isEqualTo(ARN + "stack-Obedient:$LATEST");
        assertThat(ask(fleet, "stack-Obedient", "context", 0).get("arn").asString())
                .isEqualTo(ARN + "stack-Obedient");
    }

    @Test
    void invoke_shouldKillProcess_whenFunctionTimesOut() throws Exception {
        FunctionBuilder function = function(Obedient.class).withTimeout(Duration.ofSeconds(1));
        FunctionFleet fleet = fleet(settings(1, false), function);
        long pid = ask(fleet, "stack-Obedient", "count", 0).get("pid").asLong();

        InvocationResult result = fleet.invoke("stack-Obedient", "{\"do\":\"sleep\",\"number\":60000}");

        assertThat(result.functionError()).contains("Unhandled");
        assertThat(result.payload())
                .isEqualTo("{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: " + result.requestId()
                        + " Error: Task timed out after 1.00 seconds\"}");
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(ask(fleet, "stack-Obedient", "count", 0).get("count").asInt())
                .isEqualTo(1);
    }

    @Test
    void invoke_shouldCountTheDelayAsTheFunctionsTime_whenOneStrikes() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));
        strikes.add(new Strike(Duration.ofSeconds(1), Ending.ITS_OWN, 0));

        DirectInvoker.Answer answer = fleet.invoke(
                "stack-Obedient", "{\"do\":\"context\"}", new DirectInvoker.Options(Optional.empty(), true));

        assertThat(JSON.readTree(answer.result().payload()).path("remaining").asInt())
                .as("of a timeout of 3 s")
                .isLessThanOrEqualTo(2_000);
        assertThat(answer.logTail().orElse("")).containsPattern("Duration: [1-9][0-9]{3,}\\.");
        assertThat(console.lines())
                .contains("Obedient | fault: delayed by 1000 ms. RequestId: "
                        + answer.result().requestId());
    }

    @Test
    void invoke_shouldTimeOutAndRunNothing_whenTheDelayIsTooLong() throws Exception {
        FunctionBuilder function = function(Obedient.class).withTimeout(Duration.ofSeconds(1));
        FunctionFleet fleet = fleet(settings(1, false), function);
        strikes.add(Strike.NONE);
        strikes.add(new Strike(Duration.ofMinutes(15), Ending.ITS_OWN, 0));
        long pid = ask(fleet, "stack-Obedient", "count", 0).get("pid").asLong();

        InvocationResult result = fleet.invoke("stack-Obedient", "{\"do\":\"print\"}");

        assertThat(result.functionError()).contains("Unhandled");
        assertThat(result.payload()).contains("Sandbox.Timedout").contains("Task timed out after 1.00 seconds");
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(console.lines()).noneMatch(line -> line.contains("to standard output"));
        assertThat(ask(fleet, "stack-Obedient", "count", 0).get("count").asInt())
                .isEqualTo(1);
    }

    @Test
    void invoke_shouldFailWithoutRunning_whenAnErrorStrikesInstead() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));
        strikes.add(Strike.NONE);
        strikes.add(new Strike(Duration.ZERO, Ending.ERROR_INSTEAD, 0));
        JsonNode first = ask(fleet, "stack-Obedient", "count", 0);

        InvocationResult result = fleet.invoke("stack-Obedient", "{\"do\":\"count\"}");

        assertThat(result.functionError()).contains("Unhandled");
        assertThat(result.payload())
                .isEqualTo("{\"errorType\":\"InjectedError\",\"errorMessage\":\"RequestId: " + result.requestId()
                        + " Error: a fault that is on at /_faults\"}");
        JsonNode next = ask(fleet, "stack-Obedient", "count", 0);
        assertThat(next.get("count").asInt()).as("it did not run").isEqualTo(2);
        assertThat(next.get("pid")).as("its process stays").isEqualTo(first.get("pid"));
        await().untilAsserted(() -> assertThat(console.lines())
                .anyMatch(line -> line.startsWith("Obedient | REPORT RequestId: " + result.requestId())));
    }

    @Test
    void invoke_shouldFailThoughItHasRun_whenAnErrorStrikesAfterwards() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));
        strikes.add(new Strike(Duration.ZERO, Ending.ERROR_AFTERWARDS, 0));

        InvocationResult result = fleet.invoke("stack-Obedient", "{\"do\":\"count\"}");

        assertThat(result.functionError()).contains("Unhandled");
        assertThat(result.payload()).contains("InjectedError");
        assertThat(ask(fleet, "stack-Obedient", "count", 0).get("count").asInt())
                .isEqualTo(2);
    }

    /** At once, in the middle, and when it would be done: nobody ever gets an answer, and nobody else gets the process. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 0.5, 1})
    void invoke_shouldReportTheDeath_whenItsProcessIsKilledOnPurpose(double moment) throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));
        strikes.add(Strike.NONE);
        strikes.add(new Strike(Duration.ZERO, Ending.KILLED, moment));
        long pid = ask(fleet, "stack-Obedient", "sleep", 200).asLong();

        InvocationResult result = fleet.invoke("stack-Obedient", "{\"do\":\"sleep\",\"number\":200}");

        assertThat(result.functionError()).contains("Unhandled");
        assertThat(result.payload())
                .isEqualTo("{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: " + result.requestId()
                        + " Error: Runtime exited with error: signal: killed\"}");
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(ask(fleet, "stack-Obedient", "count", 0).get("count").asInt())
                .isEqualTo(1);
        assertThat(console.warnings()).as("the end was wanted").isEmpty();
    }

    @Test
    void invoke_shouldBeRefused_whenItIsThrottledOnPurpose() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));
        strikes.add(new Strike(Duration.ZERO, Ending.THROTTLED, 0));

        assertThatThrownBy(() -> fleet.invoke("stack-Obedient", "{\"do\":\"count\"}"))
                .isInstanceOfSatisfying(
                        TooManyRequestsException.class,
                        e -> assertThat(e.reason()).isEqualTo("ReservedFunctionConcurrentInvocationLimitExceeded"));

        assertThat(ask(fleet, "stack-Obedient", "count", 0).get("count").asInt())
                .isEqualTo(1);
    }

    @Test
    void invoke_shouldReturnErrorAsRuntimeReportedIt_whenFunctionThrows() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));

        InvocationResult result = fleet.invoke("stack-Obedient", "{\"do\":\"throw\"}");

        JsonNode error = JSON.readTree(result.payload());
        assertThat(result.functionError()).contains("Unhandled");
        assertThat(error.get("errorType").asString()).isEqualTo("java.lang.IllegalArgumentException");
        assertThat(error.get("errorMessage").asString()).isEqualTo("no such thing: ü");
        assertThat(error.get("stackTrace").isArray()).isTrue();
    }

    @Test
    void invoke_shouldReportExitAndReplaceProcess_whenFunctionEndsItsProcess() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));

        InvocationResult exited = fleet.invoke("stack-Obedient", "{\"do\":\"exit\",\"number\":3}");
        InvocationResult halted = fleet.invoke("stack-Obedient", "{\"do\":\"halt\",\"number\":0}");
        JsonNode after = ask(fleet, "stack-Obedient", "count", 0);

        assertThat(exited.payload())
                .isEqualTo("{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: " + exited.requestId()
                        + " Error: Runtime exited with error: exit status 3\"}");
        assertThat(halted.payload()).contains("Error: Runtime exited without providing a reason");
        assertThat(after.get("count").asInt()).isEqualTo(1);
        assertThat(console.warnings()).anyMatch(line -> line.contains("exit status 3"));
    }

    @Test
    void fleet_shouldNoticeAndReplace_whenIdleProcessIsKilled() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));
        long pid = ask(fleet, "stack-Obedient", "count", 0).get("pid").asLong();
        await().until(() -> console.lines().stream().anyMatch(line -> line.contains("REPORT")));

        ProcessHandle.of(pid).orElseThrow().destroyForcibly();

        await().untilAsserted(() -> assertThat(console.warnings())
                .anyMatch(line -> line.contains("process " + pid + " ended while idle (signal: killed)")));
        assertThat(ask(fleet, "stack-Obedient", "count", 0).get("count").asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void invoke_shouldReturnInitError_whenFunctionCannotBeConstructed(boolean portable) throws Exception {
        FunctionFleet fleet = fleet(settings(1, portable), function(FailingInit.class));

        InvocationResult result = fleet.invoke("stack-FailingInit", "{}");

        assertThat(result.functionError()).contains("Unhandled");
        assertThat(JSON.readTree(result.payload()).get("errorMessage").asString())
                .contains("a variable is missing");
        assertThat(console.lines()).contains("FailingInit | about to fail");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void invoke_shouldHaveRunHooks_whenFunctionHasSnapStart(boolean portable) throws Exception {
        FunctionFleet fleet =
                fleet(settings(1, portable), function(Hooked.class).withSnapStart("live"));

        InvocationResult published = fleet.invoke("stack-Hooked:live", "{}");
        InvocationResult latest = fleet.invoke("stack-Hooked", "{}");

        assertThat(published.payload()).isEqualTo("[\"beforeCheckpoint\",\"afterRestore\"]");
        assertThat(published.executedVersion()).isEqualTo("1");
        assertThat(latest.payload()).isEqualTo("[]");
    }

    @Test
    void invoke_shouldReturnError_whenRestoreHookFails() throws Exception {
        FunctionBuilder function =
                function(Hooked.class).withSnapStart("live").withEnvironment(Map.of("FAIL_RESTORE", "yes"));
        FunctionFleet fleet = fleet(settings(1, false), function);

        InvocationResult result = fleet.invoke("stack-Hooked:live", "{}");

        assertThat(result.functionError()).contains("Unhandled");
        assertThat(result.payload()).contains("RestoreException");
        assertThat(console.lines()).anyMatch(line -> line.contains("can't be restored"));
    }

    @Test
    void invoke_shouldReturnError_whenResponseIsTooLarge() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));

        InvocationResult large = fleet.invoke("stack-Obedient", "{\"do\":\"large\",\"number\":6291554}");
        InvocationResult tooLarge = fleet.invoke("stack-Obedient", "{\"do\":\"large\",\"number\":6291555}");
        JsonNode after = ask(fleet, "stack-Obedient", "count", 0);

        assertThat(large.functionError()).isEmpty();
        assertThat(tooLarge.functionError()).contains("Unhandled");
        assertThat(tooLarge.payload())
                .isEqualTo("{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload size"
                        + " exceeded maximum allowed payload size (6291556 bytes).\"}");
        assertThat(after.get("count").asInt()).isEqualTo(1);
    }

    @Test
    void fleet_shouldPassOnOutputBeforeReport_whenFunctionPrints() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));

        fleet.invoke("stack-Obedient", "{\"do\":\"print\"}");

        await().until(() -> console.lines().stream().anyMatch(line -> line.contains("REPORT")));
        assertThat(console.lines())
                .startsWith(
                        "Obedient | to standard output: ü",
                        "Obedient | to standard error",
                        "Obedient | from the logger");
    }

    @Test
    void close_shouldLeaveNothing_whenProcessesAreIdleBusyOrKeptByThreads() throws Exception {
        FunctionFleet fleet = fleet(settings(3, false), function(Obedient.class));
        long kept = ask(fleet, "stack-Obedient", "stay", 0).asLong();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<InvocationResult> busy =
                    callers.submit(() -> fleet.invoke("stack-Obedient", "{\"do\":\"sleep\",\"number\":60000}"));
            await().until(() -> processes().count() > 0);

            fleet.close();

            assertThat(ProcessHandle.of(kept).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(processes()).isEmpty();
            assertThat(busy.get().functionError()).contains("Unhandled");
            assertThat(folder.resolve("work")).doesNotExist();
            assertThat(console.warnings()).isEmpty();
        }
    }

    @Test
    void close_shouldEndWhatAFunctionHasStarted() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));
        ProcessHandle child = ProcessHandle.of(
                        ask(fleet, "stack-Obedient", "spawn", 0).asLong())
                .orElseThrow();

        fleet.close();

        await().until(() -> !child.isAlive());
    }

    @Test
    void invoke_shouldEndWhatAFunctionHasStarted_whenItTimesOut() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(Obedient.class));
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<InvocationResult> sleeping =
                    callers.submit(() -> fleet.invoke("stack-Obedient", "{\"do\":\"spawn-and-sleep\"}"));
            await().until(() -> children("sleep").findAny().isPresent());
            ProcessHandle child = children("sleep").findAny().orElseThrow();

            InvocationResult result = sleeping.get();

            assertThat(result.payload()).contains("Sandbox.Timedout");
            await().until(() -> !child.isAlive());
        }
    }

    @Test
    void invoke_shouldNotReportAnEndOfTheRunnersOwnDoing_whenInitFails() throws Exception {
        FunctionFleet fleet = fleet(settings(1, false), function(FailingInit.class));

        InvocationResult result = fleet.invoke("stack-FailingInit", "{}");

        assertThat(result.functionError()).contains("Unhandled");
        fleet.close();
        assertThat(console.warnings()).isEmpty();
    }

    private static Stream<ProcessHandle> children(String program) {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info()
                        .command()
                        .filter(command -> command.endsWith("/" + program) || command.endsWith("/coreutils"))
                        .isPresent());
    }

    @Test
    void fleet_shouldLeaveNoProcess_whenRunnerIsKilledWhileFunctionRuns() throws Exception {
        // This runner is a process of its own, in the middle of an invocation
        Process runner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RunnerToKill.class.getName(),
                        codeFolder.toString(),
                        folder.resolve("killed").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = runner.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).isEqualTo("started");
            await().until(() -> runner.children().findAny().isPresent());
            ProcessHandle function = runner.children().findAny().orElseThrow();

            runner.destroyForcibly().waitFor();

            await().until(() -> !function.isAlive());
        } finally {
            runner.destroyForcibly();
        }
    }

    /** The processes of this test. The JVM has others, of classes that run beside this one. */
    private Stream<ProcessHandle> processes() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains(folder.toString()));
    }

    private FunctionFleet fleet(FleetSettings settings, FunctionBuilder builder) {
        Function function = builder.build();
        FunctionFleet fleet = new FunctionFleet(
                application(function),
                new FunctionDirectory(application(function)),
                Map.of(function.logicalId(), codeFolder),
                settings,
                _ -> Optional.ofNullable(strikes.poll()).orElse(Strike.NONE),
                new ServiceContext(TIME, console, () -> UUID.randomUUID().toString(), (_, _) -> {}, facts));
        fleets.add(fleet);
        return fleet;
    }

    private FleetSettings settings(int processes, boolean portable) {
        return new FleetSettings(
                folder.resolve("work"),
                FunctionNetwork.direct(URI.create("http://127.0.0.1:4566")),
                processes,
                Duration.ofSeconds(60),
                Duration.ofMillis(500),
                portable);
    }

    private static JsonNode ask(FunctionFleet fleet, String function, String what, int number)
            throws InterruptedException {
        InvocationResult result = fleet.invoke(function, "{\"do\":\"%s\",\"number\":%d}".formatted(what, number));
        assertThat(result.functionError()).as(result.payload()).isEmpty();
        return JSON.readTree(result.payload());
    }

    private static <T> List<T> concurrently(int times, Callable<T> call) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                futures.add(callers.submit(call));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        }
    }

    static Application application(Function function) {
        return applicationIn("eu-central-1").with(function).build();
    }

    static FunctionBuilder function(Class<?> handler) {
        return FunctionBuilder.function(handler.getSimpleName())
                .withHandler(handler)
                .withCode(codeFolder)
                .withAlias("live");
    }
}
