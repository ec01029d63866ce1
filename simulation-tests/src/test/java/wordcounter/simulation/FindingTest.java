package wordcounter.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import wordcounter.counts.CountTransactions;
import wordcounter.simulation.World.Deployment;
import wordcounter.testing.InMemoryCounts;

class FindingTest {

    @Test
    void in_shouldFindTheLoop_whenAHandlerCallsForEver() {
        Variant endless = new Variant() {
            @Override
            public CountTransactions transactions(Calls calls, InMemoryCounts counts) {
                return write -> {
                    while (true) {
                        Object _ = calls.make(Operation.READ_LEDGER, "", () -> "");
                    }
                };
            }
        };

        Optional<Finding> finding = Finding.in("the run", world(endless));

        assertThat(finding).get().satisfies(found -> {
            assertThat(found.toString())
                    .startsWith("the run")
                    .contains("It never ends", "2000 calls", "GetItem ledger");
            assertThat(found.story()).contains("client 1: posts {hello=1}");
        });
    }

    @Test
    void in_shouldSayWhatWasExpectedAndWhatWasFound_whenACountIsWrong() {
        World world = world(Mutant.LEDGER_CONDITION_REMOVED);
        world.post(Request.of(Map.of("twice", 1)).withArrival(Request.Arrival.copies(2)));

        assertThat(Finding.in("the run", world))
                .get()
                .satisfies(found -> assertThat(found.wrong())
                        .containsExactly("twice occurs 1 times: expected counted 1, multiplied 1, count 11;"
                                + " found counted 1, multiplied 2, count 21"));
    }

    private static World world(Variant variant) {
        World world = new World(new Random(1), variant, Faults.none(), List.of(new Deployment(99, 1)), 4);
        world.post(Request.of(Map.of("hello", 1)));
        return world;
    }
}
