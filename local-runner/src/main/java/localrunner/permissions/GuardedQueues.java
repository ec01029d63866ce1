package localrunner.permissions;

import java.util.List;
import java.util.Optional;
import localrunner.iam.CallContext;
import localrunner.iam.Caller;
import localrunner.iam.Decision;
import localrunner.permissions.Gatekeeper.Identity;
import localrunner.sqs.QueueSender;
import localrunner.sqs.Sender;

/**
 * Puts messages on queues for functions and services, with permission only. Thread-safe.
 *
 * @param as who sends; empty for one that needs no permission
 */
record GuardedQueues(QueueSender queues, Gatekeeper gatekeeper, Optional<Identity> as) implements QueueSender {

    @Override
    public QueueSender inTheNameOf(Sender sender) {
        return new GuardedQueues(
                queues,
                gatekeeper,
                switch (sender) {
                    case Sender.OfFunction(String functionArn) -> gatekeeper.functionByArn(functionArn);
                    case Sender.Service(String name, String sourceArn) ->
                        Optional.of(gatekeeper.service(name, sourceArn));
                });
    }

    /** @throws IllegalStateException when the sender is not allowed to */
    @Override
    public void send(String queueArn, String body) {
        check(queueArn);
        queues.send(queueArn, body);
    }

    /** @throws IllegalStateException when the sender is not allowed to */
    @Override
    public void sendTraced(String queueArn, String body, String traceHeader) {
        check(queueArn);
        queues.sendTraced(queueArn, body, traceHeader);
    }

    /** A function may send by itself too, so it is said that this was not the function. */
    private static String operation(Identity identity) {
        return identity.caller() instanceof Caller.Service ? "SendMessage" : "SendMessage, by Lambda";
    }

    private void check(String queueArn) {
        Need need = new Need("sqs:SendMessage", queueArn, CallContext.NONE);
        Optional<Decision.Denied> refusal =
                as.flatMap(identity -> gatekeeper.refusal(identity, () -> operation(identity), List.of(need)));
        if (refusal.isPresent()) {
            throw new IllegalStateException(refusal.get().message());
        }
    }
}
