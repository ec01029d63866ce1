package localrunner.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import localrunner.edge.ApplicationFixture;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.facts.Payload;
import localrunner.history.History;
import localrunner.history.HistoryLimits;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LiveFeedTest {

    private static final Instant START = Instant.parse("2026-11-27T10:00:00Z");
    private static final Fact.Version COUNTER = new Fact.Version("Counter", "demo-Counter", "live");

    private final History history = new History(ApplicationFixture.application(), HistoryLimits.DEFAULT);
    private final AtomicInteger scale = new AtomicInteger(1);
    private final LiveState state = new LiveState(
            history,
            () -> Map.of("Dlq", JsonMapper.shared().createObjectNode().put("waiting", 3)),
            List.of(node -> node.put("timeScale", scale.get())),
            () -> START);
    private final LiveFeed feed = new LiveFeed(history, state);

    private void request(String id) {
        history.accept(new Fact.Requested(START, "Api", id, "POST /words", Optional.of("POST /words"), Payload.NONE));
        Cause.root(id)
                .by("route:Api POST /words")
                .run(() -> history.accept(new Fact.Began(START, COUNTER, id, "run-" + id, false, Payload.NONE)));
        history.accept(new Fact.Answered(
                START, "Api", "demo", "dev", id, "POST /words", 202, Duration.ofMillis(1), Payload.NONE));
    }

    private ObjectNode facts() throws InterruptedException {
        return feed.next().stream()
                .filter(message -> message.event().equals("facts"))
                .map(message -> (ObjectNode) message.data())
                .findFirst()
                .orElseGet(JsonMapper.shared()::createObjectNode);
    }

    @Test
    void next_shouldTellWhatHasChanged_once() throws Exception {
        assertThat(feed.next()).extracting(EventStream.Message::event).containsExactly("state", "facts");
        assertThat(feed.next()).isEmpty();

        request("r");

        ObjectNode facts = facts();
        assertThat(facts.at("/events/0/id").asString()).isEqualTo("r");
        assertThat(facts.path("edges").path("route:POST /words->Counter").asInt())
                .isEqualTo(1);
        assertThat(facts.at("/nodes/Counter/inFlight").asInt()).isEqualTo(1);
        assertThat(facts.path("nodes").has("Dlq")).as("what has not changed").isFalse();
        assertThat(feed.next()).isEmpty();
    }

    @Test
    void next_shouldTellTheState_whenItHasChanged() throws Exception {
        var _ = feed.next();
        scale.set(60);

        assertThat(feed.next()).singleElement().satisfies(message -> {
            assertThat(message.event()).isEqualTo("state");
            assertThat(message.data().path("timeScale").asInt()).isEqualTo(60);
        });
    }

    /** A second of load: the page gets the last events, and how many more there were. */
    @Test
    void next_shouldSample_whenThereAreManyEvents() throws Exception {
        var _ = feed.next();
        for (int number = 0; number < 1_000; number++) {
            request("r" + number);
        }

        ObjectNode facts = facts();

        assertThat(facts.path("events")).hasSize(50);
        assertThat(facts.at("/events/0/id").asString()).isEqualTo("r999");
        assertThat(facts.path("skipped").asInt()).isEqualTo(950);
        assertThat(facts.path("edges").path("route:POST /words->Counter").asInt())
                .isEqualTo(1_000);
        assertThat(feed.next()).isEmpty();
    }
}
