package wordcounter.aggregator;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import wordcounter.aggregator.Batch.Step;
import wordcounter.aggregator.Batch.UnreadableStep;
import wordcounter.aggregator.Batch.WordStep;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.Parking;
import wordcounter.deadletters.SqsParking;
import wordcounter.json.JsonObject;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.AwsPrimed;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Deadline;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.Priming;
import wordcounter.summaries.DynamoDbSummaryStore;
import wordcounter.summaries.SummaryMerger;

/**
 * Merges a batch of counter changes into the summaries, word by word.
 *
 * <p>It stops at the first word that could not be merged and reports that word's first record, from which on the stream
 * sends again (partial batch response). A record that can't be read is parked, and the batch goes on.
 *
 * <p>Its log lines have no event's id. The stream tells how much a counter has by now, and one record may stand for
 * many events; so {@code aggregated} says how many records and words there were.
 */
public final class EventAggregatorHandler implements RequestStreamHandler, AwsPrimed {

    /**
     * The longest that the two calls for a word take which was begun just before the deadline, and a second for the
     * answer.
     */
    private static final Duration TIME_TO_ANSWER =
            AwsClients.CALL_TIMEOUT.multipliedBy(2).plusSeconds(1);

    private final SummaryMerger merger;
    private final Parking parking;
    private final Clock clock;
    private final JsonLog log;

    /** For Lambda. */
    public EventAggregatorHandler() {
        this(
                AggregatorSettings.of(Environment.ofProcess()),
                AwsClients.forLambda(Environment.ofProcess()),
                Clock.systemUTC(),
                new JsonLog(FunctionModule.EVENT_AGGREGATOR, System.out, Clock.systemUTC()));
        primeBeforeSnapshot();
    }

    private EventAggregatorHandler(AggregatorSettings settings, AwsClients clients, Clock clock, JsonLog log) {
        this(
                new SummaryMerger(
                        new DynamoDbSummaryStore(clients.build(DynamoDbClient.builder()), settings.summariesTable()),
                        new Backoff(clock, new SecureRandom(), Thread::sleep)),
                new SqsParking(clients.build(SqsClient.builder()), settings.deadLetterQueueUrl()),
                clock,
                log);
    }

    EventAggregatorHandler(SummaryMerger merger, Parking parking, Clock clock, JsonLog log) {
        this.merger = merger;
        this.parking = parking;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Instant deadline = Deadline.of(context, clock, TIME_TO_ANSWER);
        Batch batch = Batch.of(JsonObject.parse(input));
        output.write(answer(firstUnapplied(batch, deadline)).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public JsonLog log() {
        return log;
    }

    @Override
    public void prime(AwsClients clients) throws IOException {
        EventAggregatorHandler twin = new EventAggregatorHandler(
                new AggregatorSettings("priming", "https://sqs.us-east-1.amazonaws.com/000000000000/priming"),
                clients,
                clock,
                JsonLog.silent(clock));
        Priming.run(getClass(), "priming.json", clock, (event, deadline) -> {
            if (twin.firstUnapplied(Batch.of(JsonObject.parse(event)), deadline).isPresent()) {
                throw new IllegalStateException("priming did not get to the end of its batch");
            }
        });
    }

    /** Applies the steps in order until one fails or time runs out. */
    private Optional<String> firstUnapplied(Batch batch, Instant deadline) {
        for (Step step : batch.steps()) {
            if (!clock.instant().isBefore(deadline) || !isApplied(step, deadline)) {
                log.warn("stopped", Map.of("sequenceNumber", step.firstSequenceNumber()));
                return Optional.of(step.firstSequenceNumber());
            }
        }
        // no event's id: a counter's record says how much a word has by now, not which events added to it
        log.info(
                "aggregated", Map.of("records", batch.records(), "words", batch.words(), "parked", batch.unreadable()));
        return Optional.empty();
    }

    private boolean isApplied(Step step, Instant deadline) {
        try {
            return switch (step) {
                case WordStep(var ignored, var word, var values) -> merger.merge(word, values, deadline);
                case UnreadableStep unreadable -> {
                    park(unreadable);
                    yield true;
                }
            };
        } catch (RuntimeException e) {
            // not thrown on: then what was applied before it would be sent again too
            log.warn("failed", Map.of("sequenceNumber", step.firstSequenceNumber()), e);
            return false;
        }
    }

    private void park(UnreadableStep unreadable) {
        parking.park(new ParkedItem(
                ParkedItem.Kind.STREAM_RECORD,
                FunctionModule.EVENT_AGGREGATOR,
                unreadable.reason(),
                unreadable.streamRecord()));
        log.warn("parked", Map.of("sequenceNumber", unreadable.firstSequenceNumber(), "reason", unreadable.reason()));
    }

    private static String answer(Optional<String> firstUnapplied) {
        List<Map<String, String>> failures = firstUnapplied
                .map(number -> List.of(Map.of("itemIdentifier", number)))
                .orElse(List.of());
        return new JsonObject(Map.of("batchItemFailures", failures)).toJson();
    }
}
