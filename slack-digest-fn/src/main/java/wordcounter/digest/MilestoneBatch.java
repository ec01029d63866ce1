package wordcounter.digest;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.summaries.Milestone;

/** What a batch of the stream has to tell, or a dead letter that is handed over again. */
record MilestoneBatch(List<Step> steps) {

    /** What the answer calls a letter, which has no sequence number. */
    private static final String LETTER = "letter";

    MilestoneBatch {
        steps = List.copyOf(steps);
    }

    /** One record. */
    sealed interface Step {
        /** By which the answer names it. */
        String identifier();
    }

    /** @param arrivedAt when its change was written */
    record Arrived(String identifier, Milestone milestone, Instant arrivedAt) implements Step {}

    /** Somebody replays a dead letter, and waits for what becomes of it. */
    record HandedOver(String identifier, List<Milestone> milestones) implements Step {}

    record Unreadable(String identifier, String reason, JsonObject streamRecord) implements Step {}

    /** @throws InvalidJsonException when this is neither an event of a stream nor a letter */
    static MilestoneBatch of(JsonObject event) {
        List<Step> steps = new ArrayList<>();
        for (JsonObject element : event.requiredObjects("Records")) {
            steps.add(
                    element.members().containsKey(Milestone.MILESTONES)
                            ? new HandedOver(LETTER, Milestone.ofLetter(element))
                            : streamRecord(element));
        }
        return new MilestoneBatch(steps);
    }

    private static Step streamRecord(JsonObject streamRecord) {
        JsonObject dynamoDb = streamRecord.requiredObject("dynamodb");
        String sequenceNumber = dynamoDb.requiredString("SequenceNumber");
        try {
            return new Arrived(sequenceNumber, Milestone.parse(streamRecord), arrivedAt(dynamoDb));
        } catch (InvalidJsonException e) {
            return new Unreadable(sequenceNumber, "not a milestone: " + e.getMessage(), streamRecord);
        }
    }

    /** Lambda writes seconds, as a whole number or with a fraction. */
    private static Instant arrivedAt(JsonObject dynamoDb) {
        return Optional.ofNullable(dynamoDb.members().get("ApproximateCreationDateTime"))
                .filter(Number.class::isInstance)
                .map(seconds -> Instant.ofEpochSecond(((Number) seconds).longValue()))
                .orElseThrow(() -> new InvalidJsonException("'ApproximateCreationDateTime' is not a number"));
    }
}
