package wordcounter.operator;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import wordcounter.json.JsonObject;
import wordcounter.runtime.Backoff.Sleeper;

/**
 * One replay, in calls of the function that are small enough to be watched and slowed down.
 *
 * <p>What a call received and did not replay stays hidden, so that the next call goes on behind it, and is made visible again
 * at the end. Somebody who replays meanwhile does not see it, and so nothing is handed over twice.
 */
final class ReplayRun {

    static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int MOST_SHOWN = 10_000;
    private static final int MOST_LISTED = 50;
    private static final int BATCH = 100;
    private static final int RELEASED_AT_ONCE = 500;

    /** For how long the function hides what it receives; longer than the queue itself does (template.yaml). */
    private static final int LONGEST_HELD_SECONDS = 330;

    private final ReplayFunction function;
    private final DeadLetterQueue queue;
    private final Map<String, Object> filter;
    private final boolean discard;
    private final Console console;
    private final List<String> held = new ArrayList<>();

    /** @param discard to delete what matches instead of handing it over */
    ReplayRun(
            ReplayFunction function,
            DeadLetterQueue queue,
            Map<String, Object> filter,
            boolean discard,
            Console console) {
        this.function = function;
        this.queue = queue;
        this.filter = Map.copyOf(filter);
        this.discard = discard;
        this.console = console;
    }

    /** The dry run. */
    int show() {
        int hiddenBefore = queue.hidden();
        JsonObject report = call(Map.of("execute", false, "maxMessages", MOST_SHOWN));
        List<JsonObject> messages = report.requiredObjects("messages");
        if (!messages.isEmpty()) {
            console.out().println(table(messages));
        }
        long left = count(messages, "LEFT");
        console.out()
                .println((messages.size() - left) + " would be " + verb() + ", " + left + " would be left, "
                        + report.requiredLong("skipped") + " don't match."
                        + (isMore(report) ? " There are more than these." : "")
                        + (messages.size() > left ? " Nothing is changed; --execute does it." : ""));
        boolean isHidden = tellHidden(hiddenBefore, messages.size() + report.requiredLong("skipped"));
        return left == 0 && !isHidden ? WordsCommand.DONE : WordsCommand.NOT_ALL;
    }

    /**
     * @param rate messages a second
     * @param expected about how many there are, for the progress bar
     */
    int execute(String run, int rate, int expected, Clock clock, Sleeper sleeper) {
        int hiddenBefore = queue.hidden();
        Instant start = clock.instant();
        Set<String> seen = new HashSet<>();
        List<JsonObject> notDone = new ArrayList<>();
        int done = 0;
        int failed = 0;
        int left = 0;
        long skipped = 0;
        try {
            boolean goOn = true;
            while (goOn) {
                JsonObject report = call(Map.of("execute", true, "run", run, "maxMessages", Math.min(BATCH, rate)));
                hold(report);
                List<JsonObject> messages = report.requiredObjects("messages");
                boolean isNew = false;
                for (JsonObject message : messages) {
                    String outcome = message.requiredString("outcome");
                    boolean isDone = outcome.equals(discard ? "DISCARDED" : "REPLAYED");
                    // after the visibility timeout what is left comes once more
                    if (seen.add(message.requiredString("messageId")) || isDone) {
                        isNew = true;
                        done += isDone ? 1 : 0;
                        failed += outcome.equals("FAILED") ? 1 : 0;
                        left += outcome.equals("LEFT") ? 1 : 0;
                        if (!isDone) {
                            notDone.add(message);
                        }
                    }
                }
                skipped += report.requiredLong("skipped");
                isNew |= messages.isEmpty() && report.requiredLong("skipped") > 0; // its time was up among others
                console.progress(discard ? "Discarding" : "Replaying", (long) seen.size() + skipped, expected);
                goOn = isMore(report) && isNew && slept(start, seen.size(), rate, clock, sleeper);
            }
        } finally {
            console.endProgress();
            release();
        }
        if (!notDone.isEmpty()) {
            console.out().println(table(notDone.subList(0, Math.min(notDone.size(), MOST_LISTED))));
            if (notDone.size() > MOST_LISTED) {
                console.out()
                        .println("... and " + (notDone.size() - MOST_LISTED) + " more; without --execute all are"
                                + " listed.\n");
            }
        }
        console.out()
                .println(done + " " + verb() + ", " + failed + " failed, " + left + " left, " + skipped
                        + " don't match; in " + Durations.text(Duration.between(start, clock.instant())) + ".");
        boolean isHidden = tellHidden(hiddenBefore, seen.size() + skipped);
        return failed + left == 0 && !isHidden ? WordsCommand.DONE : WordsCommand.NOT_ALL;
    }

    private String verb() {
        return discard ? "discarded" : "replayed";
    }

    /**
     * Says what others hold, once this run holds nothing.
     *
     * <p>SQS's figure lags, so what this run has just released may still be in it; then only what was hidden before counts.
     *
     * @param received by this run
     */
    private boolean tellHidden(int before, long received) {
        int after = queue.hidden();
        int hidden = received == 0 ? after : Math.min(before, after);
        if (hidden > 0) {
            console.out()
                    .println("About " + hidden + " more " + (hidden == 1 ? "is" : "are")
                            + " hidden: somebody else received them, as another replay does. What is not deleted is"
                            + " visible again within " + LONGEST_HELD_SECONDS + " seconds as a rule.");
        }
        return hidden > 0;
    }

    /** Makes visible again what this run holds. */
    void release() {
        List<String> receipts;
        synchronized (held) {
            receipts = List.copyOf(held);
            held.clear();
        }
        for (int start = 0; start < receipts.size(); start += RELEASED_AT_ONCE) {
            call(Map.of(
                    "maxMessages",
                    0,
                    "release",
                    receipts.subList(start, Math.min(start + RELEASED_AT_ONCE, receipts.size()))));
        }
    }

    private void hold(JsonObject report) {
        if (report.members().get("held") instanceof List<?> receipts) {
            synchronized (held) {
                receipts.forEach(receipt -> held.add(String.valueOf(receipt)));
            }
        }
    }

    private JsonObject call(Map<String, Object> request) {
        Map<String, Object> members = new LinkedHashMap<>(filter);
        if (discard) {
            members.put("discard", true);
        }
        members.putAll(request);
        return function.call(new JsonObject(members));
    }

    /** Waits until that many messages are allowed. */
    private static boolean slept(Instant start, int messages, int rate, Clock clock, Sleeper sleeper) {
        Instant next = start.plusMillis(1000L * messages / rate);
        Duration wait = Duration.between(clock.instant(), next);
        try {
            if (wait.isPositive()) {
                sleeper.sleep(wait);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isMore(JsonObject report) {
        return report.optionalBoolean("more").orElse(false);
    }

    private static long count(List<JsonObject> messages, String outcome) {
        return messages.stream()
                .filter(message -> message.requiredString("outcome").equals(outcome))
                .count();
    }

    private static String table(List<JsonObject> messages) {
        Table table = new Table("KIND", "FUNCTION", "ERROR", "AGE", "REPLAYS", "MESSAGE", "WHAT");
        for (JsonObject message : messages) {
            String reason = message.requiredString("reason");
            table.add(
                    message.requiredString("kind"),
                    message.requiredString("function").isEmpty() ? "-" : message.requiredString("function"),
                    message.requiredString("error"),
                    Durations.text(Duration.ofSeconds(message.requiredLong("ageSeconds"))),
                    Long.toString(message.requiredLong("replays")),
                    message.requiredString("messageId"),
                    switch (message.requiredString("outcome")) {
                        case "LEFT" -> "left: " + reason;
                        case "FAILED" -> "failed: " + reason;
                        default -> message.requiredString("plan");
                    });
        }
        return table.text();
    }
}
