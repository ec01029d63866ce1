package wordcounter.digest;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import wordcounter.deadletters.ParkedItem;
import wordcounter.json.JsonObject;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.ParallelTasks;
import wordcounter.slack.SlackParameter;
import wordcounter.summaries.Page;
import wordcounter.summaries.SummaryReads;
import wordcounter.summaries.Totals;
import wordcounter.summaries.WordTotal;
import wordcounter.testing.InOrder;
import wordcounter.testing.Invocation;
import wordcounter.testing.LogLines;
import wordcounter.testing.ManualClock;

/** The handler with all that surrounds it. Time passes only when somebody waits, or a test lets it. */
final class Fixture implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-27T12:00:00Z");
    static final String PARAMETER = SlackParameter.INCOMING_WEBHOOK_URL.nameUnder("/stack/dev/slack");

    /** As template.yaml has it. */
    static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** However busy this machine is. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

    final ManualClock clock = new ManualClock(START);
    final FakeSlack slack = new FakeSlack(clock);
    final InMemoryMilestones table = new InMemoryMilestones();
    final Map<String, String> parameters = new TreeMap<>();
    final Map<String, Long> counts = new TreeMap<>();
    final List<ParkedItem> parked = new ArrayList<>();
    final LogLines log = new LogLines();
    boolean parameterStoreIsAway;
    boolean queueIsAway;
    private int batches;
    private final SlackDigestHandler handler;

    Fixture() {
        parameters.put(PARAMETER, slack.address());
        handler = handler(new HttpSlackPost(LONGEST_ANSWER));
    }

    SlackDigestHandler handler(SlackPost post) {
        return handler(post, log.log(FunctionModule.SLACK_DIGEST, clock));
    }

    SlackDigestHandler handler(SlackPost post, JsonLog jsonLog) {
        return new SlackDigestHandler(
                new SlackDigestHandler.Services(
                        new WebhookAddress(
                                this::read, "/stack/dev/slack", WebhookAddress.Rule.SLACK_OR_LOOPBACK, clock),
                        post,
                        table,
                        table,
                        new Summaries(),
                        this::park,
                        inOrder(),
                        clock::advance,
                        () -> "batch " + ++batches),
                clock,
                jsonLog);
    }

    private static ParallelTasks inOrder() {
        return new InOrder();
    }

    private Map<String, String> read(List<String> names) {
        if (parameterStoreIsAway) {
            throw new IllegalStateException("Parameter Store answered 500");
        }
        return names.stream()
                .filter(parameters::containsKey)
                .collect(Collectors.toMap(
                        name -> name,
                        name -> Optional.ofNullable(parameters.get(name)).orElseThrow()));
    }

    private void park(ParkedItem item) {
        if (queueIsAway) {
            throw new IllegalStateException("SQS answered 500");
        }
        parked.add(item);
    }

    /** What the handler answers, or throws. */
    String invoke(String event) {
        return Invocation.of(handler, event, TIMEOUT);
    }

    /** The records that have to come again. */
    List<String> failures(String event) {
        return JsonObject.parse(invoke(event)).requiredObjects("batchItemFailures").stream()
                .map(failure -> failure.requiredString("itemIdentifier"))
                .toList();
    }

    /** An event of the stream whose records are numbered from 1. */
    static String batch(String... records) {
        return "{\"Records\":[" + String.join(",", records) + "]}";
    }

    static String passed(int number, String word, long count, long milestone) {
        return passed(number, word, count, milestone, START);
    }

    static String passed(int number, String word, long count, long milestone, Instant at) {
        Map<String, Object> image = Map.of(
                "id", Map.of("S", "word#" + word),
                "itemCount", Map.of("N", Long.toString(count)),
                "passed", Map.of("N", Long.toString(milestone)));
        return new JsonObject(Map.of(
                        "eventName",
                        "MODIFY",
                        "dynamodb",
                        Map.of(
                                "SequenceNumber", Integer.toString(number),
                                "ApproximateCreationDateTime", at.getEpochSecond(),
                                "NewImage", image)))
                .toJson();
    }

    static String daily(Instant time) {
        return new JsonObject(Map.of("detail-type", "Scheduled Event", "time", time.toString())).toJson();
    }

    /** What the messages in the channel show, as Slack's clients would. */
    List<String> shown() {
        return slack.channel().stream()
                .map(FakeSlack::shown)
                .map(text -> text.replace("\u2068", "").replace("\u2069", ""))
                .toList();
    }

    List<String> logged(String message) {
        return log.lines().stream()
                .filter(line -> line.requiredString("message").equals(message))
                .map(JsonObject::toJson)
                .toList();
    }

    private final class Summaries implements SummaryReads {

        @Override
        public List<WordTotal> mostFrequent(int number, Instant deadline) {
            return counts.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(number)
                    .map(entry -> new WordTotal(entry.getKey(), entry.getValue()))
                    .toList();
        }

        @Override
        public long countOf(String word, Instant deadline) {
            throw new UnsupportedOperationException("the digest asks for none");
        }

        @Override
        public Totals totals(Instant deadline) {
            throw new UnsupportedOperationException("the digest asks for none");
        }

        @Override
        public Page page(int size, Optional<String> afterId, Instant deadline) {
            throw new UnsupportedOperationException("the digest asks for none");
        }
    }

    @Override
    public void close() {
        slack.close();
    }
}
