package wordcounter.intake;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import wordcounter.events.WordsEvent;

/** Publishes to an SNS topic. Thread-safe. */
public final class SnsPublisher implements Publisher {

    private final SnsClient sns;
    private final String topicArn;

    public SnsPublisher(SnsClient sns, String topicArn) {
        this.sns = sns;
        this.topicArn = topicArn;
    }

    @Override
    public void publish(WordsEvent event) {
        try {
            sns.publish(request -> request.topicArn(topicArn).message(event.toJson()));
        } catch (SdkException e) {
            throw new PublishException(e);
        }
    }
}
