package wordcounter.replay;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;

/**
 * What an operator asks for.
 *
 * @param execute false: only say what would be done
 * @param discard to delete the messages instead of handing them over; needs a filter
 * @param filter which messages
 * @param maxMessages how many of them at most
 * @param run names a replay that takes several calls. With it, what is not replayed stays hidden and its receipts are in the
 *     report, so that the next call does not get it again; the caller releases it. Without, this call does.
 * @param release receipts of earlier calls, to be made visible again
 */
record ReplayRequest(
        boolean execute, boolean discard, Filter filter, int maxMessages, Optional<String> run, List<String> release) {

    static final int MAX_MESSAGES = 10_000;

    private static final int DEFAULT_MESSAGES = 100;
    private static final Set<String> MEMBERS = Set.of(
            "execute",
            "discard",
            "kind",
            "function",
            "error",
            "minAge",
            "maxAge",
            "messageId",
            "maxMessages",
            "run",
            "release");

    ReplayRequest {
        release = List.copyOf(release);
    }

    /** Empty members match everything. */
    record Filter(
            Optional<Kind> kind,
            Optional<String> function,
            Optional<String> error,
            Optional<Duration> minAge,
            Optional<Duration> maxAge,
            Optional<String> messageId) {

        boolean matches(DeadLetterReport report, Duration age) {
            return kind.map(wanted -> wanted == report.kind()).orElse(true)
                    && function.map(report.function()::equals).orElse(true)
                    && error.map(text -> containsIgnoringCase(report.error(), text))
                            .orElse(true)
                    && minAge.map(min -> age.compareTo(min) >= 0).orElse(true)
                    && maxAge.map(max -> age.compareTo(max) <= 0).orElse(true)
                    && messageId.map(report.messageId()::equals).orElse(true);
        }

        /** Whether it says which messages are meant; only how young they are does not. */
        boolean isSelective() {
            return kind.isPresent()
                    || function.isPresent()
                    || error.filter(text -> !text.isBlank()).isPresent()
                    || minAge.isPresent()
                    || messageId.isPresent();
        }

        private static boolean containsIgnoringCase(String text, String part) {
            return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
        }
    }

    /** @throws InvalidJsonException when it is not such a request; a member that is not known here is refused */
    static ReplayRequest parse(JsonObject request) {
        for (String name : request.members().keySet()) {
            if (!MEMBERS.contains(name)) {
                throw new InvalidJsonException("'" + name + "' is not known; there are "
                        + String.join(", ", MEMBERS.stream().sorted().toList()));
            }
        }
        long maxMessages =
                request.members().containsKey("maxMessages") ? request.requiredLong("maxMessages") : DEFAULT_MESSAGES;
        if (maxMessages < 0 || maxMessages > MAX_MESSAGES) {
            throw new InvalidJsonException("'maxMessages' is not 0 to " + MAX_MESSAGES);
        }
        Filter filter = new Filter(
                request.optionalString("kind").map(ReplayRequest::kind),
                request.optionalString("function"),
                request.optionalString("error"),
                duration(request, "minAge"),
                duration(request, "maxAge"),
                request.optionalString("messageId"));
        boolean discard = request.optionalBoolean("discard").orElse(false);
        if (discard && !filter.isSelective()) {
            throw new InvalidJsonException("'discard' needs one of kind, function, error, minAge, messageId");
        }
        return new ReplayRequest(
                request.optionalBoolean("execute").orElse(false),
                discard,
                filter,
                (int) maxMessages,
                request.optionalString("run").filter(run -> !run.isBlank()),
                strings(request, "release"));
    }

    private static Kind kind(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.name().equals(name)) {
                return kind;
            }
        }
        throw new InvalidJsonException("'kind' is none of " + List.of(Kind.values()));
    }

    private static Optional<Duration> duration(JsonObject request, String name) {
        try {
            return request.optionalString(name).map(Duration::parse);
        } catch (DateTimeException e) {
            throw new InvalidJsonException("'" + name + "' is not an ISO 8601 duration like PT1H30M");
        }
    }

    private static List<String> strings(JsonObject request, String name) {
        List<String> strings = new ArrayList<>();
        Object value = request.members().get(name);
        if (value == null) {
            return strings;
        }
        if (!(value instanceof List<?> elements)) {
            throw new InvalidJsonException("'" + name + "' is not an array");
        }
        for (Object element : elements) {
            if (!(element instanceof String text)) {
                throw new InvalidJsonException("'" + name + "' holds something that is not a string");
            }
            strings.add(text);
        }
        return strings;
    }
}
