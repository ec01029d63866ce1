package wordcounter.intake;

import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import wordcounter.events.WordsEvent;
import wordcounter.tracing.TraceContext;

/**
 * Publishes to an SNS topic. The message has the event's traceparent as an attribute too, where tools that trace look for it
 * (OpenTelemetry, "Instrumenting AWS SQS and SNS"). Thread-safe.
 */
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
            sns.publish(request -> request.topicArn(topicArn)
                    .message(event.toJson())
                    .messageAttributes(Map.of(
                            TraceContext.TRACEPARENT,
                            MessageAttributeValue.builder()
                                    .dataType("String")
                                    .stringValue(event.trace().traceparent())
                                    .build())));
        } catch (SdkException e) {
            throw new PublishException(e);
        }
    }
}
