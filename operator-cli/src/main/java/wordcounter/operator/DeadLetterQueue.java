package wordcounter.operator;

import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** How much is in the dead-letter queue. SQS counts approximately, and lags up to a minute behind. */
interface DeadLetterQueue {

    /** Whoever asks for a message would get it. */
    int visible();

    /** Somebody has received it and still holds it. */
    int hidden();

    static DeadLetterQueue of(Target target, SqsClient sqs) {
        String queueUrl = target.name("DeadLetterQueueUrl");
        return new DeadLetterQueue() {
            @Override
            public int visible() {
                return count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES);
            }

            @Override
            public int hidden() {
                return count(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
            }

            private int count(QueueAttributeName attribute) {
                return target.call(() -> Integer.parseInt(sqs.getQueueAttributes(
                                request -> request.queueUrl(queueUrl).attributeNames(attribute))
                        .attributes()
                        .getOrDefault(attribute, "0")));
            }
        };
    }
}
