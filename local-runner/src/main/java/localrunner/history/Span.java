package localrunner.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import localrunner.facts.Payload;

/** One step on the way of an event. The history that keeps it guards it. */
final class Span {

    final String id;
    final String parent;
    final Kind kind;
    final String who;
    final String title;
    final Instant start;

    /** Spans of other events that are a cause too. */
    final Set<String> links = new LinkedHashSet<>();

    final Map<String, String> detail = new LinkedHashMap<>();
    final List<Line> lines = new ArrayList<>();
    String requestId = "";
    Status status = Status.OK;
    Optional<Duration> duration = Optional.of(Duration.ZERO);
    int attempt = 1;

    /** How many runs of a function this has caused. */
    int runs;

    Payload request = Payload.NONE;
    Payload answer = Payload.NONE;

    Span(String id, String parent, Kind kind, String who, String title, Instant start) {
        this.id = id;
        this.parent = parent;
        this.kind = kind;
        this.who = who;
        this.title = title;
        this.start = start;
    }

    /** A line of a log. */
    record Line(Instant at, String text) {}

    void open() {
        status = Status.RUNNING;
        duration = Optional.empty();
    }

    boolean isOpen() {
        return duration.isEmpty();
    }

    void end(Instant at, Status how) {
        status = how;
        Duration passed = Duration.between(start, at);
        duration = Optional.of(passed.isNegative() ? Duration.ZERO : passed);
    }

    /** When it ended; when it began, if it has not. */
    Instant end() {
        return start.plus(duration.orElse(Duration.ZERO));
    }
}
