package localrunner.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import localrunner.facts.Fact;
import org.junit.jupiter.api.Test;

class MessageAgesTest {

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant SECOND = FIRST.plusSeconds(10);
    private static final Instant NOW = FIRST.plusSeconds(100);
    private static final Fact.Place QUEUE = new Fact.Place("Queue", "app-Queue");

    private final MessageAges ages = new MessageAges();

    @Test
    void oldest_shouldBeWhenTheFirstMessageWasSentThatIsStillThere() {
        assertThat(oldest(0)).isEmpty();
        send("a", FIRST);
        send("b", SECOND);

        assertThat(oldest(2)).contains(FIRST);
        ages.note(new Fact.MessagesDeleted(NOW, QUEUE, List.of("a")));
        assertThat(oldest(1)).contains(SECOND);
        assertThat(oldest(0)).isEmpty();
    }

    @Test
    void oldest_shouldPassOverAMessage_whenItWasReceivedThreeTimes() {
        send("a", FIRST);
        send("b", SECOND);

        receive("a", 2);
        assertThat(oldest(2)).contains(FIRST);
        receive("a", 3);
        assertThat(oldest(2)).contains(SECOND);
    }

    @Test
    void oldest_shouldCountFromTheMove_whenAMessageCameFromAnotherQueue() {
        assertThat(oldest(1)).contains(NOW);
        assertThat(ages.oldest("app-Queue", 1, NOW.plusSeconds(5))).contains(NOW);
        assertThat(oldest(0)).isEmpty();
        assertThat(ages.oldest("app-Queue", 1, NOW.plusSeconds(60))).contains(NOW.plusSeconds(60));
    }

    private Optional<Instant> oldest(int messages) {
        return ages.oldest("app-Queue", messages, NOW);
    }

    private void send(String id, Instant at) {
        ages.note(new Fact.MessagesSent(at, QUEUE, List.of(id), 1, List.of()));
    }

    private void receive(String id, int times) {
        ages.note(new Fact.MessagesReceived(NOW, QUEUE, List.of(new Fact.Receipt(id, Optional.of(times)))));
    }
}
