package localrunner.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {

    private static final Grid.Gaps GAPS = new Grid.Gaps(10, 8, 6);

    @Test
    void reduceCrossings_shouldUntangle_whenLinksCrossOnlyByOrder() {
        Grid grid = new Grid(
                new int[] {0, 0, 0, 1, 1, 1}, List.of(new Link(0, 5, 1), new Link(1, 4, 1), new Link(2, 3, 1)));
        assertThat(grid.crossings()).isEqualTo(3);

        grid.reduceCrossings();

        assertThat(grid.crossings()).isZero();
    }

    @Test
    void reduceCrossings_shouldKeepTheBest_whenSomeCrossingHasToStay() {
        // each of two with each of two: one crossing is the least
        Grid grid = new Grid(
                new int[] {0, 0, 1, 1},
                List.of(new Link(0, 2, 1), new Link(0, 3, 1), new Link(1, 2, 1), new Link(1, 3, 1)));

        grid.reduceCrossings();

        assertThat(grid.crossings()).isEqualTo(1);
    }

    @Test
    void grid_shouldKeepAPlaceFreeInEachLayer_whenALinkPassesIt() {
        Grid grid = new Grid(new int[] {0, 1, 2}, List.of(new Link(0, 1, 1), new Link(1, 2, 1), new Link(0, 2, 1)));

        assertThat(grid.layers().get(1)).containsExactly(1, 3);
        assertThat(grid.isPart(3)).isFalse();
        assertThat(grid.ways()).containsExactly(List.of(0, 1), List.of(1, 2), List.of(0, 3, 2));
    }

    @Test
    void middles_shouldKeepTheDistance_whenAllWantTheSamePlace() {
        Grid grid = new Grid(new int[] {0, 1, 1, 1}, List.of(new Link(0, 1, 1), new Link(0, 2, 1), new Link(0, 3, 1)));

        double[] middles = grid.middles(new double[] {40, 40, 20, 40}, GAPS);

        assertThat(middles[2] - middles[1]).isEqualTo(40, within(0.001));
        assertThat(middles[3] - middles[2]).isEqualTo(40, within(0.001));
        assertThat(middles[0]).isEqualTo((middles[1] + middles[2] + middles[3]) / 3, within(0.001));
    }
}
