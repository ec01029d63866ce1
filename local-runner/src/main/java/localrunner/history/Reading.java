package localrunner.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes what is shown of a trail. To be called by the history that guards it. */
final class Reading {

    private Reading() {}

    static EventSummary summary(Trail trail) {
        var sum = new Sum();
        trail.visit(sum::add);
        Optional<Span> root = trail.root();
        Span first = root.orElseGet(() -> trail.spans.values().iterator().next());
        Status status = sum.open ? Status.WAITING : sum.failed ? Status.FAILED : Status.OK;
        return new EventSummary(
                trail.id,
                trail.number,
                first.start,
                trail.kind,
                title(trail, first),
                status,
                Optional.ofNullable(first.detail.get("httpStatus"))
                        .filter(_ -> first.kind == Kind.REQUEST)
                        .map(Integer::valueOf),
                Duration.between(first.start, sum.end.isBefore(first.start) ? first.start : sum.end),
                sum.hops,
                List.copyOf(sum.functions),
                sum.failedSpans);
    }

    private static String title(Trail trail, Span first) {
        return first.kind == Kind.CALL
                ? Optional.ofNullable(first.detail.get("resources"))
                        .map(resources -> first.title + " " + resources)
                        .orElse(first.title)
                : trail.kind.equals("invoke") && first.kind != Kind.REQUEST ? "Invoke " + first.who : first.title;
    }

    /** What adds up over the trails of an event. */
    private static final class Sum {
        private final Set<String> functions = new LinkedHashSet<>();
        private int hops;
        private int failedSpans;
        private boolean open;
        private boolean failed;
        private Instant end = Instant.MIN;

        void add(Trail trail) {
            failed |= trail.failed;
            hops += trail.spans.size() + trail.leftOut;
            for (Span span : trail.spans.values()) {
                if (span.kind == Kind.INVOCATION) {
                    functions.add(span.who);
                }
                failedSpans += span.status == Status.FAILED ? 1 : 0;
                // A dead letter waits for a person, not for the application.
                open |= span.isOpen() && span.kind != Kind.DEAD_LETTER;
                end = span.end().isAfter(end) ? span.end() : end;
            }
        }
    }

    static boolean matches(Trail trail, EventSummary summary, EventQuery query) {
        return query.kind().filter(kind -> !kind.equals(summary.kind())).isEmpty()
                && query.status().filter(status -> status != summary.status()).isEmpty()
                && query.function()
                        .filter(function -> !summary.functions().contains(function))
                        .isEmpty()
                && query.text().filter(text -> !contains(trail, summary, text)).isEmpty();
    }

    private static boolean contains(Trail trail, EventSummary summary, String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        if (has(summary.title(), wanted) || has(summary.id(), wanted)) {
            return true;
        }
        var search = new Search(wanted);
        trail.visit(search::look);
        return search.found;
    }

    private static boolean has(String text, String wanted) {
        return text.toLowerCase(Locale.ROOT).contains(wanted);
    }

    /** Looks for a text in the trails of an event. */
    private static final class Search {
        private final String wanted;
        private boolean found;

        Search(String wanted) {
            this.wanted = wanted;
        }

        void look(Trail trail) {
            for (Span span : trail.spans.values()) {
                if (found) {
                    return;
                }
                found = has(span.title, wanted)
                        || has(span.id, wanted)
                        || has(span.requestId, wanted)
                        || has(span.detail.getOrDefault("error", ""), wanted)
                        || has(span.request.asText(), wanted)
                        || has(span.answer.asText(), wanted)
                        || span.lines.stream().anyMatch(line -> has(line.text(), wanted));
            }
        }
    }

    static EventView view(Trail trail) {
        // Where each batch comes from: the first hop that leads to it is its parent, the others are links.
        Map<String, List<Trail.Next>> causes = new HashMap<>();
        List<Trail> all = new ArrayList<>();
        trail.visit(each -> {
            all.add(each);
            each.next.forEach(next -> causes.computeIfAbsent(next.trail().id, _ -> new ArrayList<>())
                    .add(next));
        });
        List<SpanView> spans = new ArrayList<>();
        int leftOut = 0;
        for (Trail each : all) {
            leftOut += each.leftOut;
            List<Trail.Next> before = causes.getOrDefault(each.id, List.of());
            for (Span span : each.spans.values()) {
                spans.add(view(span, span.id.equals(each.id) && each != trail ? before : List.of()));
            }
        }
        return new EventView(summary(trail), spans, leftOut);
    }

    private static SpanView view(Span span, List<Trail.Next> before) {
        Optional<String> parent = before.stream()
                .findFirst()
                .map(Trail.Next::hop)
                .or(() -> Optional.of(span.parent).filter(id -> !id.isEmpty()));
        Set<String> links = new LinkedHashSet<>(span.links);
        before.stream().skip(1).map(Trail.Next::hop).forEach(links::add);
        return new SpanView(
                span.id,
                parent,
                List.copyOf(links),
                before.stream().anyMatch(Trail.Next::guess),
                span.kind,
                span.who,
                span.title,
                span.start,
                span.duration,
                span.status,
                span.attempt,
                span.requestId,
                Map.copyOf(span.detail),
                span.request,
                span.answer,
                span.lines.stream()
                        .map(line -> new SpanView.LogLine(line.at(), line.text()))
                        .toList());
    }
}
