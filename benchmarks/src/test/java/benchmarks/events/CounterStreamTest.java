package benchmarks.events;

import static org.assertj.core.api.Assertions.assertThat;

import benchmarks.events.CounterStream.StreamRecord;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CounterStreamTest {

    private final CounterStream counters = new CounterStream(1);

    @Test
    void count_shouldMakeARecordOfEachWord_withItsAbsoluteValues() {
        counters.count("e1", List.of("hello", "world"), 0);

        JsonNode image = image(counters.count("e2", List.of("hello"), 0).getFirst(), "NewImage");

        assertThat(image.path("wordShard").path("S").asString()).isEqualTo("hello#0");
        assertThat(image.path("count").path("N").asString()).isEqualTo("2");
        assertThat(image.path("counted").path("N").asString()).isEqualTo("2");
        assertThat(image.has("multiplied")).isFalse();
    }

    @Test
    void multiply_shouldKeepTheOldImage() {
        counters.count("e1", List.of("hello"), 0);

        StreamRecord multiplied = counters.multiply("e1", List.of("hello"), 0).getFirst();

        assertThat(image(multiplied, "OldImage").path("count").path("N").asString())
                .isEqualTo("1");
        assertThat(image(multiplied, "NewImage").path("count").path("N").asString())
                .isEqualTo("11");
        assertThat(counters.total()).isEqualTo(11);
    }

    @Test
    void isMerged_shouldHold_forRecordsBeforeTheFirstFailure() {
        List<StreamRecord> batch = counters.count("e1", List.of("a", "b", "c"), 0);

        BatchAnswer answer = BatchAnswer.of("{\"batchItemFailures\":[{\"itemIdentifier\":\"%s\"}]}"
                .formatted(batch.get(1).sequenceNumber()));

        assertThat(batch).filteredOn(answer::isMerged).containsExactly(batch.getFirst());
        assertThat(batch).allMatch(BatchAnswer.of("{\"batchItemFailures\":[]}")::isMerged);
    }

    private static JsonNode image(StreamRecord streamRecord, String which) {
        return new JsonMapper()
                .readTree(CounterStream.event(List.of(streamRecord)))
                .path("Records")
                .path(0)
                .path("dynamodb")
                .path(which);
    }
}
