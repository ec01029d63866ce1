package localrunner.web;

import java.time.Duration;
import java.util.Map;
import localrunner.facts.Payload;
import localrunner.history.EventSummary;
import localrunner.history.EventView;
import localrunner.history.NodeActivity;
import localrunner.history.Secrets;
import localrunner.history.SpanView;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes events in JSON, without what looks secret. */
final class EventsJson {

    private EventsJson() {}

    static ObjectNode summary(EventSummary event) {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        node.put("id", event.id())
                .put("at", event.at().toString())
                .put("kind", event.kind())
                .put("title", Secrets.mask(event.title()))
                .put("status", event.status().text());
        event.httpStatus().ifPresent(status -> node.put("httpStatus", status));
        node.put("duration", milliseconds(event.duration())).put("hops", event.hops());
        ArrayNode functions = node.putArray("functions");
        event.functions().forEach(functions::add);
        return node.put("failed", event.failedSpans());
    }

    /** @param shown how much of a payload is shown, in characters */
    static ObjectNode event(EventView event, int shown) {
        ObjectNode node = summary(event.summary());
        ArrayNode spans = node.putArray("spans");
        event.spans().forEach(span -> spans.add(span(span, shown)));
        if (event.leftOut() > 0) {
            node.put("leftOut", event.leftOut());
        }
        return node;
    }

    private static ObjectNode span(SpanView span, int shown) {
        ObjectNode node = JsonMapper.shared().createObjectNode().put("id", span.id());
        span.parent().ifPresent(parent -> node.put("parent", parent));
        ArrayNode links = node.putArray("links");
        span.links().forEach(links::add);
        node.put("guess", span.guess())
                .put("kind", span.kind().text())
                .put("who", span.who())
                .put("title", Secrets.mask(span.title()))
                .put("start", span.start().toString());
        span.duration().ifPresent(duration -> {
            node.put("duration", milliseconds(duration));
            node.put("end", span.start().plus(duration).toString());
        });
        node.put("status", span.status().text()).put("attempt", span.attempt());
        if (!span.requestId().isEmpty()) {
            node.put("requestId", span.requestId());
        }
        ObjectNode detail = node.putObject("detail");
        span.detail().forEach((name, value) -> {
            if (name.equals("httpStatus")) {
                detail.put(name, Integer.valueOf(value));
            } else {
                detail.put(name, value);
            }
        });
        if (span.request().size() > 0) {
            node.set("request", payload(span.request(), shown));
        }
        if (span.answer().size() > 0) {
            node.set("response", payload(span.answer(), shown));
        }
        ArrayNode lines = node.putArray("lines");
        span.lines()
                .forEach(line ->
                        lines.addObject().put("at", line.at().toString()).put("text", Secrets.mask(line.text())));
        return node;
    }

    private static ObjectNode payload(Payload payload, int shown) {
        String masked = Secrets.mask(payload.asText());
        boolean cut = masked.length() > shown;
        return JsonMapper.shared()
                .createObjectNode()
                .put("text", cut ? masked.substring(0, shown) : masked)
                .put("type", payload.type())
                .put("truncated", cut || payload.isCut())
                .put("bytes", payload.wholeSize());
    }

    static ObjectNode activity(NodeActivity activity) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("rate", activity.rate())
                .put("errors", activity.errors())
                .put("waiting", activity.waiting())
                .put("inFlight", activity.inFlight())
                .put("cold", activity.cold());
    }

    static ObjectNode counts(Map<String, Long> counts) {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        counts.forEach(node::put);
        return node;
    }

    private static double milliseconds(Duration duration) {
        return Math.round(duration.toNanos() / 1e5) / 10.0;
    }
}
