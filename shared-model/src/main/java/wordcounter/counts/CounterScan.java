package wordcounter.counts;

import java.util.List;
import java.util.function.Consumer;

/** All counters, as they are in the WordCounts table now. */
@FunctionalInterface
public interface CounterScan {

    /**
     * Reads each counter at least as new as it was when this began, in no order.
     *
     * @param page takes some of them at a time; whatever it throws ends the scan
     */
    void read(Consumer<List<CounterValues>> page);
}
