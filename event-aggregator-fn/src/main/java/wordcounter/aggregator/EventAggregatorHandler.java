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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import wordcounter.aggregator.Batch.Step;
import wordcounter.aggregator.Batch.UnreadableStep;
import wordcounter.aggregator.Batch.WordStep;
import wordcounter.counts.Tally;
import wordcounter.deadletters.MeasuredParking;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.Parking;
import wordcounter.deadletters.SqsParking;
import wordcounter.dynamodb.TimedReads;
import wordcounter.json.JsonObject;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.AwsPrimed;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Deadline;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.Metric;
import wordcounter.runtime.Priming;
import wordcounter.runtime.VirtualThreads;
import wordcounter.summaries.DynamoDbSummaryStore;
import wordcounter.summaries.MergeResult;
import wordcounter.summaries.SummaryMerger;

/**
 * Merges a batch of counter changes into the summaries, as a whole.
 *
 * <p>When words could not be merged, it reports the first of their records, from which on the stream sends again
 * (partial batch response). What comes again of other words changes nothing. A record that can't be read is parked; one
 * that comes after the reported record is left, since it comes again too.
 *
 * <p>Its log lines have no event's id. The stream tells how much a counter has by now, and one record may stand for
 * many events; so {@code aggregated} says how many records and words there were, and up to when they were made.
 */
public final class EventAggregatorHandler implements RequestStreamHandler, AwsPrimed {

    /** The longest that a call takes which was begun just before the deadline, and a second for the answer. */
    private static final Duration TIME_TO_ANSWER = AwsClients.CALL_TIMEOUT.plusSeconds(1);

    private static final int MOST_FAILURES_TOLD = 10;

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
                JsonLog.forLambda(FunctionModule.EVENT_AGGREGATOR, Environment.ofProcess()));
        primeBeforeSnapshot();
    }

    private EventAggregatorHandler(AggregatorSettings settings, AwsClients clients, Clock clock, JsonLog log) {
        this(
                merger(settings, clients.build(DynamoDbClient.builder()), clock),
                new SqsParking(clients.build(SqsClient.builder()), settings.deadLetterQueueUrl()),
                clock,
                log);
    }

    private static SummaryMerger merger(AggregatorSettings settings, DynamoDbClient dynamoDb, Clock clock) {
        Backoff backoff = new Backoff(clock, new SecureRandom(), Thread::sleep);
        return new SummaryMerger(
                new DynamoDbSummaryStore(dynamoDb, new TimedReads(dynamoDb, backoff, clock), settings.summariesTable()),
                new VirtualThreads(SummaryMerger.AT_ONCE),
                backoff,
                clock);
    }

    EventAggregatorHandler(SummaryMerger merger, Parking parking, Clock clock, JsonLog log) {
        this.merger = merger;
        this.parking = new MeasuredParking(parking, log.metrics());
        this.clock = clock;
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        log.begin(context);
        Instant deadline = Deadline.of(context, clock, TIME_TO_ANSWER);
        try {
            Batch batch = Batch.of(JsonObject.parse(input));
            output.write(answer(firstUnapplied(batch, deadline)).getBytes(StandardCharsets.UTF_8));
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

    /** Merges the words, and parks what can't be read before the first word that is not merged. */
    private Optional<String> firstUnapplied(Batch batch, Instant deadline) {
        Map<String, SortedMap<Integer, Tally>> values = batch.values();
        MergeResult merged = merger.merge(values, deadline);
        tellFailures(batch, merged);
        log.metrics().add(Metric.CONFLICT_RETRIES, merged.refused());
        int parked = 0;
        for (Step step : batch.steps()) {
            boolean isApplied = switch (step) {
                case WordStep word -> merged.isMerged(word.word());
                case UnreadableStep unreadable -> isParked(unreadable, deadline);
            };
            if (!isApplied) {
                log.warn(
                        "stopped", Map.of("sequenceNumber", step.firstSequenceNumber(), "unmerged", merged.unmerged()));
                return Optional.of(step.firstSequenceNumber());
            }
            parked += step instanceof UnreadableStep ? 1 : 0;
        }
        // no event's id: a counter's record says how much a word has by now, not which events added to it
        log.info(
                "aggregated",
                JsonObject.builder()
                        .put("records", batch.records())
                        .putIfPresent("upTo", batch.newest().map(Instant::toString))
                        .put("words", values.size())
                        .put("parked", parked)
                        .put("transactions", merged.transactions())
                        .put("refused", merged.refused())
                        .build()
                        .members());
        return Optional.empty();
    }

    /** Each failure once, with the first record that it struck; when there are many, they are of one kind. */
    private void tellFailures(Batch batch, MergeResult merged) {
        Map<RuntimeException, String> failures = new LinkedHashMap<>();
        for (Step step : batch.steps()) {
            if (step instanceof WordStep word && merged.failed().containsKey(word.word())) {
                failures.putIfAbsent(merged.failed().get(word.word()), step.firstSequenceNumber());
            }
        }
        failures.entrySet().stream()
                .limit(MOST_FAILURES_TOLD)
                .forEach(failure -> log.warn("failed", Map.of("sequenceNumber", failure.getValue()), failure.getKey()));
    }

    private boolean isParked(UnreadableStep step, Instant deadline) {
        if (!clock.instant().isBefore(deadline)) {
            return false;
        }
        try {
            park(step);
            return true;
        } catch (RuntimeException e) {
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
