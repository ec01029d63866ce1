package wordcounter.operator;

import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Tells how many letters are in the dead-letter queue. SQS counts approximately, and lags up to a minute behind. */
interface DeadLetterQueue {

    /** How many letters whoever asks would get. */
    int visible();

    /** How many letters somebody has received and still holds. */
    int hidden();

    static DeadLetterQueue of(StackAccess stack, SqsClient sqs) {
        String queueUrl = stack.name("DeadLetterQueueUrl");
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
                return stack.call(() -> Integer.parseInt(sqs.getQueueAttributes(
                                request -> request.queueUrl(queueUrl).attributeNames(attribute))
                        .attributes()
                        .getOrDefault(attribute, "0")));
            }
        };
    }
}
