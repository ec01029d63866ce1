package wordcounter.digest;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import wordcounter.deadletters.MeasuredParking;
import wordcounter.deadletters.Parking;
import wordcounter.deadletters.SqsParking;
import wordcounter.digest.SlackPost.Result;
import wordcounter.dynamodb.TimedReads;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.AwsClients;
import wordcounter.runtime.AwsPrimed;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.Backoff.Sleeper;
import wordcounter.runtime.Environment;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.ParallelTasks;
import wordcounter.runtime.Priming;
import wordcounter.runtime.SecureStrings;
import wordcounter.runtime.VirtualThreads;
import wordcounter.slack.DigestRequest;
import wordcounter.slack.SlackParameter;
import wordcounter.summaries.DynamoDbSummaryReads;
import wordcounter.summaries.SummaryItem;
import wordcounter.summaries.SummaryReads;

/**
 * Posts to a Slack channel what happens to the words. It is invoked by the stream of the summaries with milestones, by a schedule for
 * the most frequent words, and by an operator ({@code ./words digest}) who wants to see whether a message arrives.
 */
public final class SlackDigestHandler implements RequestStreamHandler, AwsPrimed {

    /** A message that was begun just before the deadline, and two rounds of writes after it. */
    private static final Duration TIME_TO_FINISH =
            HttpSlackPost.TIMEOUT.plus(AwsClients.CALL_TIMEOUT.multipliedBy(2)).plusSeconds(1);

    private static final int WRITES_AT_ONCE = 8;

    private static final String SCHEDULED = "Scheduled Event";

    private final Channel channel;
    private final MilestoneNews milestones;
    private final DailyNews daily;
    private final Clock clock;
    private final JsonLog log;

    /** What it posts with, reads and writes. */
    record Services(
            WebhookAddress address,
            SlackPost slack,
            Claims claims,
            Turns turns,
            SummaryReads summaries,
            Parking parking,
            ParallelTasks parallel,
            Sleeper sleeper,
            Supplier<String> owners) {

        static Services of(
                DigestSettings settings,
                AwsClients clients,
                WebhookAddress.Secrets secrets,
                SlackPost slack,
                Clock clock) {
            DynamoDbClient dynamoDb = clients.build(DynamoDbClient.builder());
            DynamoDbMilestones milestones = new DynamoDbMilestones(dynamoDb, settings.milestonesTable());
            Sleeper sleeper = Thread::sleep;
            TimedReads reads = new TimedReads(dynamoDb, new Backoff(clock, new SecureRandom(), sleeper), clock);
            return new Services(
                    new WebhookAddress(secrets, settings.secretsPath(), settings.addressRule(), clock),
                    slack,
                    milestones,
                    milestones,
                    new DynamoDbSummaryReads(
                            reads, new VirtualThreads(SummaryItem.topBuckets().size()), settings.summariesTable()),
                    new SqsParking(clients.build(SqsClient.builder()), settings.deadLetterQueueUrl()),
                    new VirtualThreads(WRITES_AT_ONCE),
                    sleeper,
                    () -> UUID.randomUUID().toString());
        }
    }

    /** For Lambda. */
    public SlackDigestHandler() {
        this(
                DigestSettings.of(Environment.ofProcess()),
                AwsClients.forLambda(Environment.ofProcess()),
                Clock.systemUTC(),
                JsonLog.forLambda(FunctionModule.SLACK_DIGEST, Environment.ofProcess()));
        primeBeforeSnapshot();
    }

    private SlackDigestHandler(DigestSettings settings, AwsClients clients, Clock clock, JsonLog log) {
        this(
                Services.of(
                        settings,
                        clients,
                        new SecureStrings(clients.signedCalls())::read,
                        new HttpSlackPost(HttpSlackPost.TIMEOUT),
                        clock),
                clock,
                log);
    }

    SlackDigestHandler(Services services, Clock clock, JsonLog log) {
        this.channel =
                new Channel(services.address(), services.slack(), services.turns(), clock, services.sleeper(), log);
        this.milestones = new MilestoneNews(
                channel,
                services.claims(),
                new MeasuredParking(services.parking(), log.metrics()),
                services.parallel(),
                services.owners(),
                clock,
                log);
        this.daily = new DailyNews(channel, services.claims(), services.summaries(), services.owners(), clock, log);
        this.clock = clock;
        this.log = log;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        log.begin(context);
        Instant end = clock.instant().plusMillis(context.getRemainingTimeInMillis());
        try {
            JsonObject answer = answer(JsonObject.parse(input), end.minus(TIME_TO_FINISH), end);
            output.write(answer.toJson().getBytes(StandardCharsets.UTF_8));
        } finally {
            log.metrics().write(context.getAwsRequestId());
        }
    }

    /** @throws InvalidJsonException when it is none of the events that it is invoked with */
    private JsonObject answer(JsonObject event, Instant deadline, Instant end) {
        if (event.members().containsKey("Records")) {
            return failures(milestones.tell(MilestoneBatch.of(event), deadline, end));
        }
        if (event.members().containsKey(DigestRequest.DIGEST)) {
            return answerOperator(DigestRequest.parse(event), deadline).toJson();
        }
        if (event.optionalString("detail-type").filter(SCHEDULED::equals).isPresent()) {
            daily.tell(due(event), deadline, end);
            return new JsonObject(Map.of());
        }
        throw new InvalidJsonException("neither records, nor a scheduled event, nor a request of an operator");
    }

    private static Instant due(JsonObject event) {
        try {
            return Instant.parse(event.requiredString("time"));
        } catch (DateTimeException e) {
            throw new InvalidJsonException("'time' is not an ISO 8601 instant");
        }
    }

    private static JsonObject failures(List<String> identifiers) {
        return JsonObject.builder()
                .put(
                        "batchItemFailures",
                        identifiers.stream()
                                .map(identifier -> new JsonObject(Map.of("itemIdentifier", identifier)))
                                .toList())
                .build();
    }

    /** What he asks for is claimed by nobody: he sees whether it arrives. */
    private DigestRequest.Answer answerOperator(DigestRequest request, Instant deadline) {
        SlackMessage message = daily.message(deadline);
        if (!channel.isOn()) {
            return DigestRequest.Answer.off(channel.parameter(), message.plainText());
        }
        if (request == DigestRequest.SHOW) {
            return DigestRequest.Answer.on(message.plainText());
        }
        SlackMessage test = DigestMessages.test(message);
        return switch (channel.post(test, deadline)) {
            case Channel.Outcome.Posted _ -> {
                log.info("posted", Map.of("words", message.lines().size()));
                yield DigestRequest.Answer.posted(test.plainText());
            }
            case Channel.Outcome.Off _ -> DigestRequest.Answer.off(channel.parameter(), message.plainText());
            case Channel.Outcome.NotPosted(var reason, var _) -> DigestRequest.Answer.failed(reason, test.plainText());
            case Channel.Outcome.Unknown(var reason) ->
                DigestRequest.Answer.failed(reason + "; it may have arrived", test.plainText());
        };
    }

    @Override
    public JsonLog log() {
        return log;
    }

    /** The twin posts to nowhere: Slack is no endpoint to try a connection at. */
    @Override
    public void prime(AwsClients clients) throws IOException {
        DigestSettings settings = new DigestSettings(
                "priming",
                "priming",
                "/priming",
                "https://sqs.us-east-1.amazonaws.com/000000000000/priming",
                WebhookAddress.Rule.SLACK);
        String parameter = SlackParameter.INCOMING_WEBHOOK_URL.nameUnder(settings.secretsPath());
        SlackDigestHandler twin = new SlackDigestHandler(
                Services.of(
                        settings,
                        clients,
                        _ -> {
                            Map<String, String> none =
                                    new SecureStrings(clients.signedCalls()).read(List.of(parameter));
                            return none.isEmpty()
                                    ? Map.of(parameter, "https://hooks.slack.com/services/priming")
                                    : none;
                        },
                        (_, message) -> message.toJson().isEmpty() ? new Result.Refused("") : new Result.Posted(),
                        clock),
                clock,
                JsonLog.silent(clock));
        Priming.run(getClass(), "priming.json", clock, (event, deadline) -> {
            JsonObject answer = twin.answer(JsonObject.parse(event), deadline, deadline);
            if (!answer.requiredObjects("batchItemFailures").isEmpty()) {
                throw new IllegalStateException("priming did not get to the end of its batch");
            }
        });
    }
}
