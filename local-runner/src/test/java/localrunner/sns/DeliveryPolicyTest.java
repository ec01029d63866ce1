package localrunner.sns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeliveryPolicyTest {

    private final DeliveryPolicy policy = DeliveryPolicy.AWS_MANAGED_ENDPOINT;

    @Test
    void delayBefore_shouldFollowTheDocumentedPhases() {
        List<Long> millis = IntStream.rangeClosed(1, 17)
                .mapToObj(policy::delayBefore)
                .map(delay -> delay.orElseThrow().toMillis())
                .toList();

        assertThat(millis.subList(0, 5)).containsExactly(0L, 0L, 0L, 1_000L, 1_000L);
        assertThat(millis.subList(5, 15)).isSorted().startsWith(1_000L).endsWith(20_000L);
        assertThat(millis.subList(15, 17)).containsExactly(20_000L, 20_000L);
    }

    @Test
    void delayBefore_shouldEndAfter100015RetriesAndAbout23Days() {
        Duration total = IntStream.rangeClosed(1, 100_015)
                .mapToObj(policy::delayBefore)
                .map(Optional::orElseThrow)
                .reduce(Duration.ZERO, Duration::plus);

        assertThat(total.toDays()).isEqualTo(23);
        assertThat(policy.delayBefore(100_016)).isEmpty();
    }
}
