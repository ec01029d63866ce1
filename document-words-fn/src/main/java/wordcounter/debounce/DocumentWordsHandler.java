package wordcounter.debounce;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import wordcounter.deadletters.MeasuredParking;
import wordcounter.deadletters.Parking;
import wordcounter.deadletters.SqsParking;
import wordcounter.documents.Documents;
import wordcounter.documents.DynamoDbDocuments;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.EventIntake.IdOrigin;
import wordcounter.intake.IntakeSettings;
import wordcounter.intake.SnsEventIntake;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueBatch;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.AwsPrimed;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Deadline;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.Priming;
import wordcounter.runtime.SecureStrings;
import wordcounter.tracing.TraceContext;
import wordcounter.tracing.TraceContexts;
import wordcounter.words.Tokenizer;

/** Takes batches of messages about documents, and answers which of them are to come again. */
public final class DocumentWordsHandler implements RequestStreamHandler, AwsPrimed {

    /** The longest that a call takes which was begun just before the deadline, and a second to answer. */
    private static final Duration TIME_TO_ANSWER = AwsClients.CALL_TIMEOUT.plusSeconds(1);

    private final Services services;
    private final QueueBatch batch;
    private final Clock clock;
    private final JsonLog log;

    /** For Lambda. */
    public DocumentWordsHandler() {
        this(
                DocumentWordsSettings.of(Environment.ofProcess()),
                AwsClients.forLambda(Environment.ofProcess()),
                Clock.systemUTC(),
                new SecureRandom(),
                JsonLog.forLambda(FunctionModule.DOCUMENT_WORDS, Environment.ofProcess()));
        primeBeforeSnapshot();
    }

    private DocumentWordsHandler(
            DocumentWordsSettings settings, AwsClients clients, Clock clock, RandomGenerator random, JsonLog log) {
        this(Services.of(settings, clients, clock, random, log), clock, log);
    }

    DocumentWordsHandler(Services services, Clock clock, JsonLog log) {
        DocumentCounter counter = new DocumentCounter(
                services.documents(), services.server(), services.intake(), services.eventIds(), clock, log);
        this.services = services;
        this.batch = new QueueBatch(
                FunctionModule.DOCUMENT_WORDS,
                new DocumentMessages(services.documents(), services.checks(), counter, log),
                new MeasuredParking(services.parking(), log.metrics()),
                services.traces(),
                clock,
                log);
        this.clock = clock;
        this.log = log;
    }

    /** What the messages are dealt with by. */
    record Services(
            Documents documents,
            Checks checks,
            DocumentServer server,
            EventIntake intake,
            EventIds eventIds,
            TraceContexts traces,
            Parking parking) {

        static Services of(
                DocumentWordsSettings settings, AwsClients clients, Clock clock, RandomGenerator random, JsonLog log) {
            DynamoDbClient dynamoDb = clients.build(DynamoDbClient.builder());
            SqsClient sqs = clients.build(SqsClient.builder());
            BearerToken token =
                    new BearerToken(new SecureStrings(clients.signedCalls())::read, settings.tokenParameter(), clock);
            return new Services(
                    new DynamoDbDocuments(dynamoDb, settings.documentsTable()),
                    new SqsChecks(sqs, settings.checksQueueUrl(), settings.quietTime()),
                    new HttpDocumentServer(settings.baseUrl(), token, clock),
                    SnsEventIntake.of(
                            settings.intake(),
                            clients.build(SnsClient.builder()),
                            dynamoDb,
                            new Backoff(clock, random, Thread::sleep),
                            clock,
                            log),
                    new EventIds(random),
                    new TraceContexts(random),
                    new SqsParking(sqs, settings.deadLetterQueueUrl()));
        }

        /** The same over canned answers: an answer of SQS that has no checksum is one too. */
        Services canned(DocumentServer cannedServer) {
            Checks cannedChecks = check -> {
                try {
                    checks.send(check);
                } catch (SdkClientException e) {
                    // it came as far as the checksum
                }
            };
            return new Services(documents, cannedChecks, cannedServer, intake, eventIds, traces, parking);
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        log.begin(context);
        try {
            List<String> failures = batch.takeAll(JsonObject.parse(input), Deadline.of(context, clock, TIME_TO_ANSWER));
            output.write(QueueBatch.answer(failures).toJson().getBytes(StandardCharsets.UTF_8));
        } finally {
            log.metrics().write(context.getAwsRequestId());
        }
    }

    @Override
    public JsonLog log() {
        return log;
    }

    /** The canned table keeps no plan, so the documents are empty, and an event is taken in beside them. */
    @Override
    public void prime(AwsClients clients) throws IOException {
        DocumentWordsSettings settings = new DocumentWordsSettings(
                IntakeSettings.PRIMING,
                "https://sqs.us-east-1.amazonaws.com/000000000000/priming",
                "priming",
                "https://sqs.us-east-1.amazonaws.com/000000000000/priming",
                URI.create("https://localhost"),
                Duration.ofSeconds(1),
                "/priming");
        BearerToken token =
                new BearerToken(new SecureStrings(clients.signedCalls())::read, settings.tokenParameter(), clock);
        Services canned = Services.of(settings, clients, clock, new SecureRandom(), JsonLog.silent(clock))
                .canned((id, deadline) ->
                        new DocumentServer.Answer.Content(token.get().orElse("")));
        DocumentWordsHandler twin = new DocumentWordsHandler(canned, clock, JsonLog.silent(clock));
        Priming.run(getClass(), "priming.json", clock, (event, deadline) -> {
            if (!twin.batch.takeAll(JsonObject.parse(event), deadline).isEmpty()) {
                throw new IllegalStateException("priming.json was not dealt with");
            }
            twin.services
                    .intake()
                    .take(
                            "priming",
                            IdOrigin.OURS,
                            "priming",
                            TraceContext.named("priming"),
                            Tokenizer.tokenizeWhatFits("to be or not"),
                            deadline);
        });
    }
}
