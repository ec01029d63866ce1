package localrunner.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import localrunner.console.RecordingConsole;
import localrunner.edge.ApplicationFixture;
import localrunner.faults.Strike.Ending;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    private final RecordingConsole console = new RecordingConsole();
    private final Faults faults = new Faults(ApplicationFixture.application(), new Random(17), console);
    private final FaultTarget counter = faults.find("Counter").orElseThrow();
    private final FaultTarget words = faults.find("Words").orElseThrow();

    @Test
    void next_shouldLeaveCallsAlone_whenNothingIsOn() {
        assertThat(faults.next("Counter")).isEqualTo(Strike.NONE);
        assertThat(faults.isAnyOn()).isFalse();
        assertThat(Strike.NONE.text()).isEmpty();
    }

    @Test
    void next_shouldStrikeThatPartOfTheCalls_ofThatTargetOnly() {
        faults.switchOn(counter, new Fault.Throttle(10));

        long struck = IntStream.range(0, 10_000)
                .filter(_ -> faults.next("Counter").ending() == Ending.THROTTLED)
                .count();

        // Five standard deviations to each side; the random numbers are always the same.
        assertThat(struck).isBetween(850L, 1_150L);
        assertThat(faults.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.calls()).isEqualTo(10_000);
            assertThat(entry.struck()).isEqualTo(struck);
        });
        assertThat(faults.next("Words")).isEqualTo(Strike.NONE);
    }

    @Test
    void next_shouldAddFaultsUp_butAThrottledCallIsThrottledAndNothingElse() {
        faults.switchOn(counter, new Fault.Kill(100));
        faults.switchOn(counter, new Fault.Delay(100, Duration.ofSeconds(2)));

        Strike strike = faults.next("Counter");

        assertThat(strike.delay()).isEqualTo(Duration.ofSeconds(2));
        assertThat(strike.ending()).isEqualTo(Ending.KILLED);
        assertThat(strike.moment()).isBetween(0.0, 1.0);
        assertThat(strike.text()).isEqualTo("delayed by 2000 ms, killed");

        faults.switchOn(counter, new Fault.Failure(100, false));
        assertThat(faults.next("Counter").ending()).isEqualTo(Ending.ERROR_AFTERWARDS);
        faults.switchOn(counter, new Fault.Failure(100, true));
        assertThat(faults.next("Counter").ending()).isEqualTo(Ending.ERROR_INSTEAD);
        faults.switchOn(counter, new Fault.Throttle(100));
        assertThat(faults.next("Counter")).isEqualTo(new Strike(Duration.ZERO, Ending.THROTTLED, 0));
        assertThat(faults.entries())
                .filteredOn(entry -> entry.fault().name().equals(Fault.KILL))
                .singleElement()
                .satisfies(entry -> assertThat(entry.calls()).isEqualTo(1));
    }

    @Test
    void switchOn_shouldReplaceTheFaultOfThatName_andCountFromZero() {
        faults.switchOn(counter, new Fault.Kill(100));
        faults.next("Counter");

        faults.switchOn(counter, new Fault.Kill(1));

        assertThat(faults.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.fault()).isEqualTo(new Fault.Kill(1));
            assertThat(entry.calls()).isZero();
        });
    }

    @Test
    void switches_shouldBeTold_withWhatTheyDid() {
        faults.switchOn(counter, new Fault.Failure(100, true));
        faults.next("Counter");
        faults.switchOn(words, new Fault.Delay(5, Duration.ofMillis(100)));

        faults.switchOff(counter, Fault.ERROR);
        faults.switchOff(words);

        assertThat(console.lines())
                .containsExactly(
                        "Counter | fault on: error, and nothing is done, 100 % of the calls",
                        "Words | fault on: delay of 100 ms, 5 % of the calls",
                        "Counter | fault off: error, and nothing is done, has struck 1 of 1 calls",
                        "Words | fault off: delay of 100 ms, has struck 0 of 0 calls");
        assertThat(faults.isAnyOn()).isFalse();
    }

    @Test
    void switchOff_shouldSwitchOffAll_andReturnIt() {
        faults.switchOn(counter, new Fault.Kill(10));
        faults.switchOn(counter, new Fault.Throttle(10));
        faults.switchOn(words, new Fault.Throttle(10));

        List<Faults.Entry> ended = faults.switchOff();

        assertThat(ended).hasSize(3);
        assertThat(faults.entries()).isEmpty();
        assertThat(faults.switchOff(counter)).isEmpty();
        assertThat(faults.next("Counter")).isEqualTo(Strike.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "SnsMultiplierFunction, SnsMultiplierFunction",
        "local-Multiplier, SnsMultiplierFunction",
        "SnsMultiplier, SnsMultiplierFunction",
    })
    void isCalled_shouldTakeLogicalIdNameAndIdWithoutItsType(String text, String logicalId) {
        FaultTarget target = new FaultTarget(logicalId, FaultTarget.Type.FUNCTION, "local-Multiplier", "arn");

        assertThat(target.isCalled(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Sns", "SnsMultiplierFunctio", "snsmultiplier", "WordCountsTable"})
    void isCalled_shouldTakeNothingElse(String text) {
        assertThat(new FaultTarget("SnsMultiplierFunction", FaultTarget.Type.FUNCTION, "local-Multiplier", "arn")
                        .isCalled(text))
                .isFalse();
        assertThat(new FaultTarget("Counter", FaultTarget.Type.FUNCTION, "demo-Counter", "arn").isCalled(text))
                .isFalse();
    }

    @Test
    void owners_shouldKnowATableByItsIndexes_andNoOtherTypes() {
        assertThat(faults.owners(FaultTarget.Type.TABLE, Set.of(ApplicationFixture.TABLE_ARN + "/index/byCount")))
                .containsExactly("Words");
        assertThat(faults.owners(FaultTarget.Type.TABLE, Set.of(ApplicationFixture.STREAM_ARN)))
                .isEmpty();
        assertThat(faults.owners(FaultTarget.Type.QUEUE, Set.of(ApplicationFixture.QUEUE_ARN)))
                .containsExactly("Dlq");
        assertThat(faults.owners(FaultTarget.Type.TOPIC, Set.of(ApplicationFixture.QUEUE_ARN)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 101})
    void fault_shouldBeRefused_whenItsPercentageIsNone(int percentage) {
        assertThatThrownBy(() -> new Fault.Kill(percentage)).hasMessageContaining("percentage is 1 to 100");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 900_001})
    void fault_shouldBeRefused_whenItsDelayIsNone(long milliseconds) {
        assertThatThrownBy(() -> new Fault.Delay(100, Duration.ofMillis(milliseconds)))
                .hasMessage("a delay is 1 to 900000 ms, not " + milliseconds);
    }
}
