package wordcounter.simulation;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Worlds with everything in them at once.
 *
 * <p>How many there are is said in this module's pom.xml: other ones with each {@code -Pprove}, else always the same.
 */
class SchedulesTest {

    private static final int SCHEDULES = Integer.getInteger("simulation.schedules", 300);
    private static final long SALT = Long.getLong("simulation.salt", 0);

    @Test
    void everyEvent_shouldHaveNoEffectOrAllOfIt_whateverHappens() {
        Random seeds = new Random(SALT);
        for (int number = 1; number <= SCHEDULES; number++) {
            Finding.failOn(new Schedule(seeds.nextLong()).run(Variant.PRODUCT));
        }
    }
}
