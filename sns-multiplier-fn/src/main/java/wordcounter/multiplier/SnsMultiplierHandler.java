package wordcounter.multiplier;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.DynamoDbCountTransactions;
import wordcounter.counts.EventCounter;
import wordcounter.counts.Outcome;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.Parking;
import wordcounter.deadletters.SqsParking;
import wordcounter.events.WordsEvent;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.AwsPrimed;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Deadline;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.Priming;

/**
 * Adds 10 per occurrence of each word of a published event, and the 1 where the publisher died before it.
 *
 * <p>No retry can help a message that is no event, or that is older than the ledger remembers: it is parked. Where a
 * retry can help, an exception is thrown, and Lambda tries again.
 */
public final class SnsMultiplierHandler implements RequestStreamHandler, AwsPrimed {

    /** The longest that a call takes which was begun just before the deadline, and a second to end. */
    private static final Duration TIME_TO_FINISH = AwsClients.CALL_TIMEOUT.plusSeconds(1);

    private final EventCounter eventCounter;
    private final Parking parking;
    private final Clock clock;
    private final JsonLog log;

    /** For Lambda. */
    public SnsMultiplierHandler() {
        this(
                MultiplierSettings.of(Environment.ofProcess()),
                AwsClients.forLambda(Environment.ofProcess()),
                Clock.systemUTC(),
                new JsonLog(FunctionModule.SNS_MULTIPLIER, System.out, Clock.systemUTC()));
        primeBeforeSnapshot();
    }

    private SnsMultiplierHandler(MultiplierSettings settings, AwsClients clients, Clock clock, JsonLog log) {
        this(
                new EventCounter(
                        new DynamoDbCountTransactions(
                                clients.build(DynamoDbClient.builder()),
                                settings.wordCountsTable(),
                                settings.eventLedgerTable()),
                        new Backoff(clock, new SecureRandom(), Thread::sleep),
                        clock,
                        ChunkPlan.MAX_SIZE,
                        settings.counterShards()),
                new SqsParking(clients.build(SqsClient.builder()), settings.deadLetterQueueUrl()),
                clock,
                log);
    }

    SnsMultiplierHandler(EventCounter eventCounter, Parking parking, Clock clock, JsonLog log) {
        this.eventCounter = eventCounter;
        this.parking = parking;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        multiplyAll(JsonObject.parse(input), Deadline.of(context, clock, TIME_TO_FINISH));
    }

    @Override
    public JsonLog log() {
        return log;
    }

    @Override
    public void prime(AwsClients clients) throws IOException {
        SnsMultiplierHandler twin = new SnsMultiplierHandler(
                new MultiplierSettings(
                        "priming", "priming", 1, "https://sqs.us-east-1.amazonaws.com/000000000000/priming"),
                clients,
                clock,
                JsonLog.silent(clock));
        Priming.run(
                getClass(),
                "priming.json",
                clock,
                (event, deadline) -> twin.multiplyAll(JsonObject.parse(event), deadline));
    }

    /** SNS sends one record at a time; the event's form allows more. */
    private void multiplyAll(JsonObject snsEvent, Instant deadline) {
        for (JsonObject snsRecord : snsEvent.requiredObjects("Records")) {
            multiply(snsRecord, deadline);
        }
    }

    private void multiply(JsonObject snsRecord, Instant deadline) {
        WordsEvent event;
        try {
            event = WordsEvent.parse(snsRecord.requiredObject("Sns").requiredString("Message"));
        } catch (InvalidJsonException e) {
            park(snsRecord, "not an event: " + e.getMessage());
            return;
        }
        switch (outcome(event, deadline)) {
            case DONE -> log.info("multiplied", fields(event));
            case DIFFERENT_WORDS -> log.warn("refused, the id belongs to other words", fields(event));
            case TOO_OLD -> park(snsRecord, "older than the ledger remembers");
        }
    }

    private Outcome outcome(WordsEvent event, Instant deadline) {
        try {
            return eventCounter.multiply(event, deadline);
        } catch (RuntimeException e) {
            // Lambda logs the exception too, but not which event it was
            log.warn("not multiplied yet", fields(event), e);
            throw e;
        }
    }

    private void park(JsonObject snsRecord, String reason) {
        parking.park(new ParkedItem(ParkedItem.Kind.SNS_RECORD, FunctionModule.SNS_MULTIPLIER, reason, snsRecord));
        log.warn(
                "parked",
                JsonObject.builder()
                        .put("reason", reason)
                        .putIfPresent("eventId", eventId(snsRecord))
                        .build()
                        .members());
    }

    /** The id of the record's event; empty when the record does not show it. */
    private static Optional<String> eventId(JsonObject snsRecord) {
        try {
            return WordsEvent.eventId(snsRecord.requiredObject("Sns").requiredString("Message"));
        } catch (InvalidJsonException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Object> fields(WordsEvent event) {
        return Map.of("eventId", event.eventId(), "correlationId", event.correlationId());
    }
}
