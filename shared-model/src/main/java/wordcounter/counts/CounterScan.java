package wordcounter.counts;

import java.util.List;
import java.util.function.Consumer;

/** Reads all counters of the WordCounts table. */
@FunctionalInterface
public interface CounterScan {

    /**
     * Reads every counter, in no order. One that changes meanwhile is read as it was when this began, or newer.
     *
     * @param page takes some of them at a time; whatever it throws ends the scan
     */
    void read(Consumer<List<CounterValues>> page);
}
