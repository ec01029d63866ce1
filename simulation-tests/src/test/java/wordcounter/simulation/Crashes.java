package wordcounter.simulation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs a scenario with every call failing in every way: none of them, each of them alone, and each pair. */
final class Crashes {

    private static final List<Fault> DEATHS = List.of(Fault.DIE_BEFORE, Fault.DIE_AFTER);
    private static final List<Fault> ALL =
            List.of(Fault.DIE_BEFORE, Fault.DIE_AFTER, Fault.FAIL, Fault.LOSE_ANSWER, Fault.CONTEND, Fault.DELAY);

    private final Variant variant;
    private final Scenario scenario;
    private final Optional<Long> seed;
    private int runs;

    Crashes(Variant variant, Scenario scenario, Optional<Long> seed) {
        this.variant = variant;
        this.scenario = scenario;
        this.seed = seed;
    }

    /** What went wrong first, if anything did. */
    Optional<Finding> alone() {
        return each(Map.of(), ALL, 0);
    }

    /** The second call is one of those that are made after the first fault. */
    Optional<Finding> inPairs() {
        World calm = world(Map.of());
        Optional<Finding> without = finding(Map.of(), calm);
        if (without.isPresent()) {
            return without;
        }
        int calls = calm.calls();
        for (int first = 0; first < calls; first++) {
            for (Fault fault : DEATHS) {
                Optional<Finding> finding = each(Map.of(first, fault), DEATHS, first + 1);
                if (finding.isPresent()) {
                    return finding;
                }
            }
        }
        return Optional.empty();
    }

    /** How many worlds have been run. */
    int runs() {
        return runs;
    }

    private Optional<Finding> each(Map<Integer, Fault> given, List<Fault> faults, int from) {
        World world = world(given);
        Optional<Finding> finding = finding(given, world);
        for (int call = from; finding.isEmpty() && call < world.calls(); call++) {
            for (Fault fault : faults) {
                Map<Integer, Fault> planned = new TreeMap<>(given);
                planned.put(call, fault);
                finding = finding(planned, world(planned));
                if (finding.isPresent()) {
                    return finding;
                }
            }
        }
        return finding;
    }

    private World world(Map<Integer, Fault> planned) {
        runs++;
        return scenario.ordered(variant, seed, Faults.at(planned));
    }

    private Optional<Finding> finding(Map<Integer, Fault> planned, World world) {
        return Finding.in(
                scenario + ", order " + seed.map(String::valueOf).orElse("of arrival") + ", faults " + planned, world);
    }
}
