package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import wordcounter.runtime.DeadlineExceededException;

class MergeResultTest {

    private final RuntimeException failure = new IllegalStateException("no answer");

    @Test
    void plus_shouldHaveWhatBothHave() {
        MergeResult one = new MergeResult(Map.of("a", failure), Set.of("b"), 3, 1);
        MergeResult other = new MergeResult(Map.of("c", failure), Set.of("d"), 4, 2);

        assertThat(one.plus(other))
                .isEqualTo(new MergeResult(Map.of("a", failure, "c", failure), Set.of("b", "d"), 7, 3));
    }

    @Test
    void isMerged_shouldBeFalse_whenTheWordFailedOrWasLeft() {
        MergeResult result = new MergeResult(Map.of("a", failure), Set.of("b"), 1, 0);

        assertThat(result.isMerged("a")).isFalse();
        assertThat(result.isMerged("b")).isFalse();
        assertThat(result.isMerged("c")).isTrue();
        assertThat(result.unmerged()).isEqualTo(2);
    }

    @Test
    void unmerged_shouldBeLeft_whenOnlyTheTimeWasNotEnough() {
        assertThat(MergeResult.unmerged(List.of("a"), new DeadlineExceededException("too late")))
                .isEqualTo(new MergeResult(Map.of(), Set.of("a"), 0, 0));
    }
}
