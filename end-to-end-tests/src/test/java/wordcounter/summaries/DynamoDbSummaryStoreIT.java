package wordcounter.summaries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import wordcounter.counts.Tally;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;
import wordcounter.testing.SummaryStoreContract;

/** The store of summaries that is deployed, in a table of its own in the target's DynamoDB. */
@AgainstTarget
class DynamoDbSummaryStoreIT extends SummaryStoreContract {

    private final SummariesTable table;

    DynamoDbSummaryStoreIT(Target target) {
        table = new SummariesTable(target.client(DynamoDbClient.builder()));
    }

    @AfterEach
    void deleteTable() {
        table.close();
    }

    @Override
    protected SummaryStore store() {
        return table.store();
    }

    @Override
    protected Totals totals() {
        return table.totals();
    }

    @Override
    protected void assertInTheIndex(String word, boolean expected) {
        await().until(() -> table.isInTheIndex(word) == expected);
    }

    /** What the digest's mapping lets through: the attribute is there in the write that passes a milestone, and in no other. */
    @Test
    void write_shouldSayThatItPassesAMilestone_andNoLaterWriteDoes() {
        assertThat(passedAfter(9)).isEmpty();
        assertThat(passedAfter(10)).contains("100");
        assertThat(passedAfter(11)).isEmpty();
        assertThat(passedAfter(1_000)).contains("10000");
        assertThat(passedAfter(1_001)).isEmpty();
    }

    private Optional<String> passedAfter(long occurrences) {
        WordSummary previous = Optional.ofNullable(store().read(List.of("milestone"), Instant.MAX)
                        .readable()
                        .get("milestone"))
                .orElseThrow();
        WordSummary next = previous.merge(Map.of(0, new Tally(occurrences, occurrences, 0)));
        store().write(new SummaryGroup(List.of(new SummaryChange(previous, next))));
        return table.passed("milestone");
    }
}
