package localrunner.sns;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import localrunner.application.Application.Subscription;
import localrunner.console.Console;
import localrunner.invoke.AsyncInvoker;
import localrunner.invoke.FunctionNotFoundException;
import localrunner.sqs.QueueSender;
import localrunner.time.Time;

/**
 * Hands notifications to the functions that subscribe, each on a thread of its own, in no particular order.
 * Thread-safe.
 *
 * <p>AWS document "Amazon SNS dead-letter queues": an error on the client's side (the function is gone) is not retried,
 * one on the server's side is, as {@link DeliveryPolicy} says; then the notification goes to the subscription's redrive
 * queue, or is lost when there is none. Only the hand-over counts: a function that fails afterwards is Lambda's
 * business.
 */
final class Deliveries {

    private final AsyncInvoker functions;
    private final QueueSender queues;
    private final Time time;
    private final Console console;
    private final DeliveryPolicy policy;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    Deliveries(AsyncInvoker functions, QueueSender queues, Time time, Console console, DeliveryPolicy policy) {
        this.functions = functions;
        this.queues = queues;
        this.time = time;
        this.console = console;
        this.policy = policy;
    }

    void deliver(Notification notification, Subscription subscription) {
        pending.incrementAndGet();
        Thread.ofVirtual().name("sns-delivery").start(() -> attempt(notification, subscription, 0));
    }

    /** Notifications that are neither handed over, nor redriven, nor dropped. */
    int pending() {
        return pending.get();
    }

    /** What has not been handed over yet is forgotten. */
    void close() {
        closed.set(true);
    }

    private void attempt(Notification notification, Subscription subscription, int retriesBefore) {
        int retries = retriesBefore;
        while (!closed.get()) {
            try {
                functions.enqueue(subscription.functionArn(), notification.lambdaEvent(subscription));
                pending.decrementAndGet();
                return;
            } catch (FunctionNotFoundException e) {
                giveUp(notification, subscription, e);
                return;
            } catch (RuntimeException e) {
                int retry = retries + 1;
                Optional<Duration> delay = policy.delayBefore(retry);
                if (delay.isEmpty()) {
                    giveUp(notification, subscription, e);
                    return;
                }
                if (delay.get().isPositive()) {
                    var _ = time.schedule(delay.get(), () -> attempt(notification, subscription, retry));
                    return;
                }
                retries = retry;
            }
        }
    }

    private void giveUp(Notification notification, Subscription subscription, RuntimeException cause) {
        String failure = "message " + notification.messageId() + " could not be handed to " + subscription.functionArn()
                + " (" + cause.getMessage() + ")";
        try {
            if (subscription.redriveQueueArn().isPresent()) {
                String queueArn = subscription.redriveQueueArn().get();
                queues.send(queueArn, notification.envelope(subscription), Map.of());
                console.warn("sns", failure + "; it is in " + queueArn);
            } else {
                console.warn("sns", failure + " and is lost: the subscription has no RedrivePolicy");
            }
        } catch (RuntimeException e) {
            console.warn("sns", failure + " and is lost: its redrive queue did not take it (" + e.getMessage() + ")");
        } finally {
            pending.decrementAndGet();
        }
    }
}
