package localrunner.sns;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import localrunner.application.Application.Subscription;
import localrunner.facts.Cause;
import localrunner.facts.Fact;
import localrunner.invoke.AsyncInvoker;
import localrunner.invoke.FunctionNotFoundException;
import localrunner.service.ServiceContext;
import localrunner.sqs.Sender;

/**
 * Hands notifications to the functions that subscribe, each on a thread of its own, in no particular order.
 *
 * <p>AWS document "Amazon SNS dead-letter queues": an error on the client's side (the function is gone) is not retried.
 * One on the server's side is, as {@link DeliveryPolicy} says. Then the notification goes to the subscription's redrive
 * queue, or is lost when there is none. A notification is delivered once Lambda has it: what the function does then
 * does not count. Thread-safe.
 */
final class Deliveries {

    private static final String CONSOLE_NAME = "sns";
    private static final String SNS = "sns.amazonaws.com";

    private final AsyncInvoker functions;
    private final ServiceContext context;
    private final DeliveryPolicy policy;
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();

    Deliveries(AsyncInvoker functions, ServiceContext context, DeliveryPolicy policy) {
        this.functions = functions;
        this.context = context;
        this.policy = policy;
    }

    void deliver(Fact.Place topic, Notification notification, Subscription subscription) {
        pending.incrementAndGet();
        Cause cause = Cause.current();
        Thread.ofVirtual()
                .name("sns-delivery")
                .start(() -> cause.run(() -> attempt(topic, notification, subscription, 0)));
    }

    /** How many notifications are neither handed over nor given up yet. */
    int pending() {
        return pending.get();
    }

    /** Forgets the notifications that are not handed over yet. */
    void close() {
        closed.set(true);
    }

    private void attempt(Fact.Place topic, Notification notification, Subscription subscription, int retriesBefore) {
        int retries = retriesBefore;
        while (!closed.get()) {
            try {
                functions.enqueue(subscription.functionArn(), notification.lambdaEvent(subscription));
                context.facts()
                        .tell(new Fact.Notified(
                                context.time().now(), topic, notification.messageId(), subscription.functionArn()));
                pending.decrementAndGet();
                return;
            } catch (FunctionNotFoundException e) {
                giveUp(topic, notification, subscription, e);
                return;
            } catch (RuntimeException e) {
                int retry = retries + 1;
                Optional<Duration> delay = policy.delayBefore(retry);
                if (delay.isEmpty()) {
                    giveUp(topic, notification, subscription, e);
                    return;
                }
                if (delay.get().isPositive()) {
                    Cause cause = Cause.current();
                    var _ = context.time()
                            .schedule(
                                    delay.get(),
                                    () -> cause.run(() -> attempt(topic, notification, subscription, retry)));
                    return;
                }
                retries = retry;
            }
        }
    }

    private void giveUp(
            Fact.Place topic, Notification notification, Subscription subscription, RuntimeException cause) {
        Fact.Redrive redrive = Fact.Redrive.NONE;
        String failure = "message " + notification.messageId() + " could not be handed to " + subscription.functionArn()
                + " (" + cause.getMessage() + ")";
        try {
            if (subscription.redriveQueueArn().isPresent()) {
                String queueArn = subscription.redriveQueueArn().get();
                context.queues()
                        .inTheNameOf(new Sender.Service(SNS, topicArn(subscription)))
                        .send(queueArn, notification.envelope(subscription));
                redrive = Fact.Redrive.TAKEN;
                warn(failure + "; it is in " + queueArn);
            } else {
                warn(failure + " and is lost: the subscription has no RedrivePolicy");
            }
        } catch (RuntimeException e) {
            redrive = Fact.Redrive.REFUSED;
            warn(failure + " and is lost: its redrive queue did not take it (" + e.getMessage() + ")");
        } finally {
            context.facts()
                    .tell(new Fact.NotificationFailed(
                            context.time().now(),
                            topic,
                            notification.messageId(),
                            subscription.functionArn(),
                            redrive));
            pending.decrementAndGet();
        }
    }

    /** A subscription's ARN is its topic's with an id behind it. */
    private static String topicArn(Subscription subscription) {
        return subscription.arn().substring(0, subscription.arn().lastIndexOf(':'));
    }

    private void warn(String text) {
        context.console().warn(CONSOLE_NAME, text);
    }
}
