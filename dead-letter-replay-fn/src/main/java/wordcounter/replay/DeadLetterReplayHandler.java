package wordcounter.replay;

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
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import wordcounter.counts.DynamoDbCounterScan;
import wordcounter.deadletters.ReplayAnswer;
import wordcounter.deadletters.ReplayRefusal;
import wordcounter.deadletters.ReplayRequest;
import wordcounter.deadletters.ReplayTimes;
import wordcounter.dynamodb.TimedReads;
import wordcounter.intake.EventIds;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Deadline;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.VirtualThreads;
import wordcounter.summaries.DynamoDbSummaryStore;
import wordcounter.summaries.SummaryMerger;
import wordcounter.summaries.SummaryRebuild;

/**
 * Replays what is in the dead-letter queue, when an operator asks for it by {@code ./words replay}. It reads a {@link
 * ReplayRequest} and writes a {@link ReplayAnswer}; unless the request says {@code "execute": true}, it changes nothing.
 */
public final class DeadLetterReplayHandler implements RequestStreamHandler {

    private static final Duration TIME_TO_ANSWER = Duration.ofSeconds(5);

    private final Replayer replayer;
    private final Clock clock;
    private final Supplier<String> runs;

    /** For Lambda. */
    public DeadLetterReplayHandler() {
        this(
                ReplaySettings.of(Environment.ofProcess()),
                AwsClients.forLambda(Environment.ofProcess()),
                AwsClients.forLambda(Environment.ofProcess(), ReplayTimes.INVOCATION, ReplayTimes.INVOCATION),
                Clock.systemUTC(),
                new JsonLog(FunctionModule.DEAD_LETTER_REPLAY, System.out, Clock.systemUTC()));
    }

    private DeadLetterReplayHandler(
            ReplaySettings settings, AwsClients clients, AwsClients patientClients, Clock clock, JsonLog log) {
        this(
                new Replayer(
                        new SqsDeadLetters(clients.build(SqsClient.builder()), settings.deadLetterQueueUrl()),
                        new AwsHandOver(
                                settings,
                                patientClients.signedCalls()::post,
                                new Backoff(clock, new SecureRandom(), Thread::sleep),
                                clock),
                        new AwsStreamRecovery(
                                new GivenUpRecords(clients.build(DynamoDbStreamsClient.builder())),
                                rebuild(settings, clients.build(DynamoDbClient.builder()), clock)),
                        settings,
                        new EventIds(new SecureRandom()),
                        clock,
                        log),
                clock,
                () -> UUID.randomUUID().toString());
    }

    /** @param runs names each run */
    DeadLetterReplayHandler(Replayer replayer, Clock clock, Supplier<String> runs) {
        this.replayer = replayer;
        this.clock = clock;
        this.runs = runs;
    }

    private static SummaryRebuild rebuild(ReplaySettings settings, DynamoDbClient dynamoDb, Clock clock) {
        Backoff backoff = new Backoff(clock, new SecureRandom(), Thread::sleep);
        return new SummaryRebuild(
                new DynamoDbCounterScan(dynamoDb, settings.wordCountsTable()),
                new SummaryMerger(
                        new DynamoDbSummaryStore(
                                dynamoDb, new TimedReads(dynamoDb, backoff, clock), settings.summariesTable()),
                        new VirtualThreads(SummaryMerger.AT_ONCE),
                        backoff,
                        clock));
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        replayer.log().begin(context);
        Instant deadline = Deadline.of(context, clock, ReplayTimes.INVOCATION.plus(TIME_TO_ANSWER));
        output.write(answer(input, deadline).toJson().getBytes(StandardCharsets.UTF_8));
    }

    private ReplayAnswer answer(InputStream input, Instant deadline) {
        ReplayRequest request;
        try {
            request = ReplayRequest.parse(JsonObject.parse(input));
        } catch (InvalidJsonException e) {
            return new ReplayRefusal(String.valueOf(e.getMessage()));
        }
        return replayer.replay(request, runs.get(), deadline);
    }
}
