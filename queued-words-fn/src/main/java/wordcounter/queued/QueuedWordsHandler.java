package wordcounter.queued;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import wordcounter.deadletters.MeasuredParking;
import wordcounter.deadletters.Parking;
import wordcounter.deadletters.SqsParking;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
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
import wordcounter.tracing.TraceContexts;

/** Counts the texts of a batch, and answers which messages are to come again. */
public final class QueuedWordsHandler implements RequestStreamHandler, AwsPrimed {

    /** The longest that a call takes which was begun just before the deadline, and a second to answer. */
    private static final Duration TIME_TO_ANSWER = AwsClients.CALL_TIMEOUT.plusSeconds(1);

    private final QueueBatch batch;
    private final Clock clock;
    private final JsonLog log;

    /** For Lambda. */
    public QueuedWordsHandler() {
        this(
                QueuedWordsSettings.of(Environment.ofProcess()),
                AwsClients.forLambda(Environment.ofProcess()),
                Clock.systemUTC(),
                new SecureRandom(),
                JsonLog.forLambda(FunctionModule.QUEUED_WORDS, Environment.ofProcess()));
        primeBeforeSnapshot();
    }

    private QueuedWordsHandler(
            QueuedWordsSettings settings, AwsClients clients, Clock clock, RandomGenerator random, JsonLog log) {
        this(
                SnsEventIntake.of(
                        settings.intake(),
                        clients.build(SnsClient.builder()),
                        clients.build(DynamoDbClient.builder()),
                        new Backoff(clock, random, Thread::sleep),
                        clock,
                        log),
                new EventIds(random),
                new SqsParking(clients.build(SqsClient.builder()), settings.deadLetterQueueUrl()),
                new TraceContexts(random),
                clock,
                log);
    }

    QueuedWordsHandler(
            EventIntake intake, EventIds eventIds, Parking parking, TraceContexts traces, Clock clock, JsonLog log) {
        this.batch = new QueueBatch(
                FunctionModule.QUEUED_WORDS,
                new QueuedTexts(intake, eventIds, log),
                new MeasuredParking(parking, log.metrics()),
                traces,
                clock,
                log);
        this.clock = clock;
        this.log = log;
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

    @Override
    public void prime(AwsClients clients) throws IOException {
        QueuedWordsHandler twin = new QueuedWordsHandler(
                new QueuedWordsSettings(
                        IntakeSettings.PRIMING, "https://sqs.us-east-1.amazonaws.com/000000000000/priming"),
                clients,
                clock,
                new SecureRandom(),
                JsonLog.silent(clock));
        Priming.run(getClass(), "priming.json", clock, (event, deadline) -> {
            if (!twin.batch.takeAll(JsonObject.parse(event), deadline).isEmpty()) {
                throw new IllegalStateException("priming.json was not counted");
            }
        });
    }
}
