package wordcounter.dynamodb;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Tells why DynamoDB cancelled a transaction. */
public final class Cancellation {

    /** What a cancelled transaction says about one of its actions. */
    public enum Cause {
        /** Another action was the cause. */
        NONE,
        /** The action's condition does not hold. */
        CONDITION,
        /** Another transaction is at work on the item, or its table is throttled. The same action may succeed later. */
        CONTENTION,
        /** No retry can help. */
        OTHER
    }

    private Cancellation() {}

    /**
     * One for each action, in the order of the actions.
     *
     * @throws TransactionCanceledException the given one, when it has no reason
     */
    public static List<Cause> causes(TransactionCanceledException cancelled) {
        List<CancellationReason> reasons = cancelled.cancellationReasons();
        if (reasons.isEmpty()) {
            throw cancelled;
        }
        return reasons.stream().map(Cancellation::cause).toList();
    }

    private static Cause cause(CancellationReason reason) {
        return switch (reason.code()) {
            case "None" -> Cause.NONE;
            case "ConditionalCheckFailed" -> Cause.CONDITION;
            case "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded" -> Cause.CONTENTION;
            default -> Cause.OTHER;
        };
    }

    /**
     * Of a transaction of which only the first action has a condition: that action's reason when its condition did not
     * hold. Empty when other transactions were in the way or a table was throttled: then the same transaction may
     * succeed later.
     *
     * @throws TransactionCanceledException the given one, when no retry can help or it has no reason
     */
    public static Optional<CancellationReason> failedCondition(TransactionCanceledException cancelled) {
        List<Cause> causes = causes(cancelled);
        if (causes.contains(Cause.OTHER)) {
            throw cancelled;
        }
        return causes.getFirst() == Cause.CONDITION
                ? Optional.of(cancelled.cancellationReasons().getFirst())
                : Optional.empty();
    }
}
