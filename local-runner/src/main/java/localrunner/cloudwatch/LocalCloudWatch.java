package localrunner.cloudwatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import localrunner.alarms.Alarm;
import localrunner.alarms.AlarmState;
import localrunner.application.Application;
import localrunner.cloudwatch.WatchedAlarm.Change;
import localrunner.edge.EdgeService;
import localrunner.facts.Fact;
import localrunner.service.ServiceContext;
import localrunner.sns.TopicPublisher;
import localrunner.sqs.QueueDepths;
import localrunner.time.Time;

/**
 * CloudWatch with the application's alarms, in memory.
 *
 * <p>At the end of each minute of the runner's time it writes what the queues hold, and evaluates the alarms. An alarm that
 * changes its state tells the topics of its actions. Periods pass as {@link Time} has it: at a scale of 60 a period of a
 * minute is over after a second. Thread-safe.
 */
public final class LocalCloudWatch implements Consumer<Fact>, AutoCloseable {

    private static final String CLOUDWATCH = "cloudwatch.amazonaws.com";

    private final Application application;
    private final QueueDepths queues;
    private final TopicPublisher topics;
    private final ServiceContext context;
    private final Time time;
    private final Minutes minutes;
    private final MetricStore store = new MetricStore();
    private final MessageAges ages = new MessageAges();
    private final FactMetrics metrics;
    private final List<WatchedAlarm> alarms;
    private final Instant startedAt;
    private Optional<Time.Cancellable> timer = Optional.empty();
    private boolean closed;

    /** @param topics to which alarms publish */
    public LocalCloudWatch(Application application, QueueDepths queues, TopicPublisher topics, ServiceContext context) {
        this.application = application;
        this.queues = queues;
        this.topics = topics;
        this.context = context;
        time = context.time();
        startedAt = time.now();
        minutes = new Minutes(time);
        metrics = new FactMetrics(store, minutes, new EmbeddedMetrics(store, minutes, context.console()), ages);
        alarms = application.alarms().stream()
                .map(alarm -> new WatchedAlarm(alarm, startedAt))
                .toList();
    }

    @Override
    public void accept(Fact fact) {
        metrics.accept(fact);
    }

    /** What answers at the edge port: CloudWatch's own operations, and the runner's two pages. */
    public List<EdgeService> services() {
        return List.of(
                new CloudWatchApi(store, minutes, alarms, startedAt),
                new MetricsPage(store, minutes),
                new AlarmsPage(alarms));
    }

    /** Begins to evaluate the alarms, each minute. */
    public synchronized void start() {
        awaitEndOf(minutes.current());
    }

    @Override
    public synchronized void close() {
        closed = true;
        timer.ifPresent(Time.Cancellable::cancel);
    }

    private synchronized void awaitEndOf(long minute) {
        if (!closed) {
            timer = Optional.of(time.schedule(minutes.untilEndOf(minute), () -> end(minute)));
        }
    }

    /** A machine that slept has passed over some minutes; the last one that is over counts. */
    private void end(long minute) {
        long last = Math.max(minute, minutes.current() - 1);
        try {
            sample(last);
            alarms.forEach(alarm -> evaluate(alarm, last));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } finally {
            awaitEndOf(last + 1);
        }
    }

    private void sample(long minute) throws InterruptedException {
        for (Application.Queue queue : application.queues()) {
            QueueDepths.Depth depth;
            try {
                depth = queues.depth(queue.arn());
            } catch (IllegalStateException e) {
                // It was deleted, or the runner ends.
                continue;
            }
            int all = depth.visible() + depth.notVisible() + depth.delayed();
            metrics.sample(
                    queue.name(),
                    minute,
                    Map.of(
                            "ApproximateNumberOfMessagesVisible", depth.visible(),
                            "ApproximateNumberOfMessagesNotVisible", depth.notVisible(),
                            "ApproximateNumberOfMessagesDelayed", depth.delayed()),
                    ages.oldest(queue.name(), all, time.now()).map(time::age).orElse(Duration.ZERO));
        }
    }

    private void evaluate(WatchedAlarm alarm, long minute) {
        try {
            alarm.evaluate(store, minutes, minute, time.now()).ifPresent(change -> changed(alarm.alarm(), change));
        } catch (IllegalArgumentException e) {
            context.console().warn(alarm.alarm().logicalId(), "the alarm can't be evaluated: " + e.getMessage());
        }
    }

    private void changed(Alarm alarm, Change change) {
        if (change.to() == AlarmState.ALARM) {
            context.console().warn(alarm.logicalId(), "ALARM: " + change.reason());
        } else if (change.from() == AlarmState.ALARM) {
            context.console().line(alarm.logicalId(), change.to() + ": " + change.reason());
        }
        if (alarm.actions().enabled()) {
            alarm.actions().on(change.to()).forEach(topicArn -> publish(topicArn, alarm, change));
        }
    }

    private void publish(String topicArn, Alarm alarm, Change change) {
        try {
            topics.inTheNameOf(CLOUDWATCH, alarm.arn())
                    .publish(
                            topicArn,
                            Optional.of(AlarmMessage.subject(alarm, change, application.region())),
                            AlarmMessage.body(alarm, change, application.region(), startedAt));
        } catch (RuntimeException e) {
            context.console()
                    .warn(alarm.logicalId(), topicArn + " was not told of " + change.to() + ": " + e.getMessage());
        }
    }
}
