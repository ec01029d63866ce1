package localrunner.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CauseTest {

    @Test
    void next_shouldBeginAnEvent_whenNothingWasBefore() {
        assertThat(Cause.current()).isEqualTo(Cause.NONE);
        assertThat(Cause.NONE.next("request-1", "Api")).isEqualTo(new Cause("request-1", "request-1", "Api"));
    }

    @Test
    void next_shouldStayInTheEvent() {
        assertThat(Cause.root("request-1").next("run-1", "Orders"))
                .isEqualTo(new Cause("request-1", "run-1", "Orders"));
        assertThat(new Cause("request-1", "run-1", "Orders").by("Other"))
                .isEqualTo(new Cause("request-1", "run-1", "Other"));
    }

    @Test
    void current_shouldBeWhatIsBound_asLongAsThatLasts() throws IOException {
        Cause outer = Cause.root("a");
        Cause inner = outer.next("b", "B");

        outer.run(() -> {
            assertThat(Cause.current()).isEqualTo(outer);
            assertThat(inner.<Cause, RuntimeException>call(Cause::current)).isEqualTo(inner);
            assertThat(Cause.current()).isEqualTo(outer);
        });

        assertThat(Cause.current()).isEqualTo(Cause.NONE);
        assertThatThrownBy(() -> inner.call(() -> {
                    throw new IOException("as it was");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("as it was");
    }
}
