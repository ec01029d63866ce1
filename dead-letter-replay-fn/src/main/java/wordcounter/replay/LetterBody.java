package wordcounter.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import wordcounter.deadletters.DeadLetterKind;
import wordcounter.deadletters.ParkedItem;
import wordcounter.documents.DocumentMessage;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.queue.QueueMessage;
import wordcounter.queue.QueuedText;
import wordcounter.runtime.FunctionModule;

/** What a dead letter says, in one of the forms in which SNS, Lambda and our handlers write them. */
sealed interface LetterBody {

    /**
     * The attribute of a message that was published again which counts its replays. SNS keeps attributes, so the number is still
     * there when handing over fails once more.
     */
    String REPLAYS = "replays";

    /** The attribute that names the run which published the message again. */
    String RUN = "replayRun";

    /**
     * The member of a file's record with the two, when the record was handed over again. The function parks a record as it was given
     * it, and Lambda keeps the event of a failed invocation: either way the member is still there.
     */
    String REPLAY = "replay";

    /** Lambda's limit for a batch of a DynamoDB stream. */
    int MAX_BATCH_SIZE = 10_000;

    default DeadLetterKind kind() {
        return switch (this) {
            case SnsDelivery _ -> DeadLetterKind.SNS_DELIVERY;
            case Invocation _ -> DeadLetterKind.INVOCATION;
            case StreamBatch _ -> DeadLetterKind.STREAM_BATCH;
            case GivenUpMessage _ -> DeadLetterKind.QUEUE_MESSAGE;
            case ScheduledEvent _ -> DeadLetterKind.SCHEDULED_EVENT;
            case Parked parked ->
                switch (parked.parkedKind()) {
                    case SNS_RECORD -> DeadLetterKind.PARKED_SNS_RECORD;
                    case STREAM_RECORD -> DeadLetterKind.PARKED_STREAM_RECORD;
                    case QUEUE_RECORD -> DeadLetterKind.PARKED_QUEUE_RECORD;
                    case UPLOAD_RECORD -> DeadLetterKind.PARKED_UPLOAD_RECORD;
                    case MILESTONES -> DeadLetterKind.PARKED_MILESTONES;
                };
            case Unknown _ -> DeadLetterKind.UNKNOWN;
        };
    }

    /**
     * The function that the letter was meant for, by its ARN or its module; empty when it was meant for every subscriber, or the
     * letter does not say.
     */
    String function();

    /** Why the letter is in the queue. */
    String error();

    /** The SNS message inside, if any. */
    default Optional<JsonObject> sns() {
        return Optional.empty();
    }

    /** S3's record of a file inside, if any. */
    default Optional<JsonObject> upload() {
        return Optional.empty();
    }

    /** How often what is inside was replayed. */
    default int replays() {
        return attribute(REPLAYS)
                .filter(value -> value.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .orElse(0);
    }

    /** The run that handed over again what is inside; empty when none did. */
    default String run() {
        return attribute(RUN).orElse("");
    }

    private Optional<String> attribute(String name) {
        try {
            return sns().flatMap(sns -> sns.optionalObject("MessageAttributes"))
                    .flatMap(attributes -> attributes.optionalObject(name))
                    .flatMap(attribute -> attribute.optionalString("Value"))
                    .or(() -> upload().flatMap(s3Record -> s3Record.optionalObject(REPLAY))
                            .flatMap(replay -> replay.optionalString(name)));
        } catch (InvalidJsonException e) {
            return Optional.empty(); // somebody else's attribute of that name
        }
    }

    /**
     * A message that SNS could not hand over, as an SQS subscriber would get it (AWS document "Amazon SNS dead-letter queues").
     *
     * @param attributes the message's attributes by name
     * @param envelope the whole notification
     */
    record SnsDelivery(
            String topicArn,
            String message,
            Optional<String> subject,
            Map<String, Attribute> attributes,
            JsonObject envelope)
            implements LetterBody {

        /** @param type String or Number */
        record Attribute(String type, String value) {}

        /** The attributes with which the message is published again: its own, and those that tell of the replay. */
        Map<String, Attribute> attributes(int replays, String run) {
            Map<String, Attribute> all = new TreeMap<>(attributes);
            all.put(REPLAYS, new Attribute("Number", Integer.toString(replays)));
            all.put(RUN, new Attribute("String", run));
            return all;
        }

        @Override
        public String function() {
            return "";
        }

        @Override
        public String error() {
            return "SNS could not hand it over";
        }

        @Override
        public Optional<JsonObject> sns() {
            return Optional.of(envelope);
        }
    }

    /**
     * An event on which a function failed for good (AWS document "Capturing records of Lambda asynchronous invocations").
     *
     * @param requestPayload the event
     */
    record Invocation(String function, String error, JsonObject requestPayload) implements LetterBody {
        @Override
        public Optional<JsonObject> sns() {
            return snsRecords(requestPayload).stream().findFirst();
        }

        @Override
        public Optional<JsonObject> upload() {
            return s3Records(requestPayload).stream().findFirst();
        }
    }

    /**
     * Records that the stream's mapping gave up (AWS document "Retain discarded records for a DynamoDB event source in Lambda").
     *
     * @param startSequenceNumber the first record's; digits, whose leading zeros are part of it
     * @param size how many records
     * @param firstArrival when the first record came into the stream
     */
    record StreamBatch(
            String function,
            String error,
            String streamArn,
            String shardId,
            String startSequenceNumber,
            String endSequenceNumber,
            int size,
            Instant firstArrival)
            implements LetterBody {}

    /** A record that a handler parked, see {@link ParkedItem}. */
    record Parked(ParkedItem.Kind parkedKind, String function, String error, JsonObject payload) implements LetterBody {
        @Override
        public Optional<JsonObject> sns() {
            return parkedKind == ParkedItem.Kind.SNS_RECORD ? payload.optionalObject("Sns") : Optional.empty();
        }

        @Override
        public Optional<JsonObject> upload() {
            return parkedKind == ParkedItem.Kind.UPLOAD_RECORD ? Optional.of(payload) : Optional.empty();
        }
    }

    /**
     * A message that its queue gave up after its function had received it as often as the redrive policy allows (AWS document "Using
     * dead-letter queues in Amazon SQS"). It looks as it did in its queue, and does not say why it failed.
     */
    record GivenUpMessage(FunctionModule module, QueueMessage message) implements LetterBody {
        @Override
        public String function() {
            return module.module();
        }

        @Override
        public String error() {
            return "it failed as often as its queue allows";
        }
    }

    /**
     * An event of a schedule, as its function would get it (AWS document "Using dead-letter queues to process undelivered events in
     * EventBridge").
     *
     * @param function that it was meant for: by its ARN, or by its module where only the rule's name tells
     */
    record ScheduledEvent(String function, JsonObject event) implements LetterBody {

        /** The attribute with which EventBridge says whom it could not invoke. */
        private static final String TARGET_ARN = "TARGET_ARN";

        /** What the names of the rules have that invoke nightly-reconcile-fn. */
        private static final String NIGHTLY_RULE = "NightlyReconcileFunction";

        static ScheduledEvent of(JsonObject event) {
            boolean isNightly = String.valueOf(event.members().get("resources")).contains(NIGHTLY_RULE);
            FunctionModule module = isNightly ? FunctionModule.NIGHTLY_RECONCILE : FunctionModule.SLACK_DIGEST;
            return new ScheduledEvent(module.module(), event);
        }

        /** The same, with what the letter's attributes say. */
        ScheduledEvent with(Map<String, String> attributes) {
            return new ScheduledEvent(attributes.getOrDefault(TARGET_ARN, function), event);
        }

        @Override
        public String error() {
            return "EventBridge could not hand it over";
        }
    }

    /**
     * Anything else.
     *
     * @param error why it is none of the others
     */
    record Unknown(String error) implements LetterBody {
        @Override
        public String function() {
            return "";
        }
    }

    /** Reads a letter. One that comes from a queue has the attribute that names its route, and anything for a body. */
    static LetterBody of(DeadLetter letter) {
        String route = letter.attributes().get(QueueMessage.ROUTE);
        if (route == null) {
            LetterBody body = parse(letter.body());
            return body instanceof ScheduledEvent scheduled ? scheduled.with(letter.attributes()) : body;
        }
        QueueMessage message =
                new QueueMessage(letter.messageId(), letter.sentAt(), letter.body(), letter.attributes());
        if (route.equals(QueuedText.ROUTE)) {
            return new GivenUpMessage(FunctionModule.QUEUED_WORDS, message);
        }
        return DocumentMessage.isRoute(route)
                ? new GivenUpMessage(FunctionModule.DOCUMENT_WORDS, message)
                : new Unknown("of no route that is known here");
    }

    static LetterBody parse(String body) {
        try {
            JsonObject letter = JsonObject.parse(body);
            if (letter.members().containsKey(ParkedItem.PARKED)) {
                return parked(letter);
            }
            if (letter.members().containsKey("DDBStreamBatchInfo")) {
                return streamBatch(letter);
            }
            if (letter.members().containsKey("requestPayload")) {
                return invocation(letter);
            }
            if (letter.optionalString("detail-type").equals(Optional.of("Scheduled Event"))) {
                return ScheduledEvent.of(letter);
            }
            if (letter.members().containsKey("TopicArn")) {
                return snsDelivery(letter);
            }
            return new Unknown("JSON of no shape that is known here");
        } catch (InvalidJsonException e) {
            return new Unknown(String.valueOf(e.getMessage()));
        }
    }

    /** The SNS messages of the event of an SNS subscription; empty when it is another event. */
    static List<JsonObject> snsRecords(JsonObject event) {
        try {
            return event.requiredObjects("Records").stream()
                    .map(record -> record.requiredObject("Sns"))
                    .toList();
        } catch (InvalidJsonException e) {
            return List.of();
        }
    }

    /** The records of S3's event; empty when it is another event. */
    static List<JsonObject> s3Records(JsonObject event) {
        try {
            return event.requiredObjects("Records").stream()
                    .filter(s3Record -> s3Record.members().containsKey("s3"))
                    .toList();
        } catch (InvalidJsonException e) {
            return List.of();
        }
    }

    /** A file's record as it is handed over again. */
    static JsonObject replayed(JsonObject s3Record, int replays, String run) {
        Map<String, Object> members = new LinkedHashMap<>(s3Record.members());
        members.put(REPLAY, Map.of(REPLAYS, Integer.toString(replays), RUN, run));
        return new JsonObject(members);
    }

    private static Parked parked(JsonObject letter) {
        ParkedItem.Letter item = ParkedItem.parse(letter);
        return new Parked(item.kind(), item.function(), item.reason(), item.payload());
    }

    private static StreamBatch streamBatch(JsonObject letter) {
        JsonObject context = letter.requiredObject("requestContext");
        JsonObject batch = letter.requiredObject("DDBStreamBatchInfo");
        long size = batch.requiredLong("batchSize");
        if (size < 1 || size > MAX_BATCH_SIZE) {
            throw new InvalidJsonException("'batchSize' is not 1 to " + MAX_BATCH_SIZE);
        }
        return new StreamBatch(
                context.requiredString("functionArn"),
                context.requiredString("condition"),
                batch.requiredString("streamArn"),
                batch.requiredString("shardId"),
                sequenceNumber(batch, "startSequenceNumber"),
                sequenceNumber(batch, "endSequenceNumber"),
                (int) size,
                instant(batch, "approximateArrivalOfFirstRecord"));
    }

    private static Invocation invocation(JsonObject letter) {
        JsonObject context = letter.requiredObject("requestContext");
        String condition = context.requiredString("condition");
        // the error's type only: its message may quote the text
        String error = letter.optionalObject("responsePayload")
                .flatMap(response -> response.optionalString("errorType"))
                .map(type -> type.substring(type.lastIndexOf('.') + 1) + ", " + condition)
                .orElse(condition);
        return new Invocation(context.requiredString("functionArn"), error, letter.requiredObject("requestPayload"));
    }

    private static SnsDelivery snsDelivery(JsonObject letter) {
        Map<String, SnsDelivery.Attribute> attributes = new TreeMap<>();
        letter.optionalObject("MessageAttributes")
                .ifPresent(all -> all.members().keySet().forEach(name -> {
                    JsonObject attribute = all.requiredObject(name);
                    attributes.put(
                            name,
                            new SnsDelivery.Attribute(
                                    attribute.requiredString("Type"), attribute.requiredString("Value")));
                }));
        return new SnsDelivery(
                letter.requiredString("TopicArn"),
                letter.requiredString("Message"),
                letter.optionalString("Subject"),
                attributes,
                letter);
    }

    private static String sequenceNumber(JsonObject batch, String name) {
        String digits = batch.requiredString(name);
        if (!digits.matches("[0-9]{1,40}")) {
            throw new InvalidJsonException("'" + name + "' is not a sequence number");
        }
        return digits;
    }

    private static Instant instant(JsonObject batch, String name) {
        try {
            return Instant.parse(batch.requiredString(name).toUpperCase(Locale.ROOT));
        } catch (DateTimeException e) {
            throw new InvalidJsonException("'" + name + "' is not an ISO 8601 instant");
        }
    }
}
