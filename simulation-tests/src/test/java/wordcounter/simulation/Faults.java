package wordcounter.simulation;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import wordcounter.simulation.Calls.Call;

/** Decides what becomes of each call. */
interface Faults {

    /** @param number of the call, from 0, in this run */
    Fault of(int number, Call call);

    /** Whether SNS can't hand a message over to the subscriber's queue for as long as it tries (23 days). */
    default boolean snsGivesUp() {
        return false;
    }

    static Faults none() {
        return (number, call) -> Fault.NONE;
    }

    /** Faults at the calls of these numbers, none elsewhere. */
    static Faults at(Map<Integer, Fault> planned) {
        return (number, call) -> planned.getOrDefault(number, Fault.NONE);
    }

    /**
     * These, and delays at random.
     *
     * @param operation whose calls are delayed
     * @param percent of those with which nothing else is wrong
     */
    default Faults withDelays(RandomGenerator random, Operation operation, int percent) {
        Faults others = this;
        return new Faults() {
            @Override
            public Fault of(int number, Call call) {
                Fault fault = others.of(number, call);
                boolean isDelayed =
                        fault == Fault.NONE && call.operation() == operation && random.nextInt(100) < percent;
                return isDelayed ? Fault.DELAY : fault;
            }

            @Override
            public boolean snsGivesUp() {
                return others.snsGivesUp();
            }
        };
    }

    /**
     * Faults at random, but for delays.
     *
     * @param percent of the calls
     * @param most so many, and no more
     */
    static Faults random(RandomGenerator random, int percent, int most) {
        return new Faults() {
            private final List<Fault> faults =
                    List.of(Fault.DIE_BEFORE, Fault.DIE_AFTER, Fault.FAIL, Fault.LOSE_ANSWER, Fault.CONTEND);
            private int left = most;

            @Override
            public Fault of(int number, Call call) {
                if (!strikes()) {
                    return Fault.NONE;
                }
                return faults.get(random.nextInt(faults.size()));
            }

            @Override
            public boolean snsGivesUp() {
                return strikes() && random.nextInt(3) == 0;
            }

            private boolean strikes() {
                if (left == 0 || random.nextInt(100) >= percent) {
                    return false;
                }
                left--;
                return true;
            }
        };
    }
}
