package localrunner.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayersTest {

    @Test
    void of_shouldLeadRightwards_whenPartsFollowEachOther() {
        List<Link> links = List.of(new Link(0, 1, 1), new Link(1, 2, 1), new Link(0, 2, 1));

        assertThat(Layers.of(3, links, Set.of(0))).containsExactly(0, 1, 2);
    }

    @Test
    void of_shouldStandBeforeWhatItLeadsTo_whenNothingLeadsToAPart() {
        List<Link> links = List.of(new Link(0, 1, 1), new Link(1, 2, 1), new Link(3, 2, 1));

        assertThat(Layers.of(4, links, Set.of(0))).containsExactly(0, 1, 2, 1);
    }

    @Test
    void of_shouldStandFirst_whenAPartIsAnEntry() {
        List<Link> links = List.of(new Link(0, 1, 1), new Link(1, 2, 1), new Link(3, 2, 1));

        assertThat(Layers.of(4, links, Set.of(0, 3))).containsExactly(0, 1, 2, 0);
    }

    @Test
    void withoutCircles_shouldReverseTheLightestLink_whenLinksLeadInACircle() {
        List<Link> links = List.of(new Link(0, 1, 1), new Link(1, 2, 3), new Link(2, 0, 3));

        assertThat(Layers.withoutCircles(3, links))
                .containsExactly(new Link(1, 0, 1), new Link(1, 2, 3), new Link(2, 0, 3));
    }
}
