package wordcounter.deadletters;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.json.MessageVersion;

/**
 * Asks dead-letter-replay-fn to go through the dead-letter queue; it answers with a {@link ReplayAnswer}.
 *
 * @param mode what is to be done with the letters
 * @param filter which letters; {@link Mode#isDiscarding discarding} needs a {@link DeadLetterFilter#isSelective selective} one
 * @param maxMessages how many letters at most, up to {@link #MAX_MESSAGES}
 * @param run names a replay that takes several calls. With it, what is not replayed stays hidden and its receipts are in the
 *     report, so that the next call does not get it again; the caller releases it. Without it, the function does.
 * @param release receipts of earlier calls, to be made visible again before anything else is done
 */
public record ReplayRequest(
        Mode mode, DeadLetterFilter filter, int maxMessages, Optional<String> run, List<String> release) {

    public static final int MAX_MESSAGES = 10_000;

    /**
     * The newest version that is read. A request is written without it as long as it is the first: a function that is deployed refuses
     * a member that it does not know.
     */
    private static final int VERSION = MessageVersion.FIRST;

    private static final int DEFAULT_MESSAGES = 100;

    private static final String EXECUTE = "execute";
    private static final String DISCARD = "discard";
    private static final String KIND = "kind";
    private static final String FUNCTION = "function";
    private static final String ERROR = "error";
    private static final String MIN_AGE = "minAge";
    private static final String MAX_AGE = "maxAge";
    private static final String MESSAGE_ID = "messageId";
    private static final String MESSAGES = "maxMessages";
    private static final String RUN = "run";
    private static final String RELEASE = "release";
    private static final Set<String> MEMBERS = Set.of(
            MessageVersion.MEMBER,
            EXECUTE,
            DISCARD,
            KIND,
            FUNCTION,
            ERROR,
            MIN_AGE,
            MAX_AGE,
            MESSAGE_ID,
            MESSAGES,
            RUN,
            RELEASE);

    /** What is to be done; the JSON has it in two members, {@code execute} and {@code discard}, both false by default. */
    public enum Mode {
        /** Changes nothing, and says what a replay would do. */
        SHOW_REPLAY(false, false),
        /** Changes nothing, and says what would be discarded. */
        SHOW_DISCARD(false, true),
        /** Hands the letters over again and deletes those for which that succeeded. */
        REPLAY(true, false),
        /** Deletes the letters without handing them over. */
        DISCARD(true, true);

        private final boolean executing;
        private final boolean discarding;

        Mode(boolean executing, boolean discarding) {
            this.executing = executing;
            this.discarding = discarding;
        }

        public static Mode of(boolean executing, boolean discarding) {
            if (discarding) {
                return executing ? DISCARD : SHOW_DISCARD;
            }
            return executing ? REPLAY : SHOW_REPLAY;
        }

        public boolean isExecuting() {
            return executing;
        }

        public boolean isDiscarding() {
            return discarding;
        }
    }

    public ReplayRequest {
        release = List.copyOf(release);
        if (maxMessages < 0 || maxMessages > MAX_MESSAGES) {
            throw new IllegalArgumentException("maxMessages is 0 to " + MAX_MESSAGES + ", not " + maxMessages);
        }
        if (mode.isDiscarding() && !filter.isSelective()) {
            throw new IllegalArgumentException("discarding needs a filter that says which letters");
        }
    }

    /** Asks for what can be done by one call; the function releases what it does not replay. */
    public static ReplayRequest of(Mode mode, DeadLetterFilter filter) {
        return new ReplayRequest(mode, filter, DEFAULT_MESSAGES, Optional.empty(), List.of());
    }

    /** Asks for nothing but that the letters of these receipts are made visible again. */
    public static ReplayRequest releasing(List<String> receipts) {
        return new ReplayRequest(Mode.SHOW_REPLAY, DeadLetterFilter.ALL, 0, Optional.empty(), receipts);
    }

    public ReplayRequest withFilter(DeadLetterFilter newFilter) {
        return new ReplayRequest(mode, newFilter, maxMessages, run, release);
    }

    public ReplayRequest withMaxMessages(int newMaxMessages) {
        return new ReplayRequest(mode, filter, newMaxMessages, run, release);
    }

    public ReplayRequest withRun(String newRun) {
        return new ReplayRequest(mode, filter, maxMessages, Optional.of(newRun), release);
    }

    public String toJson() {
        JsonObject.Builder json = JsonObject.builder()
                .put(EXECUTE, mode.isExecuting())
                .put(DISCARD, mode.isDiscarding())
                .putIfPresent(KIND, filter.kind().map(DeadLetterKind::name))
                .putIfPresent(FUNCTION, filter.function())
                .putIfPresent(ERROR, filter.error())
                .putIfPresent(MIN_AGE, filter.minAge().map(Duration::toString))
                .putIfPresent(MAX_AGE, filter.maxAge().map(Duration::toString))
                .putIfPresent(MESSAGE_ID, filter.messageId())
                .put(MESSAGES, maxMessages)
                .putIfPresent(RUN, run);
        return (release.isEmpty() ? json : json.put(RELEASE, release)).build().toJson();
    }

    /** @throws InvalidJsonException when it is not such a request; a member that is not known here is refused */
    public static ReplayRequest parse(JsonObject json) {
        MessageVersion.requireAtMost(VERSION, json);
        for (String name : json.members().keySet()) {
            if (!MEMBERS.contains(name)) {
                throw new InvalidJsonException("'" + name + "' is not known; there are "
                        + String.join(", ", MEMBERS.stream().sorted().toList()));
            }
        }
        long maxMessages = json.members().containsKey(MESSAGES) ? json.requiredLong(MESSAGES) : DEFAULT_MESSAGES;
        if (maxMessages < 0 || maxMessages > MAX_MESSAGES) {
            throw new InvalidJsonException("'" + MESSAGES + "' is not 0 to " + MAX_MESSAGES);
        }
        DeadLetterFilter filter = filter(json);
        Mode mode = Mode.of(
                json.optionalBoolean(EXECUTE).orElse(false),
                json.optionalBoolean(DISCARD).orElse(false));
        if (mode.isDiscarding() && !filter.isSelective()) {
            throw new InvalidJsonException(
                    "'" + DISCARD + "' needs one of " + String.join(", ", KIND, FUNCTION, ERROR, MIN_AGE, MESSAGE_ID)
                            + "; not blank, and an age of a second at least");
        }
        return new ReplayRequest(
                mode,
                filter,
                (int) maxMessages,
                json.optionalString(RUN).filter(run -> !run.isBlank()),
                strings(json, RELEASE));
    }

    private static DeadLetterFilter filter(JsonObject json) {
        return new DeadLetterFilter(
                EnumMember.optional(json, KIND, DeadLetterKind.class),
                json.optionalString(FUNCTION),
                json.optionalString(ERROR),
                duration(json, MIN_AGE),
                duration(json, MAX_AGE),
                json.optionalString(MESSAGE_ID));
    }

    private static Optional<Duration> duration(JsonObject json, String name) {
        try {
            return json.optionalString(name).map(Duration::parse);
        } catch (DateTimeException e) {
            throw new InvalidJsonException("'" + name + "' is not an ISO 8601 duration like PT1H30M");
        }
    }

    /** The elements of an array of texts; none when the member is absent. */
    static List<String> strings(JsonObject json, String name) {
        List<String> strings = new ArrayList<>();
        Object value = json.members().get(name);
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
