package wordcounter.testing;

import java.util.Optional;
import wordcounter.counts.CountTransactions;
import wordcounter.counts.LedgerEntry;

class InMemoryCountsTest extends CountTransactionsContract {

    private final InMemoryCounts counts = new InMemoryCounts();

    @Override
    protected CountTransactions transactions() {
        return counts;
    }

    @Override
    protected long count(String word) {
        return counts.count(word);
    }

    @Override
    protected Optional<LedgerEntry> entry(String eventId) {
        return counts.entry(eventId);
    }
}
