package wordcounter.retriever;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import wordcounter.counts.CounterReads;
import wordcounter.counts.DynamoDbCounterReads;
import wordcounter.dynamodb.TimedReads;
import wordcounter.http.ApiHandler;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.AwsPrimed;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.VirtualThreads;
import wordcounter.summaries.DynamoDbSummaryReads;
import wordcounter.summaries.SummaryItem;
import wordcounter.summaries.SummaryReads;
import wordcounter.tracing.TraceContexts;

/** Shows what was counted: words, summaries, events and documents. It only reads. */
public final class SummaryRetrieverHandler extends ApiHandler implements AwsPrimed {

    private final Clock clock;

    /** For Lambda. */
    public SummaryRetrieverHandler() {
        this(
                Services.of(
                        RetrieverSettings.of(Environment.ofProcess()),
                        AwsClients.forLambda(Environment.ofProcess()),
                        Clock.systemUTC()),
                Clock.systemUTC(),
                new SecureRandom(),
                new JsonLog(FunctionModule.SUMMARY_RETRIEVER, System.out, Clock.systemUTC()));
        primeBeforeSnapshot();
    }

    SummaryRetrieverHandler(Services services, Clock clock, RandomGenerator random, JsonLog log) {
        super(
                Map.of(
                        GetWords.ROUTE, new GetWords(services.summaries()),
                        GetWord.ROUTE, new GetWord(services.summaries(), services.counters()),
                        GetSummaries.ROUTE, new GetSummaries(services.summaries()),
                        GetSummary.ROUTE, new GetSummary(services.summaries()),
                        GetEvent.ROUTE, new GetEvent(services.events()),
                        GetDocument.ROUTE, new GetDocument(services.documents())),
                new TraceContexts(random),
                clock,
                log);
        this.clock = clock;
    }

    /** What the endpoints read from. */
    record Services(SummaryReads summaries, CounterReads counters, EventReads events, DocumentReads documents) {

        static Services of(RetrieverSettings settings, AwsClients clients, Clock clock) {
            TimedReads reads = new TimedReads(
                    clients.build(DynamoDbClient.builder()),
                    new Backoff(clock, new SecureRandom(), Thread::sleep),
                    clock);
            return new Services(
                    new DynamoDbSummaryReads(
                            reads, new VirtualThreads(SummaryItem.topBuckets().size()), settings.summariesTable()),
                    new DynamoDbCounterReads(reads, settings.wordCountsTable(), settings.counterShards()),
                    new DynamoDbEventReads(reads, settings.eventLedgerTable()),
                    settings.documentsTable()
                            .<DocumentReads>map(table -> new DynamoDbDocumentReads(reads, table))
                            .orElse((id, deadline) -> Optional.empty()));
        }
    }

    @Override
    public void prime(AwsClients clients) throws IOException {
        SummaryRetrieverHandler twin = new SummaryRetrieverHandler(
                Services.of(
                        new RetrieverSettings("priming", "priming", "priming", Optional.of("priming"), 1),
                        clients,
                        clock),
                clock,
                new SecureRandom(),
                JsonLog.silent(clock));
        twin.prime("priming.json", 404); // the canned tables are empty
    }
}
