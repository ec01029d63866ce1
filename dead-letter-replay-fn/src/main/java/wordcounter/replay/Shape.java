package wordcounter.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import wordcounter.deadletters.ParkedItem;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/** What stands in a dead letter, by who wrote it. */
sealed interface Shape {

    /** The message attributes that a message published again carries: through SNS they survive a further failure. */
    String REPLAYS = "replays";

    String RUN = "replayRun";

    Kind kind();

    /** The function it was meant for, as its name or ARN or module; empty when it was meant for every subscriber, or unknown. */
    String function();

    /** Why it is here. */
    String error();

    /** The SNS message inside, if any. */
    default Optional<JsonObject> sns() {
        return Optional.empty();
    }

    /** As the SNS message inside counts it. */
    default int replays() {
        return attribute(REPLAYS)
                .filter(value -> value.matches("[0-9]{1,9}"))
                .map(Integer::valueOf)
                .orElse(0);
    }

    /** As the SNS message inside says; empty when it does not. */
    default String run() {
        return attribute(RUN).orElse("");
    }

    private Optional<String> attribute(String name) {
        try {
            return sns().flatMap(sns -> sns.optionalObject("MessageAttributes"))
                    .flatMap(attributes -> attributes.optionalObject(name))
                    .flatMap(attribute -> attribute.optionalString("Value"));
        } catch (InvalidJsonException e) {
            return Optional.empty(); // somebody else's attribute of that name
        }
    }

    /**
     * AWS document "Amazon SNS dead-letter queues": the notification as an SQS subscriber would get it.
     *
     * @param attributes of type String or Number by name, as they were published
     */
    record SnsDelivery(
            String topicArn,
            String message,
            Optional<String> subject,
            Map<String, Attribute> attributes,
            JsonObject envelope)
            implements Shape {

        record Attribute(String type, String value) {}

        /** Those it has when it is published again, which tell of the replay. */
        Map<String, Attribute> attributes(int replays, String run) {
            Map<String, Attribute> all = new TreeMap<>(attributes);
            all.put(REPLAYS, new Attribute("Number", Integer.toString(replays)));
            all.put(RUN, new Attribute("String", run));
            return all;
        }

        @Override
        public Kind kind() {
            return Kind.SNS_DELIVERY;
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

    /** AWS document "Capturing records of Lambda asynchronous invocations". */
    record Invocation(String function, String error, JsonObject requestPayload) implements Shape {
        @Override
        public Kind kind() {
            return Kind.INVOCATION;
        }

        @Override
        public Optional<JsonObject> sns() {
            return snsRecords(requestPayload).stream().findFirst();
        }
    }

    /**
     * AWS document "Retain discarded records for a DynamoDB event source in Lambda".
     *
     * @param startSequenceNumber digits as they stand there: leading zeros are part of them
     * @param lastArrival of its last record
     */
    record StreamBatch(
            String function,
            String error,
            String streamArn,
            String shardId,
            String startSequenceNumber,
            String endSequenceNumber,
            int size,
            Instant firstArrival,
            Instant lastArrival)
            implements Shape {
        @Override
        public Kind kind() {
            return Kind.STREAM_BATCH;
        }
    }

    /** What a handler put here, see {@link ParkedItem}. */
    record Parked(ParkedItem.Kind parkedKind, String function, String error, JsonObject payload) implements Shape {
        @Override
        public Kind kind() {
            return switch (parkedKind) {
                case SNS_RECORD -> Kind.PARKED_SNS_RECORD;
                case STREAM_RECORD -> Kind.PARKED_STREAM_RECORD;
            };
        }

        @Override
        public Optional<JsonObject> sns() {
            return parkedKind == ParkedItem.Kind.SNS_RECORD ? payload.optionalObject("Sns") : Optional.empty();
        }
    }

    /** @param error why it is none of the others */
    record Unknown(String error) implements Shape {
        @Override
        public Kind kind() {
            return Kind.UNKNOWN;
        }

        @Override
        public String function() {
            return "";
        }
    }

    static Shape parse(String body) {
        try {
            JsonObject letter = JsonObject.parse(body);
            if (letter.members().containsKey("parked")) {
                return parked(letter);
            }
            if (letter.members().containsKey("DDBStreamBatchInfo")) {
                return streamBatch(letter);
            }
            if (letter.members().containsKey("requestPayload")) {
                return invocation(letter);
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

    private static Shape parked(JsonObject letter) {
        String name = letter.requiredString("parked");
        for (ParkedItem.Kind kind : ParkedItem.Kind.values()) {
            if (kind.name().equals(name)) {
                return new Parked(
                        kind,
                        letter.requiredString("function"),
                        letter.requiredString("reason"),
                        letter.requiredObject("payload"));
            }
        }
        return new Unknown("'parked' is none of the kinds that are parked");
    }

    private static StreamBatch streamBatch(JsonObject letter) {
        JsonObject context = letter.requiredObject("requestContext");
        JsonObject batch = letter.requiredObject("DDBStreamBatchInfo");
        long size = batch.requiredLong("batchSize");
        if (size < 1 || size > 10_000) {
            throw new InvalidJsonException("'batchSize' is not 1 to 10000");
        }
        return new StreamBatch(
                context.requiredString("functionArn"),
                context.requiredString("condition"),
                batch.requiredString("streamArn"),
                batch.requiredString("shardId"),
                sequenceNumber(batch, "startSequenceNumber"),
                sequenceNumber(batch, "endSequenceNumber"),
                (int) size,
                instant(batch, "approximateArrivalOfFirstRecord"),
                instant(batch, "approximateArrivalOfLastRecord"));
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
