package wordcounter.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import wordcounter.documents.Document;
import wordcounter.documents.Document.Plan;
import wordcounter.documents.Document.Settled;
import wordcounter.documents.Document.State;
import wordcounter.documents.DocumentId;
import wordcounter.documents.Documents;

/**
 * What the table of documents does, and under which conditions. Kept by the fake and by the real table alike, so that what is shown
 * with the one holds with the other. The document is new in each test: the table may be shared.
 */
public abstract class DocumentsContract {

    private static final Instant FIRST = Instant.parse("2026-11-27T12:00:00.123Z");
    private static final Instant SECOND = FIRST.plusMillis(1);
    private static final Instant LATER = FIRST.plusSeconds(60);

    private final DocumentId id = new DocumentId("a document/" + UUID.randomUUID());

    protected abstract Documents documents();

    @Test
    void read_shouldBeEmpty_whenNobodyHasHeardOfIt() {
        assertThat(documents().read(id)).isEmpty();
    }

    @Test
    void mark_shouldKeepTheLatestChange_whateverOrderTheyComeIn() {
        documents().mark(id, SECOND);
        documents().mark(id, FIRST);
        documents().mark(id, SECOND);

        assertThat(document().changedAt()).isEqualTo(SECOND);
        assertThat(document().changes()).isEqualTo(3);
        assertThat(document().state()).isEqualTo(State.CHANGED);
        assertThat(document().revision()).isZero();
        assertThat(document().counted()).isEmpty();
    }

    @Test
    void plan_shouldBeWritten_whenThereIsNoneAndTheRevisionIsTheOneRead() {
        assertThat(documents().plan(id, Document.NEW, plan("e-0", Map.of("naïve", 2)), 1))
                .isTrue();

        assertThat(document().plan()).contains(plan("e-0", Map.of("naïve", 2)));
        assertThat(document().fetches()).isEqualTo(1);
    }

    @Test
    void plan_shouldBeRefused_whenThereIsOne() {
        Plan first = plan("e-0", Map.of("a", 1));
        documents().plan(id, Document.NEW, first, 1);

        assertThat(documents().plan(id, Document.NEW, plan("e-0", Map.of("b", 1)), 1))
                .isFalse();
        assertThat(document().plan()).contains(first);
        assertThat(document().fetches()).isEqualTo(1);
    }

    @Test
    void plan_shouldBeRefused_whenTheRevisionIsAnother() {
        count("e-0", Map.of("a", 1));

        assertThat(documents().plan(id, Document.NEW, plan("e-0", Map.of("b", 1)), 1))
                .as("that of a new document")
                .isFalse();
        Document one = document();
        count("e-1", Map.of("b", 1));
        assertThat(documents().plan(id, one, plan("e-1", Map.of("c", 1)), 1))
                .as("one that is over")
                .isFalse();
        assertThat(document().plan()).isEmpty();
    }

    @Test
    void advance_shouldTakeThePlanOut_andKeepWhatElseIsKnown() {
        documents().mark(id, FIRST);
        Plan plan = plan("e-0", Map.of("a", 1));
        documents().plan(id, document(), plan, 1);
        Document asRead = document();
        documents().mark(id, SECOND);

        assertThat(documents().advance(id, asRead, plan, asRead.countedWith(plan)))
                .isTrue();

        assertThat(document().plan()).isEmpty();
        assertThat(document().revision()).isEqualTo(1);
        assertThat(document().counted()).isEqualTo(Map.of("a", 1));
        assertThat(document().changedAt()).isEqualTo(SECOND);
        assertThat(document().changes()).isEqualTo(2);
    }

    @Test
    void advance_shouldBeRefused_whenSomebodyElseHasDoneIt() {
        Plan first = plan("e-0", Map.of("a", 1));
        documents().plan(id, Document.NEW, first, 1);
        Document asRead = document();
        documents().advance(id, asRead, first, asRead.countedWith(first));
        documents().plan(id, document(), plan("e-1", Map.of("b", 1)), 1);

        assertThat(documents().advance(id, asRead, first, asRead.countedWith(first)))
                .isFalse();
        assertThat(document().plan()).isPresent();
        assertThat(document().revision()).isEqualTo(1);
    }

    @Test
    void settle_shouldSayWhatWasFound_untilALaterChange() {
        documents().mark(id, FIRST);
        count("e-0", Map.of("a", 1));

        assertThat(documents().settle(id, document(), new Settled(FIRST, State.COUNTED), Optional.of(LATER), 0))
                .isTrue();
        assertThat(document().state()).isEqualTo(State.COUNTED);
        assertThat(document().countedAt()).contains(LATER);

        documents().mark(id, SECOND);
        assertThat(document().state()).isEqualTo(State.CHANGED);
        assertThat(documents().settle(id, document(), new Settled(SECOND, State.GONE), Optional.empty(), 1))
                .isTrue();
        assertThat(document().state()).isEqualTo(State.GONE);
        assertThat(document().countedAt()).as("when it was counted last").contains(LATER);
        assertThat(document().counted()).isEqualTo(Map.of("a", 1));
        assertThat(document().fetches()).isEqualTo(2);
    }

    @Test
    void settle_shouldBeRefused_whenSomebodyElseHasCountedOrSettledMeanwhile() {
        documents().mark(id, FIRST);
        Document asRead = document();
        Settled found = new Settled(FIRST, State.COUNTED);

        documents().plan(id, asRead, plan("e-0", Map.of("a", 1)), 1);
        assertThat(documents().settle(id, asRead, found, Optional.of(LATER), 1))
                .as("a plan")
                .isFalse();

        Document withPlan = document();
        documents().advance(id, withPlan, withPlan.plan().orElseThrow(), new TreeMap<>(Map.of("a", 1)));
        assertThat(documents().settle(id, asRead, found, Optional.of(LATER), 1))
                .as("another revision")
                .isFalse();

        Document counted = document();
        documents().settle(id, counted, new Settled(SECOND, State.COUNTED), Optional.of(LATER), 1);
        assertThat(documents().settle(id, counted, found, Optional.of(LATER), 1))
                .as("settled by another")
                .isFalse();
        assertThat(document().settled()).contains(new Settled(SECOND, State.COUNTED));
        assertThat(document().fetches()).isEqualTo(2);
    }

    private void count(String eventId, Map<String, Integer> words) {
        Plan plan = plan(eventId, words);
        documents().plan(id, documents().read(id).orElse(Document.NEW), plan, 1);
        Document withPlan = document();
        documents().advance(id, withPlan, plan, withPlan.countedWith(plan));
    }

    private static Plan plan(String eventId, Map<String, Integer> words) {
        SortedMap<String, Integer> added = new TreeMap<>(words);
        return new Plan(eventId, LATER, added);
    }

    private Document document() {
        return documents().read(id).orElseThrow();
    }
}
