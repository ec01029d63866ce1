package wordcounter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import wordcounter.summaries.SummaryStore;
import wordcounter.summaries.Totals;

class InMemorySummariesTest extends SummaryStoreContract {

    private final InMemorySummaries summaries = new InMemorySummaries();

    @Override
    protected SummaryStore store() {
        return summaries;
    }

    @Override
    protected Totals totals() {
        return summaries.totals();
    }

    @Override
    protected void assertInTheIndex(String word, boolean expected) {
        assertThat(summaries.count(word) != 0).isEqualTo(expected);
    }
}
