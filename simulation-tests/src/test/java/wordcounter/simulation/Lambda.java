package wordcounter.simulation;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import wordcounter.json.JsonObject;
import wordcounter.testing.TestContext;

/** Hands events to handlers as Lambda does, with the time that each function has. */
final class Lambda {

    static final Duration API_TIMEOUT = Duration.ofSeconds(10);
    static final Duration QUEUED_WORDS_TIMEOUT = Duration.ofSeconds(20);
    static final Duration DOCUMENT_WORDS_TIMEOUT = Duration.ofSeconds(30);
    static final Duration MULTIPLIER_TIMEOUT = Duration.ofSeconds(30);
    static final Duration AGGREGATOR_TIMEOUT = Duration.ofSeconds(60);
    static final Duration DIGEST_TIMEOUT = Duration.ofSeconds(60);
    static final Duration REPLAY_TIMEOUT = Duration.ofMinutes(5);

    private Lambda() {}

    /** The handler's answer, as JSON. It reads the event anew each time it is run again. */
    static String answer(RequestStreamHandler handler, JsonObject event, Duration timeout) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        byte[] input = event.toJson().getBytes(StandardCharsets.UTF_8);
        handler.handleRequest(new ByteArrayInputStream(input), output, new TestContext(timeout));
        return output.toString(StandardCharsets.UTF_8);
    }

    /** An event of records, as SNS and streams send it. */
    static JsonObject event(List<Map<String, Object>> records) {
        return new JsonObject(Map.of("Records", records));
    }
}
