package wordcounter.uploaded;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import wordcounter.deadletters.MeasuredParking;
import wordcounter.deadletters.SqsParking;
import wordcounter.intake.EventIds;
import wordcounter.intake.IntakeSettings;
import wordcounter.intake.SnsEventIntake;
import wordcounter.json.JsonObject;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.AwsPrimed;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Deadline;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.Priming;
import wordcounter.runtime.VirtualThreads;
import wordcounter.uploaded.UploadedTexts.Limits;
import wordcounter.uploads.DynamoDbUploads;
import wordcounter.uploads.UploadedFile;

/**
 * Counts files that were put into the bucket. When the time is too short for a file, the function invokes itself with what is left:
 * Lambda's own retries, of which there are two, are for failures.
 */
public final class UploadedWordsHandler implements RequestStreamHandler, AwsPrimed {

    /**
     * Events of one file that are counted at the same time. More of them would only meet in the table: it gives 4,000 write units a
     * second by default, and as many functions multiply what these publish.
     */
    private static final int AT_ONCE = 4;

    /** A call that was begun just before the deadline, the progress, and handing on with its retries; and a second to end. */
    static final Duration TIME_TO_FINISH = AwsClients.CALL_TIMEOUT
            .multipliedBy(3)
            .plus(LambdaContinuation.TIME_FOR_RETRIES)
            .plusSeconds(1);

    private final UploadedTexts texts;
    private final Continuation continuation;
    private final Clock clock;
    private final JsonLog log;

    /** For Lambda. */
    public UploadedWordsHandler() {
        this(
                UploadedWordsSettings.of(Environment.ofProcess()),
                AwsClients.forLambda(Environment.ofProcess()),
                Environment.ofProcess().optional("AWS_ENDPOINT_URL").isPresent(),
                Clock.systemUTC(),
                new SecureRandom(),
                JsonLog.forLambda(FunctionModule.UPLOADED_WORDS, Environment.ofProcess()));
        primeBeforeSnapshot();
    }

    private UploadedWordsHandler(
            UploadedWordsSettings settings,
            AwsClients clients,
            boolean pathStyle,
            Clock clock,
            RandomGenerator random,
            JsonLog log) {
        this(texts(settings, clients, pathStyle, clock, random, log), continuation(clients, clock, random), clock, log);
    }

    UploadedWordsHandler(UploadedTexts texts, Continuation continuation, Clock clock, JsonLog log) {
        this.texts = texts;
        this.continuation = continuation;
        this.clock = clock;
        this.log = log;
    }

    private static UploadedTexts texts(
            UploadedWordsSettings settings,
            AwsClients clients,
            boolean pathStyle,
            Clock clock,
            RandomGenerator random,
            JsonLog log) {
        DynamoDbClient dynamoDb = clients.build(DynamoDbClient.builder());
        Backoff backoff = new Backoff(clock, random, Thread::sleep);
        return new UploadedTexts(
                SnsEventIntake.of(settings.intake(), clients.build(SnsClient.builder()), dynamoDb, backoff, clock, log),
                new EventIds(random),
                new DynamoDbUploads(dynamoDb, settings.uploadsTable()),
                new S3UploadedFiles(s3(clients, pathStyle), backoff),
                new MeasuredParking(
                        new SqsParking(clients.build(SqsClient.builder()), settings.deadLetterQueueUrl()),
                        log.metrics()),
                new VirtualThreads(AT_ONCE),
                backoff,
                clock,
                log,
                Limits.of(settings.limitBytes()));
    }

    /** @param pathStyle with an endpoint for all services a bucket is in the path, since its name is no host there */
    private static S3Client s3(AwsClients clients, boolean pathStyle) {
        S3ClientBuilder builder = S3Client.builder().forcePathStyle(pathStyle);
        return clients.build(builder);
    }

    private static Continuation continuation(AwsClients clients, Clock clock, RandomGenerator random) {
        return new LambdaContinuation(clients.signedCalls()::post, new Backoff(clock, random, Thread::sleep), clock);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        log.begin(context);
        try {
            List<JsonObject> unfinished = takeAll(JsonObject.parse(input), Deadline.of(context, clock, TIME_TO_FINISH));
            if (!unfinished.isEmpty()) {
                continuation.goOn(context.getInvokedFunctionArn(), UploadedFile.event(unfinished));
                log.info("handed on", Map.of("files", unfinished.size()));
            }
        } finally {
            log.metrics().write(context.getAwsRequestId());
        }
    }

    /**
     * S3 sends one record at a time; the event's form allows more.
     *
     * @return records of files that are not finished
     * @throws wordcounter.json.InvalidJsonException when this is no event of S3
     */
    private List<JsonObject> takeAll(JsonObject s3Event, Instant deadline) {
        List<JsonObject> unfinished = new ArrayList<>();
        for (JsonObject s3Record : s3Event.requiredObjects("Records")) {
            if (!texts.take(s3Record, deadline)) {
                unfinished.add(s3Record);
            }
        }
        return unfinished;
    }

    @Override
    public JsonLog log() {
        return log;
    }

    @Override
    public void prime(AwsClients clients) throws IOException {
        UploadedWordsHandler twin = new UploadedWordsHandler(
                new UploadedWordsSettings(
                        IntakeSettings.PRIMING,
                        "priming",
                        "https://sqs.us-east-1.amazonaws.com/000000000000/priming",
                        1_000),
                clients,
                true,
                clock,
                new SecureRandom(),
                JsonLog.silent(clock));
        Priming.run(
                getClass(),
                "priming.json",
                clock,
                (event, deadline) -> twin.takeAll(JsonObject.parse(event), deadline));
    }
}
