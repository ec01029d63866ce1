package wordcounter.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import wordcounter.aggregator.AggregatorFunction;
import wordcounter.counts.EventCounter;
import wordcounter.deadletters.Parking;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.runtime.JsonLog;
import wordcounter.simulation.Calls.Call;
import wordcounter.simulation.Invocation.Ending;
import wordcounter.simulation.Invocation.Program;
import wordcounter.simulation.Request.Arrival;
import wordcounter.testing.InMemoryCounts;
import wordcounter.testing.InMemoryCounts.Counter;
import wordcounter.testing.ManualClock;

/**
 * The system and what surrounds it, on one thread, under one clock, without a network: {@link Clients}, {@link TextQueue}, {@link
 * FileBucket}, {@link ChangingDocuments}, {@link Topic}, {@link Streams}, {@link Milestones}, and an {@link Operator} with the
 * dead-letter queue.
 *
 * <p>The world decides what happens next. Whatever can happen (a call that an invocation is about to make, a message to be handed
 * over, a batch to be read) is in one list, and the random source picks from it. So a run depends on nothing but its arguments,
 * and can be repeated.
 */
final class World {

    /** What differs from one deployment of the functions to the next, two of which can be in use at once. */
    record Deployment(int chunkSize, int shards) {}

    /** What the digest's invocations are called. */
    static final String DIGEST = "digest";

    /** An invocation whose end nobody waits for. */
    static final Consumer<Ending> NOBODY = ending -> {};

    private static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    private static final Duration STEP = Duration.ofMillis(2);

    /** Long enough for others to do all that they have to do, and shorter than any function's timeout. */
    private static final Duration DELAYED_BY = Duration.ofSeconds(5);

    /** Beyond this nobody waits: what comes later comes after everything else is settled. */
    private static final Duration LATE = Duration.ofDays(1);

    private static final int MOST_STEPS = 100_000;

    /** Something that happened; put into words only when somebody wants to read it. */
    record Line(Instant at, String who, Object what) {
        @Override
        public String toString() {
            String happened = what.toString().strip();
            return since(at) + "  " + who + (happened.isEmpty() ? "" : ": " + happened);
        }

        private static String since(Instant at) {
            Duration since = Duration.between(START, at);
            String days = since.toDays() == 0 ? "" : since.toDays() + " d ";
            return "%s%02d:%02d:%02d.%03d"
                    .formatted(
                            days,
                            since.toHoursPart(),
                            since.toMinutesPart(),
                            since.toSecondsPart(),
                            since.toMillisPart());
        }
    }

    /** A call that was made, and what became of it. */
    record Made(Call call, Fault fault) {
        @Override
        public String toString() {
            return (fault == Fault.NONE ? "" : fault + " at ") + call.operation() + " " + call.detail();
        }
    }

    /** What a scenario ordered for a time; what has no name speaks for itself when it happens. */
    private record Task(String who, String what, Instant due, Runnable action) {}

    private final ManualClock clock = new ManualClock(START);
    private final RandomGenerator random;
    private final Variant variant;
    private final List<Deployment> deployments;
    private final JsonLog log = JsonLog.silent(clock);
    private final InMemoryCounts counts = new InMemoryCounts();
    private final Topic topic;
    private final Clients clients;
    private final TextQueue texts;
    private final FileBucket files;
    private final Milestones milestones;
    private final ChangingDocuments documents;
    private final Streams streams;
    private final Operator operator;
    private final List<Invocation> invocations = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final Deque<Runnable> whenAtRest = new ArrayDeque<>();
    private final List<Line> trace = new ArrayList<>();
    private final Truth truth = new Truth();
    private Faults faults;
    private int calls;
    private int started;
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
        topic = new Topic(this);
        clients = new Clients(this, topic);
        texts = new TextQueue(this, topic);
        files = new FileBucket(this, topic);
        documents = new ChangingDocuments(this, topic);
        milestones = new Milestones(this);
        streams = new Streams(this, batchSize, milestones::append);
        operator = new Operator(this, topic, texts, files, documents, streams, milestones);
        counts.onChange(streams::append);
    }

    // What a scenario can order.

    /** A client sends the request, now or a little later. */
    void post(Request request) {
        clients.post(request);
    }

    /** A client puts the text into the queue, now or a little later, and again for each time that it hears nothing. */
    void queue(Request request) {
        texts.send(request);
    }

    /**
     * A client deletes the word.
     *
     * @param resends how often it asks again until it was told that it is done
     */
    void delete(String word, int resends) {
        clients.delete(word, resends);
    }

    /** A client that waits for an answer gives up, and sends again if it may. */
    void loseAClient() {
        clients.loseOne();
    }

    /** Somebody publishes what is no event. */
    void publishPoison(String text) {
        truth.poisoned(text);
        topic.deliver("{\"poison\":\"" + text + "\"}", Map.of(), Arrival.ONCE);
    }

    /** Somebody puts what is no text into the queue. */
    void queuePoison(String text) {
        truth.poisoned(text);
        texts.sendPoison(text);
    }

    /**
     * A client puts a file into the bucket, in which each request is a line.
     *
     * @param notifications how often S3 tells of it
     */
    void upload(String key, List<Request> lines, int notifications) {
        files.put(key, lines, notifications);
    }

    /** Somebody puts a file into the bucket that is no text. */
    void uploadPoison(String key) {
        truth.poisoned(key);
        files.putPoison(key);
    }

    /** The function behind the bucket fails whenever it is invoked, until it is mended. */
    void breakUploadedWords() {
        files.breakFunction();
    }

    /** Somebody writes an item that is no counter. */
    void writePoison(String text) {
        truth.poisoned(text);
        streams.appendUnreadable(text);
    }

    /** The aggregator dies of the record with this number, whenever it gets it, until it is mended. */
    void killAggregatorAt(long number) {
        streams.killAggregatorAt(number);
    }

    /** The multiplier fails whenever it is invoked, until it is mended. */
    void breakMultiplier() {
        topic.breakMultiplier();
    }

    /** The function behind the queue fails whenever it is invoked, until it is mended. */
    void breakQueuedWords() {
        texts.breakFunction();
    }

    /** The function behind the queue does its work and dies, whenever a text with this word is in its batch, until it is mended. */
    void killQueuedWordsBy(String word) {
        texts.killFunctionBy(word);
    }

    /** Texts that the function works on come to others too, and those that are done come again: SQS delivers at least once. */
    void showTexts() {
        texts.showAll();
    }

    /** Somebody writes a version of the document, and tells of it a moment later. */
    void edit(String document, Map<String, Integer> words) {
        documents.edit(document, words);
    }

    /** Somebody deletes the document, and tells of it a moment later. */
    void deleteDocument(String document) {
        documents.delete(document);
    }

    /** The documents' server answers nothing, until it is mended. */
    void breakDocumentsServer() {
        documents.breakServer();
    }

    /** Messages about documents that the function works on come to others too, and those that are done come again. */
    void showDocuments() {
        documents.showAll();
    }

    /** SNS can't hand anything over, until it is mended. */
    void breakSns() {
        topic.breakDown();
    }

    /** Whatever was broken by an order works again. */
    void mend() {
        streams.mend();
        topic.mend();
        texts.mend();
        files.mend();
        documents.mend();
    }

    /** The stream mapping is made anew. */
    void replayStreams() {
        streams.replay();
    }

    /** Records that were read before come again, as from a dead-letter queue. */
    void redeliverRecords() {
        streams.redeliver();
    }

    /** From now on each milestone comes to the digest twice at once. */
    void doubleMilestones() {
        milestones.doubleAll();
    }

    /** A milestone comes to the digest again, and at once. */
    void redeliverMilestones() {
        milestones.redeliver();
    }

    /** The summaries of every word are rebuilt from a scan while everything goes on. */
    void rebuild() {
        streams.startRebuild();
    }

    /** The operator replays what is in the dead-letter queue while everything goes on. */
    void replay() {
        operator.replay();
    }

    /** Letters that a replay holds are visible to others, as when it takes too long: SQS delivers at least once. */
    void showDeadLetters() {
        operator.showDeadLetters();
    }

    /** Nothing at all runs for this time. */
    void outage(Duration duration) {
        clock.advance(duration);
    }

    /** In so much time, if there is still something going on. */
    void after(Duration delay, String name, Runnable action) {
        tasks.add(new Task(name, "", now().plus(delay), action));
    }

    /** Once nothing goes on any more, and before everything is mended. */
    void whenAtRest(Runnable action) {
        whenAtRest.add(action);
    }

    // Who may happen next.

    /** Runs until nothing is left but what comes much later. */
    void run() {
        while (step()) {
            if (++steps > MOST_STEPS) {
                throw new EndlessRunException("It never ends: " + MOST_STEPS + " things happened.");
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
        operator.replayEverything();
        faults = faultsBefore;
        calls = callsBefore;
    }

    private boolean step() {
        clock.advance(STEP);
        List<Runnable> choices = new ArrayList<>();
        Instant soonest = Instant.MAX;
        for (Invocation invocation : invocations) {
            Instant due = invocation.due();
            soonest = earlier(soonest, due);
            if (!due.isAfter(now())) {
                choices.add(() -> advance(invocation));
            }
        }
        for (Task task : tasks) {
            soonest = earlier(soonest, task.due());
            if (!task.due().isAfter(now())) {
                choices.add(() -> perform(task));
            }
        }
        for (Stream stream : allShards()) {
            Optional<Instant> due = stream.due();
            soonest = earlier(soonest, due.orElse(Instant.MAX));
            if (due.isPresent() && !due.get().isAfter(now())) {
                choices.add(() -> stream.poll(1 + random.nextInt(streams.batchSize())));
            }
        }
        Optional<Instant> queued = texts.due();
        soonest = earlier(soonest, queued.orElse(Instant.MAX));
        if (queued.isPresent() && !queued.get().isAfter(now())) {
            choices.add(() -> texts.poll(1 + random.nextInt(streams.batchSize())));
        }
        Optional<Instant> changed = documents.due();
        soonest = earlier(soonest, changed.orElse(Instant.MAX));
        if (changed.isPresent() && !changed.get().isAfter(now())) {
            choices.add(() -> documents.poll(1 + random.nextInt(streams.batchSize())));
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

    private List<Stream> allShards() {
        List<Stream> shards = new ArrayList<>(streams.shards());
        shards.addAll(milestones.shards());
        return shards;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void perform(Task task) {
        tasks.remove(task);
        if (!task.who().isEmpty()) {
            note(task.who(), task.what());
        }
        task.action().run();
    }

    private void advance(Invocation invocation) {
        if (invocation.hasTimedOut(now())) {
            note(invocation.name(), "timed out");
            noteTrouble(invocation);
            invocations.remove(invocation);
            invocation.die("timed out");
            return;
        }
        Call call = invocation.next();
        Fault fault = call.canFail() ? faults.of(calls++, call) : Fault.NONE;
        note(invocation.name(), new Made(call, fault));
        if (fault == Fault.DELAY) {
            invocation.delay(now().plus(DELAYED_BY));
            return;
        }
        boolean isAnswered = fault == Fault.NONE
                || (fault == Fault.CONTEND && call.contended().isPresent());
        if (!isAnswered) {
            noteTrouble(invocation);
        }
        invocations.remove(invocation);
        if (invocation.step(fault, now())) {
            invocations.add(invocation);
        }
    }

    private void noteTrouble(Invocation invocation) {
        if (invocation.name().startsWith(DIGEST)) {
            truth.digestFailed();
        }
    }

    // What the parts of the world ask of it.

    Invocation start(String name, Duration timeout, Program program, Consumer<Ending> whenEnded) {
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

    /** As soon as its turn comes. */
    void soon(String who, String what, Runnable action) {
        tasks.add(new Task(who, what, now(), action));
    }

    void note(String who, Object what) {
        trace.add(new Line(now(), who, what));
    }

    /** @param from who gives it up */
    void deadLetter(String from, JsonObject body) {
        note("dead letter from " + from, body.toJson());
        operator.send(body);
    }

    /** A queue gives a message up. */
    void redrive(QueueMessage message) {
        note("dead letter from the queue", message.messageId());
        operator.redrive(message);
    }

    Parking parking(Calls functionCalls) {
        return item -> functionCalls.make(Operation.PARK, item.reason(), () -> {
            deadLetter("a handler", JsonObject.parse(item.toJson()));
            return "";
        });
    }

    EventCounter eventCounter(Calls functionCalls, Deployment deployment) {
        return new EventCounter(
                variant.transactions(functionCalls, counts),
                functionCalls.backoff(),
                functionCalls.clock(),
                deployment.chunkSize(),
                deployment.shards());
    }

    /** What the next invocation runs. */
    Deployment deployment() {
        return deployments.get(random.nextInt(deployments.size()));
    }

    ManualClock clock() {
        return clock;
    }

    Instant now() {
        return clock.instant();
    }

    RandomGenerator random() {
        return random;
    }

    Variant variant() {
        return variant;
    }

    Faults faults() {
        return faults;
    }

    JsonLog log() {
        return log;
    }

    InMemoryCounts counts() {
        return counts;
    }

    /** Invocations so far. */
    int started() {
        return started;
    }

    // What is there in the end.

    Truth truth() {
        return truth;
    }

    Collection<Counter> counters() {
        return counts.counters();
    }

    AggregatorFunction summaries() {
        return streams.aggregator();
    }

    Milestones milestones() {
        return milestones;
    }

    /** What is in the dead-letter queue. */
    List<String> deadLetters() {
        return operator.deadLetters();
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
