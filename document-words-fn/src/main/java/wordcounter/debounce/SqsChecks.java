package wordcounter.debounce;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import wordcounter.documents.DocumentMessage;

/** Sends checks through an SQS queue, which delays each by itself. Thread-safe. */
final class SqsChecks implements Checks {

    private final SqsClient sqs;
    private final String queueUrl;
    private final int quietSeconds;

    /** @param quietTime in whole seconds, 15 minutes at most (AWS document "Amazon SQS message timers") */
    SqsChecks(SqsClient sqs, String queueUrl, Duration quietTime) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.quietSeconds = Math.toIntExact(quietTime.toSeconds());
    }

    @Override
    public void send(DocumentMessage check) {
        Map<String, MessageAttributeValue> attributes = check.attributes().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        attribute -> MessageAttributeValue.builder()
                                .dataType("String")
                                .stringValue(attribute.getValue())
                                .build()));
        sqs.sendMessage(request -> request.queueUrl(queueUrl)
                .delaySeconds(quietSeconds)
                .messageBody(check.body())
                .messageAttributes(attributes));
    }
}
