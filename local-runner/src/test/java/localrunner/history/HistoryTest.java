package localrunner.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import localrunner.edge.ApplicationFixture;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.facts.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryTest {

    private static final Instant START = Instant.parse("2026-11-27T10:00:00Z");
    private static final Fact.Version COUNTER = new Fact.Version("Counter", "demo-Counter", "live");
    private static final Fact.Version OTHER = new Fact.Version("Other", "demo-Other", "live");
    private static final Fact.Place TOPIC = new Fact.Place("Topic", "demo-Topic");
    private static final Fact.Place QUEUE = new Fact.Place("Dlq", "demo-Dlq");
    private static final Fact.Place WORDS = new Fact.Place("Words", "demo-Words");
    private static final Fact.Effect ONE_WRITE = new Fact.Effect(0, 1, 0, 0, 0, 0);

    private final History history = new History(ApplicationFixture.application(), HistoryLimits.DEFAULT);

    private static Instant at(int milliseconds) {
        return START.plusMillis(milliseconds);
    }

    private void tell(Cause cause, Fact fact) {
        cause.run(() -> history.accept(fact));
    }

    /** A request whose function publishes a message, which another function gets. */
    private Cause request(String id) {
        tell(
                Cause.NONE,
                new Fact.Requested(at(0), "Api", id, "POST /words", Optional.of("POST /words"), Payload.text("hello")));
        Cause request = Cause.root(id).by("route:Api POST /words");
        tell(request, new Fact.Began(at(1), COUNTER, "invoke-" + id, "run-" + id, true, Payload.json("{\"a\":1}")));
        Cause run = request.next("run-" + id, "Counter");
        Cause call = run.next("call-" + id, "Counter");
        tell(call, new Fact.PermissionChecked(at(2), "Counter", true, "sns:Publish allowed by the policy P of R"));
        tell(call, new Fact.Published(at(3), TOPIC, "message-" + id, 5, Payload.text("hello")));
        tell(
                run,
                new Fact.Called(
                        at(2),
                        "Counter",
                        "sns",
                        "Publish",
                        "call-" + id,
                        200,
                        Duration.ofMillis(3),
                        "",
                        Payload.text("Action=Publish"),
                        Payload.NONE));
        tell(run, new Fact.Printed(at(4), COUNTER, "counted"));
        tell(
                run,
                new Fact.Invoked(
                        at(1),
                        COUNTER,
                        "invoke-" + id,
                        Duration.ofMillis(8),
                        false,
                        1,
                        "run-" + id,
                        Payload.json("{}")));
        tell(
                Cause.NONE,
                new Fact.Answered(
                        at(0),
                        "Api",
                        "demo",
                        "dev",
                        id,
                        "POST /words",
                        202,
                        Duration.ofMillis(10),
                        Payload.json("{}")));
        return call.next("message-" + id, "Topic");
    }

    private List<String> spans(String event) {
        return history.event(event).orElseThrow().spans().stream()
                .map(span -> span.parent().orElse("") + " > " + span.id() + " "
                        + span.kind().text() + " " + span.who() + " "
                        + span.status().text() + " " + span.attempt())
                .toList();
    }

    private SpanView span(String event, String id) {
        return history.event(event).orElseThrow().spans().stream()
                .filter(span -> span.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void event_shouldHaveEachStep_byWhatCausedIt() {
        request("r");

        assertThat(spans("r"))
                .containsExactly(
                        " > r request route:POST /words ok 1",
                        "r > run-r invocation Counter ok 1",
                        "call-r > message-r notification Topic ok 1",
                        "run-r > call-r call Counter ok 1");
        SpanView run = span("r", "run-r");
        assertThat(run.request().asText()).isEqualTo("{\"a\":1}");
        assertThat(run.answer().asText()).isEqualTo("{}");
        assertThat(run.lines()).extracting(SpanView.LogLine::text).containsExactly("counted");
        assertThat(run.detail()).containsEntry("coldStart", "true");
        assertThat(span("r", "call-r").detail())
                .containsEntry("resources", "Topic")
                .containsEntry("permission", "sns:Publish allowed by the policy P of R");
    }

    @Test
    void list_shouldSumUpAnEvent() {
        request("r");

        assertThat(history.list(EventQuery.last(10))).singleElement().satisfies(event -> {
            assertThat(event.id()).isEqualTo("r");
            assertThat(event.kind()).isEqualTo("api");
            assertThat(event.title()).isEqualTo("POST /words");
            assertThat(event.status()).isEqualTo(Status.OK);
            assertThat(event.httpStatus()).contains(202);
            assertThat(event.hops()).isEqualTo(4);
            assertThat(event.functions()).containsExactly("Counter");
            assertThat(event.duration()).isEqualTo(Duration.ofMillis(10));
        });
    }

    @Test
    void event_shouldShowRetriesAndTheDeadLetter_whenAnAsynchronousEventFails() {
        Cause message = request("r");
        tell(message, new Fact.EventQueued(at(5), OTHER, "async", Payload.json("{}")));
        Cause event = message.next("async", "Topic");
        tell(event, new Fact.EventAttempted(at(5), OTHER, "async", Duration.ZERO));
        run(event, "first", 6, true);
        tell(event, new Fact.RetryPlanned(at(10), OTHER, "async", Duration.ofMinutes(1), "failed"));

        assertThat(history.list(EventQuery.last(1)).getFirst().status()).isEqualTo(Status.WAITING);
        assertThat(history.activities(at(11)).get("Other")).isEqualTo(new NodeActivity(0, 1, 1, 0, 0));

        tell(event, new Fact.EventAttempted(at(60_000), OTHER, "async", Duration.ofMinutes(1)));
        run(event, "second", 60_001, true);
        tell(event, new Fact.EventDropped(at(60_010), OTHER, "async", "RetriesExhausted"));
        tell(
                event.by("Other"),
                new Fact.MessagesSent(at(60_011), QUEUE, List.of("letter"), 2, List.of(Payload.text("{}"))));

        assertThat(spans("r").stream().skip(4))
                .containsExactly(
                        "message-r > async message Other failed 1",
                        "async > first invocation Other failed 1",
                        "async > async.retry6 retry Other ok 1",
                        "async > second invocation Other failed 2",
                        "async > letter dead-letter Dlq running 1");
        assertThat(span("r", "async.retry6").title()).isEqualTo("waits 60 s before the next attempt (failed)");
        assertThat(history.list(EventQuery.last(1)).getFirst())
                .satisfies(failed -> assertThat(failed.status()).isEqualTo(Status.FAILED))
                .satisfies(failed -> assertThat(failed.failedSpans()).isEqualTo(3));
        assertThat(history.edges())
                .containsEntry("Topic->Other", 2L)
                .containsEntry("Other->Dlq", 1L)
                .containsEntry("route:POST /words->Counter", 1L)
                .containsEntry("Counter->Topic", 1L);
    }

    private void run(Cause cause, String run, int at, boolean failed) {
        tell(cause, new Fact.Began(at(at), OTHER, "async", run, false, Payload.json("{}")));
        tell(
                cause.next(run, "Other"),
                new Fact.Invoked(
                        at(at),
                        OTHER,
                        "async",
                        Duration.ofMillis(2),
                        failed,
                        1,
                        run,
                        Payload.json(failed ? "{\"errorType\":\"Broken\"}" : "null")));
    }

    @Test
    void event_shouldGoOn_withTheBatchThatTookItsMessage() {
        Cause first = Cause.root("a");
        Cause second = Cause.root("b");
        tell(Cause.NONE, new Fact.SentByHand(at(0), "Dlq", "a", "sqs", "first", Payload.NONE));
        tell(first, new Fact.MessagesSent(at(1), QUEUE, List.of("m1", "m2"), 2, List.of()));
        // The second message is taken before anybody has told that it was sent.
        tell(
                Cause.NONE,
                new Fact.BatchTaken(
                        at(2),
                        "Mapping",
                        "batch",
                        "Dlq",
                        List.of(new Fact.Item("m1", ""), new Fact.Item("m2", ""), new Fact.Item("m3", ""))));
        assertThat(history.list(EventQuery.last(10)))
                .extracting(EventSummary::id)
                .containsExactly("a");
        tell(second, new Fact.MessagesSent(at(1), QUEUE, List.of("m3"), 1, List.of()));
        Cause batch = new Cause("batch", "batch", "Dlq");
        run(batch, "run", 3, false);
        tell(Cause.NONE, new Fact.MessagesDeleted(at(6), QUEUE, List.of("m1", "m2", "m3")));
        tell(Cause.NONE, new Fact.BatchDone(at(7), "Mapping", "batch", false));

        assertThat(spans("a"))
                .containsExactly(
                        " > a request Dlq ok 1",
                        "a > m1 message Dlq ok 1",
                        "a > m2 message Dlq ok 1",
                        "m1 > batch batch Mapping ok 1",
                        "batch > run invocation Other ok 1");
        assertThat(span("a", "batch").links()).containsExactly("m2");
        assertThat(spans("b"))
                .containsExactly(
                        "b > m3 message Dlq ok 1",
                        "m3 > batch batch Mapping ok 1",
                        "batch > run invocation Other ok 1");
        assertThat(history.list(EventQuery.last(10)))
                .extracting(EventSummary::id)
                .containsExactly("b", "a");
        assertThat(history.edges()).containsEntry("Dlq->Other", 1L);
    }

    @Test
    void event_shouldShowTheDeadLetter_whenAQueueHasMovedTheMessage() {
        Fact.Place dead = new Fact.Place("Undone", "demo-Undone");
        tell(Cause.root("a"), new Fact.MessagesSent(at(1), QUEUE, List.of("m"), 2, List.of(Payload.text("x"))));
        tell(Cause.NONE, new Fact.MessagesReceived(at(2), QUEUE, List.of(new Fact.Receipt("m", Optional.of(3)))));
        tell(
                new Cause("replay", "call", "Replay"),
                new Fact.MessagesReceived(at(9), dead, List.of(new Fact.Receipt("m", Optional.of(1)))));

        assertThat(spans("a"))
                .containsExactly("a > m message Dlq failed 3", "m > m.Undone dead-letter Undone running 1");
        assertThat(history.edges()).containsEntry("Dlq->Undone", 1L).containsEntry("Replay->Undone", 1L);

        tell(Cause.NONE, new Fact.MessagesReceived(at(10), QUEUE, List.of(new Fact.Receipt("m", Optional.of(1)))));
        tell(Cause.NONE, new Fact.MessagesDeleted(at(11), QUEUE, List.of("m")));

        assertThat(spans("a")).last().isEqualTo("m.Undone > m.Undone.Dlq message Dlq ok 1");
        assertThat(history.list(EventQuery.last(1)).getFirst().status()).isEqualTo(Status.OK);
    }

    @Test
    void event_shouldGoOn_withTheRecordsOfWhatItWrote() {
        write("a", "k1");
        write("b", "k1");
        write("c", "k2");
        take("batch-1", new Fact.Item("1", "k1"), new Fact.Item("2", "k2"));
        take("batch-2", new Fact.Item("3", "k1"));

        assertThat(spans("a")).contains("a > batch-1 batch Mapping running 1").doesNotContain("batch-2");
        assertThat(span("a", "batch-1").guess())
                .as("two calls wrote the item by then")
                .isTrue();
        assertThat(span("c", "batch-1").guess()).isFalse();
        assertThat(spans("b")).contains("b > batch-2 batch Mapping running 1");
        assertThat(history.edges()).containsEntry("Words->stream:Words", 3L);
    }

    private void write(String call, String key) {
        tell(
                Cause.root(call),
                new Fact.TableUsed(at(1), WORDS, "PutItem", 200, Duration.ofMillis(1), ONE_WRITE, List.of(key)));
        tell(Cause.NONE, outside(call, "dynamodb", "PutItem"));
    }

    private static Fact.Called outside(String call, String service, String operation) {
        return new Fact.Called(
                at(0), "", service, operation, call, 200, Duration.ofMillis(1), "", Payload.NONE, Payload.NONE);
    }

    private void take(String batch, Fact.Item... records) {
        tell(Cause.NONE, new Fact.BatchTaken(at(2), "Mapping", batch, "stream:demo-Words", List.of(records)));
    }

    @Test
    void list_shouldNotHaveACallFromOutside_thatLeadsToNothing() {
        tell(Cause.NONE, outside("scan", "dynamodb", "Scan"));
        tell(
                Cause.root("put"),
                new Fact.TableUsed(
                        at(1),
                        new Fact.Place("Ledger", "demo-Ledger"),
                        "PutItem",
                        200,
                        Duration.ofMillis(1),
                        ONE_WRITE,
                        List.of()));
        tell(Cause.NONE, outside("put", "dynamodb", "PutItem"));

        assertThat(history.list(EventQuery.last(10))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "HELLO, , , , r2 r1",
        "message-r1, , , , r1",
        "counted, , , , r2 r1",
        "nowhere, , , , ''",
        ", Counter, , , r2 r1",
        ", Other, , , ''",
        ", , OK, , r2 r1",
        ", , FAILED, , s",
        ", , , schedule, s",
        ", , , api, r2 r1"
    })
    void list_shouldFilter(String text, String function, Status status, String kind, String ids) {
        request("r1");
        tell(Cause.NONE, new Fact.Fired(at(0), "Daily", "s", Payload.NONE));
        tell(
                Cause.root("s").by("Daily"),
                new Fact.Invoked(at(1), OTHER, "x", Duration.ZERO, true, 1, "none", Payload.NONE));
        tell(Cause.root("s"), new Fact.EventQueued(at(1), OTHER, "async", Payload.NONE));
        tell(Cause.root("s"), new Fact.EventDropped(at(1), OTHER, "async", "EventAgeExceeded"));
        request("r2");

        assertThat(history.list(new EventQuery(
                        Optional.empty(),
                        10,
                        Optional.ofNullable(text),
                        Optional.ofNullable(function),
                        Optional.ofNullable(status),
                        Optional.ofNullable(kind))))
                .extracting(EventSummary::id)
                .isEqualTo(ids.isEmpty() ? List.of() : List.of(ids.split(" ")));
    }

    @Test
    void list_shouldGoOnBehindACursor() {
        List.of("a", "b", "c").forEach(this::request);
        EventSummary newest = history.list(EventQuery.last(1)).getFirst();

        assertThat(newest.id()).isEqualTo("c");
        assertThat(history.list(new EventQuery(
                        Optional.of(newest.number()),
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())))
                .extracting(EventSummary::id)
                .containsExactly("b");
    }

    @Test
    void accept_shouldForgetTheOldest_whenThereIsTooMuch() {
        History small = new History(ApplicationFixture.application(), new HistoryLimits(2, 5_000, 100, 10));
        for (String id : List.of("a", "b", "c")) {
            small.accept(new Fact.Fired(at(0), "Daily", id, Payload.NONE));
        }
        assertThat(small.list(EventQuery.last(10))).extracting(EventSummary::id).containsExactly("c", "b");

        for (int number = 0; number < 100; number++) {
            String id = "d" + number;
            small.accept(new Fact.Fired(at(0), "Daily", id, Payload.text("x".repeat(200))));
        }
        SpanView last = small.event("d99").orElseThrow().spans().getFirst();
        assertThat(last.request().size()).isEqualTo(100);
        assertThat(last.request().wholeSize()).isEqualTo(200);
        assertThat(last.request().isCut()).isTrue();

        for (int number = 0; number < 20; number++) {
            String id = "e" + number;
            Cause.root("d99").run(() -> small.accept(new Fact.Fired(at(0), "Daily", id, Payload.NONE)));
        }
        assertThat(small.event("d99").orElseThrow().leftOut()).isEqualTo(11);
        assertThat(small.event("d98")).as("its place was needed").isEmpty();
    }

    @Test
    void changesSince_shouldTellTheLastChanges_andHowManyMoreThereAre() {
        request("a");
        long known = history.lastChange();
        assertThat(history.changesSince(known, 10).events()).isEmpty();
        List.of("b", "c", "d").forEach(this::request);

        History.Changes changes = history.changesSince(known, 2);

        assertThat(changes.events()).extracting(EventSummary::id).containsExactly("d", "c");
        assertThat(changes.skipped()).isEqualTo(1);
        assertThat(history.changesSince(changes.upTo(), 2).events()).isEmpty();
    }

    @Test
    void activities_shouldTellRatesAndErrors() {
        for (int number = 0; number < 20; number++) {
            request("r" + number);
        }

        assertThat(history.activities(START.plusSeconds(1)).get("Counter"))
                .isEqualTo(new NodeActivity(2.0, 0, 0, 0, 20));
        assertThat(history.activities(START.plusSeconds(1)))
                .hasEntrySatisfying(
                        "route:POST /words", route -> assertThat(route.rate()).isEqualTo(2.0));
        assertThat(history.activities(START.plusSeconds(100)).get("Counter")).isEqualTo(NodeActivity.NONE);
    }
}
