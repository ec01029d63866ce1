package wordcounter.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of "Trace Context", W3C Recommendation, section 3.2, and of its test suite. */
class TraceContextTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String SENT = "00-" + TRACE + "-" + SPAN + "-01";

    private final TraceContexts contexts = new TraceContexts(new Random(1));

    @Test
    void parse_shouldReadTheSendersHop_whenTheTraceparentIsTheRecommendationsExample() {
        assertThat(TraceContext.parse(SENT)).contains(new TraceContext(TRACE, SPAN, Optional.empty(), true));
    }

    @ParameterizedTest
    @CsvSource({
        "00-TRACE-SPAN-00, 00-TRACE-SPAN-00",
        "00-TRACE-SPAN-09, 00-TRACE-SPAN-01",
        "00-TRACE-SPAN-fe, 00-TRACE-SPAN-00",
        "01-TRACE-SPAN-01, 00-TRACE-SPAN-01",
        "cc-TRACE-SPAN-01-what-the-future-will-be-like, 00-TRACE-SPAN-01",
        "cc-TRACE-SPAN-01-, 00-TRACE-SPAN-01"
    })
    void traceparent_shouldBeOfVersion00_andPassOnOnlyTheFlagThatIsKnown(String received, String sent) {
        TraceContext context = TraceContext.parse(filled(received)).orElseThrow();

        assertThat(context.traceparent()).isEqualTo(filled(sent));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "00-TRACE-SPAN",
                "00-TRACE-SPAN-",
                "00-TRACE-SPAN-1",
                "00-TRACE-SPAN-001",
                "00-TRACE-SPAN-01-",
                "00-TRACE-SPAN-01-more",
                "00-TRACE-SPAN-0x",
                "00-TRACE-SPAN-0A",
                " 00-TRACE-SPAN-01",
                "00-TRACE-SPAN-01 ",
                "0-TRACE-SPAN-01",
                "000-TRACE-SPAN-01",
                "ff-TRACE-SPAN-01",
                "cc-TRACE-SPAN-01.what-the-future-will-not-be-like",
                "00-00000000000000000000000000000000-SPAN-01",
                "00-TRACE-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-SPAN-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-SPAN-01",
                "00-TRACE-00f067aa0ba902b-01",
                "00-TRACE-SPAN-01,00-TRACE-SPAN-01"
            })
    void parse_shouldIgnoreIt_whenTheTraceparentIsInvalid(String traceparent) {
        assertThat(TraceContext.parse(filled(traceparent))).isEmpty();
        assertThat(contexts.accept(Optional.of(filled(traceparent))).traceId()).isNotEqualTo(TRACE);
    }

    @Test
    void accept_shouldStayInTheTrace_withASpanOfItsOwn() {
        TraceContext first = contexts.accept(Optional.of(SENT));
        TraceContext second = contexts.next(first);

        assertThat(first.traceId()).isEqualTo(TRACE);
        assertThat(first.parentSpanId()).contains(SPAN);
        assertThat(second.traceId()).isEqualTo(TRACE);
        assertThat(second.parentSpanId()).contains(first.spanId());
        assertThat(SPAN).isNotIn(first.spanId(), second.spanId());
        assertThat(second.spanId()).isNotEqualTo(first.spanId());
    }

    @Test
    void accept_shouldBeginATrace_whenThereIsNone() {
        TraceContext context = contexts.accept(Optional.empty());

        assertThat(context.parentSpanId()).isEmpty();
        assertThat(TraceContext.parse(context.traceparent())).contains(context);
        assertThat(contexts.accept(Optional.empty()).traceId()).isNotEqualTo(context.traceId());
    }

    @Test
    void accept_shouldBeInTheTraceOfTheName_whenThereIsNone_soThatARetryIsTooAndOthersAre() {
        TraceContext first = contexts.accept(Optional.empty(), "message-1");
        TraceContext again = contexts.accept(Optional.of("no traceparent"), "message-1");

        assertThat(again.traceId()).isEqualTo(first.traceId());
        assertThat(again.spanId()).isNotEqualTo(first.spanId());
        assertThat(contexts.accept(Optional.empty(), "message-2").traceId()).isNotEqualTo(first.traceId());
        assertThat(contexts.accept(Optional.of(SENT), "message-1").traceId()).isEqualTo(TRACE);
    }

    @Test
    void accept_shouldMakeNoIdOfZeros_whateverTheRandomNumbersAre() {
        RandomGenerator zeros = () -> 0;

        TraceContext context = new TraceContexts(zeros).accept(Optional.empty());

        assertThat(TraceContext.parse(context.traceparent())).isPresent();
    }

    @Test
    void logFields_shouldBeNamedAsOpenTelemetryNamesThem() {
        assertThat(new TraceContext(TRACE, SPAN, Optional.empty(), true).logFields())
                .isEqualTo(Map.of("trace_id", TRACE, "span_id", SPAN));
        assertThat(contexts.accept(Optional.of(SENT)).logFields()).containsEntry("parent_span_id", SPAN);
    }

    @Test
    void context_shouldRefuseWhatIsNoId() {
        assertThatThrownBy(() -> new TraceContext("hello", SPAN, Optional.empty(), true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TraceContext(TRACE, SPAN, Optional.of("0000000000000000"), true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static String filled(String traceparent) {
        return traceparent.replace("TRACE", TRACE).replace("SPAN", SPAN);
    }
}
