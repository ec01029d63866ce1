package wordcounter.aggregator;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.time.Clock;
import wordcounter.deadletters.Parking;
import wordcounter.runtime.JsonLog;
import wordcounter.summaries.SummaryMerger;

/** The handler that is deployed. */
public final class Aggregator {

    private Aggregator() {}

    public static RequestStreamHandler handler(SummaryMerger merger, Parking parking) {
        return new EventAggregatorHandler(merger, parking, Clock.systemUTC(), JsonLog.silent(Clock.systemUTC()));
    }
}
