package wordcounter.dynamodb;

import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.RequestLimitExceededException;
import software.amazon.awssdk.services.dynamodb.model.ThrottlingException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** Tells the refusals that pass from those that stay. */
public final class Contention {

    private Contention() {}

    /**
     * Whether DynamoDB refused the call because others were at work on the same items, or because the table was
     * throttled. Nothing was done then, and the same call may succeed later. A cancelled transaction is not among them:
     * its reasons tell, see {@link Cancellation}.
     */
    public static boolean isCauseOf(DynamoDbException refusal) {
        return refusal instanceof TransactionConflictException
                || refusal instanceof TransactionInProgressException
                || refusal instanceof ProvisionedThroughputExceededException
                || refusal instanceof RequestLimitExceededException
                || refusal instanceof ThrottlingException;
    }
}
