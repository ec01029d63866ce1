package wordcounter.deadletters;

import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.json.MessageVersion;

/** What dead-letter-replay-fn answers to a {@link ReplayRequest}: a report, or why it refused the request. */
public sealed interface ReplayAnswer permits ReplayReport, ReplayRefusal {

    /** The version in which an answer is written, and the newest that is read. */
    int VERSION = 1;

    String toJson();

    /** @throws InvalidJsonException when it is neither */
    static ReplayAnswer parse(JsonObject json) {
        MessageVersion.requireAtMost(VERSION, json);
        return json.members().containsKey(ReplayRefusal.PROBLEM) ? ReplayRefusal.parse(json) : ReplayReport.parse(json);
    }
}
