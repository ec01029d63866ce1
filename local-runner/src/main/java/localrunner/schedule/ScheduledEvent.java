package localrunner.schedule;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import localrunner.application.Application;
import localrunner.application.Application.Schedule;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes what a schedule sends to its function: its {@code Input}, or else the event that its service makes.
 *
 * <p>AWS documents "Events from AWS services: Scheduled events" and, for Scheduler, "Adding context attributes in
 * EventBridge Scheduler".
 */
public final class ScheduledEvent {

    private ScheduledEvent() {}

    /**
     * Writes an event.
     *
     * @param dueAt when the schedule was due, or the moment at which somebody fired it
     * @param id of this event
     */
    public static String write(Schedule schedule, String region, Instant dueAt, String id) {
        String time = dueAt.truncatedTo(ChronoUnit.SECONDS).toString();
        if (schedule.input().isPresent()) {
            String input = schedule.input().get();
            return switch (schedule.kind()) {
                case RULE -> input;
                case SCHEDULER ->
                    input.replace("<aws.scheduler.schedule-arn>", schedule.arn())
                            .replace("<aws.scheduler.scheduled-time>", time)
                            .replace("<aws.scheduler.execution-id>", id)
                            .replace("<aws.scheduler.attempt-number>", "1");
            };
        }
        ObjectNode event = JsonMapper.shared().createObjectNode();
        event.put("version", "0");
        event.put("id", id);
        event.put("detail-type", "Scheduled Event");
        event.put("source", schedule.kind() == Schedule.Kind.RULE ? "aws.events" : "aws.scheduler");
        event.put("account", Application.ACCOUNT_ID);
        event.put("time", time);
        event.put("region", region);
        event.putArray("resources").add(schedule.arn());
        switch (schedule.kind()) {
            case RULE -> event.putObject("detail");
            case SCHEDULER -> event.put("detail", "{}");
        }
        return event.toString();
    }
}
