package wordcounter.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;
import wordcounter.events.WordsEvent;
import wordcounter.intake.Publisher.PublishException;
import wordcounter.tracing.TraceContext;
import wordcounter.words.Words;

class SnsPublisherTest {

    private static final String TOPIC = "arn:aws:sns:us-east-1:000000000000:Words";
    private static final TraceContext TRACE = TraceContext.parse(
                    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            .orElseThrow();
    private static final WordsEvent EVENT =
            new WordsEvent("e1", "r1", TRACE, Instant.parse("2026-11-27T12:00:00Z"), Words.of(Map.of("hello", 1)));

    private final Sns sns = new Sns();

    @Test
    void publish_shouldCarryTheTrace_whereToolsThatTraceLookForIt() {
        new SnsPublisher(sns, TOPIC).publish(EVENT);

        assertThat(sns.requests).singleElement().satisfies(request -> {
            assertThat(request.topicArn()).isEqualTo(TOPIC);
            assertThat(WordsEvent.parse(request.message())).isEqualTo(EVENT);
            assertThat(request.messageAttributes())
                    .isEqualTo(Map.of(
                            "traceparent",
                            MessageAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue(TRACE.traceparent())
                                    .build()));
        });
    }

    @Test
    void publish_shouldSayThatItFailed_whenSnsDoesNotAnswer() {
        sns.isAway = true;

        assertThatThrownBy(() -> new SnsPublisher(sns, TOPIC).publish(EVENT)).isInstanceOf(PublishException.class);
    }

    /** Keeps what is published, or does not answer. */
    private static final class Sns implements SnsClient {

        private final List<PublishRequest> requests = new ArrayList<>();
        private boolean isAway;

        @Override
        public PublishResponse publish(PublishRequest request) {
            if (isAway) {
                throw SdkClientException.create("no answer");
            }
            requests.add(request);
            return PublishResponse.builder().messageId("m1").build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {
            // it holds nothing
        }
    }
}
