package wordcounter.deadletters;

import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/** What dead-letter-replay-fn answers to a {@link ReplayRequest}: a report, or why it refused the request. */
public sealed interface ReplayAnswer permits ReplayReport, ReplayRefusal {

    String toJson();

    /** @throws InvalidJsonException when it is neither */
    static ReplayAnswer parse(JsonObject json) {
        return json.members().containsKey(ReplayRefusal.PROBLEM) ? ReplayRefusal.parse(json) : ReplayReport.parse(json);
    }
}
