package wordcounter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import wordcounter.json.JsonObject;
import wordcounter.targets.Target;

/** The alarms of the template as the local runner keeps them, by its own endpoint, and which of them a test has made ring. */
final class RunnerAlarms implements AutoCloseable {

    private static final String ALARM = "ALARM";

    private static final Duration TEN_MINUTES = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI edge;
    private Map<String, Long> rungBefore = Map.of();

    /** @param target a local runner */
    RunnerAlarms(Target target) {
        edge = URI.create(target.operatorOptions().getLast());
    }

    /** Waits until none rings, and counts from here on. */
    void awaitQuiet() {
        Stack.soon().untilAsserted(() -> assertThat(ringing()).isEmpty());
        rungBefore = timesRung();
    }

    /** Waits until these have rung. */
    void assertRing(String... alarms) {
        Stack.soon().untilAsserted(() -> assertThat(rung()).contains(alarms));
    }

    /** Waits until none rings any more. These have rung, and no other. */
    void assertOver(String... alarms) {
        assertOver(Optional.empty(), alarms);
    }

    /**
     * Waits until none rings any more. These have rung, and no other.
     *
     * @param mayRing what may have rung or not
     */
    void assertOver(Optional<String> mayRing, String... alarms) {
        Stack.soon().untilAsserted(() -> assertThat(ringing()).isEmpty());
        Set<String> rung = rung();
        mayRing.ifPresent(rung::remove);
        assertThat(rung).containsExactlyInAnyOrder(alarms);
    }

    /** Waits for ten minutes of the alarms' time, at a scale of 60, in which it rings without an end. */
    void assertKeepsRinging(String alarm) {
        await().during(TEN_MINUTES)
                .atMost(TEN_MINUTES.multipliedBy(3))
                .until(() -> ringing().contains(alarm));
    }

    /** Whether the alarm has rung since the last quiet. */
    boolean hasRung(String alarm) {
        return rung().contains(alarm);
    }

    /** Adds a value to a metric, as a service does. */
    void writeMetric(String namespace, String name, String dimension, String resource, int value) {
        writeMetric(namespace, name, dimension, resource, value, 0);
    }

    /** Adds a value to a metric, as a service did so many minutes of the runner's time ago. */
    void writeMetric(String namespace, String name, String dimension, String resource, int value, int minutesAgo) {
        String metric = JsonObject.builder()
                .put("namespace", namespace)
                .put("name", name)
                .put("dimensions", JsonObject.builder().put(dimension, resource).build())
                .put("unit", "Count")
                .put("value", value)
                .put("minutesAgo", minutesAgo)
                .build()
                .toJson();
        JsonObject _ = call("PUT", "/_metrics", metric);
    }

    /** What a metric has come to, all its minutes together. */
    long sum(String namespace, String name, String dimension, String resource) {
        String query = "?namespace=" + namespace + "&name=" + name + "&dimension=" + dimension + ":" + resource;
        return call("GET", "/_metrics" + query, "").requiredObjects("metrics").stream()
                .mapToLong(metric -> metric.requiredObjects("points").stream()
                        .mapToLong(point ->
                                ((Number) Objects.requireNonNull(point.members().get("sum"))).longValue())
                        .sum())
                .max()
                .orElse(0);
    }

    private Set<String> ringing() {
        Set<String> ringing = new TreeSet<>();
        for (JsonObject alarm : alarms()) {
            if (alarm.requiredString("state").equals(ALARM)) {
                ringing.add(alarm.requiredString("logicalId"));
            }
        }
        return ringing;
    }

    private Set<String> rung() {
        Set<String> rung = new TreeSet<>();
        timesRung().forEach((alarm, times) -> {
            if (times > rungBefore.getOrDefault(alarm, 0L)) {
                rung.add(alarm);
            }
        });
        return rung;
    }

    private Map<String, Long> timesRung() {
        Map<String, Long> times = new TreeMap<>();
        for (JsonObject alarm : alarms()) {
            String id = alarm.requiredString("logicalId");
            times.put(
                    id,
                    call("GET", "/_alarms/" + id, "").requiredObjects("history").stream()
                            .filter(change -> change.requiredString("to").equals(ALARM))
                            .count());
        }
        return times;
    }

    private List<JsonObject> alarms() {
        return call("GET", "/_alarms", "").requiredObjects("alarms");
    }

    private JsonObject call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(edge.resolve(path))
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
            return JsonObject.parse(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
