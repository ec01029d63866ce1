package wordcounter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

class SqsDeadLettersTest {

    private final List<SendMessageRequest> sent = new ArrayList<>();
    private final SqsDeadLetters queue = new SqsDeadLetters(
            new SqsClient() {
                @Override
                public SendMessageResponse sendMessage(SendMessageRequest request) {
                    sent.add(request);
                    return SendMessageResponse.builder().build();
                }

                @Override
                public String serviceName() {
                    return SERVICE_NAME;
                }

                @Override
                public void close() {}
            },
            "queue");

    @Test
    void putCopy_shouldKeepTheTrace() {
        put(Map.of("route", "document-check", "requestId", "r", "traceparent", "t", "changedAt", "1"));

        assertThat(sent.getFirst().messageAttributes())
                .containsKey("traceparent")
                .hasSize(8);
    }

    @Test
    void putCopy_shouldLeaveOutTheTrace_whenSqsWouldRefuseAnEleventhAttribute() {
        Map<String, String> all = new TreeMap<>(Map.of("contentEncoding", "identity", "idempotencyKey", "k"));
        all.putAll(
                Map.of("route", "POST /queued/words", "requestId", "r", "apiKeyId", "a", "contentType", "text/plain"));
        all.put("traceparent", "t");

        put(all);

        assertThat(sent.getFirst().messageAttributes()).hasSize(10).doesNotContainKey("traceparent");
    }

    private void put(Map<String, String> attributes) {
        queue.putCopy(new DeadLetter("m", "receipt", "body", attributes, Instant.EPOCH, 0, ""), 1, "run");
    }
}
