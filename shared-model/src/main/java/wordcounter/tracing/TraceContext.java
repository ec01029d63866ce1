package wordcounter.tracing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import wordcounter.runtime.Sha256;

/**
 * One hop's place in a trace: what a {@code traceparent} says ("Trace Context", W3C Recommendation of 23 November 2021).
 *
 * <p>A {@code tracestate} is not passed on, as the recommendation allows. It is up to 512 characters that a caller chooses, which would
 * be kept in messages and dead letters, and nothing here reads it.
 *
 * @param traceId of the whole trace: 32 hexadecimal digits in lower case, not all of them 0
 * @param spanId of this hop: 16 such digits, not all of them 0. The next hop's traceparent has it as its parent-id
 * @param parentSpanId of the hop before; empty where the trace begins
 * @param isSampled whether somebody keeps what happened; the one flag of version 00
 */
public record TraceContext(String traceId, String spanId, Optional<String> parentSpanId, boolean isSampled) {

    /** The name of the header, and of the attribute of a message, that carries {@link #traceparent}. */
    public static final String TRACEPARENT = "traceparent";

    private static final int SAMPLED = 0x01;

    /** A higher version may go on behind a hyphen; version 00 may not. */
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?", Pattern.DOTALL);

    private static final Pattern TRACE_ID = Pattern.compile("(?!0{32})[0-9a-f]{32}");
    private static final Pattern SPAN_ID = Pattern.compile("(?!0{16})[0-9a-f]{16}");

    public TraceContext {
        if (!TRACE_ID.matcher(traceId).matches()
                || !SPAN_ID.matcher(spanId).matches()
                || !parentSpanId.map(id -> SPAN_ID.matcher(id).matches()).orElse(true)) {
            throw new IllegalArgumentException(
                    "a trace's id has 32, and a span's 16, of the digits 0-9a-f, not all of them 0");
        }
    }

    /**
     * Reads a traceparent as the hop that sent it. Empty when it is invalid: then it is to be ignored, as if there were none. Flags
     * that are not known are left out.
     */
    public static Optional<TraceContext> parse(String traceparent) {
        Matcher form = FORM.matcher(traceparent);
        if (!form.matches()) {
            return Optional.empty();
        }
        String version = form.group(1);
        boolean isLonger = form.group(5) != null;
        if (version.equals("ff")
                || (version.equals("00") && isLonger)
                || !TRACE_ID.matcher(form.group(2)).matches()
                || !SPAN_ID.matcher(form.group(3)).matches()) {
            return Optional.empty();
        }
        boolean isSampled = (Integer.parseInt(form.group(4), 16) & SAMPLED) != 0;
        return Optional.of(new TraceContext(form.group(2), form.group(3), Optional.empty(), isSampled));
    }

    /**
     * The context of something that came without one and has a name: a file, or a message of a time when there were no contexts. All
     * who meet it, and each retry, find the same trace.
     */
    public static TraceContext named(String name) {
        String hash = new Sha256().update("trace").update(name).hex();
        return new TraceContext(hash.substring(0, 32), hash.substring(32, 48), Optional.empty(), true);
    }

    /** The context of a hop that follows this one. */
    TraceContext next(String newSpanId) {
        return new TraceContext(traceId, newSpanId, Optional.of(spanId), isSampled);
    }

    /** What is sent with a call or a message, in version 00. */
    public String traceparent() {
        return "00-" + traceId + "-" + spanId + (isSampled ? "-01" : "-00");
    }

    /**
     * The members of a log line, named as OpenTelemetry does ("Trace Context in non-OTLP Log Formats"). A caller may have chosen the
     * digits of two of them, but nothing else than digits.
     */
    public Map<String, String> logFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("trace_id", traceId);
        fields.put("span_id", spanId);
        parentSpanId.ifPresent(id -> fields.put("parent_span_id", id));
        return fields;
    }
}
