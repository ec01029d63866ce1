package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.contract.WordsApi.Totals;
import wordcounter.json.JsonObject;
import wordcounter.targets.AgainstTarget;
import wordcounter.targets.Target;

/** The most frequent words, the pages of summaries, and the totals. */
@AgainstTarget(alone = true)
class SummariesIT extends Contract {

    SummariesIT(Target target) {
        super(target);
    }

    @Test
    void summaries_shouldAddUpToTheTotals_whenReadPageByPage() {
        String word = Fresh.word();
        StringBuilder text = new StringBuilder();
        for (char c = 'a'; c <= 'z'; c++) {
            text.append(word).append(c).append(' ');
        }
        accepted(api.postText(text.toString()));
        awaitTotals();

        Map<String, Long> paged = api.allSummaries(7);

        Totals totals = api.totals();
        assertThat(paged).containsEntry(word + "a", 11L).containsEntry(word + "z", 11L);
        assertThat(paged.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(totals.itemCount());
        assertThat(paged).hasSize((int) totals.distinctWords());
        assertThat(api.allSummaries(100)).as("whatever the size of a page").isEqualTo(paged);
        assertThat(Totals.of(api.get("/summaries").json().requiredObject("totals")))
                .isEqualTo(totals);
    }

    @Test
    void summary_shouldBeTheWords_whenItsIdIsGiven() {
        String word = Fresh.word();
        accepted(api.postText(word + " " + word));
        awaitCount(word, 22);

        JsonObject summary = api.get("/summaries/word%23" + word).json();

        assertThat(summary.members()).isEqualTo(Map.of("id", "word#" + word, "word", word, "itemCount", 22));
        assertThat(api.get("/summaries/word%23" + Fresh.word()).status()).isEqualTo(404);
    }

    @Test
    void top_shouldBeInFallingOrderFromTheMostFrequentOn_whenAskedForSome() {
        String word = Fresh.word();
        accepted(api.postText((word + "a ").repeat(300) + (word + "b ").repeat(290) + (word + "c ").repeat(280)));
        awaitTotals();

        List<JsonObject> top = top(100);

        List<Long> counts = top.stream().map(json -> json.requiredLong("count")).toList();
        assertThat(counts).isSortedAccordingTo((one, other) -> Long.compare(other, one));
        assertThat(top.stream().map(json -> json.requiredString("word")).filter(each -> each.startsWith(word)))
                .containsExactly(word + "a", word + "b", word + "c");
        assertThat(counts)
                .isEqualTo(api.allSummaries(100).values().stream()
                        .sorted((one, other) -> Long.compare(other, one))
                        .limit(100)
                        .toList());
        assertThat(top(2)).isEqualTo(top.subList(0, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/words?top=0",
                "/words?top=101",
                "/words?top=many",
                "/words/hello?consistent=maybe",
                "/summaries?limit=0",
                "/summaries?cursor=nonsense!"
            })
    void read_shouldBeAProblem_whenAParameterIsNotValid(String path) {
        Answer answer = api.get(path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.contentType()).isEqualTo(Optional.of("application/problem+json"));
    }

    private List<JsonObject> top(int top) {
        return api.get("/words?top=" + top).json().requiredObjects("words");
    }

    /** Until the summaries have caught up with all that this suite has counted so far. */
    private void awaitTotals() {
        Stack.soon()
                .untilAsserted(() -> assertThat(api.totals().itemCount())
                        .isEqualTo(stack.sumOfCounters())
                        .isPositive());
    }
}
