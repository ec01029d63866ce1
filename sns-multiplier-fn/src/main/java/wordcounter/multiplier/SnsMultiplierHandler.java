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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import wordcounter.counts.ChunkPlan;
import wordcounter.counts.DynamoDbCountTransactions;
import wordcounter.counts.EventCounter;
import wordcounter.counts.MeasuredTransactions;
import wordcounter.counts.Outcome;
import wordcounter.deadletters.MeasuredParking;
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
import wordcounter.tracing.TraceContexts;

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
    private final TraceContexts traces;
    private final Clock clock;
    private final JsonLog log;

    /** For Lambda. */
    public SnsMultiplierHandler() {
        this(
                MultiplierSettings.of(Environment.ofProcess()),
                AwsClients.forLambda(Environment.ofProcess()),
                Clock.systemUTC(),
                new SecureRandom(),
                JsonLog.forLambda(FunctionModule.SNS_MULTIPLIER, Environment.ofProcess()));
        primeBeforeSnapshot();
    }

    private SnsMultiplierHandler(
            MultiplierSettings settings, AwsClients clients, Clock clock, RandomGenerator random, JsonLog log) {
        this(
                new EventCounter(
                        new MeasuredTransactions(
                                new DynamoDbCountTransactions(
                                        clients.build(DynamoDbClient.builder()),
                                        settings.wordCountsTable(),
                                        settings.eventLedgerTable()),
                                log.metrics(),
                                clock),
                        new Backoff(clock, random, Thread::sleep),
                        clock,
                        ChunkPlan.MAX_SIZE,
                        settings.counterShards()),
                new SqsParking(clients.build(SqsClient.builder()), settings.deadLetterQueueUrl()),
                new TraceContexts(random),
                clock,
                log);
    }

    SnsMultiplierHandler(EventCounter eventCounter, Parking parking, TraceContexts traces, Clock clock, JsonLog log) {
        this.eventCounter = eventCounter;
        this.traces = traces;
        this.parking = new MeasuredParking(parking, log.metrics());
        this.clock = clock;
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        log.begin(context);
        try {
            multiplyAll(JsonObject.parse(input), Deadline.of(context, clock, TIME_TO_FINISH));
        } finally {
            log.metrics().write(context.getAwsRequestId());
        }
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
                new SecureRandom(),
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
        Map<String, Object> fields = event.logFields(traces.next(event.trace()));
        switch (outcome(event, fields, deadline)) {
            case DONE -> log.info("multiplied", fields);
            case DIFFERENT_WORDS -> log.warn("refused, the id belongs to other words", fields);
            case TOO_OLD -> park(snsRecord, "older than the ledger remembers");
        }
    }

    private Outcome outcome(WordsEvent event, Map<String, Object> fields, Instant deadline) {
        try {
            return eventCounter.multiply(event, deadline);
        } catch (RuntimeException e) {
            // Lambda logs the exception too, but not which event it was
            log.warn("not multiplied yet", fields, e);
            throw e;
        }
    }

    private void park(JsonObject snsRecord, String reason) {
        parking.park(new ParkedItem(ParkedItem.Kind.SNS_RECORD, FunctionModule.SNS_MULTIPLIER, reason, snsRecord));
        Map<String, Object> fields = fields(snsRecord);
        fields.put("reason", reason);
        log.warn("parked", fields);
    }

    /** What is logged of the record's event, as far as the record shows it. */
    private Map<String, Object> fields(JsonObject snsRecord) {
        try {
            return WordsEvent.logFields(snsRecord.requiredObject("Sns").requiredString("Message"), traces::next);
        } catch (InvalidJsonException e) {
            return new LinkedHashMap<>();
        }
    }
}
