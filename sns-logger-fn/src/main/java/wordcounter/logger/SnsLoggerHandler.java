package wordcounter.logger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import wordcounter.events.WordsEvent;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;

/** One JSON line per published event: its ids and how many words, never the words. */
public final class SnsLoggerHandler implements RequestHandler<SNSEvent, @Nullable Void> {

    private final JsonLog log;

    /** For Lambda. */
    public SnsLoggerHandler() {
        this(new JsonLog(FunctionModule.SNS_LOGGER, System.out, Clock.systemUTC()));
    }

    SnsLoggerHandler(JsonLog log) {
        this.log = log;
    }

    @Override
    public @Nullable Void handleRequest(SNSEvent snsEvent, Context context) {
        for (SNSRecord snsRecord : snsEvent.getRecords()) {
            log(snsRecord.getSNS());
        }
        return null;
    }

    private void log(SNSEvent.SNS message) {
        String text = Optional.ofNullable(message.getMessage()).orElse("");
        JsonObject.Builder fields = JsonObject.builder()
                .put("messageId", Optional.ofNullable(message.getMessageId()).orElse(""));
        try {
            WordsEvent event = WordsEvent.parse(text);
            fields.put("eventId", event.eventId())
                    .put("correlationId", event.correlationId())
                    .put("acceptedAt", event.acceptedAt().toString())
                    .put("words", event.words().total())
                    .put("distinctWords", event.words().distinct());
            log.info("published", fields.build().members());
        } catch (InvalidJsonException e) {
            // the multiplier parks it; here it only has to be seen
            fields.putIfPresent("eventId", WordsEvent.eventId(text)).put("reason", String.valueOf(e.getMessage()));
            log.warn("not an event", fields.build().members());
        }
    }
}
