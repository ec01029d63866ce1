package wordcounter.operator;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import wordcounter.operator.LoadOutcome.Kind;

/** What is known of a load so far. Thread-safe. */
final class LoadMeasurements {

    private final SortedMap<LoadOutcome, Latencies> latencies = new TreeMap<>();
    private long sent;
    private long answered;
    private Duration latest = Duration.ZERO;

    /** @param late how long after it was due the post is begun */
    synchronized void sent(Duration late) {
        sent++;
        latest = late.compareTo(latest) > 0 ? late : latest;
    }

    /** @param sinceDue from when the post was due until its outcome was known */
    synchronized void ended(LoadOutcome outcome, Duration sinceDue) {
        answered++;
        latencies.computeIfAbsent(outcome, _ -> new Latencies()).add(sinceDue);
    }

    /** Posts that have begun and not ended. */
    synchronized long open() {
        return sent - answered;
    }

    synchronized long sent() {
        return sent;
    }

    /** How late this machine was at worst in beginning a post. */
    synchronized Duration latest() {
        return latest;
    }

    synchronized long accepted() {
        return number(Kind.ACCEPTED);
    }

    private long number(Kind kind) {
        return latencies.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .mapToLong(entry -> entry.getValue().number())
                .sum();
    }

    /** How many posts there were, and what became of them. */
    synchronized String summary() {
        return number(Kind.ACCEPTED) + " accepted, " + number(Kind.LIMITED) + " over a limit (429), "
                + number(Kind.FAILED) + " failed, " + number(Kind.LOST) + " without an answer"
                + (open() == 0 ? "" : ", " + open() + " still open");
    }

    /** A row for each outcome, and one for all answers where they differ. */
    synchronized Table table() {
        Table table = new Table("ANSWER", "POSTS", "P50", "P95", "P99", "SLOWEST", "MEANS");
        Latencies all = new Latencies();
        latencies.forEach((outcome, times) -> {
            addRow(table, outcome.answer(), times, outcome.means());
            all.addAll(times);
        });
        if (latencies.size() > 1) {
            addRow(table, "all", all, "");
        }
        return table;
    }

    private static void addRow(Table table, String answer, Latencies times, String means) {
        table.add(
                answer,
                Long.toString(times.number()),
                text(times.percentile(50)),
                text(times.percentile(95)),
                text(times.percentile(99)),
                text(times.slowest()),
                means);
    }

    static String text(Duration time) {
        return time.toMillis() < 1_000 ? time.toMillis() + " ms" : "%.1f s".formatted(time.toMillis() / 1_000.0);
    }
}
