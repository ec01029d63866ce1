package localrunner.queues;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import localrunner.invoke.InvocationResult;
import localrunner.sqs.ReceivedMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class QueueAnswerTest {

    private static final List<QueueRecord> BATCH = List.of(record("a"), record("b"));

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{}", "{\"batchItemFailures\":[]}", "{\"batchItemFailures\":null}"})
    void of_shouldBeSuccess_whenNothingIsReported(String payload) {
        assertThat(of(payload)).isEqualTo(new QueueAnswer(Set.of(), false));
    }

    @ParameterizedTest
    @CsvSource({"'a', a", "'b', b"})
    void of_shouldHaveTheReportedMessages(String id, String failed) {
        assertThat(of("{\"batchItemFailures\":[{\"itemIdentifier\":\"" + id + "\"}]}"))
                .isEqualTo(new QueueAnswer(Set.of(failed), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "[]",
                "\"text\"",
                "{\"batchItemFailures\":{}}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
                "{\"batchItemFailures\":[{\"itemId\":\"a\"}]}",
                "{\"batchItemFailures\":[\"a\"]}",
                "{\"batchItemFailures\":[{\"itemIdentifier\":\"a\"},{\"itemIdentifier\":\"c\"}]}"
            })
    void of_shouldBeCompleteFailure_whenTheReportIsWrong(String payload) {
        assertThat(of(payload)).isEqualTo(new QueueAnswer(Set.of("a", "b"), true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void of_shouldBeCompleteFailure_whenTheFunctionFails(boolean partialResponses) {
        var failure = new InvocationResult("req", "{\"batchItemFailures\":[]}", Optional.of("Unhandled"), "1");

        assertThat(QueueAnswer.of(failure, BATCH, partialResponses))
                .isEqualTo(new QueueAnswer(Set.of("a", "b"), false));
    }

    private static QueueAnswer of(String payload) {
        return QueueAnswer.of(new InvocationResult("req", payload, Optional.empty(), "1"), BATCH, true);
    }

    private static QueueRecord record(String id) {
        return QueueRecord.of(
                new ReceivedMessage(JsonMapper.shared().createObjectNode().put("MessageId", id)),
                "arn:aws:sqs:eu-west-1:000000000000:app-Work",
                Instant.EPOCH);
    }
}
