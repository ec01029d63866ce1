package wordcounter.simulation;

import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class CrashPointsTest {

    /** In how many orders each scenario happens; every further one costs as much as the first. */
    private static final int ORDERS = Integer.getInteger("simulation.orders", 3);

    private static final int ORDERS_OF_PAIRS = Math.ceilDiv(ORDERS, 5);

    @ParameterizedTest
    @FieldSource("wordcounter.simulation.Scenario#ALL")
    void everyCall_shouldBeSafeToDieAt_alone(Scenario scenario) {
        int runs = orders(ORDERS).mapToInt(seed -> alone(scenario, seed)).sum();
        System.out.println(scenario + ": " + runs + " runs with faults at each call alone");
    }

    @ParameterizedTest
    @FieldSource("wordcounter.simulation.Scenario#ALL")
    void everyTwoCalls_shouldBeSafeToDieAt_together(Scenario scenario) {
        int runs = orders(ORDERS_OF_PAIRS)
                .mapToInt(seed -> inPairs(scenario, seed))
                .sum();
        System.out.println(scenario + ": " + runs + " runs with deaths at each two calls");
    }

    private static int alone(Scenario scenario, Optional<Long> seed) {
        Crashes crashes = new Crashes(Variant.PRODUCT, scenario, seed);
        Finding.failOn(crashes.alone());
        return crashes.runs();
    }

    private static int inPairs(Scenario scenario, Optional<Long> seed) {
        Crashes crashes = new Crashes(Variant.PRODUCT, scenario, seed);
        Finding.failOn(crashes.inPairs());
        return crashes.runs();
    }

    /** The order of arrival, and others. */
    private static Stream<Optional<Long>> orders(int count) {
        return Stream.concat(
                Stream.of(Optional.empty()), LongStream.range(1, count).boxed().map(Optional::of));
    }
}
