package wordcounter.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** How many schedules there are is said in this module's pom.xml: other ones with each {@code -Pprove}, else always the same. */
class SchedulesTest {

    private static final long SALT = Long.getLong("simulation.salt", 0);

    @Property(seed = "4", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void everyEvent_shouldHaveNoEffectOrAllOfIt_whateverHappens(@ForAll("schedules") Schedule schedule) {
        assertThat(schedule.run(Variant.PRODUCT)).isEmpty();
    }

    @Provide
    Arbitrary<Schedule> schedules() {
        return Arbitraries.longs().map(seed -> new Schedule(seed + SALT));
    }
}
