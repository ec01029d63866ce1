package benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import benchmarks.merging.Batching;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelsTest {

    private static final double TRANSACTION = 0.012;
    private static final Batching BATCHING = new Batching(1_000, Duration.ofSeconds(1), 1);

    @Test
    void hold_shouldFail_untilTheOtherTransactionHasEnded() {
        Held held = new Held();
        held.hold(List.of("a", "b"), 0, 2);

        assertThat(held.hold(List.of("b", "c"), 1, 3)).isFalse();
        assertThat(held.hold(List.of("c"), 1, 3)).isTrue();
        assertThat(held.hold(List.of("b"), 2, 4)).isTrue();
    }

    @Test
    void counting_shouldRefuseLess_whenAWordHasMoreCounters() {
        CountingModel.Result few = new CountingModel(250, 10, 20_000, 8, TRANSACTION).run();
        CountingModel.Result many = new CountingModel(250, 10, 20_000, 128, TRANSACTION).run();

        assertThat(many.refused()).isLessThan(few.refused() / 3);
        assertThat(many.p99()).isLessThan(few.p99());
        assertThat(many.p50()).isGreaterThanOrEqualTo(TRANSACTION);
    }

    @Test
    void merging_shouldWriteMore_whenMoreLanesShareTheWords() {
        MergingModel.Result one = new MergingModel(BATCHING, 100, 10, 20_000, 128, 1, TRANSACTION).run();
        MergingModel.Result ten = new MergingModel(BATCHING, 100, 10, 20_000, 128, 10, TRANSACTION).run();

        assertThat(one.refused()).isZero(); // a lane never meets itself
        assertThat(ten.transactions()).isGreaterThan(2 * one.transactions());
        assertThat(List.of(one, ten)).noneMatch(MergingModel.Result::grows);
    }

    @Test
    void merging_shouldFallBehind_whenTransactionsAreTooSlow() {
        assertThat(new MergingModel(BATCHING, 500, 10, 20_000, 128, 4, 0.5)
                        .run()
                        .grows())
                .isTrue();
    }

    @Test
    void merging_shouldWriteMore_whenBatchesAreSmall() {
        MergingModel.Result large = new MergingModel(BATCHING, 100, 10, 20_000, 128, 4, TRANSACTION).run();
        Batching small = new Batching(100, Duration.ofSeconds(1), 1);

        assertThat(new MergingModel(small, 100, 10, 20_000, 128, 4, TRANSACTION)
                        .run()
                        .transactions())
                .isGreaterThan(1.5 * large.transactions());
    }

    @Test
    void merging_shouldBeLater_whenTheWindowIsLonger() {
        MergingModel.Result usual = new MergingModel(BATCHING, 25, 10, 20_000, 128, 4, TRANSACTION).run();
        Batching longer = new Batching(1_000, Duration.ofSeconds(3), 1);

        assertThat(new MergingModel(longer, 25, 10, 20_000, 128, 4, TRANSACTION)
                        .run()
                        .lag())
                .isGreaterThan(1.5 * usual.lag());
    }
}
