package wordcounter.logger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import wordcounter.events.WordsEvent;
import wordcounter.json.InvalidJsonException;
import wordcounter.runtime.JsonLog;

/** One JSON line per published event: its ids and how many words, never the words. */
public final class SnsLoggerHandler implements RequestHandler<SNSEvent, @Nullable Void> {

    private final JsonLog log;

    /** For Lambda. */
    public SnsLoggerHandler() {
        this(new JsonLog(System.out, Clock.systemUTC()));
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
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("messageId", Optional.ofNullable(message.getMessageId()).orElse(""));
        try {
            WordsEvent event =
                    WordsEvent.parse(Optional.ofNullable(message.getMessage()).orElse(""));
            fields.put("eventId", event.eventId());
            fields.put("correlationId", event.correlationId());
            fields.put("acceptedAt", event.acceptedAt().toString());
            fields.put("words", event.words().total());
            fields.put("distinctWords", event.words().distinct());
            log.info("published", fields);
        } catch (InvalidJsonException e) {
            // the multiplier parks it; here it only has to be seen
            fields.put("reason", e.getMessage());
            log.warn("not an event", fields);
        }
    }
}
