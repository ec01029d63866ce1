package benchmarks.events;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The event that API Gateway makes of a text posted to {@code /words}. */
public final class PostedText {

    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode recorded;

    /** @param recorded a real event, whose text and key are replaced */
    public PostedText(String recorded) {
        this.recorded = (ObjectNode) JSON.readTree(recorded);
    }

    /** @param key of its own for each event, or it would count once only */
    public String of(Collection<String> words, String key) {
        ObjectNode event = recorded.deepCopy();
        String text = String.join(" ", words);
        event.put("body", Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        event.put("isBase64Encoded", true);
        event.withObject("/headers").put("Idempotency-Key", key);
        event.withObject("/multiValueHeaders")
                .set("Idempotency-Key", JsonNodeFactory.instance.arrayNode().add(key));
        return event.toString();
    }
}
