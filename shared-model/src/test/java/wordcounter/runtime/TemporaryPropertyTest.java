package wordcounter.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TemporaryPropertyTest {

    private static final String NAME = "wordcounter.temporary-property-test";

    @Test
    void close_shouldLeaveWhatWasThereBefore() {
        try (TemporaryProperty _ = new TemporaryProperty(NAME, "outer")) {
            try (TemporaryProperty _ = new TemporaryProperty(NAME, "inner")) {
                assertThat(System.getProperty(NAME)).isEqualTo("inner");
            }
            assertThat(System.getProperty(NAME)).isEqualTo("outer");
        }
        assertThat(System.getProperty(NAME)).isNull();
    }
}
