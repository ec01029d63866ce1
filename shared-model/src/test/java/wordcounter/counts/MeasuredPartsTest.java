package wordcounter.counts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import wordcounter.deadletters.MeasuredParking;
import wordcounter.deadletters.ParkedItem;
import wordcounter.http.ApiRequest;
import wordcounter.http.MeasuredEndpoint;
import wordcounter.http.Problem;
import wordcounter.http.ProblemException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.InvocationMetrics;
import wordcounter.tracing.TraceContexts;
import wordcounter.words.Words;

/** Each part does what the part does that it stands around, and tells what that was. */
class MeasuredPartsTest {

    private static final Instant NOW = Instant.parse("2026-11-27T10:15:30Z");
    private static final Instant ACCEPTED_AT = NOW.minusMillis(1500);
    private static final Words WORDS = Words.of(Map.of("hello", 2, "world", 1));
    private static final ChunkPlan PLAN = ChunkPlan.of(WORDS, ChunkPlan.MAX_SIZE, 0);

    private static final ApiRequest REQUEST = ApiRequest.of(JsonObject.parse("""
            {"httpMethod": "POST", "resource": "/words", "path": "/words", "requestContext": {"requestId": "request-1"}}"""), new TraceContexts(new Random(1)));

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final InvocationMetrics metrics = new InvocationMetrics(
            FunctionModule.SNS_MULTIPLIER, "words", new PrintStream(out, false, StandardCharsets.UTF_8), clock);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COUNT              | {WordsCounted=3}",
                "MULTIPLY           | {LagSeconds=[1.5]}",
                "COUNT_AND_MULTIPLY | {WordsCounted=3, RepairedByMultiplier=1, LagSeconds=[1.5]}"
            })
    void transaction_shouldTellWhatItAdded(Effect effect, String expected) {
        assertThat(apply(effect, new ChunkResult.Applied())).isEqualTo(new ChunkResult.Applied());

        assertThat(measured()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COUNT              | same  | counted    | {DuplicateSkipped=1}",
                "COUNT              | same  | none       | {}",
                "COUNT              | other | counted    | {}",
                "MULTIPLY           | same  | counted    | {}",
                "MULTIPLY           | same  | multiplied | {DuplicateSkipped=1}",
                "COUNT_AND_MULTIPLY | same  | counted    | {}",
                "COUNT_AND_MULTIPLY | same  | multiplied | {DuplicateSkipped=1}"
            })
    void transaction_shouldTellADuplicate_onlyWhenAllIsThere(
            Effect effect, String fingerprint, String marked, String expected) {
        LedgerEntry entry = new LedgerEntry(
                "e1",
                fingerprint,
                PLAN,
                marked.equals("none") ? Set.of() : Set.of(0),
                marked.equals("multiplied") ? Set.of(0) : Set.of(),
                ACCEPTED_AT);

        apply(effect, new ChunkResult.Refused(Optional.of(entry)));

        assertThat(measured()).isEqualTo(expected);
    }

    @Test
    void transaction_shouldTellAConflict() {
        apply(Effect.COUNT, new ChunkResult.Contended());
        apply(Effect.COUNT, new ChunkResult.Contended());
        apply(Effect.MULTIPLY, new ChunkResult.Refused(Optional.empty()));

        assertThat(measured()).isEqualTo("{ConflictRetries=2}");
    }

    private ChunkResult apply(Effect effect, ChunkResult result) {
        ChunkWrite write = new ChunkWrite("e1", "same", ACCEPTED_AT, PLAN, 0, effect, true, PLAN.words(WORDS, 0));
        return new MeasuredTransactions(_ -> result, metrics, clock).apply(write);
    }

    @Test
    void parking_shouldTellWhatIsParked_andNothingElse() {
        ParkedItem item = new ParkedItem(
                ParkedItem.Kind.SNS_RECORD, FunctionModule.SNS_MULTIPLIER, "why", new JsonObject(Map.of()));
        new MeasuredParking(_ -> {}, metrics).park(item);
        MeasuredParking failing = new MeasuredParking(
                _ -> {
                    throw new IllegalStateException();
                },
                metrics);
        assertThatThrownBy(() -> failing.park(item)).isInstanceOf(IllegalStateException.class);

        assertThat(measured()).isEqualTo("{Parked=1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"NO_WORD | {Refused=1}", "IDEMPOTENCY_KEY_REUSED | {Refused=1}", "UNKNOWN_OUTCOME | {}"})
    void endpoint_shouldTellATextThatIsRefusedForWhatItIs(Problem.Type type, String expected) {
        MeasuredEndpoint endpoint = new MeasuredEndpoint(
                (_, _) -> {
                    throw new ProblemException(type, "why");
                },
                metrics);

        assertThatThrownBy(() -> endpoint.handle(REQUEST, NOW)).isInstanceOf(ProblemException.class);

        assertThat(measured()).isEqualTo(expected);
    }

    /** The metrics of the line; empty when there is none. */
    private String measured() {
        metrics.write("request-1");
        String line = out.toString(StandardCharsets.UTF_8);
        if (line.isEmpty()) {
            return "{}";
        }
        Map<String, Object> members = new LinkedHashMap<>(JsonObject.parse(line).members());
        Set.of("_aws", "function", "requestId", "Stack").forEach(members::remove);
        return members.toString();
    }
}
