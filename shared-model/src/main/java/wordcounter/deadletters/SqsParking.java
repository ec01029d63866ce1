package wordcounter.deadletters;

import software.amazon.awssdk.services.sqs.SqsClient;

/** Parks in an SQS queue. Thread-safe. */
public final class SqsParking implements Parking {

    private final SqsClient sqs;
    private final String queueUrl;

    public SqsParking(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public void park(ParkedItem item) {
        sqs.sendMessage(request -> request.queueUrl(queueUrl).messageBody(item.toJson()));
    }
}
