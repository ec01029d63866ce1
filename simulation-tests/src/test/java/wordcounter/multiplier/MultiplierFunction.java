package wordcounter.multiplier;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import wordcounter.counts.EventCounter;
import wordcounter.deadletters.Parking;
import wordcounter.runtime.JsonLog;
import wordcounter.simulation.Calls;
import wordcounter.tracing.TraceContexts;

/** The real multiplier over the simulated world. */
public final class MultiplierFunction {

    private MultiplierFunction() {}

    public static RequestStreamHandler handler(Calls calls, EventCounter eventCounter, Parking parking, JsonLog log) {
        return new SnsMultiplierHandler(eventCounter, parking, new TraceContexts(calls.random()), calls.clock(), log);
    }
}
