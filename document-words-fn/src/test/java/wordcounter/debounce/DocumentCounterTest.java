package wordcounter.debounce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.EventCounter;
import wordcounter.debounce.DocumentServer.Answer;
import wordcounter.debounce.DocumentServer.UnavailableException;
import wordcounter.documents.Document;
import wordcounter.documents.Document.Plan;
import wordcounter.documents.Document.Settled;
import wordcounter.documents.Document.State;
import wordcounter.documents.DocumentId;
import wordcounter.documents.Documents;
import wordcounter.events.WordsEvent;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.EventIntake.UnknownOutcomeException;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.DeadlineExceededException;
import wordcounter.runtime.FunctionModule;
import wordcounter.testing.InMemoryCounts;
import wordcounter.testing.InMemoryDocuments;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;
import wordcounter.tracing.TraceContext;
import wordcounter.words.Tokenizer;

class DocumentCounterTest {

    private static final TraceContext HOP = TraceContext.named("r");
    private static final DocumentId ID = new DocumentId("d");

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-27T12:00:00Z"));
    private InMemoryDocuments documents = new InMemoryDocuments();
    private InMemoryCounts counts = new InMemoryCounts();
    private final LogLines logLines = new LogLines();
    private final List<WordsEvent> published = new ArrayList<>();
    private Answer content = new Answer.Content("");
    private int fetches;
    private int calls;
    private int interruptedAt = -1;
    private Runnable interruption = () -> {};

    /** A process died. */
    private static final class Died extends Error {}

    @Test
    void count_shouldAddWhatIsNew_andNothingForWhatWent() {
        edit("a b b");
        count();
        edit("b c");
        count();
        edit("b b b");
        count();

        assertThat(counts.counts()).containsExactlyInAnyOrderEntriesOf(Map.of("a", 1L, "b", 3L, "c", 1L));
        assertThat(document().revision()).isEqualTo(3);
        assertThat(document().state()).isEqualTo(State.COUNTED);
        assertThat(document().countedAt()).contains(clock.instant());
        assertThat(document().fetches()).as("once each time").isEqualTo(3);
        assertThat(fetches).isEqualTo(3);
    }

    @Test
    void count_shouldPublishNothing_whenNothingIsNew() {
        edit("a");
        count();
        count();

        assertThat(published).hasSize(1);
        assertThat(document().revision()).isEqualTo(1);
    }

    @Test
    void count_shouldNameTheEventByDocumentAndRevision() {
        edit("a");
        count();
        edit("b");
        count();

        EventIds eventIds = new EventIds(new Random(1));
        assertThat(published)
                .extracting(WordsEvent::eventId)
                .containsExactly(eventIds.of("document", "d", "0"), eventIds.of("document", "d", "1"));
    }

    @Test
    void count_shouldCountNothing_whenThereIsNoWord() {
        edit("?!");
        count();

        assertThat(published).isEmpty();
        assertThat(document().state()).isEqualTo(State.COUNTED);
    }

    @Test
    void count_shouldKeepWhatIsCounted_whenTheDocumentIsGone() {
        edit("a");
        count();
        clock.advance(Duration.ofHours(1));
        content = new Answer.Gone();
        documents.mark(ID, clock.instant());
        count();
        assertThat(document().state()).isEqualTo(State.GONE);
        assertThat(document().countedAt()).contains(clock.instant().minus(Duration.ofHours(1)));
        edit("a b");
        count();

        assertThat(counts.counts()).containsExactlyInAnyOrderEntriesOf(Map.of("a", 1L, "b", 1L));
    }

    @Test
    void count_shouldSayWhy_whenTheDocumentIsUnreadable() {
        documents.mark(ID, clock.instant());
        content = new Answer.Unreadable("not UTF-8");

        assertThat(counter(this::fetch).count(ID, "r", HOP, deadline())).isEqualTo(content);
        assertThat(document().state()).isEqualTo(State.UNREADABLE);
        assertThat(document().countedAt()).isEmpty();
        assertThat(published).isEmpty();
    }

    @Test
    void count_shouldFinishWhatSomebodyElseHasBegun_beforeItAsksForTheDocument() {
        Plan plan = new Plan("e", clock.instant(), new TreeMap<>(Map.of("x", 1)));
        documents.plan(ID, Document.NEW, plan, 1);
        List<String> order = new ArrayList<>();
        DocumentCounter counter = counter((id, deadline) -> {
            order.addAll(published.stream().map(WordsEvent::eventId).toList());
            return new Answer.Gone();
        });

        counter.count(ID, "r", HOP, deadline());

        assertThat(order).containsExactly("e");
        assertThat(document().counted()).containsOnlyKeys("x");
        assertThat(document().revision()).isEqualTo(1);
    }

    @Test
    void count_shouldLeaveEverything_whenTheServerDoesNotAnswer() {
        DocumentCounter counter = counter((id, deadline) -> {
            throw new UnavailableException("busy");
        });

        assertThatThrownBy(() -> counter.count(ID, "r", HOP, deadline())).isInstanceOf(UnavailableException.class);
        assertThat(documents.read(ID)).isEmpty();
        assertThat(published).isEmpty();
    }

    @Test
    void count_shouldKeepThePlan_whenItIsNotKnownWhetherItCounts() {
        edit("a");
        counts.failNext();

        assertThatThrownBy(this::count).isInstanceOf(UnknownOutcomeException.class);
        assertThat(document().plan()).isPresent();
        count();

        assertThat(counts.count("a")).isEqualTo(1);
        assertThat(fetches).as("once for the plan, and once after it").isEqualTo(2);
        assertThat(document().plan()).isEmpty();
    }

    @Test
    void count_shouldBeginNothing_whenTheTimeIsUp() {
        DocumentCounter counter = counter((id, deadline) -> {
            clock.advance(Duration.ofSeconds(21));
            return new Answer.Content("a");
        });

        assertThatThrownBy(() -> counter.count(ID, "r", HOP, deadline())).isInstanceOf(DeadlineExceededException.class);
        assertThat(published).isEmpty();
        assertThat(document().plan()).as("for whoever comes next").isPresent();
    }

    @Test
    void count_shouldCountUnderTheNextRevision_whenTheTableWasLostAndTheLedgerHasOtherWords() {
        edit("a");
        count();
        documents = new InMemoryDocuments();
        edit("a b");

        count();

        assertThat(counts.counts()).as("what the table knew is lost").isEqualTo(Map.of("a", 2L, "b", 1L));
        assertThat(document().counted()).isEqualTo(Map.of("a", 1, "b", 1));
        assertThat(document().revision()).isEqualTo(2);
        assertThat(logLines.text()).contains("a plan is given up").contains("DIFFERENT_WORDS");
    }

    @Test
    void count_shouldCountNothingAgain_whenTheTableWasLostAndTheDocumentIsTheSame() {
        edit("a");
        count();
        documents = new InMemoryDocuments();

        count();

        assertThat(counts.counts()).isEqualTo(Map.of("a", 1L));
        assertThat(document().counted()).isEqualTo(Map.of("a", 1));
    }

    @Test
    void count_shouldGiveThePlanUp_whenItIsOlderThanTheLedgerRemembers() {
        Plan plan = new Plan("e", clock.instant(), new TreeMap<>(Map.of("x", 1)));
        documents.plan(ID, Document.NEW, plan, 1);
        clock.advance(EventCounter.MAX_AGE.plusMillis(1));
        edit("x");

        count();

        assertThat(published).isEmpty();
        assertThat(document().counted()).containsOnlyKeys("x");
        assertThat(logLines.text()).contains("a plan is given up").contains("TOO_OLD");
    }

    /** Somebody fetched the document after a later change: what was found before is not news any more. */
    @Test
    void count_shouldNotOverwriteWhatALaterFetchHasFound() {
        Instant first = clock.instant();
        Instant second = first.plusSeconds(1);
        documents.mark(ID, first);
        DocumentCounter slow = counter((id, deadline) -> {
            documents.mark(ID, second);
            content = new Answer.Gone();
            count();
            return new Answer.Content("");
        });

        slow.count(ID, "r", HOP, deadline());

        assertThat(document().settled()).contains(new Settled(second, State.GONE));
        assertThat(document().fetches()).isEqualTo(2);
    }

    /** A change that is heard of while the document is being fetched may not be in what comes. */
    @Test
    void count_shouldLeaveTheDocumentChanged_whenAChangeIsHeardOfDuringTheFetch() {
        documents.mark(ID, clock.instant());
        DocumentCounter counter = counter((id, deadline) -> {
            documents.mark(ID, clock.instant().plusMillis(1));
            return new Answer.Content("a");
        });

        counter.count(ID, "r", HOP, deadline());

        assertThat(document().state()).isEqualTo(State.CHANGED);
        assertThat(counts.count("a")).isEqualTo(1);
    }

    /** It dies before each call, alone; whoever comes next finishes it, though the document has changed meanwhile. */
    @Test
    void words_shouldBeTheUnionOfWhatWasPlanned_whereverAProcessDies() {
        int all = callsOfOneRun();
        for (int call = 0; call < all; call++) {
            begin();
            edit("a b b");
            interruptAt(call, () -> {
                throw new Died();
            });
            try {
                count();
            } catch (Died e) {
                edit("b c");
            }
            interruption = () -> {};
            count();

            assertUnion("died before call " + call);
        }
        assertThat(all).isGreaterThan(5);
    }

    /** Before each call of one process another does all of its work, on another version of the document. */
    @Test
    void words_shouldBeTheUnionOfWhatWasPlanned_whateverTwoProcessesDoAtOnce() {
        int all = callsOfOneRun();
        for (int call = 0; call < all; call++) {
            begin();
            edit("a b b");
            interruptAt(call, () -> {
                edit("b c");
                count();
                edit("d");
            });
            count();
            count();

            assertUnion("another process before call " + call);
        }
    }

    private int callsOfOneRun() {
        begin();
        edit("a b b");
        count();
        return calls;
    }

    private void begin() {
        documents = new InMemoryDocuments();
        counts = new InMemoryCounts();
        published.clear();
        calls = 0;
        interruptedAt = -1;
    }

    private void interruptAt(int call, Runnable what) {
        interruptedAt = call;
        interruption = what;
    }

    private void before() {
        if (calls++ == interruptedAt) {
            interruptedAt = -1;
            interruption.run();
        }
    }

    /** What the table says is counted is counted, once; it holds all of the last version, and nothing is left to be done. */
    private void assertUnion(String when) {
        // the multiplier finishes what was published and not counted
        EventCounter multiplier = eventCounter();
        published.forEach(event -> multiplier.multiply(event, deadline()));
        Map<String, Long> expected = new TreeMap<>();
        document().counted().forEach((word, occurrences) -> expected.put(word, 11L * occurrences));
        assertThat(counts.counts()).as(when).isEqualTo(expected);
        assertThat(document().newIn(occurrences(content))).as(when).isEmpty();
        assertThat(document().plan()).as(when).isEmpty();
    }

    private static SortedMap<String, Integer> occurrences(Answer answer) {
        return answer instanceof Answer.Content(var text)
                ? Tokenizer.tokenize(text).occurrences()
                : new TreeMap<>();
    }

    private void edit(String text) {
        content = new Answer.Content(text);
    }

    private Document document() {
        return documents.read(ID).orElseThrow();
    }

    private void count() {
        counter(this::fetch).count(ID, "r", HOP, deadline());
    }

    private Answer fetch(DocumentId id, Instant deadline) {
        fetches++;
        return content;
    }

    private Instant deadline() {
        return clock.instant().plus(Duration.ofSeconds(20));
    }

    private EventCounter eventCounter() {
        return new EventCounter(
                counts, new Backoff(clock, new Random(1), clock::advance), clock, ChunkPlan.MAX_SIZE, 32);
    }

    private DocumentCounter counter(DocumentServer server) {
        InMemoryCounts sameCounts = counts;
        EventCounter eventCounter = new EventCounter(
                write -> {
                    before();
                    return sameCounts.apply(write);
                },
                new Backoff(clock, new Random(1), clock::advance),
                clock,
                ChunkPlan.MAX_SIZE,
                32);
        EventIntake intake = new EventIntake(
                event -> {
                    before();
                    published.add(event);
                },
                eventCounter,
                clock,
                logLines.log(FunctionModule.DOCUMENT_WORDS, clock));
        return new DocumentCounter(
                new Interrupted(documents),
                (id, deadline) -> {
                    before();
                    return server.fetch(id, deadline);
                },
                intake,
                new EventIds(new Random(1)),
                clock,
                logLines.log(FunctionModule.DOCUMENT_WORDS, clock));
    }

    /** The table, with something that happens before a call. */
    private final class Interrupted implements Documents {

        private final Documents table;

        Interrupted(Documents table) {
            this.table = table;
        }

        @Override
        public Optional<Document> read(DocumentId id) {
            before();
            return table.read(id);
        }

        @Override
        public void mark(DocumentId id, Instant changedAt) {
            before();
            table.mark(id, changedAt);
        }

        @Override
        public boolean plan(DocumentId id, Document document, Plan plan, int newFetches) {
            before();
            return table.plan(id, document, plan, newFetches);
        }

        @Override
        public boolean advance(DocumentId id, Document document, Plan plan, SortedMap<String, Integer> counted) {
            before();
            return table.advance(id, document, plan, counted);
        }

        @Override
        public boolean settle(
                DocumentId id, Document document, Settled found, Optional<Instant> countedAt, int newFetches) {
            before();
            return table.settle(id, document, found, countedAt, newFetches);
        }
    }
}
