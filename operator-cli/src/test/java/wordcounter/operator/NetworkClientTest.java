package wordcounter.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkClientTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST.",
                "words.localhost",
                "127.0.0.1",
                "127.1.2.3",
                "::1",
                "[::1]",
                "0:0:0:0:0:0:0:1",
                "::ffff:127.0.0.1",
                "0.0.0.0"
            })
    void isLoopback_shouldBeTrue_forThisMachine(String host) {
        assertThat(NetworkClient.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost.example", "127.0.0.1.example", "128.0.0.1", "::2", "dynamodb.amazonaws.com", ""})
    void isLoopback_shouldBeFalse_forOthers(String host) {
        assertThat(NetworkClient.isLoopback(host)).isFalse();
    }
}
