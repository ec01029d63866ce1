package wordcounter.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Says until when a function may begin something new. */
public final class Deadline {

    private Deadline() {}

    /**
     * The time at which Lambda would end the invocation, less what is needed to end it in order.
     *
     * @param timeToFinish the longest that takes which was begun just before the deadline, and the answer after it
     */
    public static Instant of(Context context, Clock clock, Duration timeToFinish) {
        return clock.instant().plusMillis(context.getRemainingTimeInMillis()).minus(timeToFinish);
    }
}
