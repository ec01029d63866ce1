package wordcounter.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A suite that can't fail proves nothing: each defect has to be found by the crash points, and by a few schedules. */
class MutantsTest {

    private static final int ORDERS = 5;
    private static final int SCHEDULES = 200;

    @ParameterizedTest
    @EnumSource
    void mutant_shouldPass_whenNothingGoesWrong(Mutant mutant) {
        for (Scenario scenario : Scenario.CALM) {
            Finding.failOn(Finding.in(
                    scenario + " with nothing but " + mutant,
                    scenario.ordered(mutant, Optional.empty(), Faults.none())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void mutant_shouldBeFound_byCrashPoints(Mutant mutant) {
        report(
                mutant,
                "crash points",
                first(LongStream.range(0, ORDERS)
                        .boxed()
                        .flatMap(seed -> Scenario.ALL.stream()
                                .map(scenario -> new Crashes(mutant, scenario, Optional.of(seed))::alone))));
    }

    @ParameterizedTest
    @EnumSource
    void mutant_shouldBeFound_bySchedules(Mutant mutant) {
        report(
                mutant,
                "schedules",
                first(LongStream.range(0, SCHEDULES).mapToObj(seed -> () -> new Schedule(seed).run(mutant))));
    }

    private static Optional<Finding> first(Stream<Supplier<Optional<Finding>>> runs) {
        return runs.map(Supplier::get).flatMap(Optional::stream).findFirst();
    }

    private static void report(Mutant mutant, String by, Optional<Finding> finding) {
        assertThat(finding).as(mutant + " has to be found by " + by).isPresent();
        System.out.println(mutant + " found by " + finding.get().run() + ": "
                + finding.get().wrong().getFirst());
    }
}
