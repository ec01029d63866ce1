package wordcounter.dynamodb;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Tells why DynamoDB cancelled a transaction of which only the first action has a condition. */
public final class Cancellation {

    private static final String CONDITION = "ConditionalCheckFailed";

    private Cancellation() {}

    /**
     * The first action's reason when its condition did not hold. Empty when other transactions were in the way or a
     * table was throttled: then the same transaction may succeed later.
     *
     * @throws TransactionCanceledException the given one, when no retry can help or it has no reason
     */
    public static Optional<CancellationReason> failedCondition(TransactionCanceledException cancelled) {
        List<CancellationReason> reasons = cancelled.cancellationReasons();
        if (reasons.isEmpty()) {
            throw cancelled;
        }
        for (CancellationReason reason : reasons) {
            switch (reason.code()) {
                case CONDITION, "None", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded" -> {}
                default -> throw cancelled;
            }
        }
        return Optional.of(reasons.getFirst()).filter(reason -> reason.code().equals(CONDITION));
    }
}
