package wordcounter.counter;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import wordcounter.counter.Publisher.PublishException;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.DynamoDbCountTransactions;
import wordcounter.counts.EventCounter;
import wordcounter.counts.Outcome;
import wordcounter.counts.UnfinishedCountException;
import wordcounter.events.WordsEvent;
import wordcounter.http.ApiHandler;
import wordcounter.http.ApiRequest;
import wordcounter.http.ApiResponse;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Environment;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.SnapStartPrimed;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.Tokenizer;
import wordcounter.words.Words;

/**
 * {@code POST /words}: publishes the event, then adds 1 per occurrence of each word.
 *
 * <p>Publishing comes first: should this function die after it, the multiplier finds the event not counted and adds what is
 * missing. So an event has no effect, or all of it.
 */
public final class WordCounterHandler extends ApiHandler implements SnapStartPrimed {

    private static final String ENTRY = "POST /words";
    private static final Duration PRIMING_TIME = Duration.ofSeconds(5);

    private final EventIds eventIds;
    private final Publisher publisher;
    private final EventCounter eventCounter;
    private final Clock clock;
    private final JsonLog log;

    /** For Lambda. */
    public WordCounterHandler() {
        this(Environment.ofProcess());
        primeBeforeSnapshot();
    }

    private WordCounterHandler(Environment environment) {
        this(
                WordCounterSettings.of(environment),
                AwsClients.forLambda(environment),
                Clock.systemUTC(),
                new SecureRandom(),
                new JsonLog(System.out, Clock.systemUTC()));
    }

    WordCounterHandler(
            WordCounterSettings settings, AwsClients clients, Clock clock, RandomGenerator random, JsonLog log) {
        this(
                new EventIds(random),
                new SnsPublisher(clients.build(SnsClient.builder()), settings.topicArn()),
                new EventCounter(
                        new DynamoDbCountTransactions(
                                clients.build(DynamoDbClient.builder()),
                                settings.wordCountsTable(),
                                settings.eventLedgerTable()),
                        new Backoff(clock, random, Thread::sleep),
                        clock,
                        ChunkPlan.MAX_SIZE,
                        settings.counterShards()),
                clock,
                log);
    }

    WordCounterHandler(EventIds eventIds, Publisher publisher, EventCounter eventCounter, Clock clock, JsonLog log) {
        super(clock, log);
        this.eventIds = eventIds;
        this.publisher = publisher;
        this.eventCounter = eventCounter;
        this.clock = clock;
        this.log = log;
    }

    @Override
    protected ApiResponse handle(ApiRequest request, Instant deadline) {
        Words words = words(PostedText.of(request));
        Optional<IdempotencyKey> key = IdempotencyKey.of(request);
        WordsEvent event = new WordsEvent(
                key.map(k -> eventIds.of(ENTRY, request.apiKeyId().orElse(""), k))
                        .orElseGet(eventIds::create),
                request.requestId(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                words);
        publish(event);
        count(event, key.isPresent(), deadline);
        log.info("accepted", fields(event));
        return accepted(request, event);
    }

    @Override
    public void prime() throws IOException {
        WordCounterHandler twin = new WordCounterHandler(
                new WordCounterSettings("arn:aws:sns:us-east-1:000000000000:priming", "priming", "priming", 1),
                AwsClients.canned(),
                clock,
                new SecureRandom(),
                JsonLog.silent(clock));
        try (InputStream event = WordCounterHandler.class.getResourceAsStream("priming.json")) {
            ApiResponse response =
                    twin.answer(Objects.requireNonNull(event), clock.instant().plus(PRIMING_TIME));
            if (response.statusCode() != 202) {
                throw new IllegalStateException("priming was answered with " + response.statusCode());
            }
        }
    }

    private static Words words(String text) {
        try {
            return Tokenizer.tokenize(text);
        } catch (InvalidWordsException e) {
            Problem.Type type = switch (e.reason()) {
                case NO_WORD -> Problem.Type.NO_WORD;
                case TOO_MANY_DISTINCT_WORDS -> Problem.Type.TOO_MANY_DISTINCT_WORDS;
                case WORD_TOO_LONG -> Problem.Type.WORD_TOO_LONG;
            };
            throw new ProblemException(type, e.detail());
        }
    }

    private void publish(WordsEvent event) {
        try {
            publisher.publish(event);
        } catch (PublishException e) {
            log.warn("not published", fields(event), e);
            throw unknownOutcome();
        }
    }

    /** With a client's key 202 needs the ledger's word that the id is this event's; with ours SNS's acceptance will do. */
    private void count(WordsEvent event, boolean clientChoseId, Instant deadline) {
        try {
            Outcome outcome = eventCounter.count(event, deadline);
            if (outcome == Outcome.DIFFERENT_WORDS) {
                throw new ProblemException(
                        Problem.Type.IDEMPOTENCY_KEY_REUSED,
                        "This Idempotency-Key was used before with other words, and those count. Use a new key for new words.");
            }
        } catch (UnfinishedCountException e) {
            log.warn("not counted yet, the multiplier will", fields(event), e);
            if (clientChoseId && !e.isOwned()) {
                throw unknownOutcome();
            }
        }
    }

    private static ProblemException unknownOutcome() {
        return new ProblemException(
                Problem.Type.UNKNOWN_OUTCOME,
                "A service did not answer in time. Repeat the request with the same Idempotency-Key: it counts once,"
                        + " however often it is sent. Without one it may count again.");
    }

    private static ApiResponse accepted(ApiRequest request, WordsEvent event) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("eventId", event.eventId());
        body.put("words", event.words().occurrences());
        return ApiResponse.json(202, body).withHeader("Location", request.pathTo("/events/" + event.eventId()));
    }

    private static Map<String, Object> fields(WordsEvent event) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("eventId", event.eventId());
        fields.put("correlationId", event.correlationId());
        fields.put("words", event.words().total());
        fields.put("distinctWords", event.words().distinct());
        return fields;
    }
}
