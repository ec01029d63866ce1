package wordcounter.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import wordcounter.json.JsonObject;
import wordcounter.replay.LetterBody.SnsDelivery;
import wordcounter.replay.LetterBody.StreamBatch;
import wordcounter.runtime.FunctionModule;

/** Topic, functions and stream that take what they are given, with failures to order. Thread-safe. */
final class RecordingHandOver implements HandOver, StreamRecovery {

    private final List<String> published = new ArrayList<>();
    private final List<JsonObject> invoked = new ArrayList<>();
    private final List<JsonObject> started = new ArrayList<>();
    private final Map<FunctionModule, String> failing = new HashMap<>();
    private final Set<FunctionModule> refusing = new HashSet<>();
    private Optional<List<JsonObject>> stream = Optional.empty();
    private int rebuilds;
    private Consumer<Instant> rebuild = deadline -> {};

    synchronized void fail(FunctionModule function) {
        failing.put(function, function.module() + " failed again: IllegalStateException");
    }

    synchronized void mend(FunctionModule function) {
        failing.remove(function);
        refusing.remove(function);
    }

    /** The function answers, with failed records. */
    synchronized void refuse(FunctionModule function) {
        refusing.add(function);
    }

    /** What a rebuild does, given its deadline. */
    synchronized void rebuildBy(Consumer<Instant> action) {
        rebuild = action;
    }

    synchronized void hold(List<JsonObject> records) {
        stream = Optional.of(records);
    }

    @Override
    public synchronized void publish(SnsDelivery message, int replays, String run) {
        published.add(message.message() + " " + replays + " " + run);
    }

    @Override
    public synchronized JsonObject invoke(FunctionModule function, JsonObject event, Instant deadline) {
        String failure = failing.get(function);
        if (failure != null) {
            throw new HandOverException(failure);
        }
        invoked.add(new JsonObject(Map.of("function", function.module(), "event", event.members())));
        return switch (function) {
            case EVENT_AGGREGATOR, QUEUED_WORDS, DOCUMENT_WORDS, SLACK_DIGEST ->
                JsonObject.parse(
                        refusing.contains(function)
                                ? "{\"batchItemFailures\":[{\"itemIdentifier\":\"1\"}]}"
                                : "{\"batchItemFailures\":[]}");
            default -> new JsonObject(Map.of());
        };
    }

    @Override
    public synchronized void start(FunctionModule function, JsonObject event, Instant deadline) {
        String failure = failing.get(function);
        if (failure != null) {
            throw new HandOverException(failure);
        }
        started.add(new JsonObject(Map.of("function", function.module(), "event", event.members())));
    }

    @Override
    public synchronized Optional<List<JsonObject>> records(StreamBatch batch, FunctionModule target) {
        return stream;
    }

    @Override
    public synchronized void rebuildSummaries(Instant deadline) {
        rebuilds++;
        rebuild.accept(deadline);
    }

    synchronized List<String> published() {
        return List.copyOf(published);
    }

    synchronized List<JsonObject> invoked() {
        return List.copyOf(invoked);
    }

    /** Those that nobody waits for. */
    synchronized List<JsonObject> started() {
        return List.copyOf(started);
    }

    synchronized int rebuilds() {
        return rebuilds;
    }
}
