package localrunner.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyOrderTest {

    @Test
    void compare_shouldBeTheOrderOfUtf8sBytes() {
        List<String> keys = List.of("", "a", "a/", "ab", "b", "\u00e4", "\uFF5E", "\uD83D\uDE00", "\uD83D\uDE00a");

        assertThat(keys.reversed().stream().sorted(KeyOrder.UTF8)).containsExactlyElementsOf(keys);
        assertThat(keys.reversed().stream()
                        .sorted((one, other) -> Arrays.compareUnsigned(
                                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8))))
                .containsExactlyElementsOf(keys);
    }
}
