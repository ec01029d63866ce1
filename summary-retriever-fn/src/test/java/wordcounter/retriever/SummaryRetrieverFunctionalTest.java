package wordcounter.retriever;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.CounterValues;
import wordcounter.counts.DynamoDbCounterReads;
import wordcounter.counts.LedgerEntry;
import wordcounter.counts.Tally;
import wordcounter.documents.Document.Settled;
import wordcounter.documents.Document.State;
import wordcounter.documents.DocumentId;
import wordcounter.dynamodb.TimedReads;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.summaries.DynamoDbSummaryReads;
import wordcounter.summaries.Page;
import wordcounter.summaries.SummaryItem;
import wordcounter.summaries.SummaryReads;
import wordcounter.summaries.Totals;
import wordcounter.summaries.WordTotal;
import wordcounter.testing.ApiEvent;
import wordcounter.testing.InMemoryDocuments;
import wordcounter.testing.InMemoryTable;
import wordcounter.testing.InOrder;
import wordcounter.testing.Invocation;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;

class SummaryRetrieverFunctionalTest {

    private static final String FILE = "summary-retriever-fn/get-word.json";

    private final InMemoryReads reads = new InMemoryReads();
    private final InMemoryDocuments documents = new InMemoryDocuments();
    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final SummaryRetrieverHandler handler = new SummaryRetrieverHandler(
            new SummaryRetrieverHandler.Services(
                    reads,
                    (word, deadline) -> reads.counters.getOrDefault(word, List.of()),
                    (id, deadline) -> reads.event(id),
                    (id, deadline) -> documents.read(id)),
            clock,
            new Random(1),
            new LogLines().log(FunctionModule.SUMMARY_RETRIEVER, clock));

    @Test
    void word_shouldShowTheSummary_whenTheEventIsReal() {
        reads.summaries.put("hello", 11L);

        JsonObject response = ApiEvent.ofFile(FILE).sendTo(handler);

        assertThat(response.requiredLong("statusCode")).isEqualTo(200);
        assertThat(ApiEvent.bodyOf(response).members()).isEqualTo(Map.of("word", "hello", "count", 11));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        get-words.json     | {"words":[{"word":"world","count":22},{"word":"hello","count":11}]}
        get-summary.json   | {"id":"word#hello","word":"hello","itemCount":11}
        get-event.json     | {"eventId":"EVENT","acceptedAt":"2026-11-21T12:00:00Z","counted":true,"multiplied":false}
        get-summaries.json | {"totals":{"id":"totals","itemCount":39,"distinctWords":3},"summaries":[{"id":"word#again","word":"again","itemCount":6},{"id":"word#hello","word":"hello","itemCount":11},{"id":"word#world","word":"world","itemCount":22}]}
        """)
    void handleRequest_shouldAnswer_whenTheEventIsReal(String file, String body) {
        String eventId = "aa80c644114da0e5354b3d84b369a5c369120ded4915706f395e103e4e0d4dd2";
        reads.summaries.putAll(Map.of("hello", 11L, "world", 22L, "again", 6L));
        reads.events.put(
                eventId, new LedgerEntry(eventId, "f", new ChunkPlan(99, 1, 0), Set.of(0), Set.of(), clock.instant()));

        JsonObject response = ApiEvent.ofFile("summary-retriever-fn/" + file).sendTo(handler);

        assertThat(response.requiredLong("statusCode")).isEqualTo(200);
        assertThat(ApiEvent.bodyOf(response).members())
                .isEqualTo(JsonObject.parse(body.replace("EVENT", eventId)).members());
    }

    @Test
    void document_shouldTellWhatBecameOfIt() {
        DocumentId id = new DocumentId("handbook/chapter 1");
        Instant changedAt = Instant.parse("2026-11-21T12:00:00.123Z");
        documents.mark(id, changedAt);
        documents.mark(id, changedAt.minusSeconds(1));

        JsonObject changed = ApiEvent.bodyOf(
                ApiEvent.ofFile("summary-retriever-fn/get-document.json").sendTo(handler));
        documents.settle(
                id,
                documents.read(id).orElseThrow(),
                new Settled(changedAt, State.COUNTED),
                Optional.of(changedAt.plusSeconds(61)),
                1);

        assertThat(changed.members())
                .isEqualTo(Map.of(
                        "id",
                        "handbook/chapter 1",
                        "state",
                        "changed",
                        "changedAt",
                        "2026-11-21T12:00:00.123Z",
                        "changes",
                        2,
                        "fetches",
                        0,
                        "distinctWords",
                        0));
        assertThat(document("handbook%2Fchapter%201").members())
                .containsEntry("state", "counted")
                .containsEntry("fetches", 1)
                .containsEntry("countedAt", "2026-11-21T12:01:01.123Z");
    }

    private JsonObject document(String id) {
        JsonObject response = get("/documents/{id}", Map.of("id", id), Map.of());
        assertThat(response.requiredLong("statusCode")).isEqualTo(200);
        return ApiEvent.bodyOf(response);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "..", "%2e%2e%2fsecrets"})
    void document_shouldBeNotFound_whenNobodyHasHeardOfIt(String id) {
        JsonObject response = get("/documents/{id}", Map.of("id", id), Map.of());

        assertThat(response.requiredLong("statusCode")).isEqualTo(404);
    }

    @Test
    void word_shouldSumTheShards_whenAskedToBeConsistent() {
        reads.counters.put(
                "hello",
                List.of(
                        new CounterValues("hello", 0, new Tally(3, 3, 2)),
                        new CounterValues("hello", 7, new Tally(1, 1, 0))));

        JsonObject response =
                ApiEvent.ofFile(FILE).withQuery(Map.of("consistent", "true")).sendTo(handler);

        assertThat(ApiEvent.bodyOf(response).requiredLong("count")).isEqualTo(22);
    }

    @ParameterizedTest
    @CsvSource({
        "HELLO,hello",
        "na%C3%AFve,naïve",
        "naïve,naïve",
        "%E6%97%A5,日",
        "don%27t,don't",
        "Don’t,don't",
        "hello!,hello"
    })
    void word_shouldBeFoundByTheSameRulesAsItIsCounted(String inPath, String word) {
        reads.summaries.put(word, 11L);

        assertThat(ApiEvent.bodyOf(get("/words/{word}", Map.of("word", inPath), Map.of()))
                        .requiredString("word"))
                .isEqualTo(word);
    }

    @Test
    void word_shouldSayWhatWouldBeRight_whenTheEventFileIsTheBadOne() {
        assertProblem(
                ApiEvent.ofFile("summary-retriever-fn/bad-two-words.json").sendTo(handler),
                400,
                "These are 2 words; one at a time.");
    }

    @ParameterizedTest(name = "{0} {1} is {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        /words/{word}    | word=nothing    | 404 | The word 'nothing' is not counted
        /words/{word}    | word=++         | 400 | There is no word
        /words/{word}    | word=100%       | 400 | two hexadecimal digits
        /words/{word}    | word=%E9        | 400 | UTF-8
        /words           | ?top=0          | 400 | top is a whole number from 1 to 100
        /words           | ?top=101        | 400 | top is a whole number from 1 to 100
        /words           | ?top=ten        | 400 | top is a whole number from 1 to 100
        /words           | ?top=           | 400 | top is a whole number from 1 to 100
        /summaries       | ?limit=-1       | 400 | limit is a whole number from 1 to 100
        /summaries       | ?cursor=%%%     | 400 | cursor is not one of this API's
        /summaries/{id}  | id=nothing      | 404 | Ids are totals and word#hello
        /summaries/{id}  | id=word%23no    | 404 | Ids are totals and word#hello
        /events/{id}     | id=nothing      | 404 | No event of that id
        """)
    void handleRequest_shouldSayWhatWouldBeRight_whenItCantAnswer(
            String resource, String parameter, int status, String detail) {
        String[] pair = parameter.replace("?", "").split("=", -1);
        Map<String, String> values = Map.of(pair[0], pair[1]);
        boolean isQuery = parameter.startsWith("?");

        assertProblem(get(resource, isQuery ? Map.of() : values, isQuery ? values : Map.of()), status, detail);
    }

    @Test
    void words_shouldListTheMostFrequentFirst_tenUnlessAskedOtherwise() {
        for (int i = 1; i <= 12; i++) {
            reads.summaries.put("w" + i, (long) i);
        }

        assertThat(words(get("/words", Map.of(), Map.of()))).hasSize(10).startsWith("w12", "w11");
        assertThat(words(get("/words", Map.of(), Map.of("top", "2")))).containsExactly("w12", "w11");
    }

    @Test
    void summaries_shouldBePaged_untilThereIsNoNext() {
        reads.summaries.putAll(Map.of("a", 11L, "b", 22L, "c", 33L));

        JsonObject first = ApiEvent.bodyOf(get("/summaries", Map.of(), Map.of("limit", "2")));
        JsonObject second = ApiEvent.bodyOf(
                get("/summaries", Map.of(), Map.of("limit", "2", "cursor", first.requiredString("next"))));

        assertThat(first.requiredObject("totals").members())
                .isEqualTo(Map.of("id", "totals", "itemCount", 66, "distinctWords", 3));
        assertThat(ids(first)).containsExactly("word#a", "word#b");
        assertThat(ids(second)).containsExactly("word#c");
        assertThat(second.optionalString("next")).isEmpty();
    }

    @Test
    void summary_shouldShowAWordOrTheTotals_whenAskedById() {
        reads.summaries.put("hello", 11L);

        assertThat(ApiEvent.bodyOf(get("/summaries/{id}", Map.of("id", "word%23hello"), Map.of()))
                        .members())
                .isEqualTo(Map.of("id", "word#hello", "word", "hello", "itemCount", 11));
        assertThat(ApiEvent.bodyOf(get("/summaries/{id}", Map.of("id", "totals"), Map.of()))
                        .members())
                .isEqualTo(Map.of("id", "totals", "itemCount", 11, "distinctWords", 1));
    }

    @Test
    void event_shouldTellWhetherItIsCountedAndMultiplied_whenOnlyPartOfItIs() {
        Instant acceptedAt = Instant.parse("2026-11-21T12:00:00Z");
        reads.events.put(
                "e1", new LedgerEntry("e1", "f", new ChunkPlan(99, 2, 0), Set.of(0, 1), Set.of(0), acceptedAt));

        assertThat(ApiEvent.bodyOf(get("/events/{id}", Map.of("id", "e1"), Map.of()))
                        .members())
                .isEqualTo(Map.of(
                        "eventId", "e1", "acceptedAt", "2026-11-21T12:00:00Z", "counted", true, "multiplied", false));
    }

    @ParameterizedTest
    @MethodSource("wordcounter.testing.ForeignEvents#all")
    void handleRequest_shouldSayWhatIsMissing_whenTheEventIsNotOneOfApiGateway(String event) {
        assertThatThrownBy(() -> Invocation.of(handler, event, Duration.ofSeconds(10)))
                .isInstanceOf(InvalidJsonException.class)
                .message()
                .containsAnyOf("is missing", "is not", "not one JSON object", "not JSON");
        assertThat(reads.calls).isZero();
    }

    @Test
    void word_shouldBeShown_whenParametersThatMayBeThereAreNull() {
        reads.summaries.put("hello", 11L);
        Map<String, String> none = new HashMap<>();
        none.put("consistent", null);

        JsonObject response = ApiEvent.ofFile(FILE).withQuery(none).sendTo(handler);

        assertThat(ApiEvent.bodyOf(response).requiredLong("count")).isEqualTo(11);
    }

    @Test
    void prime_shouldGetToTheEnd_withoutANetwork() {
        assertThatCode(() -> handler.prime(AwsClients.canned())).doesNotThrowAnyException();
    }

    @Test
    void settings_shouldNameTheVariable_whenOneIsMissing() {
        assertThatThrownBy(() -> RetrieverSettings.of(new Environment(Map.of())))
                .hasMessageContaining("WORD_COUNTS_TABLE is not set");
    }

    @Test
    void handleRequest_shouldNotFind_whenAnIdIsLongerThanAnyOfOurs() {
        String tooLong = "a".repeat(3_000);

        assertProblem(get("/events/{id}", Map.of("id", tooLong), Map.of()), 404, "No event of that id");
        assertProblem(get("/summaries/{id}", Map.of("id", "word%23" + tooLong), Map.of()), 404, "no summary");
        assertProblem(get("/summaries", Map.of(), Map.of("cursor", Cursor.of(tooLong))), 400, "cursor is not one of");
        assertThat(reads.calls)
                .as("nothing that DynamoDB would refuse as a key is asked")
                .isZero();
    }

    @ParameterizedTest
    @CsvSource({"/words/{word},consistent,true", "/summaries,limit,1", "/words,top,1", "/documents/{id},limit,1"})
    void handleRequest_shouldSayWhenToRepeat_whenDynamoDbIsThrottledUntilTheDeadline(
            String resource, String parameter, String value) {
        InMemoryTable throttled = new InMemoryTable("id");
        throttled.refuse(Integer.MAX_VALUE);
        TimedReads timed = new TimedReads(throttled, new Backoff(clock, new Random(1), clock::advance), clock);
        SummaryRetrieverHandler overDynamoDb = new SummaryRetrieverHandler(
                new SummaryRetrieverHandler.Services(
                        new DynamoDbSummaryReads(timed, new InOrder(), "summaries"),
                        new DynamoDbCounterReads(timed, "counts", 32),
                        new DynamoDbEventReads(timed, "ledger"),
                        new DynamoDbDocumentReads(timed, "documents")),
                clock,
                new Random(1),
                new LogLines().log(FunctionModule.SUMMARY_RETRIEVER, clock));
        Instant start = clock.instant();

        JsonObject response = ApiEvent.ofFile(FILE)
                .withResource(resource, Map.of("word", "hello", "id", "hello"))
                .withQuery(Map.of(parameter, value))
                .sendTo(overDynamoDb);

        assertProblem(response, 503, "as many seconds as Retry-After says");
        assertThat(response.requiredObject("headers").members()).containsEntry("Retry-After", "1");
        assertThat(Duration.between(start, clock.instant()))
                .as("of the 10 s that are left, 5 are for a last call and the answer")
                .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(5));
    }

    private JsonObject get(String resource, Map<String, String> path, Map<String, String> query) {
        return ApiEvent.ofFile(FILE)
                .withResource(resource, path)
                .withQuery(query)
                .sendTo(handler);
    }

    private static void assertProblem(JsonObject response, int status, String detail) {
        assertThat(response.requiredLong("statusCode")).isEqualTo(status);
        assertThat(response.requiredObject("headers").members())
                .containsEntry("Content-Type", "application/problem+json");
        assertThat(ApiEvent.bodyOf(response).requiredString("detail")).contains(detail);
    }

    private static List<String> words(JsonObject response) {
        return ApiEvent.bodyOf(response).requiredObjects("words").stream()
                .map(word -> word.requiredString("word"))
                .toList();
    }

    private static List<String> ids(JsonObject page) {
        return page.requiredObjects("summaries").stream()
                .map(summary -> summary.requiredString("id"))
                .toList();
    }

    /** What the tables hold. */
    private static final class InMemoryReads implements SummaryReads {

        private final TreeMap<String, Long> summaries = new TreeMap<>();
        private final Map<String, List<CounterValues>> counters = new HashMap<>();
        private final Map<String, LedgerEntry> events = new HashMap<>();
        private int calls;

        @Override
        public long countOf(String word, Instant deadline) {
            calls++;
            return summaries.getOrDefault(word, 0L);
        }

        @Override
        public List<WordTotal> mostFrequent(int number, Instant deadline) {
            return all().stream()
                    .sorted(Comparator.comparingLong(WordTotal::count).reversed())
                    .limit(number)
                    .toList();
        }

        @Override
        public Totals totals(Instant deadline) {
            return new Totals(all().stream().mapToLong(WordTotal::count).sum(), summaries.size());
        }

        @Override
        public Page page(int size, Optional<String> afterId, Instant deadline) {
            calls++;
            List<WordTotal> rest = all().stream()
                    .filter(total -> afterId.isEmpty()
                            || SummaryItem.wordId(total.word()).compareTo(afterId.get()) > 0)
                    .toList();
            return rest.size() <= size
                    ? new Page(rest, Optional.empty())
                    : new Page(
                            rest.subList(0, size),
                            Optional.of(SummaryItem.wordId(rest.get(size - 1).word())));
        }

        private Optional<LedgerEntry> event(String eventId) {
            calls++;
            return Optional.ofNullable(events.get(eventId));
        }

        private List<WordTotal> all() {
            return summaries.entrySet().stream()
                    .map(entry -> new WordTotal(entry.getKey(), entry.getValue()))
                    .toList();
        }
    }
}
