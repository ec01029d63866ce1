package localrunner.template.resources;

import java.util.List;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.template.document.Problems;
import localrunner.template.document.PropertyReader;
import localrunner.template.document.Suggestion;
import localrunner.template.document.Value;
import localrunner.template.values.DependencyGraph;

/**
 * Reads the events of a function and connects the function to APIs, topics, queues, streams and schedules.
 *
 * <p>Follows "EventSource" and its kinds in the SAM Developer Guide. Not thread-safe.
 */
final class Events {

    static final String API = "Api";
    static final String SNS = "SNS";
    static final String DYNAMO_DB = "DynamoDB";
    static final String SQS = "SQS";
    static final String S3 = "S3";
    static final String SCHEDULE = "Schedule";
    static final String SCHEDULE_V2 = "ScheduleV2";

    private static final List<String> TYPES = List.of(API, DYNAMO_DB, S3, SCHEDULE, SCHEDULE_V2, SNS, SQS);

    /**
     * One event of a function.
     *
     * @param id logical id of what SAM generates from the event
     */
    record Event(Application.Function function, String id, PropertyReader reader) {}

    private final ApiEvents apiEvents;
    private final SnsEvents snsEvents;
    private final DynamoDbEvents dynamoDbEvents;
    private final SqsEvents sqsEvents;
    private final S3Events s3Events;
    private final ScheduleEvents scheduleEvents;
    private final LeftAside leftAside;
    private final Problems problems;

    /**
     * @param catalog receives the connections
     * @param graph receives that an API needs the functions of its routes, and a bucket those that it tells
     */
    Events(PhysicalNames names, Catalog catalog, DependencyGraph graph, LeftAside leftAside, Problems problems) {
        apiEvents = new ApiEvents(names, catalog, graph);
        snsEvents = new SnsEvents(names, catalog);
        dynamoDbEvents = new DynamoDbEvents(catalog);
        sqsEvents = new SqsEvents(catalog);
        s3Events = new S3Events(catalog, graph);
        scheduleEvents = new ScheduleEvents(names, catalog);
        this.leftAside = leftAside;
        this.problems = problems;
    }

    static boolean isOfType(Value event, String type) {
        return event instanceof Value.Mapping mapping
                && mapping.get("Type").orElse(null) instanceof Value.Scalar text
                && text.text().equals(type);
    }

    void read(Application.Function function, PropertyReader reader) {
        reader.map("Events").forEach((name, entry) -> {
            switch (entry.value()) {
                case Value.Mapping mapping ->
                    read(function, name, new PropertyReader("Event", mapping, leftAside, problems));
                case Value.Broken _ -> {
                    // It is reported by then.
                }
                case Value other ->
                    problems.add(entry.at(), "expected a map with Type and Properties, found " + other.kind());
            }
        });
    }

    private void read(Application.Function function, String name, PropertyReader event) {
        Optional<String> type = event.check(
                "Type",
                event.requiredText("Type"),
                TYPES::contains,
                wrong -> "events of type '" + wrong + "' are not supported"
                        + Suggestion.among(wrong, "Supported", TYPES));
        String schema = Resource.FUNCTION + ".Events." + type.orElse("");
        Optional<PropertyReader> properties = event.required("Properties", event.object("Properties", schema));
        event.finish();
        if (type.isPresent() && properties.isPresent()) {
            connect(type.get(), new Event(function, function.logicalId() + name, properties.get()));
            properties.get().finish("unknown property of an event of type " + type.get());
        }
    }

    private void connect(String type, Event event) {
        switch (type) {
            case API -> apiEvents.read(event);
            case SNS -> snsEvents.read(event);
            case DYNAMO_DB -> dynamoDbEvents.read(event);
            case SQS -> sqsEvents.read(event);
            case S3 -> s3Events.read(event);
            case SCHEDULE -> scheduleEvents.readRule(event);
            case SCHEDULE_V2 -> scheduleEvents.readSchedule(event);
            default -> throw new IllegalArgumentException("no such type of event: " + type);
        }
    }
}
