package wordcounter.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import wordcounter.json.JsonObject;
import wordcounter.replay.LetterBody.SnsDelivery;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.SignedCalls.Answer;
import wordcounter.testing.ManualClock;

class AwsHandOverTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant DEADLINE = NOW.plus(Duration.ofMinutes(3));
    private static final JsonObject EVENT = JsonObject.parse("{\"Records\":[]}");
    private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:multiplier:live";

    private final ManualClock clock = new ManualClock(NOW);
    private final Service service = new Service();
    private final AwsHandOver handOver = handOver(service);

    /** SNS and Lambda, which answer with one status until a moment and take everything after it. */
    private final class Service implements AwsHandOver.Calls {
        private final List<String> calls = new ArrayList<>();
        private final List<Map<String, String>> headers = new ArrayList<>();
        private int statusUntilReady = 200;
        private Instant readyAt = Instant.MIN;
        private Answer answer = new Answer(200, Optional.empty(), "{}");

        @Override
        public Answer post(String name, String path, Map<String, String> headers, byte[] body) {
            calls.add(name + " " + path + " " + new String(body, StandardCharsets.UTF_8));
            this.headers.add(headers);
            return clock.instant().isBefore(readyAt) ? new Answer(statusUntilReady, Optional.empty(), "{}") : answer;
        }
    }

    @Test
    void invoke_shouldCallTheAlias() {
        service.answer = new Answer(200, Optional.empty(), "{\"batchItemFailures\":[]}");

        JsonObject answer = handOver.invoke(FunctionModule.SNS_MULTIPLIER, EVENT, DEADLINE);

        assertThat(answer.requiredObjects("batchItemFailures")).isEmpty();
        assertThat(service.calls)
                .containsExactly("lambda /2015-03-31/functions/"
                        + "arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3Amultiplier%3Alive/invocations"
                        + " {\"Records\":[]}");
    }

    @Test
    void start_shouldLeaveTheEventToLambda() {
        service.answer = new Answer(202, Optional.empty(), "");

        handOver.start(FunctionModule.SNS_MULTIPLIER, EVENT, DEADLINE);

        assertThat(service.calls)
                .singleElement()
                .satisfies(call -> assertThat(call).endsWith("Amultiplier%3Alive/invocations {\"Records\":[]}"));
        assertThat(service.headers)
                .singleElement()
                .satisfies(headers -> assertThat(headers).containsEntry("X-Amz-Invocation-Type", "Event"));
    }

    @Test
    void start_shouldFail_whenLambdaDoesNotTakeTheEvent() {
        service.answer = new Answer(403, Optional.empty(), "");

        assertThatThrownBy(() -> handOver.start(FunctionModule.SNS_MULTIPLIER, EVENT, DEADLINE))
                .hasMessage("sns-multiplier-fn could not be invoked: status 403");
    }

    @Test
    void invoke_shouldWait_whenSnapStartIsNotReady() {
        service.statusUntilReady = 409;
        service.readyAt = NOW.plus(Duration.ofMinutes(2));

        assertThat(handOver.invoke(FunctionModule.SNS_MULTIPLIER, EVENT, DEADLINE)
                        .members())
                .isEmpty();

        assertThat(clock.instant()).isBetween(service.readyAt, service.readyAt.plusSeconds(1));
    }

    @Test
    void invoke_shouldFail_whenSnapStartIsNotReadyUntilTheDeadline() {
        service.statusUntilReady = 409;
        service.readyAt = Instant.MAX;

        assertThatThrownBy(() -> handOver.invoke(FunctionModule.SNS_MULTIPLIER, EVENT, DEADLINE))
                .isInstanceOf(HandOverException.class)
                .hasMessage("sns-multiplier-fn was not ready in time: status 409");

        assertThat(clock.instant()).isBetween(DEADLINE.minusSeconds(1), DEADLINE);
    }

    @Test
    void invoke_shouldWaitForSecondsOnly_whenLambdaIsThrottled() {
        service.statusUntilReady = 429;
        service.readyAt = Instant.MAX;

        assertThatThrownBy(() -> handOver.invoke(FunctionModule.SNS_MULTIPLIER, EVENT, DEADLINE))
                .hasMessage("sns-multiplier-fn could not be invoked: status 429");

        assertThat(clock.instant()).isBeforeOrEqualTo(NOW.plusSeconds(5));
    }

    @Test
    void invoke_shouldTellTheErrorsTypeAndNotItsText_whenTheFunctionFails() {
        service.answer = new Answer(
                200,
                Optional.of("Unhandled"),
                "{\"errorType\":\"java.lang.IllegalStateException\",\"errorMessage\":\"a text\"}");

        assertThatThrownBy(() -> handOver.invoke(FunctionModule.SNS_MULTIPLIER, EVENT, DEADLINE))
                .hasMessage("sns-multiplier-fn failed again: IllegalStateException");
        assertThat(service.calls).hasSize(1);
    }

    @Test
    void publish_shouldSendTheMessageAndItsAttributes() {
        SnsDelivery message =
                (SnsDelivery) LetterBody.parse("{\"TopicArn\":\"arn:topic\",\"Message\":\"a & b\",\"Subject\":\"s\"}");

        handOver.publish(message, 2, "run-1");

        assertThat(service.calls)
                .containsExactly("sns / Action=Publish&Version=2010-03-31&TopicArn=arn%3Atopic&Message=a%20%26%20b"
                        + "&Subject=s&MessageAttributes.entry.1.Name=replayRun"
                        + "&MessageAttributes.entry.1.Value.DataType=String"
                        + "&MessageAttributes.entry.1.Value.StringValue=run-1"
                        + "&MessageAttributes.entry.2.Name=replays"
                        + "&MessageAttributes.entry.2.Value.DataType=Number"
                        + "&MessageAttributes.entry.2.Value.StringValue=2");
    }

    @Test
    void publish_shouldFail_whenThereIsNoAnswer() {
        AwsHandOver cutOff = handOver((_, _, _, _) -> {
            throw new UncheckedIOException(new IOException("connection reset"));
        });
        SnsDelivery message = (SnsDelivery) LetterBody.parse("{\"TopicArn\":\"arn:topic\",\"Message\":\"m\"}");

        assertThatThrownBy(() -> cutOff.publish(message, 1, "run-1")).hasMessage("sns did not answer");
    }

    private AwsHandOver handOver(AwsHandOver.Calls calls) {
        return new AwsHandOver(
                new ReplaySettings("queue", "topic", "counts", "summaries", Map.of(FunctionModule.SNS_MULTIPLIER, ARN)),
                calls,
                new Backoff(clock, new Random(1), clock::advance),
                clock);
    }
}
