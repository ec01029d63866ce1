package localrunner.facts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PayloadTest {

    @Test
    void beginning_shouldCut_andKnowHowLongItWas() {
        Payload bytes = Payload.ofOwned("hello world".getBytes(StandardCharsets.UTF_8), "text/plain");
        assertThat(bytes.beginning(11)).isSameAs(bytes);
        assertThat(bytes.isCut()).isFalse();

        for (Payload cut :
                new Payload[] {bytes.beginning(5), Payload.text("hello world").beginning(5)}) {
            assertThat(cut.asText()).isEqualTo("hello");
            assertThat(cut.size()).isEqualTo(5);
            assertThat(cut.wholeSize()).isEqualTo(11);
            assertThat(cut.isCut()).isTrue();
        }
    }

    @Test
    void isSameAs_shouldBeTrue_forTheSameContentOnly() {
        byte[] content = {1};
        assertThat(Payload.ofOwned(content, "").isSameAs(Payload.ofOwned(content, "a")))
                .isTrue();
        assertThat(Payload.ofOwned(content, "").isSameAs(Payload.ofOwned(content.clone(), "")))
                .isFalse();
        assertThat(Payload.NONE.isSameAs(Payload.NONE)).as("nothing").isFalse();
    }

    @Test
    void toString_shouldNotShowTheContent() {
        assertThat(Payload.text("secret")).hasToString("Payload of 6 bytes");
    }
}
