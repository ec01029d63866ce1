package localrunner.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.application.Application.Schedule;
import localrunner.edge.EdgeRequest;
import localrunner.edge.EdgeResponse;
import localrunner.edge.EdgeService;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.facts.Payload;
import localrunner.invoke.AsyncInvoker;
import localrunner.invoke.FunctionNotFoundException;
import localrunner.service.ServiceContext;
import localrunner.sqs.QueueSender;
import localrunner.sqs.Sender;
import localrunner.time.Time;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Invokes functions on their schedules, asynchronously as EventBridge does.
 *
 * <p>Time passes for a schedule as {@link Time} has it: at a scale of 60 a day's event comes after 24 minutes, and says
 * the time at which it would have been due. A time that passed while the machine slept is left out.
 *
 * <p>At the edge port, {@code GET /_schedules} lists the schedules, and {@code POST /_schedules/<logical id>} fires one
 * at once, also one that is disabled. AWS has nothing like that. Thread-safe.
 */
public final class LocalSchedules implements EdgeService, AutoCloseable {

    private static final String EVENT_BRIDGE = "events.amazonaws.com";
    private static final String NAME = "_schedules";
    private static final Duration LATEST = Duration.ofMinutes(1);

    private final Application application;
    private final AsyncInvoker functions;
    private final ServiceContext context;
    private final Time time;
    private final Map<String, Running> schedules = new LinkedHashMap<>();
    private final Instant startedAt;
    private boolean closed;

    public LocalSchedules(Application application, AsyncInvoker functions, ServiceContext context) {
        this.application = application;
        this.functions = functions;
        this.context = context;
        time = context.time();
        startedAt = time.now();
        for (Schedule schedule : application.schedules()) {
            schedules.put(
                    schedule.logicalId(),
                    new Running(
                            schedule,
                            ScheduleExpression.parse(schedule.expression(), dialect(schedule), schedule.zone())));
        }
    }

    private static ScheduleExpression.Dialect dialect(Schedule schedule) {
        return schedule.kind() == Schedule.Kind.RULE
                ? ScheduleExpression.Dialect.RULE
                : ScheduleExpression.Dialect.SCHEDULER;
    }

    /** A schedule of the application, and when it is due next; that is guarded by the outer object. */
    private static final class Running {
        private final Schedule schedule;
        private final ScheduleExpression expression;
        private Optional<Instant> next = Optional.empty();
        private Optional<Time.Cancellable> timer = Optional.empty();

        Running(Schedule schedule, ScheduleExpression expression) {
            this.schedule = schedule;
            this.expression = expression;
        }
    }

    /** Begins to fire. EventBridge Scheduler fires a rate at once, a rule after its first interval. */
    public synchronized void start() {
        for (Running running : schedules.values()) {
            if (running.schedule.enabled()) {
                boolean atOnce = running.schedule.kind() == Schedule.Kind.SCHEDULER
                        && running.expression instanceof ScheduleExpression.Rate;
                await(running, atOnce ? Optional.of(startedAt) : running.expression.next(startedAt));
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        schedules.values().forEach(running -> running.timer.ifPresent(Time.Cancellable::cancel));
    }

    private void await(Running running, Optional<Instant> next) {
        running.next = next;
        running.timer = next.map(due -> {
            Duration left = Duration.between(now(), due);
            return time.schedule(left.isNegative() ? Duration.ZERO : left, () -> fireOnTime(running, due));
        });
    }

    /** The time on the schedules' clock. */
    private Instant now() {
        return startedAt.plus(time.age(startedAt));
    }

    private void fireOnTime(Running running, Instant due) {
        synchronized (this) {
            if (closed) {
                return;
            }
            Optional<Instant> next = running.expression.next(due);
            boolean missed =
                    next.filter(moment -> moment.isBefore(now().minus(LATEST))).isPresent();
            await(running, missed ? running.expression.next(now()) : next);
        }
        fire(running.schedule, due);
    }

    private void fire(Schedule schedule, Instant dueAt) {
        String event = ScheduledEvent.write(
                schedule, application.region(), dueAt, context.ids().get());
        String id = context.ids().get();
        context.facts().tell(new Fact.Fired(time.now(), schedule.logicalId(), id, Payload.json(event)));
        Cause.current().next(id, schedule.logicalId()).run(() -> enqueue(schedule, event));
    }

    private void enqueue(Schedule schedule, String event) {
        try {
            functions.enqueue(schedule.functionArn(), event);
        } catch (FunctionNotFoundException e) {
            String what = schedule.functionArn() + " is not there, and an event of the schedule ";
            schedule.deadLetterQueueArn()
                    .ifPresentOrElse(
                            queueArn -> giveUp(schedule, queueArn, event, what),
                            () -> warn(schedule, what + "is dropped; it has no DeadLetterConfig"));
        }
    }

    private void giveUp(Schedule schedule, String queueArn, String event, String what) {
        try {
            queues(schedule).send(queueArn, event);
            warn(schedule, what + "went to " + queueArn);
        } catch (RuntimeException e) {
            warn(schedule, what + "is dropped, as " + queueArn + " did not take it: " + e.getMessage());
        }
    }

    /** A rule sends by itself; Scheduler has a role for it, to which SAM adds the permission. */
    private QueueSender queues(Schedule schedule) {
        return switch (schedule.kind()) {
            case RULE -> context.queues().inTheNameOf(new Sender.Service(EVENT_BRIDGE, schedule.arn()));
            case SCHEDULER -> context.queues();
        };
    }

    private void warn(Schedule schedule, String text) {
        context.console().warn(schedule.logicalId(), text);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public EdgeResponse handle(EdgeRequest request) {
        String rest = request.path().substring(("/" + NAME).length());
        if (rest.isEmpty() && request.method().equals("GET")) {
            return json(200, list());
        }
        Running running = schedules.get(rest.isEmpty() ? "" : rest.substring(1));
        if (running == null) {
            return problem(
                    404,
                    "There is no such schedule. Fire one by POST /_schedules/<name>: "
                            + String.join(", ", schedules.keySet()));
        }
        if (!request.method().equals("POST")) {
            return problem(405, "POST fires the schedule; GET /_schedules lists all");
        }
        fire(running.schedule, now());
        return json(
                202,
                JsonMapper.shared()
                        .createObjectNode()
                        .put("fired", running.schedule.logicalId())
                        .put("function", running.schedule.functionArn()));
    }

    private synchronized ObjectNode list() {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        ArrayNode list = node.putArray("schedules");
        for (Running running : schedules.values()) {
            ObjectNode entry = list.addObject()
                    .put("name", running.schedule.logicalId())
                    .put("expression", running.schedule.expression())
                    .put("timeZone", running.schedule.zone().getId())
                    .put("enabled", running.schedule.enabled())
                    .put("function", running.schedule.functionArn());
            running.next.ifPresent(next ->
                    entry.put("next", next.truncatedTo(ChronoUnit.SECONDS).toString()));
        }
        return node;
    }

    private static EdgeResponse problem(int status, String message) {
        return json(status, JsonMapper.shared().createObjectNode().put("message", message));
    }

    private static EdgeResponse json(int status, ObjectNode body) {
        return EdgeResponse.of(status, "application/json", body.toString());
    }
}
