package wordcounter.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

class ScheduleReplayTest {

    @Test
    @EnabledIfSystemProperty(named = "simulation.seed", matches = "-?\\d+")
    void schedule_shouldEndAsItDidBefore_whenItsSeedIsGiven() {
        Schedule schedule = new Schedule(Long.getLong("simulation.seed"));

        schedule.world(Variant.PRODUCT).trace().forEach(System.out::println);

        assertThat(schedule.run(Variant.PRODUCT)).isEmpty();
    }
}
