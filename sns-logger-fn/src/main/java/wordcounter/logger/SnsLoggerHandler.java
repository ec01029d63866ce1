package wordcounter.logger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import wordcounter.events.WordsEvent;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.Priming;
import wordcounter.runtime.SnapStartPrimed;

/**
 * Writes one JSON line per published event: its ids and how many words it has, never the words.
 *
 * <p>A message that is no event is logged as a warning and not parked: the multiplier gets the same message, and parks
 * it. Lambda fills the event's classes, and leaves null what an event of another service does not have.
 */
public final class SnsLoggerHandler implements RequestHandler<@Nullable SNSEvent, @Nullable Void>, SnapStartPrimed {

    private final JsonLog log;

    /** For Lambda. */
    public SnsLoggerHandler() {
        this(new JsonLog(FunctionModule.SNS_LOGGER, System.out, Clock.systemUTC()));
        primeBeforeSnapshot();
    }

    SnsLoggerHandler(JsonLog log) {
        this.log = log;
    }

    /** @throws InvalidJsonException when this is no event of SNS */
    @Override
    public @Nullable Void handleRequest(@Nullable SNSEvent snsEvent, Context context) {
        List<@Nullable SNSRecord> records = required(snsEvent == null ? null : snsEvent.getRecords(), "Records");
        records.forEach(this::log);
        return null;
    }

    @Override
    public void prime() throws IOException {
        Clock clock = Clock.systemUTC();
        SnsLoggerHandler twin = new SnsLoggerHandler(JsonLog.silent(clock));
        Priming.run(getClass(), "priming.json", clock, (message, deadline) -> twin.log(snsRecord(message)));
    }

    private static SNSRecord snsRecord(InputStream message) throws IOException {
        SNSEvent.SNS sns = new SNSEvent.SNS();
        sns.setMessage(new String(message.readAllBytes(), StandardCharsets.UTF_8));
        SNSRecord snsRecord = new SNSRecord();
        snsRecord.setSns(sns);
        return snsRecord;
    }

    private void log(@Nullable SNSRecord snsRecord) {
        JsonObject.Builder fields = JsonObject.builder();
        try {
            SNSEvent.SNS message = required(snsRecord == null ? null : snsRecord.getSNS(), "Sns");
            fields.putIfPresent("messageId", Optional.ofNullable(message.getMessageId()));
            String text = required(message.getMessage(), "Message");
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

    private static <T> T required(@Nullable T member, String name) {
        if (member == null) {
            throw new InvalidJsonException("'" + name + "' is missing");
        }
        return member;
    }
}
