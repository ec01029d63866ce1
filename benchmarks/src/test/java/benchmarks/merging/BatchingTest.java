package benchmarks.merging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchingTest {

    @Test
    void of_shouldReadTheStacksOwnTemplate() throws IOException {
        assertThat(Batching.of(Files.readString(Path.of("../template.yaml"))).size())
                .isGreaterThanOrEqualTo(500);
    }

    @Test
    void of_shouldFollowParameters_andKnowAwsDefaults() {
        Batching batching = Batching.of("""
                Parameters:
                  Window:
                    Type: Number
                    Default: 3
                Resources:
                      Counts:
                          Stream: !GetAtt WordCounts.StreamArn
                          BatchSize: 2000
                          MaximumBatchingWindowInSeconds: !Ref Window
                          DestinationConfig:
                """);

        assertThat(batching).isEqualTo(new Batching(2000, Duration.ofSeconds(3), 1));
    }

    @Test
    void of_shouldSayWhatIsMissing_whenThereIsNoMapping() {
        assertThatThrownBy(() -> Batching.of("Resources:"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("WordCounts");
    }
}
