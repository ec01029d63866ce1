package wordcounter.retriever;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import wordcounter.counts.CounterReads;
import wordcounter.counts.DynamoDbCounterReads;
import wordcounter.counts.LedgerEntry;
import wordcounter.http.ApiHandler;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;
import wordcounter.http.WordParameter;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.Environment;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.SnapStartPrimed;
import wordcounter.summaries.DynamoDbSummaryReads;
import wordcounter.summaries.Page;
import wordcounter.summaries.SummaryItem;
import wordcounter.summaries.SummaryReads;
import wordcounter.summaries.Totals;
import wordcounter.summaries.WordTotal;
import wordcounter.words.Words;

/** What was counted: words, summaries and events. */
public final class SummaryRetrieverHandler extends ApiHandler implements SnapStartPrimed {

    private static final Duration PRIMING_TIME = Duration.ofSeconds(5);
    private static final int DEFAULT_TOP = 10;
    private static final int DEFAULT_PAGE = 20;
    private static final int MAX_SIZE = 100;
    private static final String TOTALS = "totals";

    /** In UTF-16 code units; a longer id is nobody's, and DynamoDB would refuse it as a key. */
    private static final int MAX_EVENT_ID_LENGTH = 128;

    private static final int MAX_WORD_LENGTH = 2 * Words.MAX_CODE_POINTS;

    private final SummaryReads summaries;
    private final CounterReads counters;
    private final EventReads events;
    private final Clock clock;

    /** For Lambda. */
    public SummaryRetrieverHandler() {
        this(Environment.ofProcess());
        primeBeforeSnapshot();
    }

    private SummaryRetrieverHandler(Environment environment) {
        this(
                RetrieverSettings.of(environment),
                AwsClients.forLambda(environment).build(DynamoDbClient.builder()),
                Clock.systemUTC(),
                new JsonLog(System.out, Clock.systemUTC()));
    }

    private SummaryRetrieverHandler(RetrieverSettings settings, DynamoDbClient dynamoDb, Clock clock, JsonLog log) {
        this(
                new DynamoDbSummaryReads(dynamoDb, settings.summariesTable()),
                new DynamoDbCounterReads(dynamoDb, settings.wordCountsTable(), settings.counterShards()),
                new DynamoDbEventReads(dynamoDb, settings.eventLedgerTable()),
                clock,
                log);
    }

    SummaryRetrieverHandler(
            SummaryReads summaries, CounterReads counters, EventReads events, Clock clock, JsonLog log) {
        super(clock, log);
        this.clock = clock;
        this.summaries = summaries;
        this.counters = counters;
        this.events = events;
    }

    @Override
    protected ApiResponse handle(ApiRequest request, Instant deadline) {
        return switch (request.resource()) {
            case "/words" -> mostFrequent(request);
            case "/words/{word}" -> word(request);
            case "/summaries" -> page(request);
            case "/summaries/{id}" -> summary(request);
            case "/events/{id}" -> event(request);
            default -> throw new ProblemException(Problem.Type.NOT_FOUND, "There is no such route.");
        };
    }

    @Override
    public void prime() throws IOException {
        SummaryRetrieverHandler twin = new SummaryRetrieverHandler(
                new RetrieverSettings("priming", "priming", "priming", 1),
                AwsClients.canned().build(DynamoDbClient.builder()),
                clock,
                JsonLog.silent(clock));
        try (InputStream event = SummaryRetrieverHandler.class.getResourceAsStream("priming.json")) {
            ApiResponse response =
                    twin.answer(Objects.requireNonNull(event), clock.instant().plus(PRIMING_TIME));
            if (response.statusCode() != 404) { // the canned tables are empty
                throw new IllegalStateException("priming was answered with " + response.statusCode());
            }
        }
    }

    private ApiResponse mostFrequent(ApiRequest request) {
        List<Map<String, Object>> words = summaries.mostFrequent(number(request, "top", DEFAULT_TOP)).stream()
                .map(SummaryRetrieverHandler::wordMembers)
                .toList();
        return ApiResponse.json(200, Map.of("words", words));
    }

    private ApiResponse word(ApiRequest request) {
        String word = WordParameter.parse(request.pathParameter("word"));
        long count = isTrue(request, "consistent") ? counters.countOf(word) : summaries.countOf(word);
        if (count == 0) {
            throw new ProblemException(
                    Problem.Type.NOT_FOUND,
                    "The word '" + word + "' is not counted. One just posted shows within a few seconds.");
        }
        return ApiResponse.json(200, wordMembers(new WordTotal(word, count)));
    }

    private ApiResponse page(ApiRequest request) {
        Page page = summaries.page(
                number(request, "limit", DEFAULT_PAGE),
                request.queryParameter("cursor").map(Cursor::lastId));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("totals", totalsMembers(summaries.totals()));
        body.put(
                "summaries",
                page.words().stream()
                        .map(SummaryRetrieverHandler::summaryMembers)
                        .toList());
        page.lastId().ifPresent(id -> body.put("next", Cursor.of(id)));
        return ApiResponse.json(200, body);
    }

    private ApiResponse summary(ApiRequest request) {
        String id = request.pathParameter("id");
        if (id.equals(TOTALS)) {
            return ApiResponse.json(200, totalsMembers(summaries.totals()));
        }
        if (SummaryItem.isWordId(id) && SummaryItem.word(id).length() <= MAX_WORD_LENGTH) {
            String word = SummaryItem.word(id);
            long count = summaries.countOf(word);
            if (count != 0) {
                return ApiResponse.json(200, summaryMembers(new WordTotal(word, count)));
            }
        }
        throw new ProblemException(
                Problem.Type.NOT_FOUND,
                "There is no summary of that id. Ids are " + TOTALS + " and " + SummaryItem.wordId("hello")
                        + ", in a URL word%23hello.");
    }

    private ApiResponse event(ApiRequest request) {
        String id = request.pathParameter("id");
        LedgerEntry entry = Optional.of(id)
                .filter(known -> known.length() <= MAX_EVENT_ID_LENGTH)
                .flatMap(events::find)
                .orElseThrow(() -> new ProblemException(
                        Problem.Type.NOT_FOUND,
                        "No event of that id is counted. One just accepted shows within seconds; after 45 days it is"
                                + " forgotten, its counts are not."));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("eventId", entry.eventId());
        body.put("acceptedAt", entry.acceptedAt().toString());
        body.put("counted", entry.isCounted());
        body.put("multiplied", entry.isMultiplied());
        return ApiResponse.json(200, body);
    }

    private static int number(ApiRequest request, String name, int byDefault) {
        Optional<String> value = request.queryParameter(name);
        if (value.isEmpty()) {
            return byDefault;
        }
        if (value.get().matches("[0-9]{1,3}")) {
            int number = Integer.parseInt(value.get());
            if (number >= 1 && number <= MAX_SIZE) {
                return number;
            }
        }
        throw new ProblemException(
                Problem.Type.INVALID_PARAMETER, name + " is a whole number from 1 to " + MAX_SIZE + ".");
    }

    private static boolean isTrue(ApiRequest request, String name) {
        return switch (request.queryParameter(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ProblemException(Problem.Type.INVALID_PARAMETER, name + " is true or false.");
        };
    }

    private static Map<String, Object> wordMembers(WordTotal total) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("word", total.word());
        members.put("count", total.count());
        return members;
    }

    private static Map<String, Object> summaryMembers(WordTotal total) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", SummaryItem.wordId(total.word()));
        members.put("word", total.word());
        members.put("itemCount", total.count());
        return members;
    }

    private static Map<String, Object> totalsMembers(Totals totals) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("id", TOTALS);
        members.put("itemCount", totals.count());
        members.put("distinctWords", totals.distinctWords());
        return members;
    }
}
