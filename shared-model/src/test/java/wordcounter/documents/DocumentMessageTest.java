package wordcounter.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.documents.DocumentMessage.Kind;
import wordcounter.json.InvalidJsonException;
import wordcounter.queue.QueueMessage;
import wordcounter.tracing.TraceContext;

class DocumentMessageTest {

    private static final Instant SENT_AT = Instant.parse("2026-11-27T12:00:00.123Z");

    private static final String CLIENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void of_shouldReadAChange_andItsTimeIsWhenTheQueueTookIt() {
        DocumentMessage change = DocumentMessage.of(message(
                "team%2Freadme",
                Map.of("route", "POST /documents/{id}/changed", "requestId", "request-1", "traceparent", CLIENT)));

        assertThat(change)
                .isEqualTo(new DocumentMessage(
                        Kind.CHANGE, new DocumentId("team/readme"), SENT_AT, "request-1", Optional.of(CLIENT)));
    }

    @Test
    void check_shouldBeReadAsWritten_whenItIsReceivedLater() {
        TraceContext hop = TraceContext.named("m-1");
        DocumentMessage check = new DocumentMessage(
                        Kind.CHANGE, new DocumentId("a b"), SENT_AT, "request-1", Optional.of(CLIENT))
                .check(hop);
        QueueMessage received = new QueueMessage("m-2", SENT_AT.plusSeconds(60), check.body(), check.attributes());

        assertThat(DocumentMessage.of(received))
                .isEqualTo(new DocumentMessage(
                        Kind.CHECK, new DocumentId("a b"), SENT_AT, "request-1", Optional.of(hop.traceparent())));
    }

    @Test
    void check_shouldBeRead_whenItWasSentBeforeThereWereTraces() {
        QueueMessage received = message("a%20b", Map.of("route", "document-check", "changedAt", "1000"));

        assertThat(DocumentMessage.of(received).traceparent()).isEmpty();
        assertThat(DocumentMessage.of(received).attributes()).doesNotContainKey("traceparent");
    }

    @ParameterizedTest
    @CsvSource({
        "POST /queued/words, readme, 1, of no route of documents",
        "POST /documents/{id}/changed, .., 1, names no document",
        "document-check, %ff, 1, names no document",
        "document-check, readme, soon, is not a number of milliseconds"
    })
    void of_shouldSayWhatIsWrong(String route, String body, String changedAt, String problem) {
        QueueMessage message = message(body, Map.of("route", route, "changedAt", changedAt));

        assertThatThrownBy(() -> DocumentMessage.of(message))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageContaining(problem);
    }

    private static QueueMessage message(String body, Map<String, String> attributes) {
        return new QueueMessage("m-1", SENT_AT, body, attributes);
    }
}
