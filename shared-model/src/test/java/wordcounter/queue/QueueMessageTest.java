package wordcounter.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.testing.EventFiles;

class QueueMessageTest {

    @Test
    void parse_shouldReadARecordOfLambda() {
        QueueMessage message = QueueMessage.parse(record());

        assertThat(message.messageId()).isEqualTo("059f36b4-87a3-44ab-83d2-661975830a7d");
        assertThat(message.sentAt()).isEqualTo(Instant.parse("2100-01-01T00:00:00Z"));
        assertThat(message.attributes())
                .containsOnlyKeys("route", "requestId", "apiKeyId", "contentType", "traceparent")
                .containsEntry("route", QueuedText.ROUTE);
        assertThat(QueuedText.of(message).text()).isEqualTo("To be, or not to be, that is the question");
    }

    @Test
    void toSqsRecord_shouldBeReadAsTheSameMessage() {
        QueueMessage message = new QueueMessage(
                "m-1", Instant.ofEpochMilli(1_795_262_401_234L), "aGVsbG8=", Map.of("route", "a", "apiKeyId", "b"));

        assertThat(QueueMessage.parse(JsonObject.parse(message.toSqsRecord().toJson())))
                .isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource({
        "messageId, 'messageId' is missing",
        "body, 'body' is missing",
        "attributes, 'attributes' is missing",
        "SentTimestamp, 'SentTimestamp' is missing"
    })
    void parse_shouldSayWhatIsMissing(String member, String problem) {
        String broken = record().toJson().replace("\"" + member + "\"", "\"other\"");

        assertThatThrownBy(() -> QueueMessage.parse(JsonObject.parse(broken)))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessage(problem);
    }

    @Test
    void parse_shouldRefuse_whenTheTimeIsNoNumber() {
        String broken = record().toJson().replace("4102444800000", "today");

        assertThatThrownBy(() -> QueueMessage.parse(JsonObject.parse(broken)))
                .hasMessage("'SentTimestamp' is not a number of milliseconds");
    }

    private static JsonObject record() {
        return JsonObject.parse(EventFiles.text("queued-words-fn/texts.json"))
                .requiredObjects("Records")
                .getFirst();
    }
}
