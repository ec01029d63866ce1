package wordcounter.retriever;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import wordcounter.counts.CounterReads;
import wordcounter.counts.DynamoDbCounterReads;
import wordcounter.http.ApiHandler;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.SnapStartPrimed;
import wordcounter.summaries.DynamoDbSummaryReads;
import wordcounter.summaries.SummaryReads;

/** Shows what was counted: words, summaries and events. It only reads. */
public final class SummaryRetrieverHandler extends ApiHandler implements SnapStartPrimed {

    private final Clock clock;

    /** For Lambda. */
    public SummaryRetrieverHandler() {
        this(Environment.ofProcess());
        primeBeforeSnapshot();
    }

    private SummaryRetrieverHandler(Environment environment) {
        this(
                Services.of(RetrieverSettings.of(environment), AwsClients.forLambda(environment)),
                Clock.systemUTC(),
                new JsonLog(FunctionModule.SUMMARY_RETRIEVER, System.out, Clock.systemUTC()));
    }

    SummaryRetrieverHandler(Services services, Clock clock, JsonLog log) {
        super(
                Map.of(
                        GetWords.ROUTE, new GetWords(services.summaries()),
                        GetWord.ROUTE, new GetWord(services.summaries(), services.counters()),
                        GetSummaries.ROUTE, new GetSummaries(services.summaries()),
                        GetSummary.ROUTE, new GetSummary(services.summaries()),
                        GetEvent.ROUTE, new GetEvent(services.events())),
                clock,
                log);
        this.clock = clock;
    }

    /** What the endpoints need of the world around. */
    record Services(SummaryReads summaries, CounterReads counters, EventReads events) {

        static Services of(RetrieverSettings settings, AwsClients clients) {
            DynamoDbClient dynamoDb = clients.build(DynamoDbClient.builder());
            return new Services(
                    new DynamoDbSummaryReads(dynamoDb, settings.summariesTable()),
                    new DynamoDbCounterReads(dynamoDb, settings.wordCountsTable(), settings.counterShards()),
                    new DynamoDbEventReads(dynamoDb, settings.eventLedgerTable()));
        }
    }

    @Override
    public void prime() throws IOException {
        SummaryRetrieverHandler twin = new SummaryRetrieverHandler(
                Services.of(new RetrieverSettings("priming", "priming", "priming", 1), AwsClients.canned()),
                clock,
                JsonLog.silent(clock));
        twin.prime("priming.json", 404); // the canned tables are empty
    }
}
