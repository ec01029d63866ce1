package wordcounter.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.Parking;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.FunctionModule;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;
import wordcounter.tracing.TraceContext;
import wordcounter.tracing.TraceContexts;

class QueueBatchTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-c6af9ac67b6111e6-01";

    private final ManualClock clock = new ManualClock(NOW);
    private final LogLines logLines = new LogLines();
    private final List<MessageConsumer.Delivery> taken = new ArrayList<>();
    private final List<ParkedItem> parked = new ArrayList<>();
    private Parking parking = parked::add;
    private Function<String, Disposition> decision = messageId -> new Disposition.Done();

    @Test
    void takeAll_shouldNameOnlyThoseThatComeAgain_andTakeTheOthersToo() {
        decision = messageId -> switch (messageId) {
            case "again" -> new Disposition.ComesAgain();
            case "fails" -> throw new IllegalStateException("the table does not answer");
            default -> new Disposition.Done();
        };

        assertThat(takeAll(record("first"), record("again"), record("fails"), record("last")))
                .containsExactly("again", "fails");

        assertThat(taken)
                .extracting(delivery -> delivery.message().messageId())
                .containsExactly("first", "again", "fails", "last");
        assertThat(parked).isEmpty();
        assertThat(logLines.lines())
                .as("the consumer says why a message comes again")
                .singleElement()
                .satisfies(line -> assertThat(line.members())
                        .containsEntry("message", "failed")
                        .containsEntry("messageId", "fails")
                        .containsEntry("about", "fails"));
    }

    @Test
    void takeAll_shouldPark_whenTheConsumerSaysSo() {
        decision = messageId -> new Disposition.Parked("too long");

        assertThat(takeAll(record("long"))).isEmpty();

        assertThat(parked)
                .containsExactly(new ParkedItem(
                        ParkedItem.Kind.QUEUE_RECORD, FunctionModule.QUEUED_WORDS, "too long", record("long")));
        assertThat(logLines.lines())
                .singleElement()
                .satisfies(line -> assertThat(line.members())
                        .containsEntry("message", "parked")
                        .containsEntry("reason", "too long")
                        .containsEntry("about", "long"));
    }

    @Test
    void takeAll_shouldParkAndAskNobody_whenTheMessageCantBeRead() {
        JsonObject unreadable = new JsonObject(Map.of("messageId", "odd", "body", "hello"));

        assertThat(takeAll(unreadable)).isEmpty();

        assertThat(taken).isEmpty();
        assertThat(parked).singleElement().satisfies(item -> {
            assertThat(item.reason()).isEqualTo("'attributes' is missing");
            assertThat(item.payload()).isEqualTo(unreadable);
        });
        assertThat(logLines.lines().getFirst().members())
                .containsEntry("messageId", "odd")
                .containsEntry("correlationId", "odd")
                .containsEntry("trace_id", TraceContext.named("odd").traceId());
    }

    @Test
    void takeAll_shouldLetItComeAgain_whenItCantBeParked() {
        decision = messageId -> new Disposition.Parked("too long");
        parking = item -> {
            throw new IllegalStateException("the queue is gone");
        };

        assertThat(takeAll(record("long"))).containsExactly("long");
        assertThat(logLines.lines().getFirst().members()).containsEntry("message", "failed");
    }

    @Test
    void takeAll_shouldBeginNothing_whenTheTimeIsUp() {
        decision = messageId -> {
            clock.advance(Duration.ofSeconds(10));
            return new Disposition.Done();
        };

        assertThat(takeAll(record("first"), record("second"), new JsonObject(Map.of("messageId", "unreadable"))))
                .containsExactly("second", "unreadable");

        assertThat(taken).hasSize(1);
        assertThat(parked).isEmpty();
        assertThat(logLines.lines())
                .extracting(line -> line.requiredString("message"))
                .containsOnly("not begun, out of time");
    }

    @Test
    void takeAll_shouldGoOnWithTheMessagesTrace_orWithOneThatARetryFindsToo() {
        takeAll(record("traced", Map.of(QueueMessage.TRACEPARENT, TRACEPARENT)), record("untraced"));

        assertThat(taken.getFirst().hop().traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(taken.getFirst().hop().parentSpanId()).contains("c6af9ac67b6111e6");
        assertThat(taken.getLast().hop().traceId())
                .isEqualTo(TraceContext.named("untraced").traceId());
        assertThat(taken.getLast().logFields())
                .containsEntry("trace_id", taken.getLast().hop().traceId());
    }

    @Test
    void takeAll_shouldRefuse_whenTheEventIsNotOneOfSqs() {
        assertThatThrownBy(() -> batch().takeAll(new JsonObject(Map.of()), NOW.plusSeconds(10)))
                .isInstanceOf(InvalidJsonException.class)
                .hasMessageContaining("'Records'");
    }

    @Test
    void answer_shouldNameTheMessagesThatComeAgain() {
        assertThat(QueueBatch.answer(List.of("a", "b")).toJson()).isEqualTo("""
                        {"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b"}]}""");
    }

    private List<String> takeAll(JsonObject... sqsRecords) {
        return batch().takeAll(new JsonObject(Map.of("Records", members(sqsRecords))), NOW.plusSeconds(10));
    }

    private static List<Map<String, Object>> members(JsonObject... sqsRecords) {
        return Arrays.stream(sqsRecords).map(JsonObject::members).toList();
    }

    private static JsonObject record(String messageId) {
        return record(messageId, Map.of());
    }

    private static JsonObject record(String messageId, Map<String, String> attributes) {
        JsonObject sqsRecord = new QueueMessage(messageId, NOW, "aGVsbG8=", attributes).toSqsRecord();
        return JsonObject.parse(sqsRecord.toJson());
    }

    private QueueBatch batch() {
        MessageConsumer consumer = new MessageConsumer() {
            @Override
            public Disposition take(Delivery delivery, Instant deadline) {
                taken.add(delivery);
                return decision.apply(delivery.message().messageId());
            }

            @Override
            public Map<String, Object> logFields(QueueMessage message) {
                return Map.of("about", message.messageId());
            }
        };
        return new QueueBatch(
                FunctionModule.QUEUED_WORDS,
                consumer,
                item -> parking.park(item),
                new TraceContexts(new Random(1)),
                clock,
                logLines.log(FunctionModule.QUEUED_WORDS, clock));
    }
}
