package wordcounter.deadletters;

import java.util.List;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.json.MessageVersion;

/**
 * Says what a call did, or would do.
 *
 * @param letters those that match the filter
 * @param skipped how many letters the filter does not match
 * @param held receipts of what was received and not replayed; only when the request names a {@link ReplayRequest#run run}
 * @param more whether it stopped at a limit, so that there may be more letters in the queue
 */
public record ReplayReport(List<DeadLetterReport> letters, int skipped, List<String> held, boolean more)
        implements ReplayAnswer {

    private static final String MESSAGES = "messages";
    private static final String SKIPPED = "skipped";
    private static final String HELD = "held";
    private static final String MORE = "more";

    public ReplayReport {
        letters = List.copyOf(letters);
        held = List.copyOf(held);
    }

    @Override
    public String toJson() {
        return JsonObject.builder()
                .put(MessageVersion.MEMBER, VERSION)
                .put(
                        MESSAGES,
                        letters.stream().map(DeadLetterReport::toJsonObject).toList())
                .put(SKIPPED, skipped)
                .put(HELD, held)
                .put(MORE, more)
                .build()
                .toJson();
    }

    /** @throws InvalidJsonException when it is not such a report */
    static ReplayReport parse(JsonObject json) {
        return new ReplayReport(
                json.requiredObjects(MESSAGES).stream()
                        .map(DeadLetterReport::parse)
                        .toList(),
                Math.toIntExact(json.requiredLong(SKIPPED)),
                ReplayRequest.strings(json, HELD),
                json.optionalBoolean(MORE).orElse(false));
    }
}
