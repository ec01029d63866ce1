package wordcounter.simulation;

import org.junit.jupiter.api.Test;

/**
 * Runs one schedule, the one of {@code -Dsimulation.seed}, and prints all that happens in it when it fails. For {@code
 * -Dtest=ScheduleReplay} only: the build takes no class of this name for a test.
 */
class ScheduleReplay {

    @Test
    void schedule_shouldEndAsItDidBefore_whenItsSeedIsGiven() {
        Schedule schedule = new Schedule(Long.parseLong(System.getProperty("simulation.seed")));

        Finding.failOn(schedule.run(Variant.PRODUCT));
        System.out.println("schedule " + schedule.seed() + " ends as it should");
    }
}
