package wordcounter.logger;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent.SNSRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import wordcounter.events.WordsEvent;
import wordcounter.json.InvalidJsonException;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.Priming;
import wordcounter.runtime.SnapStartPrimed;
import wordcounter.tracing.TraceContexts;

/**
 * Writes one JSON line per published event: its ids and how many words it has, never the words.
 *
 * <p>A message that is no event is logged as a warning and not parked: the multiplier gets the same message, and parks
 * it. Lambda fills the event's classes, and leaves null what an event of another service does not have.
 */
public final class SnsLoggerHandler implements RequestHandler<@Nullable SNSEvent, @Nullable Void>, SnapStartPrimed {

    private final TraceContexts traces;
    private final JsonLog log;

    /** For Lambda. */
    public SnsLoggerHandler() {
        this(
                new TraceContexts(new SecureRandom()),
                new JsonLog(FunctionModule.SNS_LOGGER, System.out, Clock.systemUTC()));
        primeBeforeSnapshot();
    }

    SnsLoggerHandler(TraceContexts traces, JsonLog log) {
        this.traces = traces;
        this.log = log;
    }

    /** @throws InvalidJsonException when this is no event of SNS */
    @Override
    public @Nullable Void handleRequest(@Nullable SNSEvent snsEvent, Context context) {
        log.begin(context);
        List<@Nullable SNSRecord> records = required(snsEvent == null ? null : snsEvent.getRecords(), "Records");
        records.forEach(this::log);
        return null;
    }

    @Override
    public void prime() throws IOException {
        Clock clock = Clock.systemUTC();
        SnsLoggerHandler twin = new SnsLoggerHandler(traces, JsonLog.silent(clock));
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
        Map<String, Object> fields = new LinkedHashMap<>();
        try {
            SNSEvent.SNS message = required(snsRecord == null ? null : snsRecord.getSNS(), "Sns");
            Optional.ofNullable(message.getMessageId()).ifPresent(id -> fields.put("messageId", id));
            String text = required(message.getMessage(), "Message");
            fields.putAll(WordsEvent.logFields(text, traces::next));
            WordsEvent event = WordsEvent.parse(text);
            fields.putAll(event.logFields(traces.next(event.trace())));
            fields.put("acceptedAt", event.acceptedAt().toString());
            fields.put("words", event.words().total());
            fields.put("distinctWords", event.words().distinct());
            log.info("published", fields);
        } catch (InvalidJsonException e) {
            fields.put("reason", String.valueOf(e.getMessage()));
            log.warn("not an event", fields);
        }
    }

    private static <T> T required(@Nullable T member, String name) {
        if (member == null) {
            throw new InvalidJsonException("'" + name + "' is missing");
        }
        return member;
    }
}
