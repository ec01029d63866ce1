package wordcounter.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.Tally;
import wordcounter.documents.Document;
import wordcounter.documents.Document.Plan;
import wordcounter.documents.Document.Settled;
import wordcounter.documents.Document.State;
import wordcounter.documents.DocumentId;
import wordcounter.reconciliation.Reconciliation.Difference;
import wordcounter.reconciliation.Tables.Counter;
import wordcounter.reconciliation.Tables.Summary;
import wordcounter.summaries.MilestoneItem;
import wordcounter.summaries.SummaryItem;
import wordcounter.testing.ManualClock;
import wordcounter.uploads.Cut;
import wordcounter.uploads.Progress;
import wordcounter.uploads.Upload;
import wordcounter.uploads.UploadedFile;

class ReconciliationTest {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final InMemoryTables tables = new InMemoryTables();

    @TempDir
    private Path folder;

    @BeforeEach
    void countThreeWords() {
        for (String word : List.of("hello", "world", "again")) {
            tables.count(word, 1, 2);
            tables.count(word, 2, 1);
            tables.aggregate(word);
        }
        tables.add(event("done", 1, true, true));
    }

    @Test
    void run_shouldFindNothing_whenAllIsEqual() {
        Reconciliation.Result result = reconcile();

        assertThat(result.differences()).isEmpty();
        assertThat(result.unfinished()).isEmpty();
        assertThat(result.unmeasured()).isEmpty();
        assertThat(result.words()).isEqualTo(3);
        assertThat(result.counters()).isEqualTo(6);
        assertThat(result.events()).isEqualTo(1);
    }

    @Test
    void run_shouldFindNothing_whenTheAggregatorIsOnlyLate() {
        tables.count("hello", 1, 5);
        int[] sleeps = {0};

        Reconciliation.Result result = new Reconciliation(tables, folder, clock, duration -> {
                    clock.advance(duration);
                    if (++sleeps[0] == 3) {
                        tables.aggregate("hello");
                    }
                })
                .run(Duration.ofSeconds(15));

        assertThat(result.differences()).isEmpty();
        assertThat(sleeps[0]).isEqualTo(3);
    }

    @Test
    void run_shouldFindAFile_whenNobodyGoesOnCountingIt() {
        tables.know(upload("stuck", 40));
        tables.know(upload("counted", 100));
        tables.know(new Upload(
                "too large", upload("x", 0).file(), Optional.empty(), Progress.NONE, Optional.of("too large")));

        assertThat(reconcile().differences())
                .containsExactly(new Difference(
                        "upload",
                        "inbox/text v1",
                        "100 bytes counted",
                        "40 counted, and no more for a while; put there 2026-11-21T11:00:00Z"));
    }

    @Test
    void run_shouldFindNothing_whileAFileIsBeingCounted() {
        tables.know(upload("under way", 40));

        Reconciliation.Result result = new Reconciliation(tables, folder, clock, duration -> {
                    clock.advance(duration);
                    tables.know(upload("under way", 60));
                })
                .run(Duration.ofSeconds(15));

        assertThat(result.differences()).isEmpty();
    }

    @Test
    void run_shouldFindNothing_whenMilestonesWereReached_alsoByAWordThatWasForgottenSince() {
        tables.count("hello", 1, 10);
        tables.aggregate("hello");
        tables.set(new Counter("hello", 1, new Tally(12, 12, 12), 132));
        tables.aggregate("hello");
        tables.add(told("word#hello", 100));
        tables.add(told("daily", clock.instant().getEpochSecond()));

        assertThat(reconcile().differences()).isEmpty();
    }

    @Test
    void run_shouldNameTheMilestone_whenItsWordHasNeverComeToIt() {
        tables.add(told("word#hello", 100));
        tables.add(told("word#unheard", 1_000));

        assertThat(reconcile().differences())
                .containsExactly(
                        new Difference("milestone", "word#hello", "a count that has come to 100", "33 at the most"),
                        new Difference("milestone", "word#unheard", "a count that has come to 1000", "0 at the most"));
    }

    @Test
    void run_shouldFindNothing_whenTheSummaryOfAMilestoneIsOnlyLate() {
        tables.count("hello", 1, 10);
        tables.add(told("word#hello", 100));
        tables.afterEachRead(() -> tables.aggregate("hello"));

        assertThat(reconcile().differences()).isEmpty();
    }

    @Test
    void run_shouldNameTheMilestone_whenItIsClaimedAndNobodyTellsIt() {
        tables.count("hello", 1, 10);
        tables.aggregate("hello");
        Instant longAgo = clock.instant().minus(MilestoneCheck.LONGEST).minusSeconds(1);
        tables.add(claimed("word#hello", 100, longAgo));
        tables.add(claimed("daily", longAgo.getEpochSecond(), longAgo.plusSeconds(1)));

        assertThat(reconcile().differences())
                .containsExactly(new Difference(
                        "milestone", "word#hello", "100 told", "claimed until " + longAgo + ", and not told"));
    }

    @Test
    void run_shouldLookAtEachMilestone_whenThereAreMoreThanOneReadingTakes() {
        for (int i = 0; i < 250; i++) {
            tables.add(told("word#unheard" + i, 100));
        }

        assertThat(reconcile().differences()).hasSize(250);
    }

    private MilestoneItem.Entry told(String id, long number) {
        return new MilestoneItem.Entry(id, number, Optional.of(clock.instant()), Optional.empty());
    }

    private static MilestoneItem.Entry claimed(String id, long number, Instant until) {
        return new MilestoneItem.Entry(id, number, Optional.empty(), Optional.of(until));
    }

    private static Upload upload(String id, long counted) {
        return new Upload(
                id,
                new UploadedFile("bucket", "inbox/text", "v1", 100, Instant.parse("2026-11-21T11:00:00Z")),
                Optional.of(Cut.CURRENT),
                new Progress(counted == 0 ? 0 : 1, counted),
                Optional.empty());
    }

    @Test
    void run_shouldFindNothing_whileTheSameWordsAreCountedAllTheTime() {
        tables.afterEachRead(() -> {
            tables.aggregate("hello");
            tables.count("hello", 1, 1);
            tables.aggregate("world");
            tables.count("world", 2, 1);
        });

        assertThat(reconcile().differences()).isEmpty();
    }

    @Test
    void run_shouldNameTheWord_whenARecordWasLost() {
        tables.count("hello", 1, 5);

        assertThat(reconcile().differences())
                .containsExactly(new Difference("word", "hello", "88", "33, behind the counters"));
    }

    @Test
    void run_shouldNameTheWord_whenItHasNoSummary() {
        tables.count("new", 1, 1);

        assertThat(reconcile().differences()).containsExactly(new Difference("word", "new", "11", "no summary"));
    }

    @Test
    void run_shouldNameTheWord_whenItsSummaryIsAheadOfItsCounters() {
        tables.set(new Counter("hello", 1, new Tally(1, 1, 0), 11));

        assertThat(reconcile().differences())
                .containsExactly(new Difference("word", "hello", "22", "33, ahead of the counters"));
    }

    @Test
    void run_shouldNameTheWord_whenItsStoredCountIsNotWhatItHasSeen() {
        Summary summary = tables.summary("hello");
        tables.set(new Summary("hello", summary.seen(), 34, summary.topBucket(), summary.version()));

        assertThat(reconcile().differences()).extracting(Difference::where).contains("hello");
    }

    @Test
    void run_shouldNameTheCounter_whenItsCountIsNotWhatWasAdded() {
        tables.set(new Counter("hello", 1, new Tally(2, 2, 0), 23));

        assertThat(reconcile().differences())
                .containsExactly(
                        new Difference("counter", "hello#1", "count 22 (counted + 10 * multiplied)", "count 23"));
    }

    @Test
    void run_shouldNameTheBucket_whenTotalsAreOff() {
        tables.addToTotals("hello", 7, 1);

        List<Difference> differences = reconcile().differences();

        assertThat(differences).hasSize(1);
        assertThat(differences.getFirst().what()).isEqualTo("total");
        assertThat(differences.getFirst().where()).isEqualTo(SummaryItem.totalsId("hello"));
    }

    @Test
    void run_shouldSayThatABucketIsBusy_whenItStaysContended() {
        tables.contend(SummaryItem.totalsId("hello"));

        Reconciliation.Result result = reconcile();

        assertThat(result.differences()).isEmpty();
        assertThat(result.unmeasured())
                .containsExactly(new Difference(
                        "total",
                        SummaryItem.totalsId("hello"),
                        "a moment to measure it",
                        "others write to it, or to its words, all the time"));
    }

    @Test
    void run_shouldSayThatItIsUnfinished_andWhatItKnows_whenTheTablesGiveNoMore() {
        tables.set(new Counter("hello", 1, new Tally(2, 2, 0), 23));
        int[] readings = {0};
        tables.afterEachRead(() -> {
            if (++readings[0] == 3) { // the summaries, the counters, the summaries
                throw new ReadLimitException("2 units were read");
            }
        });

        Reconciliation.Result result = reconcile();

        assertThat(result.unfinished()).contains("2 units were read");
        assertThat(result.differences()).extracting(Difference::where).containsExactly("hello#1");
        assertThat(result.size()).isEqualTo(1);
        assertThat(result.words()).isEqualTo(3);
    }

    /** What waited in a queue was accepted long ago, and is counted now. */
    @Test
    void run_shouldFindNothing_whileOldEventsAreBeingCounted_oneAfterTheOther() {
        int[] events = {0};
        tables.add(event("old 0", 9, true, false));

        Reconciliation.Result result = new Reconciliation(tables, folder, clock, duration -> {
                    clock.advance(duration);
                    tables.remove("old " + events[0]);
                    tables.add(event("old " + ++events[0], 9, true, false));
                })
                .run(Duration.ofSeconds(15));

        assertThat(result.differences()).isEmpty();
        assertThat(events[0]).isEqualTo(1);
    }

    @Test
    void run_shouldNameTheEvent_whenItStandsStillAmongOthersThatAreBeingCounted() {
        int[] events = {0};
        tables.add(event("stuck", 9, true, false));
        tables.add(event("old 0", 9, true, false));

        Reconciliation.Result result = new Reconciliation(tables, folder, clock, duration -> {
                    clock.advance(duration);
                    tables.remove("old " + events[0]);
                    tables.add(event("old " + ++events[0], 9, true, false));
                })
                .run(Duration.ofSeconds(15));

        assertThat(result.differences()).extracting(Difference::where).containsExactly("stuck");
    }

    @Test
    void run_shouldLookAgainAfterEachPause_whenItIsGivenOne() {
        tables.count("hello", 1, 5);
        List<Duration> pauses = new ArrayList<>();

        Reconciliation.Result result = new Reconciliation(tables, folder, clock, duration -> {
                    clock.advance(duration);
                    pauses.add(duration);
                })
                .run(Duration.ofSeconds(15), Duration.ofSeconds(5));

        assertThat(result.differences()).extracting(Difference::where).containsExactly("hello");
        assertThat(pauses).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(5));
    }

    @Test
    void run_shouldNameTheWord_whenTheIndexDoesNotFollow() {
        tables.showInIndex(Map.of("hello", 11L));

        assertThat(reconcile().differences()).containsExactly(new Difference("index", "hello", "33", "11"));
    }

    @Test
    void run_shouldFindNothing_whenTheIndexFollowsLater() {
        tables.showInIndex(Map.of("hello", 11L));

        Reconciliation.Result result = new Reconciliation(tables, folder, clock, duration -> {
                    clock.advance(duration);
                    tables.showInIndex(Map.of());
                })
                .run(Duration.ofSeconds(15));

        assertThat(result.differences()).isEmpty();
    }

    @Test
    void run_shouldFindNothing_whenAWordMovesWhileTheIndexIsRead() {
        tables.showInIndex(Map.of("hello", 11L));
        tables.afterEachRead(() -> {
            tables.count("hello", 1, 1);
            tables.aggregate("hello");
        });

        assertThat(reconcile().differences()).isEmpty();
    }

    @Test
    void run_shouldNameTheEvent_whenItIsNotFinished() {
        tables.set(new Counter("hello", 1, new Tally(3, 2, 0), 23));
        tables.aggregate("hello");
        tables.add(event("half", 1, true, false));

        assertThat(reconcile().differences())
                .extracting(Difference::what, Difference::where)
                .containsExactly(tuple("event", "half"));
    }

    @Test
    void run_shouldFindNothing_whenAnEventIsUnderWay() {
        tables.set(new Counter("hello", 1, new Tally(3, 2, 0), 23));
        tables.aggregate("hello");
        tables.add(event("half", 1, true, false));

        Reconciliation.Result result = new Reconciliation(tables, folder, clock, duration -> {
                    clock.advance(duration);
                    tables.set(new Counter("hello", 1, new Tally(3, 3, 0), 33));
                    tables.aggregate("hello");
                    tables.remove("half");
                })
                .run(Duration.ofSeconds(15));

        assertThat(result.differences()).isEmpty();
    }

    @Test
    void run_shouldNameOtherCountersOnly_whenAnEventIsFinishedBeforeTheLedgerIsRead() {
        for (String word : List.of("hello", "world")) {
            tables.set(new Counter(word, 1, new Tally(3, 2, 0), 23));
            tables.aggregate(word);
        }
        tables.add(event("half", 2, true, false));
        int[] reads = {0};
        tables.afterEachRead(() -> {
            if (++reads[0] == 2) { // the counters are read
                tables.set(new Counter("hello", 1, new Tally(3, 3, 0), 33));
                tables.aggregate("hello");
            }
        });

        assertThat(reconcile().differences())
                .extracting(Difference::what, Difference::where)
                .containsExactly(tuple("counter", "world#1"), tuple("event", "half"));
    }

    @Test
    void run_shouldNameTheCounter_whenNoEventExplainsAMissingTen() {
        tables.set(new Counter("hello", 1, new Tally(3, 2, 0), 23));
        tables.aggregate("hello");
        tables.add(event("of another shard", 2, true, true));

        assertThat(reconcile().differences())
                .containsExactly(new Difference(
                        "counter",
                        "hello#1",
                        "an event under way, or as many multiplied as counted",
                        "3 counted, 2 multiplied"));
    }

    @Test
    void run_shouldNameTheCounterOnce_whenNoEventExplainsItUntilTheEnd() {
        for (int i = 0; i < 3_000; i++) {
            tables.set(new Counter("w" + i, 1, new Tally(3, 2, 0), 23));
            tables.aggregate("w" + i);
        }
        tables.add(event("of another shard", 2, true, true));

        Reconciliation.Result result = reconcile();

        assertThat(result.differences()).hasSize(Differences.MOST_LISTED).doesNotHaveDuplicates();
        assertThat(result.notListed()).isEqualTo(2_000);
    }

    @Test
    void run_shouldNameTheDocument_whenItsPlanIsNotCarriedOut() {
        DocumentId id = new DocumentId("left/behind");
        Instant plannedAt = clock.instant().minusSeconds(1);
        tables.documents().mark(id, plannedAt);
        tables.documents().plan(id, Document.NEW, new Plan("e", plannedAt, new TreeMap<>(Map.of("hello", 1))), 1);

        assertThat(reconcile().differences())
                .containsExactly(
                        new Difference("document", "left/behind", "its event e counted", "planned " + plannedAt));
    }

    @Test
    void run_shouldNameTheDocument_whenNobodyHasFetchedItForLongerThanThatCanTake() {
        Instant now = clock.instant();
        Instant longAgo = now.minus(DocumentCheck.LONGEST).minusMillis(1);
        tables.documents().mark(new DocumentId("left"), longAgo);
        tables.documents().mark(new DocumentId("waits"), now.minus(DocumentCheck.LONGEST));
        DocumentId done = new DocumentId("done");
        tables.documents().mark(done, longAgo);
        tables.documents()
                .settle(
                        done,
                        tables.documents().read(done).orElseThrow(),
                        new Settled(longAgo, State.COUNTED),
                        Optional.of(now),
                        1);

        assertThat(reconcile().differences())
                .containsExactly(new Difference("document", "left", "fetched since", "changed " + longAgo));
    }

    @Test
    void run_shouldFindNothing_whenAPlanIsCarriedOutMeanwhile() {
        DocumentId id = new DocumentId("d");
        Plan plan = new Plan("e", clock.instant().minusSeconds(1), new TreeMap<>(Map.of("hello", 1)));
        tables.documents().plan(id, Document.NEW, plan, 1);

        Reconciliation.Result result = new Reconciliation(tables, folder, clock, duration -> {
                    clock.advance(duration);
                    Document asRead = tables.documents().read(id).orElseThrow();
                    tables.documents().advance(id, asRead, plan, asRead.countedWith(plan));
                    tables.documents()
                            .settle(
                                    id,
                                    tables.documents().read(id).orElseThrow(),
                                    new Settled(Instant.EPOCH, State.COUNTED),
                                    Optional.empty(),
                                    0);
                })
                .run(Duration.ofSeconds(15));

        assertThat(result.differences()).isEmpty();
    }

    @Test
    void run_shouldNameTheItem_whenSomethingElseHasWrittenIt() {
        tables.addForeign(List.of("foreign"));

        assertThat(reconcile().differences())
                .containsExactly(
                        new Difference("counter", "foreign", "a counter", "something else"),
                        new Difference("document", "foreign", "a document", "something else"),
                        new Difference("event", "foreign", "a ledger entry", "something else"),
                        new Difference("milestone", "foreign", "a milestone", "something else"),
                        new Difference("upload", "foreign", "what is known of a file", "something else"),
                        new Difference("word", "foreign", "a summary", "something else"));
    }

    @Test
    void covers_shouldHoldForForgottenWords() {
        tables.set(new Summary("gone", new TreeMap<>(Map.of(0, new Tally(2, 2, 2))), 0, Optional.empty(), 4));
        tables.set(new Counter("gone", 0, new Tally(2, 2, 2), 22));

        assertThat(reconcile().differences()).isEmpty();
    }

    private Reconciliation.Result reconcile() {
        return new Reconciliation(tables, folder, clock, clock::advance).run(Duration.ofSeconds(15));
    }

    private static LedgerEntry event(String id, int shard, boolean counted, boolean multiplied) {
        return new LedgerEntry(
                id,
                "fingerprint",
                new ChunkPlan(99, 1, shard),
                counted ? Set.of(0) : Set.of(),
                multiplied ? Set.of(0) : Set.of(),
                Instant.parse("2026-11-21T11:00:00Z"));
    }
}
