package wordcounter.reconciliation;

import java.util.ArrayList;
import java.util.List;
import wordcounter.reconciliation.Reconciliation.Difference;

/** Collects differences: the first ones to be listed, and how many there are, which may be more than fit into memory. */
final class Differences {

    static final int MOST_LISTED = 1_000;

    private final List<Difference> listed = new ArrayList<>();
    private long size;

    void add(Difference difference) {
        if (listed.size() < MOST_LISTED) {
            listed.add(difference);
        }
        size++;
    }

    void addAll(Differences others) {
        others.listed.forEach(this::add);
        size += others.notListed();
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Those that are listed, in order. */
    List<Difference> listed() {
        return listed.stream().sorted().toList();
    }

    long notListed() {
        return size - listed.size();
    }
}
