package localrunner.streams;

import static localrunner.streams.StreamFixtures.QUEUE;
import static localrunner.streams.StreamFixtures.WRITTEN_AT;
import static localrunner.streams.StreamFixtures.answer;
import static localrunner.streams.StreamFixtures.error;
import static localrunner.streams.StreamFixtures.failedFrom;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.StreamSupport;
import localrunner.application.Application.StartingPosition;
import localrunner.application.Application.StreamMapping;
import localrunner.console.Console;
import localrunner.dynamodb.StreamReadException;
import localrunner.dynamodb.StreamReader;
import localrunner.facts.Fact;
import localrunner.facts.RecordingFacts;
import localrunner.invoke.FunctionInvoker;
import localrunner.invoke.InvocationResult;
import localrunner.invoke.TooManyRequestsException;
import localrunner.service.ServiceContext;
import localrunner.sqs.QueueSender;
import localrunner.streams.StreamFixtures.Mapping;
import localrunner.time.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StreamPollerTest {

    private final ManualTime time = new ManualTime(WRITTEN_AT);
    private final RecordingFacts facts = new RecordingFacts();
    private final Stream stream = new Stream();
    private final Function function = new Function();
    private final Queues queues = new Queues();
    private final Lines console = new Lines();
    private final List<StreamPoller> pollers = new ArrayList<>();

    @AfterEach
    void close() {
        pollers.forEach(StreamPoller::close);
        time.close();
    }

    @Test
    void start_shouldInvokeWithTheRecordsAsTheyAre() throws Exception {
        stream.shard("shard-1").write(1, 2);

        start(Mapping.DEFAULT);

        await().until(() -> function.events.size() == 1);
        assertThat(JsonMapper.shared().readTree(function.events.getFirst()))
                .isEqualTo(JsonMapper.shared()
                        .createObjectNode()
                        .set(
                                "Records",
                                JsonMapper.shared()
                                        .createArrayNode()
                                        .add(StreamFixtures.json(1, 0, "w1"))
                                        .add(StreamFixtures.json(2, 0, "w2"))));
    }

    @Test
    void start_shouldDeliverAtOnceWhatIsThere_whenThereIsNoWindow() throws Exception {
        start(Mapping.DEFAULT);

        stream.shard("shard-1").write(1);

        await().until(() -> function.batches().equals(List.of(List.of(1))));
    }

    @Test
    void start_shouldPassOverWhatNoFilterMatches_andGoOnBehindIt() throws Exception {
        Stream.ShardData shard = stream.shard("shard-1").write(1, 2, 3, 4);
        String pattern = "{\"dynamodb\":{\"Keys\":{\"word\":{\"S\":[\"w2\",\"w6\"]}}}}";

        StreamPoller poller = start(Mapping.DEFAULT.build(List.of(pattern)), function);
        await().until(() -> function.batches().equals(List.of(List.of(2))));
        shard.write(5, 6, 7);

        await().until(() -> function.batches().equals(List.of(List.of(2), List.of(6))));
        Instant written = time.now();
        time.advance(Duration.ofSeconds(1));
        await().until(() -> poller.hasCaughtUpWith(written));
    }

    @Test
    void start_shouldMakeBatchesOfTheBatchSizeInOrder() throws Exception {
        stream.shard("shard-1").write(1, 2, 3, 4, 5, 6, 7);

        start(Mapping.DEFAULT.withBatch(3, Duration.ZERO));

        await().until(() -> function.batches().equals(List.of(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7))));
    }

    @Test
    void start_shouldWaitForTheWindow_whenABatchIsNotFull() throws Exception {
        stream.shard("shard-1").write(1, 2);
        StreamPoller poller = start(Mapping.DEFAULT.withBatch(3, Duration.ofSeconds(5)));
        await().until(() -> stream.polls > 20);
        assertThat(function.events).isEmpty();

        time.advance(Duration.ofSeconds(4));
        int polls = stream.polls;
        await().until(() -> stream.polls > polls + 20);
        boolean tooEarly = !function.events.isEmpty();
        time.advance(Duration.ofSeconds(1));

        await().until(() -> function.batches().equals(List.of(List.of(1, 2))));
        assertThat(tooEarly).isFalse();
        assertThat(poller.hasCaughtUpWith(WRITTEN_AT.plusSeconds(60))).isFalse();
    }

    @Test
    void start_shouldNotWaitForTheWindow_whenABatchIsFull() throws Exception {
        stream.shard("shard-1").write(1, 2, 3);

        start(Mapping.DEFAULT.withBatch(3, Duration.ofMinutes(5)));

        await().until(() -> function.batches().equals(List.of(List.of(1, 2, 3))));
    }

    @Test
    void start_shouldNotMakeEventsLargerThan6Megabytes() throws Exception {
        Stream.ShardData shard = stream.shard("shard-1");
        for (int number = 1; number <= 16; number++) {
            shard.records.add(StreamFixtures.json(number, 0, "x".repeat(800_000)));
        }

        start(Mapping.DEFAULT.withBatch(100, Duration.ofMinutes(5)));

        await().until(() -> function.events.size() == 2);
        assertThat(function.events).allMatch(event -> event.length() <= 6 * 1024 * 1024);
        assertThat(function.batches().getFirst()).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void start_shouldPassOverWhatIsThere_whenItStartsWithTheLatest() throws Exception {
        stream.shard("shard-0").write(1).closed = true;
        stream.shard("shard-1", "shard-0").write(2);

        start(Mapping.DEFAULT.withStart(StartingPosition.LATEST));
        stream.shard("shard-1").write(3);
        await().until(() -> !function.events.isEmpty());
        stream.shard("shard-1").closed = true;
        stream.shard("shard-2", "shard-1").write(4);

        await().until(() -> function.batches().equals(List.of(List.of(3), List.of(4))));
    }

    @Test
    void start_shouldReadAParentToItsEndBeforeItsChild() throws Exception {
        var hold = new CountDownLatch(1);
        function.before = () -> hold.await();
        stream.shard("shard-1").write(1, 2).closed = true;
        stream.shard("shard-2", "shard-1").write(3);

        start(Mapping.DEFAULT.withBatch(1, Duration.ZERO));
        await().until(() -> function.events.size() == 1);
        int listings = stream.listings;
        await().until(() -> stream.listings > listings + 20);
        int whileHeld = function.events.size();
        hold.countDown();

        assertThat(whileHeld).isEqualTo(1);
        await().until(() -> function.batches().equals(List.of(List.of(1), List.of(2), List.of(3))));
    }

    @Test
    void start_shouldReadShardsWithoutACommonLineSideBySide() throws Exception {
        var hold = new CountDownLatch(1);
        function.before = () -> hold.await();
        stream.shard("shard-a").write(1);
        stream.shard("shard-b").write(2);

        start(Mapping.DEFAULT);

        await().until(() -> function.events.size() == 2);
        hold.countDown();
    }

    @Test
    void start_shouldReadForEachMappingByItself_whenAStreamHasSeveral() throws Exception {
        stream.shard("shard-1").write(1, 2, 3);
        var other = new Function();
        other.answers = records -> records.contains(1) ? error() : answer("null");

        start(Mapping.DEFAULT.withBatch(2, Duration.ZERO), other);
        start(Mapping.DEFAULT.withBatch(3, Duration.ZERO), function);

        await().until(() -> function.batches().equals(List.of(List.of(1, 2, 3))));
        await().until(() -> other.batches().equals(List.of(List.of(1, 2))));
        stream.shard("shard-1").write(4);
        await().until(() -> function.batches().equals(List.of(List.of(1, 2, 3), List.of(4))));
        assertThat(other.batches()).containsExactly(List.of(1, 2));
    }

    @Test
    void start_shouldTellOfEachBatch_howOldItsLastRecordIs() throws Exception {
        stream.shard("shard-1").write(1, 2);
        time.advance(Duration.ofSeconds(7));
        start(Mapping.DEFAULT.withBatch(2, Duration.ZERO));

        await().until(() -> function.batches().equals(List.of(List.of(1, 2))));
        await().untilAsserted(() -> assertThat(facts.of(Fact.BatchSent.class))
                .extracting(Fact.BatchSent::records, Fact.BatchSent::age)
                .containsExactly(tuple(2, Duration.ofSeconds(7))));
    }

    @Test
    void start_shouldFail_whenThereIsNoSuchStream() throws Exception {
        stream.failure = Optional.of(new StreamReadException("ResourceNotFoundException", "no such stream"));

        assertThatThrownBy(() -> start(Mapping.DEFAULT)).isInstanceOf(StreamReadException.class);
    }

    @Test
    void run_shouldSendTheDocumentedRecordToTheQueueAndGoOn_whenRetriesAreExhausted() throws Exception {
        stream.shard("shard-1").write(1, 2, 3);
        function.answers = records -> records.contains(1) ? error() : answer("null");
        start(Mapping.DEFAULT.withBatch(2, Duration.ZERO).withRetries(1));
        await().until(() -> time.waiting() == 1);

        time.advance(Duration.ofSeconds(1));

        await().until(() -> function.batches().equals(List.of(List.of(1, 2), List.of(1, 2), List.of(3))));
        assertThat(queues.messages).hasSize(1);
        assertThat(queues.messages.getFirst().queueArn()).isEqualTo(QUEUE);
        assertThat(JsonMapper.shared().readTree(queues.messages.getFirst().body()))
                .isEqualTo(JsonMapper.shared().readTree("""
                        {
                          "requestContext": {
                            "requestId": "req-error",
                            "functionArn": "%s",
                            "condition": "RetryAttemptsExhausted",
                            "approximateInvokeCount": 2
                          },
                          "responseContext": {
                            "statusCode": 200,
                            "executedVersion": "1",
                            "functionError": "Unhandled"
                          },
                          "version": "1.0",
                          "timestamp": "2026-01-01T00:00:01.000Z",
                          "DDBStreamBatchInfo": {
                            "shardId": "shard-1",
                            "startSequenceNumber": "101",
                            "endSequenceNumber": "102",
                            "approximateArrivalOfFirstRecord": "2026-01-01T00:00:00Z",
                            "approximateArrivalOfLastRecord": "2026-01-01T00:00:00Z",
                            "batchSize": 2,
                            "streamArn": "%s"
                          }
                        }
                        """.formatted(StreamFixtures.FUNCTION, StreamFixtures.STREAM)));
        assertThat(console.warnings).anyMatch(line -> line.contains("RetryAttemptsExhausted") && line.contains(QUEUE));
    }

    /** As recorded on AWS: LocalStack's test_dynamodb_report_batch_item_failure_scenarios, 11-2025. */
    @Test
    void run_shouldSayThatThereWasNoError_whenTheFunctionReportedItsFailures() throws Exception {
        stream.shard("shard-1").write(1);
        function.answers = _ -> failedFrom(1);

        start(Mapping.DEFAULT.withPartialResponses().withRetries(0));

        await().until(() -> queues.messages.size() == 1);
        JsonNode record =
                JsonMapper.shared().readTree(queues.messages.getFirst().body());
        assertThat(record.at("/responseContext").propertyNames())
                .containsExactly("statusCode", "executedVersion", "functionError");
        assertThat(record.at("/responseContext/functionError").isNull()).isTrue();
        assertThat(record.at("/requestContext/condition").stringValue()).isEqualTo("RetryAttemptsExhausted");
    }

    @Test
    void run_shouldSayRecordAgeExceeded_whenTheRecordsAreTooOldBeforeTheyAreInvoked() throws Exception {
        stream.shard("shard-1").write(1);
        time.advance(Duration.ofSeconds(61));

        start(Mapping.DEFAULT.withMaximumAge(Duration.ofSeconds(60)));

        await().until(() -> queues.messages.size() == 1);
        JsonNode record =
                JsonMapper.shared().readTree(queues.messages.getFirst().body());
        assertThat(record.at("/requestContext/condition").stringValue()).isEqualTo("RecordAgeExceeded");
        assertThat(record.at("/requestContext/approximateInvokeCount").intValue())
                .isZero();
        assertThat(record.at("/requestContext/requestId").stringValue()).isEqualTo("new-id");
        assertThat(record.has("responseContext")).isFalse();
        assertThat(function.events).isEmpty();
    }

    @Test
    void run_shouldWarn_whenRecordsAreGivenUpWithoutADestination() throws Exception {
        stream.shard("shard-1").write(1);
        function.answers = _ -> error();

        start(Mapping.DEFAULT.withRetries(0).withoutQueue());

        await().until(() -> console.warnings.stream().anyMatch(line -> line.contains("no OnFailure destination")));
        assertThat(queues.messages).isEmpty();
    }

    @Test
    void run_shouldSendOnlyTheRestAgain_whenABatchFailsPartly() throws Exception {
        stream.shard("shard-1").write(1, 2, 3, 4);
        function.answers = records -> records.contains(1) ? failedFrom(3) : answer("{\"batchItemFailures\":[]}");

        start(Mapping.DEFAULT.withPartialResponses().withBisect());

        await().until(() -> function.batches().equals(List.of(List.of(1, 2, 3, 4), List.of(3, 4))));
    }

    @Test
    void run_shouldTryAgain_whenTheFunctionIsThrottled() throws Exception {
        stream.shard("shard-1").write(1);
        function.throttled = true;
        start(Mapping.DEFAULT.withRetries(0));
        await().until(() -> time.waiting() == 1);
        assertThat(facts.of(Fact.BatchSent.class))
                .as("no iterator age without an invocation")
                .isEmpty();

        function.throttled = false;
        time.advance(Duration.ofSeconds(1));

        await().until(() -> function.batches().equals(List.of(List.of(1))));
        assertThat(queues.messages).isEmpty();
    }

    @Test
    void run_shouldGoOnWhereItWas_whenAnIteratorExpires() throws Exception {
        stream.shard("shard-1").write(1);
        start(Mapping.DEFAULT);
        await().until(() -> function.events.size() == 1);

        stream.expireIterators();
        stream.shard("shard-1").write(2);

        await().until(() -> function.batches().equals(List.of(List.of(1), List.of(2))));
        assertThat(console.warnings).isEmpty();
    }

    @Test
    void run_shouldWarnOnceAndGoOn_whenTheStreamCannotBeReadForAWhile() throws Exception {
        start(Mapping.DEFAULT);
        stream.shard("shard-1").write(1);
        await().until(() -> function.events.size() == 1);

        stream.failure = Optional.of(new StreamReadException("InternalServerError", "try later"));
        int polls = stream.polls;
        await().until(() -> stream.polls > polls + 20);
        stream.shard("shard-1").write(2);
        stream.failure = Optional.empty();

        await().until(() -> function.batches().equals(List.of(List.of(1), List.of(2))));
        assertThat(console.warnings.stream().filter(line -> line.contains("try later")))
                .hasSizeBetween(1, 2);
    }

    @Test
    void hasCaughtUpWith_shouldBeTrueOnlyWhenEverythingIsDone() throws Exception {
        var hold = new CountDownLatch(1);
        function.before = () -> hold.await();
        stream.shard("shard-1").write(1);
        time.advance(Duration.ofSeconds(1));
        StreamPoller poller = start(Mapping.DEFAULT);
        await().until(() -> function.events.size() == 1);
        int listings = stream.listings;
        await().until(() -> stream.listings > listings + 5);

        boolean whileInvoking = poller.hasCaughtUpWith(WRITTEN_AT);
        hold.countDown();

        assertThat(whileInvoking).isFalse();
        await().until(() -> poller.hasCaughtUpWith(WRITTEN_AT));
        assertThat(poller.hasCaughtUpWith(time.now())).isFalse();
    }

    @Test
    void close_shouldInterruptWhatIsUnderWay() throws Exception {
        function.before = () -> new CountDownLatch(1).await();
        stream.shard("shard-1").write(1);
        StreamPoller poller = start(Mapping.DEFAULT);
        await().until(() -> function.events.size() == 1);

        poller.close();
        int polls = stream.listings;

        assertThat(function.interrupted).isTrue();
        assertThat(console.warnings).isEmpty();
        assertThat(stream.listings).isEqualTo(polls);
    }

    private StreamPoller start(Mapping mapping) throws InterruptedException {
        return start(mapping, function);
    }

    private StreamPoller start(Mapping mapping, Function reader) throws InterruptedException {
        return start(mapping.build(), reader);
    }

    private StreamPoller start(StreamMapping mapping, Function reader) throws InterruptedException {
        var poller = new StreamPoller(
                mapping,
                stream,
                reader,
                new ServiceContext(time, console, () -> "new-id", queues, facts),
                Duration.ofMillis(1));
        pollers.add(poller);
        poller.start();
        return poller;
    }

    private interface Blocking {
        void run() throws InterruptedException;
    }

    private interface Answers {
        InvocationResult to(List<Integer> records);
    }

    private static final class Function implements FunctionInvoker {
        private final List<String> events = new CopyOnWriteArrayList<>();
        private volatile Answers answers = _ -> answer("null");
        private volatile Blocking before = () -> {};
        private volatile boolean throttled;
        private volatile boolean interrupted;

        @Override
        public InvocationResult invoke(String function, String payload) throws InterruptedException {
            assertThat(function).isEqualTo(StreamFixtures.FUNCTION);
            if (throttled) {
                throw TooManyRequestsException.everyProcessIsBusy(function);
            }
            events.add(payload);
            try {
                before.run();
            } catch (InterruptedException e) {
                interrupted = true;
                throw e;
            }
            return answers.to(numbers(payload));
        }

        List<List<Integer>> batches() {
            return events.stream().map(Function::numbers).toList();
        }

        private static List<Integer> numbers(String event) {
            JsonNode records = JsonMapper.shared().readTree(event).get("Records");
            return StreamSupport.stream(records.spliterator(), false)
                    .map(record -> Integer.parseInt(
                                    record.at("/dynamodb/SequenceNumber").stringValue())
                            - 100)
                    .toList();
        }
    }

    /** A stream in memory; its iterators are {@code generation/shard/index}. */
    private static final class Stream implements StreamReader {
        private final Map<String, ShardData> shards = new LinkedHashMap<>();
        private volatile Optional<StreamReadException> failure = Optional.empty();
        private volatile int polls;
        private volatile int listings;
        private int generation;

        private static final class ShardData {
            private final Optional<String> parent;
            private final List<JsonNode> records = new CopyOnWriteArrayList<>();
            private volatile boolean closed;

            ShardData(Optional<String> parent) {
                this.parent = parent;
            }

            ShardData write(int... numbers) {
                for (int number : numbers) {
                    records.add(StreamFixtures.json(number, 0, "w" + number));
                }
                return this;
            }
        }

        synchronized ShardData shard(String id) {
            return shards.computeIfAbsent(id, _ -> new ShardData(Optional.empty()));
        }

        synchronized ShardData shard(String id, String parent) {
            return shards.computeIfAbsent(id, _ -> new ShardData(Optional.of(parent)));
        }

        synchronized void expireIterators() {
            generation++;
        }

        @Override
        public synchronized List<Shard> shards(String streamArn) {
            listings++;
            throwFailure();
            return shards.entrySet().stream()
                    .map(entry -> new Shard(entry.getKey(), entry.getValue().parent, entry.getValue().closed))
                    .toList();
        }

        @Override
        public synchronized String iterator(String streamArn, String shardId, Position position) {
            throwFailure();
            List<JsonNode> records = shard(shardId).records;
            int index = switch (position) {
                case Position.TrimHorizon _ -> 0;
                case Position.Latest _ -> records.size();
                case Position.AtSequenceNumber(String number) -> indexOf(records, number);
                case Position.AfterSequenceNumber(String number) -> indexOf(records, number) + 1;
            };
            return generation + "/" + shardId + "/" + index;
        }

        @Override
        public synchronized Records read(String iterator, int limit) {
            polls++;
            throwFailure();
            String[] parts = iterator.split("/", -1);
            if (Integer.parseInt(parts[0]) != generation) {
                throw new StreamReadException("ExpiredIteratorException", "too old");
            }
            ShardData shard = shard(parts[1]);
            int from = Integer.parseInt(parts[2]);
            int to = Math.min(shard.records.size(), from + limit);
            boolean end = shard.closed && to == shard.records.size();
            return new Records(
                    List.copyOf(shard.records.subList(from, to)),
                    end ? Optional.empty() : Optional.of(generation + "/" + parts[1] + "/" + to));
        }

        private static int indexOf(List<JsonNode> records, String number) {
            for (int i = 0; i < records.size(); i++) {
                if (records.get(i).at("/dynamodb/SequenceNumber").stringValue().equals(number)) {
                    return i;
                }
            }
            throw new IllegalArgumentException("no record " + number);
        }

        private void throwFailure() {
            if (failure.isPresent()) {
                throw failure.get();
            }
        }
    }

    private record Sent(String queueArn, String body) {}

    private static final class Queues implements QueueSender {
        private final List<Sent> messages = new CopyOnWriteArrayList<>();

        @Override
        public void send(String queueArn, String body) {
            messages.add(new Sent(queueArn, body));
        }
    }

    private static final class Lines implements Console {
        private final List<String> warnings = new CopyOnWriteArrayList<>();

        @Override
        public void line(String source, String text) {}

        @Override
        public void warn(String source, String text) {
            warnings.add(source + ": " + text);
        }
    }
}
