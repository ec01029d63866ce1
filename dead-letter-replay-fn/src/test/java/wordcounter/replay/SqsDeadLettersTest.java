package wordcounter.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SqsDeadLettersTest {

    private static final Instant SENT_AT = Instant.parse("2026-11-27T12:00:00.123Z");

    /** A queue that takes ten attributes a message, and hands out what it has. */
    private static final class Queue implements SqsClient {

        private static final int MOST_ATTRIBUTES = 10;

        private final List<Message> messages = new ArrayList<>();

        Queue put(String messageId, Map<String, String> attributes) {
            Map<String, MessageAttributeValue> values = new HashMap<>();
            attributes.forEach((name, value) -> values.put(
                    name,
                    MessageAttributeValue.builder()
                            .dataType("String")
                            .stringValue(value)
                            .build()));
            return add(messageId, "a body", values);
        }

        private Queue add(String messageId, String body, Map<String, MessageAttributeValue> attributes) {
            messages.add(Message.builder()
                    .messageId(messageId)
                    .receiptHandle("receipt of " + messageId)
                    .body(body)
                    .attributes(
                            Map.of(MessageSystemAttributeName.SENT_TIMESTAMP, Long.toString(SENT_AT.toEpochMilli())))
                    .messageAttributes(attributes)
                    .build());
            return this;
        }

        @Override
        public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
            List<Message> received = List.copyOf(messages);
            messages.clear();
            return ReceiveMessageResponse.builder().messages(received).build();
        }

        @Override
        public SendMessageResponse sendMessage(SendMessageRequest request) {
            if (request.messageAttributes().size() > MOST_ATTRIBUTES) {
                throw SqsException.builder().message("more than ten attributes").build();
            }
            Queue _ = add("a new id", request.messageBody(), request.messageAttributes());
            return SendMessageResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @Test
    void putCopy_shouldKeepTheLetter_whenItHasAsManyAttributesAsARequestCanHave() {
        Map<String, String> attributes = new HashMap<>();
        for (String name : List.of(
                "route", "requestId", "apiKeyId", "contentType", "contentEncoding", "idempotencyKey", "traceparent")) {
            attributes.put(name, "of " + name);
        }
        SqsDeadLetters letters = new SqsDeadLetters(new Queue().put("the-first-id", attributes), "queue");
        DeadLetter letter = letters.receive(1).getFirst();

        letters.putCopy(letter, 3, "a run");

        DeadLetter copy = letters.receive(1).getFirst();
        assertThat(copy.messageId()).isEqualTo("the-first-id");
        assertThat(copy.sentAt()).isEqualTo(SENT_AT);
        assertThat(copy.body()).isEqualTo("a body");
        assertThat(copy.attributes()).isEqualTo(attributes);
        assertThat(copy.replays()).isEqualTo(3);
        assertThat(copy.run()).isEqualTo("a run");
    }

    @Test
    void receive_shouldReadALetter_whenItWasPutBackByAnEarlierVersion() {
        Queue queue = new Queue()
                .put(
                        "a new id",
                        Map.of(
                                "replays", "2",
                                "replayRun", "a run",
                                "firstMessageId", "the-first-id",
                                "firstSentAt", "1795262400123"));

        DeadLetter letter = new SqsDeadLetters(queue, "queue").receive(1).getFirst();

        assertThat(letter.messageId()).isEqualTo("the-first-id");
        assertThat(letter.sentAt()).isEqualTo(Instant.ofEpochMilli(1_795_262_400_123L));
        assertThat(letter.replays()).isEqualTo(2);
        assertThat(letter.attributes()).isEmpty();
    }
}
