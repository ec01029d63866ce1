package wordcounter.simulation;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import wordcounter.aggregator.AggregatorFunction;
import wordcounter.counter.ApiFunction;
import wordcounter.counts.EventCounter;
import wordcounter.deadletters.Parking;
import wordcounter.json.JsonObject;
import wordcounter.multiplier.MultiplierFunction;
import wordcounter.replay.ReplayFunction;
import wordcounter.runtime.JsonLog;
import wordcounter.simulation.Calls.Call;
import wordcounter.simulation.Invocation.Ending;
import wordcounter.simulation.Invocation.Program;
import wordcounter.simulation.Request.Arrival;
import wordcounter.simulation.Stream.StreamRecord;
import wordcounter.testing.InMemoryCounts;
import wordcounter.testing.InMemoryCounts.Counter;
import wordcounter.testing.ManualClock;
import wordcounter.testing.TestContext;

/**
 * The system and what surrounds it, on one thread, under one clock, without a network: clients, API Gateway, SNS, Lambda's
 * asynchronous queue, DynamoDB and its stream, the dead-letter queue, and an operator who replays it.
 *
 * <p>Whatever can happen next (a call that an invocation is about to make, a message to be handed over, a batch to be read) is in
 * one list, and the random source picks from it. So a run depends on nothing but its arguments, and can be repeated.
 */
final class World {

    /** What differs from one deployment of the functions to the next, two of which can be in use at once. */
    record Deployment(int chunkSize, int shards) {}

    private static final Duration STEP = Duration.ofMillis(2);
    private static final Duration API_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration MULTIPLIER_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration AGGREGATOR_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration REPLAY_TIMEOUT = Duration.ofMinutes(5);

    /** After this nothing in the queue is hidden any more, whoever received it. */
    private static final Duration HIDDEN = Duration.ofMinutes(6);

    /** Beyond this nobody waits: what comes later comes after everything else is settled. */
    private static final Duration LATE = Duration.ofDays(1);

    private static final Duration MAX_EVENT_AGE = Duration.ofHours(6);
    private static final List<Duration> RETRIES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));
    private static final int STREAM_SHARDS = 2;
    private static final int MOST_STEPS = 100_000;
    private static final byte[] EXECUTE = "{\"execute\":true}".getBytes(StandardCharsets.UTF_8);

    /** Something that happened; put into words only when somebody wants to read it. */
    record Line(Instant at, String who, Object what) {
        @Override
        public String toString() {
            return at + " " + who + ": " + what;
        }
    }

    private record Made(Call call, Fault fault) {
        @Override
        public String toString() {
            return call.operation() + " " + call.detail() + (fault == Fault.NONE ? "" : " " + fault);
        }
    }

    private record Task(String name, Instant due, Runnable action) {}

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-21T12:00:00Z"));
    private final RandomGenerator random;
    private final Variant variant;
    private final List<Deployment> deployments;
    private final int batchSize;
    private final JsonLog log = JsonLog.silent(clock);
    private final InMemoryCounts counts = new InMemoryCounts();
    private final AggregatorFunction aggregator;
    private final List<Stream> streams = new ArrayList<>();
    private final List<Invocation> invocations = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final List<Client> waiting = new ArrayList<>();
    private final Deque<Runnable> whenAtRest = new ArrayDeque<>();
    private final ReplayFunction deadLetters = new ReplayFunction(clock, new Surroundings());
    private final Set<Long> killers = new HashSet<>();
    private boolean snsIsBroken;
    private boolean multiplierIsBroken;
    private final List<Line> trace = new ArrayList<>();
    private final Truth truth = new Truth();
    private Faults faults;
    private long sequenceNumber;
    private int calls;
    private int started;
    private int clients;
    private int steps;

    /**
     * @param random picks what happens next
     * @param deployments an invocation runs one of these
     * @param batchSize the largest batch of stream records
     */
    World(RandomGenerator random, Variant variant, Faults faults, List<Deployment> deployments, int batchSize) {
        this.random = random;
        this.variant = variant;
        this.faults = faults;
        this.deployments = deployments;
        this.batchSize = batchSize;
        aggregator = new AggregatorFunction(variant.mergesByLast());
        for (int i = 0; i < STREAM_SHARDS; i++) {
            streams.add(new Stream(this, "shard-" + i));
        }
        counts.onChange(this::onStream);
    }

    // ---------------------------------------------------------------- what a scenario can order

    /** A client sends the request, now or a little later. */
    void post(Request request) {
        Client client = new Client(request, ++clients);
        soon("client " + clients + " sends", client::send);
    }

    /**
     * A client deletes the word.
     *
     * @param resends how often it asks again until it was told that it is done
     */
    void delete(String word, int resends) {
        Deletion deletion = new Deletion(word, resends);
        soon("a client deletes " + word, deletion::send);
    }

    /** Somebody publishes what is no event. */
    void publishPoison(String text) {
        truth.poisoned(text);
        deliver(notification("{\"poison\":\"" + text + "\"}", Map.of()), Arrival.ONCE);
    }

    /** Somebody writes an item that is no counter. */
    void writePoison(String text) {
        truth.poisoned(text);
        streams.get(Math.floorMod(text.hashCode(), STREAM_SHARDS))
                .append(StreamRecord.unreadable(++sequenceNumber, now(), text));
    }

    /** The aggregator dies of the record with this number, whenever it gets it, until it is mended. */
    void killAggregatorAt(long number) {
        killers.add(number);
    }

    /** The multiplier fails whenever it is invoked, until it is mended. */
    void breakMultiplier() {
        multiplierIsBroken = true;
    }

    /** SNS can't hand anything over, until it is mended. */
    void breakSns() {
        snsIsBroken = true;
    }

    /** Whatever was broken by an order works again. */
    void mend() {
        killers.clear();
        multiplierIsBroken = false;
        snsIsBroken = false;
    }

    /** In so much time, if there is still something going on. */
    void after(Duration delay, String name, Runnable action) {
        tasks.add(new Task(name, now().plus(delay), action));
    }

    /** Once nothing goes on any more, and before everything is mended. */
    void whenAtRest(Runnable action) {
        whenAtRest.add(action);
    }

    /** A client that waits for an answer gives up, and sends again if it may. */
    void loseAClient() {
        if (!waiting.isEmpty()) {
            waiting.get(random.nextInt(waiting.size())).giveUp();
        }
    }

    /** The stream mapping is made anew. */
    void replayStreams() {
        streams.forEach(Stream::replay);
    }

    /** Records that were read before come again, as from a dead-letter queue. */
    void redeliverRecords() {
        List<StreamRecord> records = streams.get(random.nextInt(STREAM_SHARDS)).log();
        if (!records.isEmpty()) {
            int from = random.nextInt(records.size());
            int to = Math.min(records.size(), from + 1 + random.nextInt(batchSize));
            aggregate(List.copyOf(records.subList(from, to)), ending -> {});
        }
    }

    /** The summaries of every word are rebuilt from a scan while everything goes on. */
    void rebuild() {
        start(
                "rebuild",
                Duration.ofMinutes(15),
                calls -> {
                    rebuild(calls);
                    return "";
                },
                ending -> {});
    }

    /** The operator replays what is in the dead-letter queue while everything goes on. */
    void replay() {
        replay(ending -> {});
    }

    /** Letters that a replay holds are visible to others, as when it takes too long: SQS delivers at least once. */
    void showDeadLetters() {
        deadLetters.showAll();
    }

    /** Nothing at all runs for this time. */
    void outage(Duration duration) {
        clock.advance(duration);
    }

    // ---------------------------------------------------------------- running

    /** Runs until nothing is left but what comes much later. */
    void run() {
        while (step()) {
            if (++steps > MOST_STEPS) {
                throw new IllegalStateException("it never ends");
            }
        }
    }

    /** Runs to the very end: faults end, the operator replays what is in the dead-letter queue, late messages come. */
    void settle() {
        run();
        while (!whenAtRest.isEmpty()) {
            whenAtRest.remove().run();
            run();
        }
        heal();
        while (!tasks.isEmpty()) {
            Instant next = tasks.stream().map(Task::due).min(Instant::compareTo).orElseThrow();
            if (next.isAfter(now())) {
                clock.advance(Duration.between(now(), next));
            }
            counts.expire(now());
            run();
            heal();
        }
    }

    private void heal() {
        Faults faultsBefore = faults;
        int callsBefore = calls;
        faults = Faults.none();
        mend();
        run();
        while (replayed() > 0) {
            note("operator", "looks again");
        }
        faults = faultsBefore;
        calls = callsBefore;
    }

    /** How many letters a replay did something with. */
    private long replayed() {
        if (deadLetters().isEmpty()) {
            return 0;
        }
        clock.advance(HIDDEN);
        List<JsonObject> letters = new ArrayList<>();
        replay(ending -> {
            if (!(ending instanceof Ending.Returned(var json))) {
                throw new IllegalStateException("a replay fails though nothing does: " + ending);
            }
            letters.addAll(JsonObject.parse(json).requiredObjects("messages"));
        });
        run();
        return letters.stream()
                .filter(letter -> !letter.requiredString("outcome").equals("LEFT"))
                .count();
    }

    private boolean step() {
        clock.advance(STEP);
        List<Runnable> choices = new ArrayList<>();
        Instant soonest = Instant.MAX;
        for (Invocation invocation : invocations) {
            Instant due = invocation.next().due();
            soonest = earlier(soonest, due);
            if (!due.isAfter(now())) {
                choices.add(() -> advance(invocation));
            }
        }
        for (Task task : tasks) {
            soonest = earlier(soonest, task.due());
            if (!task.due().isAfter(now())) {
                choices.add(() -> {
                    tasks.remove(task);
                    note(task.name(), "");
                    task.action().run();
                });
            }
        }
        for (Stream stream : streams) {
            Optional<Instant> due = stream.due();
            soonest = earlier(soonest, due.orElse(Instant.MAX));
            if (due.isPresent() && !due.get().isAfter(now())) {
                choices.add(() -> stream.poll(1 + random.nextInt(batchSize)));
            }
        }
        if (!choices.isEmpty()) {
            choices.get(random.nextInt(choices.size())).run();
            return true;
        }
        if (soonest.isAfter(now().plus(LATE))) {
            return false;
        }
        clock.advance(Duration.between(now(), soonest));
        return true;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void advance(Invocation invocation) {
        if (invocation.hasTimedOut(now())) {
            note(invocation.name(), "timed out");
            invocations.remove(invocation);
            invocation.die("timed out");
            return;
        }
        Call call = invocation.next();
        Fault fault = call.canFail() ? faults.of(calls++, call) : Fault.NONE;
        note(invocation.name(), new Made(call, fault));
        invocations.remove(invocation);
        if (invocation.step(fault, now())) {
            invocations.add(invocation);
        }
    }

    private Invocation start(String name, Duration timeout, Program program, Consumer<Ending> whenEnded) {
        String numbered = name + " " + ++started;
        Invocation invocation =
                new Invocation(numbered, random.nextLong() + started, now(), timeout, program, ending -> {
                    note(numbered, ending);
                    whenEnded.accept(ending);
                });
        invocation.run();
        if (invocation.isRunning()) {
            invocations.add(invocation);
        }
        return invocation;
    }

    private void soon(String name, Runnable action) {
        after(Duration.ZERO, name, action);
    }

    private void note(String who, Object what) {
        trace.add(new Line(now(), who, what));
    }

    // ---------------------------------------------------------------- clients and the API function

    /** One who sends a request until there is an answer, or patience ends. */
    private final class Client {

        private final Request request;
        private final int number;
        private int sent;

        Client(Request request, int number) {
            this.request = request;
            this.number = number;
        }

        void send() {
            int attempt = ++sent;
            String event = request.key().map(key -> "key " + key).orElse("request " + number + ", attempt " + attempt);
            waiting.add(this);
            start("api", API_TIMEOUT, api(request, event), ending -> answered(attempt, event, ending));
        }

        private void answered(int attempt, String event, Ending ending) {
            if (attempt != sent || !waiting.remove(this)) {
                return; // nobody is there any more to see it
            }
            long status = ending instanceof Ending.Returned(var json)
                    ? JsonObject.parse(json).requiredLong("statusCode")
                    : 502;
            switch ((int) status) {
                case 202 -> truth.accepted(event, request);
                case 422 -> truth.refused(event, request);
                case 500, 502, 503 -> sendAgain();
                default -> throw new IllegalStateException("an answer nobody expects: " + status);
            }
        }

        void giveUp() {
            note("client " + number, "gives up");
            waiting.remove(this);
            sendAgain();
        }

        private void sendAgain() {
            if (sent <= request.resends()) {
                soon("client " + number + " sends again", this::send);
            }
        }
    }

    /** One who asks for a word to be deleted until it is, or patience ends. */
    private final class Deletion {

        private final String word;
        private final int resends;
        private int sent;

        Deletion(String word, int resends) {
            this.word = word;
            this.resends = resends;
        }

        void send() {
            sent++;
            Map<String, Long> before = counted();
            start("delete " + word, API_TIMEOUT, deletion(word), ending -> {
                truth.deletionEnded(counted());
                if (ending instanceof Ending.Returned(var json)
                        && JsonObject.parse(json).requiredLong("statusCode") == 204) {
                    truth.deleted(before);
                } else if (sent <= resends) {
                    soon("a client deletes " + word + " again", this::send);
                }
            });
        }

        private Map<String, Long> counted() {
            return counts.counters().stream()
                    .filter(counter -> counter.word().equals(word))
                    .collect(Collectors.toMap(counter -> counter.word() + "#" + counter.shard(), Counter::counted));
        }
    }

    private Program deletion(String word) {
        byte[] apiEvent = apiEvent("DELETE", "/words/{word}", Map.of(), Map.of("word", word), "");
        Deployment deployment = deployment();
        return calls -> answer(
                ApiFunction.handler(
                        calls,
                        wordsEvent -> {
                            throw new IllegalStateException("a deletion publishes nothing");
                        },
                        eventCounter(calls, deployment),
                        counts,
                        variant.contendedForgetWrite(),
                        log),
                apiEvent,
                API_TIMEOUT);
    }

    private Program api(Request request, String event) {
        byte[] apiEvent = apiEvent(request);
        Deployment deployment = deployment();
        return calls -> {
            EventCounter eventCounter = eventCounter(calls, deployment);
            Instant deadline = calls.clock().instant().plus(API_TIMEOUT);
            return answer(
                    ApiFunction.handler(
                            calls,
                            wordsEvent -> variant.publish(
                                    wordsEvent,
                                    toPublish -> calls.make("Publish", toPublish.eventId(), () -> {
                                        truth.published(event, request);
                                        deliver(notification(toPublish.toJson(), Map.of()), request.arrival());
                                        return "";
                                    }),
                                    eventCounter,
                                    deadline),
                            eventCounter,
                            counts,
                            variant.contendedForgetWrite(),
                            log),
                    apiEvent,
                    API_TIMEOUT);
        };
    }

    private static byte[] apiEvent(Request request) {
        Map<String, Object> headers = new LinkedHashMap<>(Map.of("Content-Type", "text/plain"));
        request.key().ifPresent(key -> headers.put("Idempotency-Key", key));
        return apiEvent("POST", "/words", headers, Map.of(), request.text());
    }

    /** API Gateway's event, as far as the function reads it: it is read again for each call that the function makes. */
    private static byte[] apiEvent(
            String method,
            String resource,
            Map<String, Object> headers,
            Map<String, Object> pathParameters,
            String body) {
        return new JsonObject(Map.of(
                        "resource",
                        resource,
                        "httpMethod",
                        method,
                        "headers",
                        headers,
                        "pathParameters",
                        pathParameters,
                        "requestContext",
                        Map.of("path", "/dev" + resource, "requestId", "request"),
                        "body",
                        body))
                .toJson()
                .getBytes(StandardCharsets.UTF_8);
    }

    private Deployment deployment() {
        return deployments.get(random.nextInt(deployments.size()));
    }

    private EventCounter eventCounter(Calls calls, Deployment deployment) {
        return new EventCounter(
                variant.transactions(calls, counts),
                calls.backoff(),
                calls.clock(),
                deployment.chunkSize(),
                deployment.shards());
    }

    private static String answer(RequestStreamHandler handler, byte[] event, Duration timeout) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event), output, new TestContext(timeout));
        return output.toString(StandardCharsets.UTF_8);
    }

    // ---------------------------------------------------------------- SNS and Lambda's asynchronous queue

    /** The message as SNS hands it over. */
    private static JsonObject notification(String message, Map<String, Object> attributes) {
        return new JsonObject(Map.of(
                "Type",
                "Notification",
                "TopicArn",
                ReplayFunction.TOPIC,
                "Message",
                message,
                "MessageAttributes",
                attributes));
    }

    private void deliver(JsonObject notification, Arrival arrival) {
        for (int i = 0; i < arrival.inTime(); i++) {
            soon("SNS delivers", () -> handOver(notification));
        }
        arrival.late().ifPresent(delay -> after(delay, "SNS delivers late", () -> handOver(notification)));
    }

    private void handOver(JsonObject notification) {
        if (snsIsBroken || faults.snsGivesUp()) {
            deadLetter("SNS", notification);
        } else {
            invokeMultiplier(event(List.of(Map.of("Sns", notification.members()))), now(), 1);
        }
    }

    private void invokeMultiplier(JsonObject snsEvent, Instant since, int attempt) {
        if (since.plus(MAX_EVENT_AGE).isBefore(now())) {
            giveUp(snsEvent, "EventAgeExceeded");
            return;
        }
        start("multiplier", MULTIPLIER_TIMEOUT, multiplier(snsEvent), ending -> {
            if (ending instanceof Ending.Returned) {
                return;
            }
            if (attempt > RETRIES.size()) {
                giveUp(snsEvent, "RetriesExhausted");
            } else {
                after(
                        RETRIES.get(attempt - 1),
                        "Lambda tries again",
                        () -> invokeMultiplier(snsEvent, since, attempt + 1));
            }
        });
    }

    private Program multiplier(JsonObject snsEvent) {
        byte[] event = bytes(snsEvent);
        Deployment deployment = deployment();
        boolean isBroken = multiplierIsBroken;
        return calls -> {
            if (isBroken) {
                throw new IllegalStateException("broken");
            }
            return answer(
                    MultiplierFunction.handler(calls, eventCounter(calls, deployment), parking(calls), log),
                    event,
                    MULTIPLIER_TIMEOUT);
        };
    }

    private void giveUp(JsonObject snsEvent, String condition) {
        deadLetter(
                "Lambda",
                new JsonObject(Map.of(
                        "version",
                        "1.0",
                        "requestContext",
                        Map.of("functionArn", ReplayFunction.MULTIPLIER, "condition", condition),
                        "requestPayload",
                        snsEvent.members())));
    }

    private Parking parking(Calls calls) {
        return item -> calls.make("SendMessage", item.reason(), () -> {
            deadLetter("a handler", JsonObject.parse(item.toJson()));
            return "";
        });
    }

    // ---------------------------------------------------------------- the stream and the aggregator

    private void onStream(Counter counter) {
        String key = counter.word() + "#" + counter.shard();
        streams.get(Math.floorMod(key.hashCode(), STREAM_SHARDS))
                .append(StreamRecord.of(++sequenceNumber, now(), counter));
    }

    void aggregate(List<StreamRecord> records, Consumer<Ending> whenEnded) {
        JsonObject batch = event(records.stream()
                .map(streamRecord -> streamRecord.json().members())
                .toList());
        start("aggregator", AGGREGATOR_TIMEOUT, aggregator(batch), whenEnded);
    }

    private Program aggregator(JsonObject batch) {
        byte[] event = bytes(variant.batch(batch));
        boolean kills = batch.requiredObjects("Records").stream()
                .map(streamRecord -> streamRecord.requiredObject("dynamodb").requiredString("SequenceNumber"))
                .anyMatch(number -> killers.contains(Long.valueOf(number)));
        return calls -> {
            if (kills) {
                throw new IllegalStateException("killed by a record");
            }
            return variant.answer(
                    batch, answer(aggregator.handler(calls, parking(calls), log), event, AGGREGATOR_TIMEOUT));
        };
    }

    private void rebuild(Calls calls) {
        aggregator.rebuild(calls, calls.make("Scan WordCounts", "", () -> List.copyOf(counts.counters())));
    }

    private static JsonObject event(List<Map<String, Object>> records) {
        return new JsonObject(Map.of("Records", records));
    }

    private static byte[] bytes(JsonObject event) {
        return event.toJson().getBytes(StandardCharsets.UTF_8);
    }

    // ---------------------------------------------------------------- the dead-letter queue and its operator

    /** @param from who gives it up */
    void deadLetter(String from, JsonObject body) {
        note("dead letter from " + from, body);
        deadLetters.send(body.toJson());
    }

    private void replay(Consumer<Ending> whenEnded) {
        String run = "run " + (started + 1);
        start(
                "replay",
                REPLAY_TIMEOUT,
                calls -> answer(
                        deadLetters.handler(calls, run, variant.deletesOnReceipt(), log), EXECUTE, REPLAY_TIMEOUT),
                whenEnded);
    }

    /** What the replay meets: the topic, the functions, the stream and the tables of this world. */
    private final class Surroundings implements ReplayFunction.Surroundings {

        @Override
        public void publish(String message, JsonObject attributes) {
            deliver(notification(message, attributes.members()), Arrival.ONCE);
        }

        @Override
        public Optional<String> invoke(Calls calls, String functionArn, JsonObject event) {
            Invocation invocation = calls.make("Invoke", functionArn, () -> switch (functionArn) {
                case ReplayFunction.MULTIPLIER ->
                    start("multiplier", MULTIPLIER_TIMEOUT, multiplier(event), ending -> {});
                case ReplayFunction.AGGREGATOR ->
                    start("aggregator", AGGREGATOR_TIMEOUT, aggregator(event), ending -> {});
                default -> throw new IllegalArgumentException("a function that nothing is to be handed to");
            });
            Ending ending = calls.await(invocation.name(), invocation::ending);
            return variant.answerToReplay(
                    ending instanceof Ending.Returned(var json) ? Optional.of(json) : Optional.empty());
        }

        @Override
        public Optional<List<JsonObject>> records(String shardId, long startSequenceNumber, long endSequenceNumber) {
            List<StreamRecord> records = streams.stream()
                    .filter(stream -> stream.shardId().equals(shardId))
                    .flatMap(stream -> stream.between(startSequenceNumber, endSequenceNumber).stream())
                    .toList();
            if (records.stream().allMatch(streamRecord -> streamRecord.isKept(now()))) {
                return Optional.of(records.stream().map(StreamRecord::json).toList());
            }
            records.forEach(
                    streamRecord -> truth.leftTheStream(streamRecord.json().toJson()));
            return Optional.empty();
        }

        @Override
        public void rebuildSummaries(Calls calls) {
            rebuild(calls);
        }
    }

    // ---------------------------------------------------------------- what is there in the end

    Instant now() {
        return clock.instant();
    }

    Truth truth() {
        return truth;
    }

    Collection<Counter> counters() {
        return counts.counters();
    }

    AggregatorFunction summaries() {
        return aggregator;
    }

    /** What is in the dead-letter queue. */
    List<String> deadLetters() {
        return deadLetters.letters();
    }

    /** Calls to AWS so far, but for those while nothing could fail. */
    int calls() {
        return calls;
    }

    /** Everything that happened, a line each. */
    List<Line> trace() {
        return trace;
    }
}
