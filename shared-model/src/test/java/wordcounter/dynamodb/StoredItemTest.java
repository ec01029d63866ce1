package wordcounter.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class StoredItemTest {

    private final StoredItem item = new StoredItem(
            "a summary",
            Map.of(
                    "text", AttributeValue.fromS("hello"),
                    "number", AttributeValue.fromN("11"),
                    "large", AttributeValue.fromN("1e40"),
                    "numbers", AttributeValue.fromNs(List.of("0", "2")),
                    "bytes", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {7}))));

    @Test
    void required_shouldBeTheAttribute_whenItIsThere() {
        assertThat(item.requiredText("text")).isEqualTo("hello");
        assertThat(item.requiredNumber("number")).isEqualTo(11);
        assertThat(item.requiredBytes("bytes")).containsExactly(7);
    }

    @Test
    void optional_shouldBeTheAttributeOrNothing() {
        assertThat(item.optionalNumber("number")).isEqualTo(11);
        assertThat(item.optionalNumber("none")).isZero();
        assertThat(item.optionalNumbers("numbers")).isEqualTo(Set.of(0, 2));
        assertThat(item.optionalNumbers("none")).isEmpty();
    }

    @Test
    void required_shouldNameItemAndAttribute_whenItIsAbsent() {
        String message = "a summary has no none: the table was written by something else";

        assertThatThrownBy(() -> item.requiredText("none")).hasMessage(message);
        assertThatThrownBy(() -> item.requiredNumber("none")).hasMessage(message);
        assertThatThrownBy(() -> item.requiredBytes("none")).hasMessage(message);
    }

    @Test
    void everyRead_shouldSaySo_whenTheAttributeIsOfAnotherType() {
        String text = "there is a summary whose text is of another type";

        assertThatThrownBy(() -> item.requiredNumber("text")).hasMessageStartingWith(text);
        assertThatThrownBy(() -> item.optionalNumber("text")).hasMessageStartingWith(text);
        assertThatThrownBy(() -> item.optionalNumbers("text")).hasMessageStartingWith(text);
        assertThatThrownBy(() -> item.requiredBytes("text")).hasMessageStartingWith(text);
        assertThatThrownBy(() -> item.requiredText("number")).hasMessageContaining("number is of another type");
        assertThatThrownBy(() -> item.requiredNumber("large")).hasMessageContaining("large is not a whole number");
    }
}
