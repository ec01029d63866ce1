package wordcounter.logger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import wordcounter.events.WordsEvent;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;

/**
 * Writes one JSON line per published event: its ids and how many words it has, never the words.
 *
 * <p>A message that is no event is logged as a warning and not parked: the multiplier gets the same message, and parks
 * it.
 */
public final class SnsLoggerHandler implements RequestStreamHandler {

    private final JsonLog log;

    /** For Lambda. */
    public SnsLoggerHandler() {
        this(new JsonLog(FunctionModule.SNS_LOGGER, System.out, Clock.systemUTC()));
    }

    SnsLoggerHandler(JsonLog log) {
        this.log = log;
    }

    /** @throws InvalidJsonException when this is no event of SNS */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) {
        for (JsonObject snsRecord : JsonObject.parse(input).requiredObjects("Records")) {
            log(snsRecord);
        }
    }

    private void log(JsonObject snsRecord) {
        JsonObject.Builder fields = JsonObject.builder();
        try {
            JsonObject message = snsRecord.requiredObject("Sns");
            fields.putIfPresent("messageId", message.optionalString("MessageId"));
            String text = message.requiredString("Message");
            fields.putIfPresent("eventId", WordsEvent.eventId(text));
            WordsEvent event = WordsEvent.parse(text);
            log.info(
                    "published",
                    fields.put("correlationId", event.correlationId())
                            .put("acceptedAt", event.acceptedAt().toString())
                            .put("words", event.words().total())
                            .put("distinctWords", event.words().distinct())
                            .build()
                            .members());
        } catch (InvalidJsonException e) {
            log.warn(
                    "not an event",
                    fields.put("reason", String.valueOf(e.getMessage())).build().members());
        }
    }
}
