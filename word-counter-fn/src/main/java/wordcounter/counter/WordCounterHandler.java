package wordcounter.counter;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import wordcounter.counter.slack.SlackEndpoints;
import wordcounter.counts.CounterReads;
import wordcounter.counts.DynamoDbCounterReads;
import wordcounter.counts.EventCounter;
import wordcounter.dynamodb.TimedReads;
import wordcounter.http.ApiHandler;
import wordcounter.http.Endpoint;
import wordcounter.http.MeasuredEndpoint;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.IntakeSettings;
import wordcounter.intake.Publisher;
import wordcounter.intake.SnsEventIntake;
import wordcounter.intake.SnsPublisher;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.AwsPrimed;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.VirtualThreads;
import wordcounter.summaries.DynamoDbSummaryReads;
import wordcounter.summaries.SummaryItem;
import wordcounter.tracing.TraceContexts;

/** The function that writes: it counts texts, over HTTP and from Slack, and forgets words. */
public final class WordCounterHandler extends ApiHandler implements AwsPrimed {

    private final Clock clock;

    /** For Lambda. */
    public WordCounterHandler() {
        this(Environment.ofProcess());
        primeBeforeSnapshot();
    }

    private WordCounterHandler(Environment environment) {
        this(environment, JsonLog.forLambda(FunctionModule.WORD_COUNTER, environment));
    }

    private WordCounterHandler(Environment environment, JsonLog log) {
        this(
                Services.of(
                        WordCounterSettings.of(environment),
                        AwsClients.forLambda(environment),
                        Clock.systemUTC(),
                        new SecureRandom(),
                        log),
                Clock.systemUTC(),
                new SecureRandom(),
                log);
    }

    WordCounterHandler(Services services, Clock clock, RandomGenerator random, JsonLog log) {
        super(routes(services, clock, random, log), new TraceContexts(random), clock, log);
        this.clock = clock;
    }

    private static Map<String, Endpoint> routes(Services services, Clock clock, RandomGenerator random, JsonLog log) {
        EventIds eventIds = new EventIds(random);
        EventIntake intake = new EventIntake(services.publisher(), services.eventCounter(), clock, log);
        Map<String, Endpoint> routes =
                new HashMap<>(new SlackEndpoints(services.slack(), eventIds, intake, clock, log).routes());
        routes.put(PostWords.ROUTE, new MeasuredEndpoint(new PostWords(eventIds, intake), log.metrics()));
        routes.put(
                DeleteWord.ROUTE,
                new DeleteWord(services.counters(), services.forgetWrite(), services.backoff(), clock, log));
        return routes;
    }

    /** What the endpoints read and write. */
    record Services(
            Publisher publisher,
            EventCounter eventCounter,
            CounterReads counters,
            ForgetWrite forgetWrite,
            SlackEndpoints.Services slack,
            Backoff backoff) {

        static Services of(
                WordCounterSettings settings, AwsClients clients, Clock clock, RandomGenerator random, JsonLog log) {
            IntakeSettings intake = settings.intake();
            DynamoDbClient dynamoDb = clients.build(DynamoDbClient.builder());
            Backoff backoff = new Backoff(clock, random, Thread::sleep);
            TimedReads reads = new TimedReads(dynamoDb, backoff, clock);
            return new Services(
                    new SnsPublisher(clients.build(SnsClient.builder()), intake.topicArn()),
                    SnsEventIntake.eventCounter(intake, dynamoDb, backoff, clock, log),
                    new DynamoDbCounterReads(reads, intake.wordCountsTable(), intake.counterShards()),
                    new DynamoDbForgetWrite(dynamoDb, intake.wordCountsTable()),
                    SlackEndpoints.Services.of(
                            clients,
                            settings.slackSecretsPath(),
                            new DynamoDbSummaryReads(
                                    reads,
                                    new VirtualThreads(SummaryItem.topBuckets().size()),
                                    settings.summariesTable())),
                    backoff);
        }
    }

    /** The twin gets a text to count, and a request of Slack's for which it finds no secret. */
    @Override
    public void prime(AwsClients clients) throws IOException {
        WordCounterSettings settings = new WordCounterSettings(IntakeSettings.PRIMING, "priming", "/priming");
        RandomGenerator random = new SecureRandom();
        JsonLog silent = JsonLog.silent(clock);
        WordCounterHandler twin =
                new WordCounterHandler(Services.of(settings, clients, clock, random, silent), clock, random, silent);
        twin.prime("priming.json", 202);
        twin.prime("priming-slack.json", 401);
        SlackEndpoints.prime();
    }
}
