package wordcounter.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.EventCounter;
import wordcounter.events.WordsEvent;
import wordcounter.json.JsonObject;
import wordcounter.runtime.Backoff;
import wordcounter.testing.ApiEvent;

class DeleteWordFunctionalTest {

    private static final String FILE = "word-counter-fn/delete-word.json";

    private final Fixture fixture = new Fixture();

    private JsonObject delete() {
        return ApiEvent.ofFile(FILE).sendTo(fixture.handler);
    }

    private void post(String text) {
        assertThat(ApiEvent.ofFile("word-counter-fn/post-words.json")
                        .withoutHeader("Idempotency-Key")
                        .withBody(text)
                        .sendTo(fixture.handler)
                        .requiredLong("statusCode"))
                .isEqualTo(202);
    }

    /** The multiplier gets what was published since it got something last. */
    private void multiply() {
        EventCounter multiplier = new EventCounter(
                fixture.counts,
                new Backoff(fixture.clock, new java.util.Random(2), fixture.clock::advance),
                fixture.clock,
                ChunkPlan.MAX_SIZE,
                32);
        for (WordsEvent event : fixture.topic.published) {
            multiplier.multiply(event, fixture.clock.instant().plusSeconds(10));
        }
        fixture.topic.published.clear();
    }

    @Test
    void delete_shouldLeaveNothingShown_andOtherWordsAsTheyAre() {
        IntStream.range(0, 20).forEach(i -> post("hello world"));
        multiply();
        assertThat(fixture.counts.counts()).isEqualTo(Map.of("hello", 220L, "world", 220L));

        JsonObject response = delete();

        assertThat(response.requiredLong("statusCode")).isEqualTo(204);
        assertThat(response.requiredString("body")).isEmpty();
        assertThat(fixture.counts.counts()).isEqualTo(Map.of("world", 220L));
    }

    @Test
    void delete_shouldLetTheWordStartFromElevenAgain() {
        post("hello");
        multiply();
        delete();

        post("hello");
        multiply();

        assertThat(fixture.counts.count("hello")).isEqualTo(11);
    }

    @Test
    void delete_shouldKeepHidden_whatIsStillOnItsWay() {
        post("hello");
        delete();

        multiply();
        assertThat(fixture.counts.count("hello")).isZero();

        post("hello");
        multiply();
        assertThat(fixture.counts.count("hello")).isEqualTo(11);
    }

    @Test
    void delete_shouldBeFinishedByItsRepetition_whenItDiedHalfWay() {
        IntStream.range(0, 20).forEach(i -> post("hello"));
        multiply();
        fixture.forgetWrites.dieAfter(3);

        assertThat(delete().requiredLong("statusCode")).isEqualTo(500);
        assertThat(fixture.counts.count("hello")).isPositive().isLessThan(220);
        fixture.forgetWrites.dieNoMore();

        assertThat(delete().requiredLong("statusCode")).isEqualTo(204);
        assertThat(fixture.counts.count("hello")).isZero();
    }

    @Test
    void delete_shouldWriteOnlyWhereThereIsSomethingToForget() {
        post("hello");
        delete();
        fixture.forgetWrites.dieAfter(0);

        assertThat(delete().requiredLong("statusCode")).isEqualTo(204);
    }

    @Test
    void delete_shouldTryAgain_whenACounterIsContended() {
        post("hello");
        fixture.forgetWrites.contend(5);

        assertThat(delete().requiredLong("statusCode")).isEqualTo(204);
        assertThat(fixture.counts.count("hello")).isZero();
    }

    @Test
    void delete_shouldSayThatItIsNotFinished_whenTimeIsUp() {
        post("hello");
        fixture.forgetWrites.contend(Integer.MAX_VALUE);

        JsonObject response = delete();

        assertThat(response.requiredLong("statusCode")).isEqualTo(503);
        assertThat(response.requiredObject("headers").members()).containsEntry("Retry-After", "1");
        assertThat(ApiEvent.bodyOf(response).requiredString("detail")).contains("Repeat the request to finish it");
    }

    @Test
    void delete_shouldSayWhatWouldBeRight_whenTheEventFileIsTheBadOne() {
        JsonObject response =
                ApiEvent.ofFile("word-counter-fn/bad-delete-two-words.json").sendTo(fixture.handler);

        assertThat(response.requiredLong("statusCode")).isEqualTo(400);
        assertThat(ApiEvent.bodyOf(response).requiredString("detail")).isEqualTo("These are 2 words; one at a time.");
    }
}
