package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.SnapStartNotReadyException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;
import wordcounter.deadletters.DeadLetterFilter;
import wordcounter.deadletters.ReplayRefusal;
import wordcounter.deadletters.ReplayReport;
import wordcounter.deadletters.ReplayRequest;
import wordcounter.deadletters.ReplayRequest.Mode;
import wordcounter.runtime.Environment;
import wordcounter.testing.ManualClock;

class LambdaReplayCallsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final ReplayReport REPORT = new ReplayReport(List.of(), 0, List.of(), false);

    private final ManualClock clock = new ManualClock(NOW);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Lambda lambda = new Lambda();

    /** Lambda, which refuses calls before it answers one. */
    private static final class Lambda implements LambdaClient {
        private final Deque<AwsServiceException> refusals = new ArrayDeque<>();
        private InvokeResponse answer = answer(REPORT.toJson());
        private int invoked;

        static InvokeResponse answer(String payload) {
            return InvokeResponse.builder()
                    .payload(SdkBytes.fromUtf8String(payload))
                    .build();
        }

        @Override
        public InvokeResponse invoke(InvokeRequest request) {
            if (!refusals.isEmpty()) {
                throw refusals.remove();
            }
            invoked++;
            return answer;
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // nothing to close
        }
    }

    @Test
    void call_shouldWaitUntilTheFunctionIsReady_whenItWasNotCalledForLong() {
        lambda.refusals.addAll(
                Collections.nCopies(100, SnapStartNotReadyException.builder().build()));
        lambda.refusals.add(ResourceConflictException.builder().build());
        lambda.refusals.add(TooManyRequestsException.builder().statusCode(429).build());

        assertThat(call()).isEqualTo(REPORT);

        assertThat(lambda.invoked).isEqualTo(1);
        assertThat(err.toString().lines())
                .as("it is told once")
                .containsExactly("The replay function is not ready, as after two weeks without a call; waiting for it,"
                        + " up to 5m ...");
    }

    @Test
    void call_shouldGiveUp_whenTheFunctionDoesNotGetReady() {
        AwsErrorDetails details = AwsErrorDetails.builder()
                .errorCode("SnapStartNotReadyException")
                .errorMessage("wait until the version is active")
                .build();
        lambda.refusals.addAll(Collections.nCopies(
                10_000,
                SnapStartNotReadyException.builder().awsErrorDetails(details).build()));

        assertThatThrownBy(this::call)
                .isInstanceOf(OperatorException.class)
                .hasMessage("SnapStartNotReadyException: wait until the version is active");

        assertThat(Duration.between(NOW, clock.instant())).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
    }

    @Test
    void call_shouldFailAtOnce_whenWaitingCantHelp() {
        lambda.refusals.add(
                ResourceNotFoundException.builder().message("no function").build());

        assertThatThrownBy(this::call).isInstanceOf(OperatorException.class);

        assertThat(clock.instant()).isEqualTo(NOW);
    }

    @Test
    void call_shouldSayWhatTheFunctionRefused() {
        lambda.answer = Lambda.answer(new ReplayRefusal("'kind' is none of these").toJson());

        assertThatThrownBy(this::call)
                .isInstanceOf(OperatorException.class)
                .hasMessage("the replay function refused the request: 'kind' is none of these");
    }

    @Test
    void call_shouldSayThatTheFunctionFailed() {
        lambda.answer = Lambda.answer("{\"errorType\":\"java.lang.OutOfMemoryError\"}").toBuilder()
                .functionError("Unhandled")
                .build();

        assertThatThrownBy(this::call)
                .isInstanceOf(OperatorException.class)
                .hasMessage("the replay function failed: java.lang.OutOfMemoryError; its log says why");
    }

    @Test
    void call_shouldSayThatVersionsDiffer_whenTheAnswerCantBeRead() {
        lambda.answer = Lambda.answer("{\"letters\":[]}");

        assertThatThrownBy(this::call).isInstanceOf(OperatorException.class).hasMessageContaining("another version");
    }

    private ReplayReport call() {
        Surroundings surroundings = new Surroundings(
                new Environment(Map.of()), clock, clock::advance, new Random(1), () -> "an id", Path.of("none"));
        StackAccess stack = new StackAccess(new StackOptions(surroundings.environment()), surroundings.calls());
        Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);
        return new LambdaReplayCalls(
                        new StackFunction(stack, lambda, "function", "the replay function", console, clock))
                .call(ReplayRequest.of(Mode.SHOW_REPLAY, DeadLetterFilter.ALL));
    }
}
