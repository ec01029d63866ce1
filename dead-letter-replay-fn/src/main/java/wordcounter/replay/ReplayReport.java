package wordcounter.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import wordcounter.json.JsonObject;

/**
 * What a call did, or would do.
 *
 * @param skipped messages that the filter does not match
 * @param held receipts of what was received and not replayed, with a {@link ReplayRequest#run} only
 * @param more whether it stopped at a limit, so that there may be more in the queue
 */
record ReplayReport(List<DeadLetterReport> messages, int skipped, List<String> held, boolean more) {

    ReplayReport {
        messages = List.copyOf(messages);
        held = List.copyOf(held);
    }

    String toJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("messages", messages.stream().map(DeadLetterReport::members).toList());
        members.put("skipped", skipped);
        members.put("held", held);
        members.put("more", more);
        return new JsonObject(members).toJson();
    }
}
