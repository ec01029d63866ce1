package wordcounter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import wordcounter.summaries.SummaryStore;

class InMemorySummariesTest extends SummaryStoreContract {

    private final InMemorySummaries summaries = new InMemorySummaries();

    @Override
    protected SummaryStore store() {
        return summaries;
    }

    @Override
    protected Totals totals() {
        return new Totals(summaries.total(), summaries.distinctWords());
    }

    @Override
    protected void assertInTheIndex(String word, boolean expected) {
        assertThat(summaries.count(word) != 0).isEqualTo(expected);
    }
}
