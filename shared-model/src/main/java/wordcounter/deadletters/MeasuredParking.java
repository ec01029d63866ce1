package wordcounter.deadletters;

import wordcounter.runtime.InvocationMetrics;
import wordcounter.runtime.Metric;

/** Tells what is parked. Thread-safe if what it stands around is. */
public record MeasuredParking(Parking parking, InvocationMetrics metrics) implements Parking {

    @Override
    public void park(ParkedItem item) {
        parking.park(item);
        metrics.add(Metric.PARKED, 1);
    }
}
