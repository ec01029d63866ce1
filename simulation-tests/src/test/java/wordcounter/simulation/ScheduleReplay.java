package wordcounter.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Runs one schedule and prints all that happens: for {@code -Dtest=ScheduleReplay} only, as no test of the build is called so. */
class ScheduleReplay {

    @Test
    void schedule_shouldEndAsItDidBefore_whenItsSeedIsGiven() {
        Schedule schedule = new Schedule(Long.parseLong(System.getProperty("simulation.seed")));

        schedule.world(Variant.PRODUCT).trace().forEach(System.out::println);

        assertThat(schedule.run(Variant.PRODUCT)).isEmpty();
    }
}
