package wordcounter.contract;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.ssm.SsmClient;
import wordcounter.targets.Target;

/** A queue of its own that gets what is published to the target's topic, for as long as it is open. */
public final class Subscription implements AutoCloseable {

    private final SnsClient sns;
    private final SqsClient sqs;
    private final String topicArn;
    private final String queueUrl;
    private final String subscriptionArn;

    public Subscription(Target target) {
        try (SsmClient ssm = target.client(SsmClient.builder())) {
            topicArn = ssm.getParameter(request -> request.name(target.parameterPrefix() + "SnsTopicArn"))
                    .parameter()
                    .value();
        }
        sns = target.client(SnsClient.builder());
        sqs = target.client(SqsClient.builder());
        queueUrl = sqs.createQueue(request -> request.queueName("subscription-" + UUID.randomUUID()))
                .queueUrl();
        String queueArn = sqs.getQueueAttributes(
                        request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
        subscriptionArn = sns.subscribe(request -> request.topicArn(topicArn)
                        .protocol("sqs")
                        .endpoint(queueArn)
                        .returnSubscriptionArn(true))
                .subscriptionArn();
    }

    public String topicArn() {
        return topicArn;
    }

    /** Waits for a message like that; drops what comes before it. */
    public String take(Predicate<String> isWanted) {
        return await().atMost(Duration.ofSeconds(30))
                .until(() -> receive(isWanted), Optional::isPresent)
                .orElseThrow();
    }

    private Optional<String> receive(Predicate<String> isWanted) {
        return sqs.receiveMessage(request -> request.queueUrl(queueUrl).waitTimeSeconds(1)).messages().stream()
                .map(Message::body)
                .filter(isWanted)
                .findFirst();
    }

    @Override
    public void close() {
        sns.unsubscribe(request -> request.subscriptionArn(subscriptionArn));
        sqs.deleteQueue(request -> request.queueUrl(queueUrl));
        sns.close();
        sqs.close();
    }
}
