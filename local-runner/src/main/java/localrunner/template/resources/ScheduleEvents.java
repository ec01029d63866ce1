package localrunner.template.resources;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import localrunner.application.Application.Schedule;
import localrunner.schedule.ScheduleExpression;
import localrunner.schedule.ScheduleExpression.Dialect;
import localrunner.template.document.PropertyReader;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads events of type {@code Schedule}, each a rule of EventBridge, and {@code ScheduleV2}, of EventBridge Scheduler.
 *
 * <p>Follows "Schedule" and "ScheduleV2" in the SAM Developer Guide.
 */
final class ScheduleEvents {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final PhysicalNames names;
    private final Catalog catalog;

    ScheduleEvents(PhysicalNames names, Catalog catalog) {
        this.names = names;
        this.catalog = catalog;
    }

    void readRule(Events.Event event) {
        PropertyReader reader = event.reader();
        String name = reader.text("Name").orElse(names.name(event.id()));
        Optional<String> expression = expression(reader, "Schedule", Dialect.RULE, ZoneOffset.UTC);
        boolean enabled = reader.bool("Enabled").orElse(true);
        add(
                event,
                expression,
                new Draft(Schedule.Kind.RULE, name, names.ruleArn(name), ZoneOffset.UTC, isOn(reader) && enabled));
    }

    void readSchedule(Events.Event event) {
        PropertyReader reader = event.reader();
        reader.refuse("StartDate", "a schedule's start is not supported; it starts with the runner");
        reader.refuse("EndDate", "a schedule's end is not supported; it ends with the runner");
        String name = reader.text("Name").orElse(event.id());
        ZoneId zone = zone(reader);
        Optional<String> expression = expression(reader, "ScheduleExpression", Dialect.SCHEDULER, zone);
        String group = reader.text("GroupName").orElse("default");
        add(
                event,
                expression,
                new Draft(Schedule.Kind.SCHEDULER, name, names.scheduleArn(group, name), zone, isOn(reader)));
    }

    private record Draft(Schedule.Kind kind, String name, String arn, ZoneId zone, boolean enabled) {}

    private void add(Events.Event event, Optional<String> expression, Draft draft) {
        PropertyReader reader = event.reader();
        Optional<String> input =
                reader.check("Input", reader.text("Input"), ScheduleEvents::isJson, _ -> "must be a text that is JSON");
        Optional<String> deadLetterQueueArn = deadLetterQueueArn(reader);
        expression.ifPresent(text -> catalog.add(new Schedule(
                event.id(),
                draft.kind(),
                draft.arn(),
                event.function().invokedArn(),
                text,
                draft.zone(),
                input,
                deadLetterQueueArn,
                draft.enabled())));
    }

    private static boolean isOn(PropertyReader reader) {
        return reader.oneOf("State", "ENABLED", "DISABLED").orElse("ENABLED").equals("ENABLED");
    }

    private static Optional<String> expression(PropertyReader reader, String property, Dialect dialect, ZoneId zone) {
        Optional<String> text = reader.requiredText(property);
        try {
            text.ifPresent(given -> ScheduleExpression.parse(given, dialect, zone));
            return text;
        } catch (IllegalArgumentException e) {
            reader.problem(property, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static ZoneId zone(PropertyReader reader) {
        Optional<String> name = reader.text("ScheduleExpressionTimezone");
        try {
            return name.map(ZoneId::of).orElse(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            reader.problem(
                    "ScheduleExpressionTimezone",
                    "'" + name.orElse("") + "' is no time zone of the IANA database, such as Europe/Berlin");
            return ZoneOffset.UTC;
        }
    }

    private static boolean isJson(String text) {
        try {
            JSON.readTree(text);
            return !text.isBlank();
        } catch (JacksonException e) {
            return false;
        }
    }

    private Optional<String> deadLetterQueueArn(PropertyReader reader) {
        Optional<PropertyReader> config = reader.object("DeadLetterConfig");
        config.ifPresent(inner ->
                inner.refuse("Type", "a queue that SAM makes is not supported; name one of the template by Arn"));
        Optional<String> arn = config.flatMap(inner -> catalog.queueArn(inner, "Arn"));
        config.ifPresent(PropertyReader::finish);
        return arn;
    }
}
