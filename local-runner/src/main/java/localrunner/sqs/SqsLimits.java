package localrunner.sqs;

import org.elasticmq.Limit;
import org.elasticmq.LimitedValue;
import org.elasticmq.Limits;
import org.elasticmq.RangeLimit;
import org.elasticmq.StrictSQSLimits$;
import scala.collection.immutable.List;
import scala.math.BigDecimal;

/**
 * AWS's limits on messages: ElasticMQ's strict ones, but a message may have 1 MiB, as on AWS since August 2025 (Amazon
 * SQS Developer Guide, "Amazon SQS message quotas").
 */
final class SqsLimits implements Limits {

    private final Limits strict = StrictSQSLimits$.MODULE$;

    @Override
    public Limit<Object> maxMessageLength() {
        return new LimitedValue<>(RequestRules.LARGEST_MESSAGE_BYTES);
    }

    @Override
    public Limit<Object> queueNameLengthLimit() {
        return strict.queueNameLengthLimit();
    }

    @Override
    public Limit<Object> batchSizeLimit() {
        return strict.batchSizeLimit();
    }

    @Override
    public Limit<RangeLimit<Object>> numberOfMessagesLimit() {
        return strict.numberOfMessagesLimit();
    }

    @Override
    public Limit<Object> nonEmptyAttributesLimit() {
        return strict.nonEmptyAttributesLimit();
    }

    @Override
    public Limit<List<RangeLimit<Object>>> bodyValidCharactersLimit() {
        return strict.bodyValidCharactersLimit();
    }

    @Override
    public Limit<RangeLimit<BigDecimal>> numberAttributeValueLimit() {
        return strict.numberAttributeValueLimit();
    }

    @Override
    public Limit<RangeLimit<Object>> messageWaitTimeLimit() {
        return strict.messageWaitTimeLimit();
    }

    @Override
    public Limit<Object> messageAttributesLimit() {
        return strict.messageAttributesLimit();
    }
}
