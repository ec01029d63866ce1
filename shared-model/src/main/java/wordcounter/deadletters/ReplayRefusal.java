package wordcounter.deadletters;

import wordcounter.json.JsonObject;
import wordcounter.json.MessageVersion;

/**
 * Says why a request was refused; nothing was done.
 *
 * @param problem what is wrong with the request
 */
public record ReplayRefusal(String problem) implements ReplayAnswer {

    static final String PROBLEM = "problem";

    @Override
    public String toJson() {
        return JsonObject.builder()
                .put(MessageVersion.MEMBER, VERSION)
                .put(PROBLEM, problem)
                .build()
                .toJson();
    }

    static ReplayRefusal parse(JsonObject json) {
        return new ReplayRefusal(json.requiredString(PROBLEM));
    }
}
