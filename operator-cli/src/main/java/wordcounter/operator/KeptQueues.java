package wordcounter.operator;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** Queues, with what waits in them. */
final class KeptQueues implements KeptKind {

    private static final List<QueueAttributeName> NUMBERS = List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED);

    private final StackAccess access;
    private final SqsClient sqs;

    KeptQueues(StackAccess access, SqsClient sqs) {
        this.access = access;
        this.sqs = sqs;
    }

    @Override
    public String type() {
        return "AWS::SQS::Queue";
    }

    @Override
    public String name() {
        return "queue";
    }

    @Override
    public Optional<String> contents(String url) {
        return access.explained(() -> {
            try {
                Map<QueueAttributeName, String> numbers = access.calls()
                        .call(() -> sqs.getQueueAttributes(
                                request -> request.queueUrl(url).attributeNames(NUMBERS)))
                        .attributes();
                long messages =
                        numbers.values().stream().mapToLong(Long::parseLong).sum();
                return Optional.of(String.format(Locale.ROOT, "about %,d messages", messages));
            } catch (QueueDoesNotExistException e) {
                return Optional.<String>empty();
            }
        });
    }

    /** SQS takes up to a minute to forget a queue, and says nothing about it; what is asked for is done. */
    @Override
    public boolean remove(String url) {
        return access.explained(() -> {
            try {
                access.calls().call(() -> sqs.deleteQueue(request -> request.queueUrl(url)));
                return true;
            } catch (QueueDoesNotExistException e) {
                return true;
            }
        });
    }
}
