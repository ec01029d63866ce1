package wordcounter.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.services.sns.SnsClient;
import wordcounter.contract.Subscription;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;
import wordcounter.words.Words;

/** The publisher that is deployed, against the target's SNS. */
@EnabledIfSystemProperty(named = "target", matches = "localstack", disabledReason = "takes a subscription of its own")
@AgainstTarget
class SnsPublisherIT {

    private final Target target;

    SnsPublisherIT(Target target) {
        this.target = target;
    }

    @Test
    void publish_shouldReachASubscriberAsItIs_whenTheTopicIsThere() {
        WordsEvent event = event();
        try (Subscription subscription = new Subscription(target);
                SnsClient sns = target.client(SnsClient.builder())) {
            new SnsPublisher(sns, subscription.topicArn()).publish(event);

            JsonObject envelope = JsonObject.parse(subscription.take(body -> body.contains(event.eventId())));
            assertThat(envelope.requiredString("Type")).isEqualTo("Notification");
            assertThat(envelope.requiredString("TopicArn")).isEqualTo(subscription.topicArn());
            assertThat(WordsEvent.parse(envelope.requiredString("Message"))).isEqualTo(event);
        }
    }

    @Test
    void publish_shouldSayThatItFailed_whenThereIsNoSuchTopic() {
        try (Subscription subscription = new Subscription(target);
                SnsClient sns = target.client(SnsClient.builder())) {
            assertThatThrownBy(() -> new SnsPublisher(sns, subscription.topicArn() + "x").publish(event()))
                    .isInstanceOf(Publisher.PublishException.class);
        }
    }

    private static WordsEvent event() {
        return new WordsEvent(
                UUID.randomUUID().toString(),
                "correlation",
                Instant.parse("2026-11-21T12:00:00.123Z"),
                Words.of(Map.of("日本", 2, "don't", 1)));
    }
}
