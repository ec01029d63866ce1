package wordcounter.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import wordcounter.json.JsonObject;
import wordcounter.multiplier.MultiplierFunction;
import wordcounter.replay.ReplayFunction;
import wordcounter.simulation.Invocation.Ending;
import wordcounter.simulation.Invocation.Program;
import wordcounter.simulation.Request.Arrival;
import wordcounter.simulation.World.Deployment;

/**
 * The SNS topic, Lambda's asynchronous queue behind it, and the multiplier.
 *
 * <p>A failed invocation is tried again after one minute and after two more; then, or after six hours, it is a dead letter (AWS:
 * "How Lambda handles errors and retries with asynchronous invocation").
 */
final class Topic {

    private static final Duration MAX_EVENT_AGE = Duration.ofHours(6);
    private static final List<Duration> RETRIES = List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    private final World world;
    private boolean isBroken;
    private boolean multiplierIsBroken;

    Topic(World world) {
        this.world = world;
    }

    /** SNS can't hand anything over, until it is mended. */
    void breakDown() {
        isBroken = true;
    }

    /** The multiplier fails whenever it is invoked, until it is mended. */
    void breakMultiplier() {
        multiplierIsBroken = true;
    }

    void mend() {
        isBroken = false;
        multiplierIsBroken = false;
    }

    /**
     * Takes a message, and delivers it as often and as late as it is told.
     *
     * @param attributes as SNS writes them
     */
    void deliver(String message, Map<String, Object> attributes, Arrival arrival) {
        JsonObject notification = new JsonObject(Map.of(
                "Type",
                "Notification",
                "TopicArn",
                ReplayFunction.TOPIC,
                "Message",
                message,
                "MessageAttributes",
                attributes));
        for (int i = 0; i < arrival.inTime(); i++) {
            world.soon("SNS", "delivers", () -> handOver(notification));
        }
        arrival.late().ifPresent(delay -> world.after(delay, "SNS delivers late", () -> handOver(notification)));
    }

    private void handOver(JsonObject notification) {
        if (isBroken || world.faults().snsGivesUp()) {
            world.deadLetter("SNS", notification);
        } else {
            invoke(Lambda.event(List.of(Map.of("Sns", notification.members()))), world.now(), 1);
        }
    }

    private void invoke(JsonObject snsEvent, Instant since, int attempt) {
        if (since.plus(MAX_EVENT_AGE).isBefore(world.now())) {
            giveUp(snsEvent, "EventAgeExceeded");
            return;
        }
        world.start("multiplier", Lambda.MULTIPLIER_TIMEOUT, multiplier(snsEvent), ending -> {
            if (ending instanceof Ending.Returned) {
                return;
            }
            if (attempt > RETRIES.size()) {
                giveUp(snsEvent, "RetriesExhausted");
            } else {
                world.after(RETRIES.get(attempt - 1), "Lambda tries again", () -> invoke(snsEvent, since, attempt + 1));
            }
        });
    }

    /** One invocation of the multiplier, by whomever. */
    Program multiplier(JsonObject snsEvent) {
        Deployment deployment = world.deployment();
        boolean fails = multiplierIsBroken;
        return calls -> {
            if (fails) {
                throw new IllegalStateException("broken");
            }
            return Lambda.answer(
                    MultiplierFunction.handler(
                            calls, world.eventCounter(calls, deployment), world.parking(calls), world.log()),
                    snsEvent,
                    Lambda.MULTIPLIER_TIMEOUT);
        };
    }

    private void giveUp(JsonObject snsEvent, String condition) {
        world.deadLetter(
                "Lambda",
                new JsonObject(Map.of(
                        "version",
                        "1.0",
                        "requestContext",
                        Map.of("functionArn", ReplayFunction.MULTIPLIER, "condition", condition),
                        "requestPayload",
                        snsEvent.members())));
    }
}
