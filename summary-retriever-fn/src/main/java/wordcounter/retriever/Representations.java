package wordcounter.retriever;

import wordcounter.json.JsonObject;
import wordcounter.summaries.SummaryItem;
import wordcounter.summaries.Totals;
import wordcounter.summaries.WordTotal;

/** How words and totals look in an answer. More than one route shows them, and they look the same everywhere. */
final class Representations {

    /** The id of the totals, among the ids of summaries. */
    static final String TOTALS = "totals";

    private Representations() {}

    static JsonObject word(WordTotal total) {
        return JsonObject.builder()
                .put("word", total.word())
                .put("count", total.count())
                .build();
    }

    static JsonObject summary(WordTotal total) {
        return JsonObject.builder()
                .put("id", SummaryItem.wordId(total.word()))
                .put("word", total.word())
                .put("itemCount", total.count())
                .build();
    }

    static JsonObject totals(Totals totals) {
        return JsonObject.builder()
                .put("id", TOTALS)
                .put("itemCount", totals.count())
                .put("distinctWords", totals.distinctWords())
                .build();
    }
}
