package wordcounter.reconciliation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import wordcounter.dynamodb.Cancellation;
import wordcounter.dynamodb.Contention;
import wordcounter.runtime.Backoff;

/**
 * Makes calls of AWS, and makes them again while they are refused for a reason that passes: others are at work on the same items,
 * or a service is throttled. The SDK repeats some of these itself, for a second or so, and a cancelled transaction never.
 */
public final class PatientCalls {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Backoff backoff;
    private final Clock clock;

    public PatientCalls(Backoff backoff, Clock clock) {
        this.backoff = backoff;
        this.clock = clock;
    }

    private sealed interface Attempt<T> {
        record Answered<T>(T answer) implements Attempt<T> {}

        record Refused<T>(AwsServiceException refusal) implements Attempt<T> {}
    }

    /** @throws AwsServiceException when it was refused for good, or for a minute */
    public <T> T call(Supplier<T> call) {
        return call(call, PatientCalls::isPassing, clock.instant().plus(PATIENCE));
    }

    /**
     * Makes a call until it is answered.
     *
     * @param passes the refusals after which the call is made again
     * @throws AwsServiceException when it was refused for another reason, or until the deadline
     */
    public <T> T call(Supplier<T> call, Predicate<AwsServiceException> passes, Instant deadline) {
        Attempt<T> last = backoff.retryWhile(Attempt.Refused.class::isInstance, () -> attempt(call, passes), deadline);
        return switch (last) {
            case Attempt.Answered<T>(T answer) -> answer;
            case Attempt.Refused<T>(AwsServiceException refusal) -> throw refusal;
        };
    }

    /** Like {@link #call(Supplier, Predicate, Instant)}, but empty when it was refused until the deadline. */
    <T> Optional<T> callUntil(Instant deadline, Supplier<T> call) {
        Attempt<T> last = backoff.retryWhile(
                Attempt.Refused.class::isInstance, () -> attempt(call, PatientCalls::isPassing), deadline);
        return switch (last) {
            case Attempt.Answered<T>(T answer) -> Optional.of(answer);
            case Attempt.Refused<T> _ -> Optional.empty();
        };
    }

    private static <T> Attempt<T> attempt(Supplier<T> call, Predicate<AwsServiceException> passes) {
        try {
            return new Attempt.Answered<>(call.get());
        } catch (AwsServiceException e) {
            if (passes.test(e)) {
                return new Attempt.Refused<>(e);
            }
            throw e;
        }
    }

    /** Whether the same call may succeed later, nothing having been done by this one. */
    public static boolean isPassing(AwsServiceException refusal) {
        return switch (refusal) {
            case TransactionCanceledException cancelled -> isPassing(cancelled);
            case DynamoDbException dynamoDb when Contention.isCauseOf(dynamoDb) -> true;
            default -> refusal.isThrottlingException();
        };
    }

    private static boolean isPassing(TransactionCanceledException cancelled) {
        try {
            return Cancellation.failedCondition(cancelled).isEmpty();
        } catch (TransactionCanceledException forGood) {
            return false;
        }
    }
}
