package localrunner.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import localrunner.application.Application;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.facts.Payload;

/**
 * Keeps what has happened lately, as events with all their steps.
 *
 * <p>A fact is put where its {@link Cause} says, at once and on the thread of the room that tells it: that takes
 * microseconds, and whoever reads makes the lists. Calls from outside that lead to nothing, such as a look at a table, are
 * not kept. Thread-safe.
 */
public final class History implements Consumer<Fact> {

    private static final int SPAN_BYTES = 500;
    private static final int MOST_LINES = 500;
    private static final int MOST_UNKNOWN = 20_000;
    private static final int MOST_LINKS = 100;
    private static final String ARROW = "->";

    private final HistoryLimits limits;
    private final Nodes nodes;
    private final Object lock = new Object();

    /** In the order in which they began. */
    private final Map<String, Trail> trails = new LinkedHashMap<>();

    /** In the order in which they changed last. */
    private final SequencedMap<String, Trail> changes = new LinkedHashMap<>();

    private final Map<String, Place> openHops = new HashMap<>();
    private final Map<String, Place> messages = new HashMap<>();
    private final Map<String, Touched> touched = bounded();

    /** Batches with messages that nobody has told of yet: who receives one may be faster than who has sent it. */
    private final Map<String, Trail> awaited = bounded();

    private final Writes writes = new Writes();
    private final Map<String, Activity> activities = new HashMap<>();

    /** Counts by from and to, as causes name them. */
    private final Map<String, Map<String, long[]>> edges = new LinkedHashMap<>();

    private long trailNumbers;
    private long changeNumber;
    private long bytes;

    public History(Application application, HistoryLimits limits) {
        nodes = new Nodes(application);
        this.limits = limits;
    }

    private record Place(Trail trail, Span span) {}

    /** What a call has done, told before the call itself. */
    private static final class Touched {
        private final Set<String> resources = new LinkedHashSet<>();
        private final Set<String> links = new LinkedHashSet<>();
        private final Set<String> permissions = new LinkedHashSet<>();
    }

    private static <V> Map<String, V> bounded() {
        return new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST_UNKNOWN;
            }
        };
    }

    @Override
    public void accept(Fact fact) {
        Cause cause = Cause.current();
        synchronized (lock) {
            switch (fact) {
                case Fact.OfFunction ofFunction -> ofFunction(ofFunction, cause);
                case Fact.OfQueue ofQueue -> ofQueue(ofQueue, cause);
                case Fact.OfTopic ofTopic -> ofTopic(ofTopic, cause);
                case Fact.Requested requested -> requested(requested, cause);
                case Fact.Answered answered -> answered(answered);
                case Fact.Called called -> called(called, cause);
                case Fact.PermissionChecked checked -> permissionChecked(checked, cause);
                case Fact.TableUsed used -> tableUsed(used, cause);
                case Fact.BatchTaken taken -> batchTaken(taken);
                case Fact.BatchDone done -> batchDone(done);
                case Fact.Fired fired -> fired(fired, cause);
                case Fact.ObjectChanged changed -> objectChanged(changed, cause);
                case Fact.SentByHand sent -> sentByHand(sent, cause);
            }
            forgetTheOldest();
        }
    }

    private void ofFunction(Fact.OfFunction fact, Cause cause) {
        String function = fact.who();
        switch (fact) {
            case Fact.Began began -> began(began, cause);
            case Fact.Invoked invoked -> invoked(invoked);
            case Fact.Throttled throttled -> {
                activity(function).failed(throttled.at());
                Trail trail = trail(cause, throttled.requestId(), "invoke");
                String id = throttled.requestId() + ".throttled" + trail.spans.size();
                Span span = new Span(id, cause.hop(), Kind.INVOCATION, function, "throttled", throttled.at());
                span.status = Status.FAILED;
                span.requestId = throttled.requestId();
                add(trail, span);
            }
            case Fact.EventQueued queued -> {
                activity(function).waits(1);
                Trail trail = trail(cause, queued.requestId(), "invoke");
                Span span = new Span(
                        queued.requestId(), cause.hop(), Kind.MESSAGE, function, "asynchronous event", queued.at());
                span.requestId = queued.requestId();
                span.request = kept(queued.event(), trail);
                addOpen(trail, span);
            }
            case Fact.EventAttempted attempted -> {
                activity(function).waits(-1);
                ended(attempted.requestId() + ".retry", attempted.at(), Status.OK);
            }
            case Fact.RetryPlanned planned -> {
                activity(function).waits(1);
                Optional.ofNullable(openHops.get(planned.requestId())).ifPresent(event -> {
                    String id =
                            planned.requestId() + ".retry" + event.trail().spans.size();
                    String title = "waits " + seconds(planned.delay()) + " s before the next attempt ("
                            + planned.reason() + ")";
                    Span span = new Span(id, planned.requestId(), Kind.RETRY, function, title, planned.at());
                    span.requestId = planned.requestId();
                    addOpen(event.trail(), span);
                    openHops.remove(id);
                    openHops.put(planned.requestId() + ".retry", new Place(event.trail(), span));
                });
            }
            case Fact.EventDone done -> ended(done.requestId(), done.at(), Status.OK);
            case Fact.EventDropped dropped -> {
                if (dropped.condition().equals("EventAgeExceeded")) {
                    activity(function).waits(-1);
                }
                ended(dropped.requestId() + ".retry", dropped.at(), Status.FAILED);
                ended(dropped.requestId(), dropped.at(), Status.FAILED).ifPresent(event -> {
                    event.span().detail.put("error", "given up: " + dropped.condition());
                    event.trail().failed = true;
                });
            }
            case Fact.DestinationFailed failed ->
                Optional.ofNullable(trails.get(cause.event())).ifPresent(trail -> {
                    trail.failed = true;
                    String id = failed.requestId() + ".lost";
                    Span span = new Span(
                            id,
                            cause.hop(),
                            Kind.DEAD_LETTER,
                            function,
                            "lost: " + failed.destinationArn() + " did not take it",
                            failed.at());
                    span.status = Status.FAILED;
                    add(trail, span);
                });
            case Fact.BatchSent _ -> {
                // The batch was told when it was taken.
            }
            case Fact.Printed printed -> printed(printed, cause);
        }
    }

    private void began(Fact.Began began, Cause cause) {
        String function = began.who();
        Activity activity = activity(function);
        activity.runs(1);
        if (began.cold()) {
            activity.coldStart(began.at());
        }
        flowed(cause.who(), function, 1);
        Trail trail = trail(cause, began.run(), "invoke");
        Span span = new Span(began.run(), cause.hop(), Kind.INVOCATION, function, function, began.at());
        span.requestId = began.requestId();
        span.detail.put("version", began.function().qualifier());
        if (began.cold()) {
            span.detail.put("coldStart", "true");
        }
        Optional<Span> parent = Optional.ofNullable(trail.spans.get(cause.hop()));
        parent.ifPresent(before -> span.attempt = ++before.runs);
        boolean same =
                parent.filter(before -> before.request.isSameAs(began.event())).isPresent();
        span.request = same ? parent.orElseThrow().request : kept(began.event(), trail);
        addOpen(trail, span);
    }

    private void invoked(Fact.Invoked invoked) {
        Activity activity = activity(invoked.who());
        activity.runs(-1);
        activity.happened(invoked.at(), 1);
        if (invoked.failed()) {
            activity.failed(invoked.at());
        }
        Optional<Place> run = Optional.ofNullable(openHops.remove(invoked.run()));
        run.ifPresent(place -> {
            Span span = place.span();
            span.status = invoked.failed() ? Status.FAILED : Status.OK;
            span.duration = Optional.of(invoked.duration());
            span.answer = kept(invoked.answer(), place.trail());
            if (invoked.failed() && !isTriedAgain(place)) {
                place.trail().failed = true;
            }
            changed(place.trail());
        });
    }

    /** Whether somebody else decides what a failure means: Lambda's queue, or who takes the batch. */
    private static boolean isTriedAgain(Place run) {
        return Optional.ofNullable(run.trail().spans.get(run.span().parent))
                .filter(parent -> parent.kind == Kind.MESSAGE || parent.kind == Kind.BATCH)
                .isPresent();
    }

    private void printed(Fact.Printed printed, Cause cause) {
        Optional.ofNullable(trails.get(cause.event())).ifPresent(trail -> {
            Optional<Span> run = Optional.ofNullable(trail.spans.get(cause.hop()));
            run.filter(span -> span.lines.size() < MOST_LINES).ifPresent(span -> {
                span.lines.add(new Span.Line(printed.at(), printed.line()));
                grow(trail, printed.line().length());
                changed(trail);
            });
        });
    }

    private void ofQueue(Fact.OfQueue fact, Cause cause) {
        String queue = fact.who();
        switch (fact) {
            case Fact.MessagesSent sent -> {
                activity(queue).happened(sent.at(), sent.messageIds().size());
                flowed(cause.who(), queue, sent.messageIds().size());
                touch(cause, queue);
                for (int index = 0; index < sent.messageIds().size(); index++) {
                    Payload body = index < sent.bodies().size() ? sent.bodies().get(index) : Payload.NONE;
                    sent(sent, sent.messageIds().get(index), body, cause);
                }
            }
            case Fact.MessagesReceived received ->
                received.receipts().forEach(receipt -> received(received, receipt, cause));
            case Fact.MessagesDeleted deleted ->
                deleted.messageIds()
                        .forEach(id -> Optional.ofNullable(messages.get(id)).ifPresent(message -> {
                            if (message.span().isOpen()) {
                                message.span().end(deleted.at(), Status.OK);
                                openHops.remove(message.span().id);
                                changed(message.trail());
                            }
                        }));
        }
    }

    private void sent(Fact.MessagesSent fact, String messageId, Payload body, Cause cause) {
        Trail trail = trail(cause, messageId, "sqs");
        boolean givenUp = Optional.ofNullable(trail.spans.get(cause.hop()))
                .filter(parent -> parent.kind == Kind.BATCH
                        || parent.kind == Kind.MESSAGE
                        || parent.kind == Kind.SCHEDULE
                        || (parent.kind == Kind.NOTIFICATION && !parent.detail.containsKey("object")))
                .isPresent();
        Span span = new Span(
                messageId,
                cause.hop(),
                givenUp ? Kind.DEAD_LETTER : Kind.MESSAGE,
                fact.who(),
                "message in " + fact.who(),
                fact.at());
        span.request = kept(body, trail);
        trail.failed |= givenUp;
        addOpen(trail, span);
        messages.put(messageId, new Place(trail, span));
        Optional.ofNullable(awaited.remove(messageId)).ifPresent(batch -> follow(trail, batch, messageId, false));
    }

    private void received(Fact.MessagesReceived fact, Fact.Receipt receipt, Cause cause) {
        Optional.ofNullable(messages.get(receipt.messageId())).ifPresent(message -> {
            Span span =
                    message.span().who.equals(fact.who()) ? message.span() : moved(message, receipt.messageId(), fact);
            span.attempt = receipt.times().orElse(span.attempt + 1);
            span.detail.put("receives", Integer.toString(span.attempt));
            if (!cause.isNone()) {
                touch(cause, fact.who());
                Set<String> links = touched.computeIfAbsent(cause.hop(), _ -> new Touched()).links;
                if (links.size() < MOST_LINKS) {
                    links.add(receipt.messageId());
                }
            }
            changed(message.trail());
        });
        if (!cause.who().isEmpty()) {
            flowed(cause.who(), fact.who(), 1);
        }
    }

    /** The queue's redrive policy has moved the message, which nobody tells. */
    private Span moved(Place message, String messageId, Fact.MessagesReceived fact) {
        message.span().end(fact.at(), Status.FAILED);
        openHops.remove(message.span().id);
        // Back from a queue for dead letters it is a message like any other.
        boolean givenUp = message.span().kind != Kind.DEAD_LETTER;
        Span there = new Span(
                message.span().id + "." + fact.who(),
                message.span().id,
                givenUp ? Kind.DEAD_LETTER : Kind.MESSAGE,
                fact.who(),
                "message in " + fact.who(),
                fact.at());
        there.request = message.span().request;
        message.trail().failed = givenUp;
        addOpen(message.trail(), there);
        messages.put(messageId, new Place(message.trail(), there));
        flowed(message.span().who, fact.who(), 1);
        return there;
    }

    private void ofTopic(Fact.OfTopic fact, Cause cause) {
        String topic = fact.who();
        switch (fact) {
            case Fact.Published published -> {
                activity(topic).happened(published.at(), 1);
                flowed(cause.who(), topic, 1);
                touch(cause, topic);
                Trail trail = trail(cause, published.messageId(), "sns");
                Span span = new Span(
                        published.messageId(),
                        cause.hop(),
                        Kind.NOTIFICATION,
                        topic,
                        "message of " + topic,
                        published.at());
                span.request = kept(published.message(), trail);
                add(trail, span);
            }
            case Fact.Notified notified ->
                Optional.ofNullable(trails.get(cause.event()))
                        .ifPresent(trail -> Optional.ofNullable(trail.spans.get(notified.messageId()))
                                .ifPresent(span -> {
                                    span.end(notified.at(), span.status);
                                    changed(trail);
                                }));
            case Fact.NotificationFailed failed -> {
                activity(topic).failed(failed.at());
                Optional.ofNullable(trails.get(cause.event())).ifPresent(trail -> {
                    trail.failed = true;
                    Optional.ofNullable(trail.spans.get(failed.messageId())).ifPresent(span -> {
                        span.end(failed.at(), Status.FAILED);
                        span.detail.put("error", "could not be handed to " + failed.endpointArn());
                    });
                    changed(trail);
                });
            }
        }
    }

    private void requested(Fact.Requested requested, Cause cause) {
        Trail trail = trail(cause, requested.requestId(), "api");
        String who = requested
                .route()
                .map(route -> "route:" + requested.who() + " " + route)
                .map(nodes::id)
                .orElse(requested.who());
        Span span = new Span(requested.requestId(), cause.hop(), Kind.REQUEST, who, requested.line(), requested.at());
        span.requestId = requested.requestId();
        span.request = kept(requested.body(), trail);
        addOpen(trail, span);
        activity(who).happened(requested.at(), 1);
    }

    private void answered(Fact.Answered answered) {
        boolean failed = answered.status() >= 500;
        ended(answered.requestId(), answered.at().plus(answered.latency()), failed ? Status.FAILED : Status.OK)
                .ifPresent(request -> {
                    request.span().detail.put("httpStatus", Integer.toString(answered.status()));
                    request.span().answer = kept(answered.body(), request.trail());
                    request.trail().failed |= failed;
                    if (failed) {
                        activity(request.span().who).failed(answered.at());
                    }
                });
    }

    private void called(Fact.Called called, Cause cause) {
        Optional<Touched> done = Optional.ofNullable(touched.remove(called.call()));
        Optional<Trail> known = Optional.ofNullable(trails.get(cause.isNone() ? called.call() : cause.event()));
        known.ifPresent(trail -> {
            Span span = new Span(
                    called.call(),
                    cause.hop(),
                    Kind.CALL,
                    called.caller(),
                    called.service() + " " + called.operation(),
                    called.at());
            span.status = called.status() < 400 ? Status.OK : Status.FAILED;
            span.duration = Optional.of(called.latency());
            span.detail.put("service", called.service());
            span.detail.put("operation", called.operation());
            span.detail.put("httpStatus", Integer.toString(called.status()));
            if (!called.error().isEmpty()) {
                span.detail.put("error", called.error());
            }
            done.ifPresent(what -> {
                if (!what.resources.isEmpty()) {
                    span.detail.put("resources", String.join(", ", what.resources));
                }
                if (!what.permissions.isEmpty()) {
                    span.detail.put("permission", String.join("; ", what.permissions));
                }
                span.links.addAll(what.links);
            });
            span.request = kept(called.request(), trail);
            span.answer = kept(called.answer(), trail);
            if (cause.isNone() && called.service().equals("s3")) {
                trail.kind = "s3";
            }
            if (cause.isNone() && called.service().equals("lambda")) {
                trail.kind = "invoke";
            }
            add(trail, span);
        });
    }

    private void permissionChecked(Fact.PermissionChecked checked, Cause cause) {
        if (!cause.isNone()) {
            Set<String> permissions = touched.computeIfAbsent(cause.hop(), _ -> new Touched()).permissions;
            if (permissions.size() < MOST_LINKS) {
                permissions.add(checked.decision());
            }
        }
    }

    private void tableUsed(Fact.TableUsed used, Cause cause) {
        String table = used.who();
        activity(table).happened(used.at(), 1);
        Fact.Effect effect = used.effect();
        if (used.status() >= 500 || effect.throttledReads() + effect.throttledWrites() > 0) {
            activity(table).failed(used.at());
        }
        flowed(cause.who(), table, 1);
        touch(cause, table);
        if (!used.writtenKeys().isEmpty() && !cause.isNone()) {
            Trail trail = trail(cause, cause.hop(), "dynamodb");
            used.writtenKeys()
                    .forEach(key -> writes.written(used.table().name(), key, new Writes.Write(trail, cause.hop())));
        }
    }

    private void batchTaken(Fact.BatchTaken taken) {
        String source = nodes.id(taken.source());
        boolean stream = !source.equals(nodes.tableOf(source));
        if (stream) {
            activity(source).happened(taken.at(), taken.items().size());
            flowed(nodes.tableOf(source), source, taken.items().size());
        }
        Trail batch = trail(Cause.NONE, taken.batch(), stream ? "dynamodb" : "sqs");
        String items = taken.items().size() + (stream ? " records of " : " messages of ") + nodes.tableOf(source);
        Span span = new Span(taken.batch(), "", Kind.BATCH, taken.who(), items, taken.at());
        addOpen(batch, span);
        for (Fact.Item item : taken.items()) {
            if (stream) {
                writes.writerOf(tableName(taken.source()), item.key(), item.id())
                        .filter(found -> trails.containsKey(found.write().trail().id))
                        .ifPresent(found -> follow(
                                found.write().trail(), batch, found.write().hop(), found.guess()));
            } else {
                Optional<Place> message = Optional.ofNullable(messages.get(item.id()));
                if (message.isPresent()) {
                    follow(message.get().trail(), batch, message.get().span().id, false);
                } else {
                    awaited.put(item.id(), batch);
                }
            }
        }
    }

    private static String tableName(String source) {
        return source.substring(source.indexOf(':') + 1);
    }

    private void follow(Trail before, Trail batch, String hop, boolean guess) {
        boolean known = before.next.stream()
                .anyMatch(next -> next.trail() == batch && next.hop().equals(hop));
        if (!known && before != batch) {
            before.next.add(new Trail.Next(batch, hop, guess));
            batch.origins.add(before);
            changed(before);
        }
    }

    private void batchDone(Fact.BatchDone done) {
        ended(done.batch(), done.at(), done.failed() ? Status.FAILED : Status.OK)
                .ifPresent(batch -> {
                    if (done.failed()) {
                        // The messages of a queue come again; records do not.
                        batch.trail().failed |= batch.trail().kind.equals("dynamodb");
                    }
                });
    }

    private void fired(Fact.Fired fired, Cause cause) {
        activity(fired.who()).happened(fired.at(), 1);
        Trail trail = trail(cause, fired.id(), "schedule");
        Span span = new Span(fired.id(), cause.hop(), Kind.SCHEDULE, fired.who(), fired.who(), fired.at());
        span.request = kept(fired.event(), trail);
        add(trail, span);
    }

    private void objectChanged(Fact.ObjectChanged fact, Cause cause) {
        activity(fact.who()).happened(fact.at(), 1);
        touch(cause, fact.who());
        flowed(cause.who(), fact.who(), 1);
        Trail trail = trail(cause, fact.id(), "s3");
        Span span = new Span(
                fact.id(), cause.hop(), Kind.NOTIFICATION, fact.who(), fact.event() + " " + fact.key(), fact.at());
        span.detail.put("object", fact.key());
        span.request = kept(fact.message(), trail);
        add(trail, span);
    }

    private void sentByHand(Fact.SentByHand sent, Cause cause) {
        Trail trail = trail(cause, sent.id(), sent.kind());
        Span span = new Span(sent.id(), cause.hop(), Kind.REQUEST, sent.who(), sent.title(), sent.at());
        span.detail.put("byHand", "true");
        span.request = kept(sent.payload(), trail);
        add(trail, span);
    }

    /** The trail of a cause, or a new one that begins here. */
    private Trail trail(Cause cause, String hop, String kind) {
        String id = cause.isNone() ? hop : cause.event();
        return trails.computeIfAbsent(id, _ -> {
            Trail trail = new Trail(id, ++trailNumbers);
            trail.kind = kind;
            return trail;
        });
    }

    private void addOpen(Trail trail, Span span) {
        span.open();
        add(trail, span);
        if (trail.spans.containsKey(span.id)) {
            openHops.put(span.id, new Place(trail, span));
        }
    }

    private void add(Trail trail, Span span) {
        if (trail.spans.size() >= limits.spans()) {
            trail.leftOut++;
        } else {
            trail.spans.put(span.id, span);
            grow(trail, SPAN_BYTES);
        }
        changed(trail);
    }

    private Optional<Place> ended(String hop, Instant at, Status how) {
        Optional<Place> place = Optional.ofNullable(openHops.remove(hop));
        place.ifPresent(found -> {
            found.span().end(at, how);
            changed(found.trail());
        });
        return place;
    }

    private void changed(Trail trail) {
        trail.changed = ++changeNumber;
        changes.putLast(trail.id, trail);
    }

    private Payload kept(Payload payload, Trail trail) {
        Payload kept = payload.beginning(limits.shownBytes());
        grow(trail, kept.size());
        return kept;
    }

    private void grow(Trail trail, int more) {
        trail.bytes += more;
        bytes += more;
    }

    private void forgetTheOldest() {
        while (trails.size() > limits.events() || (bytes > limits.bytes() && trails.size() > 1)) {
            Trail oldest = trails.values().iterator().next();
            trails.remove(oldest.id);
            changes.remove(oldest.id);
            bytes -= oldest.bytes;
            oldest.spans.keySet().forEach(hop -> {
                openHops.remove(hop);
                openHops.remove(hop + ".retry");
                messages.remove(hop);
            });
            oldest.next.forEach(next -> next.trail().origins.remove(oldest));
            oldest.spans.clear();
            oldest.next.clear();
            oldest.origins.clear();
        }
    }

    private void touch(Cause cause, String resource) {
        if (!cause.isNone()) {
            touched.computeIfAbsent(cause.hop(), _ -> new Touched()).resources.add(resource);
        }
    }

    private void flowed(String from, String to, int times) {
        if (!from.isEmpty() && !from.equals(to)) {
            edges.computeIfAbsent(from, _ -> new LinkedHashMap<>()).computeIfAbsent(to, _ -> new long[1])[0] += times;
        }
    }

    private Activity activity(String node) {
        return activities.computeIfAbsent(node, _ -> new Activity());
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? Long.toString(duration.toSeconds())
                : Double.toString(duration.toMillis() / 1000.0);
    }

    /** Events, the newest first. */
    public List<EventSummary> list(EventQuery query) {
        List<EventSummary> found = new ArrayList<>();
        for (Trail trail : newestFirst()) {
            if (found.size() >= query.limit()) {
                break;
            }
            if (query.before().filter(number -> trail.number >= number).isPresent()) {
                continue;
            }
            // Rooms tell facts between two events, however long the search takes.
            synchronized (lock) {
                if (isEvent(trail)) {
                    EventSummary summary = Reading.summary(trail);
                    if (Reading.matches(trail, summary, query)) {
                        found.add(summary);
                    }
                }
            }
        }
        return found;
    }

    private List<Trail> newestFirst() {
        synchronized (lock) {
            return new ArrayList<>(trails.values()).reversed();
        }
    }

    private static boolean isEvent(Trail trail) {
        return trail.origins.isEmpty() && !trail.spans.isEmpty();
    }

    /** An event with all its steps; empty when it is not kept any more, or never was. */
    public Optional<EventView> event(String id) {
        synchronized (lock) {
            return Optional.ofNullable(trails.get(id)).map(Reading::view);
        }
    }

    /**
     * What has changed since.
     *
     * @param number up to which change it is known
     * @param most of the events; the others are only counted
     */
    public Changes changesSince(long number, int most) {
        synchronized (lock) {
            Map<String, EventSummary> summaries = new LinkedHashMap<>();
            Set<String> more = new LinkedHashSet<>();
            for (Trail trail : changes.sequencedValues().reversed()) {
                if (trail.changed <= number) {
                    break;
                }
                List<Trail> events = trail.origins.isEmpty() ? List.of(trail) : List.copyOf(trail.origins);
                for (Trail event : events) {
                    if (isEvent(event) && !summaries.containsKey(event.id)) {
                        if (summaries.size() < most) {
                            summaries.put(event.id, Reading.summary(event));
                        } else {
                            more.add(event.id);
                        }
                    }
                }
            }
            return new Changes(changeNumber, List.copyOf(summaries.values()), more.size());
        }
    }

    /**
     * Events that have changed.
     *
     * @param upTo the number of the last change
     * @param skipped how many more there are
     */
    public record Changes(long upTo, List<EventSummary> events, int skipped) {}

    /** The number of the last change. */
    public long lastChange() {
        synchronized (lock) {
            return changeNumber;
        }
    }

    /** What each node does, by its id on the map. */
    public Map<String, NodeActivity> activities(Instant now) {
        synchronized (lock) {
            Map<String, NodeActivity> current = new LinkedHashMap<>();
            activities.forEach((node, activity) -> current.put(node, activity.at(now)));
            return current;
        }
    }

    /** How often something went from one node of the map to another, by {@code from->to}. */
    public Map<String, Long> edges() {
        synchronized (lock) {
            Map<String, Long> counts = new LinkedHashMap<>();
            edges.forEach((from, targets) ->
                    targets.forEach((to, count) -> counts.merge(nodes.id(from) + ARROW + to, count[0], Long::sum)));
            return counts;
        }
    }
}
